"""Say a follow-up question so that it stands by itself: "Whom did he replace?" becomes "Whom did Mark Carney replace?".

The first question of a conversation is never touched, and neither is one with names of its own that nothing in it
points beyond: a change of subject must not drag the old one along. What can't be told stays as it was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rag.answer.followup.clause import body, clause_of, sentence
from rag.answer.followup.conversation import Conversation
from rag.answer.followup.ellipsis import completed, repeated
from rag.answer.followup.pronouns import pronouns_said
from rag.answer.followup.references import demonstratives_said, references_said, spoken_about
from rag.answer.followup.referents import Sort, named, referents
from rag.models import Turn
from rag.retrieve.spelling import cased, words_in

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from rag.answer.syntax import Syntax


class Standalone(NamedTuple):
    """A question that stands by itself.

    ``about`` is what it goes on about without saying so ("how did the council vote?"), and ``article_ids`` are the
    articles that this was answered from: where to look first, and no part of what is asked. Empty when the question
    says all.
    """

    text: str
    about: str = ""
    article_ids: tuple[str, ...] = ()


def standalone(question: str, history: Sequence[Turn], syntax: Syntax, text_of: Callable[[str], str]) -> Standalone:
    """The question with what it takes from the turns before said in full; as it is where nothing is taken.

    ``history`` has the oldest turn first; ``text_of`` gives the text of an article by its id.
    """
    if not history:
        return Standalone(question)

    def parse(text: str) -> Doc:
        return syntax.parse([text])[0]

    talk = Conversation(history, syntax, text_of)
    asked = parse(_cased(question, talk))
    text = repeated(asked, talk.last)
    if text is None:
        text = pronouns_said(asked, talk)
        goes_on = asked[0].lower_ == "and" and text != asked.text
        text = completed(parse(text), talk.last) or (_on_its_day(parse(text), talk) if goes_on else text)
        text = demonstratives_said(parse(text), talk)
        if not named(parse(text)):
            text = references_said(parse(text), talk)
    about = ("", ()) if named(parse(text)) else spoken_about(parse(text), talk)
    if text == asked.text:
        return Standalone(question, *about)
    return Standalone(sentence(["".join(token.text_with_ws for token in body(parse(text)))]), *about)


def _cased(question: str, talk: Conversation) -> str:
    """A question typed without capitals, with those of the articles spoken about."""
    return cased(question, words_in(talk.texts)) if question.islower() else question


def _on_its_day(doc: Doc, talk: Conversation) -> str:
    """The text of a question that goes on with "and", on the day that the one before was about."""
    clause = clause_of(doc)
    day = next((r for r in talk.last.referents if r.sort is Sort.TIME and r.is_circumstance), None)
    own = any(r.sort is Sort.TIME for r in referents(doc, ()))
    if clause is None or day is None or own or clause.verb.lemma_ == "be" or clause.asking.lower() == "when":
        return str(doc.text)
    return f"{doc.text.rstrip(' ?')} {day.preposition} {day.text}?"
