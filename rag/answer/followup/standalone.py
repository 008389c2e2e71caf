"""Say a follow-up question so that it stands by itself: "Whom did he replace?" becomes "Whom did Mark Carney replace?".

The first question of a conversation is never touched, and neither is one with names of its own that nothing in it
points beyond: a change of subject must not drag the old one along. What can't be told stays as it was asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rag.answer.followup.clause import body, clause_of, sentence
from rag.answer.followup.conversation import Conversation
from rag.answer.followup.earlier import about_news, plain
from rag.answer.followup.ellipsis import completed, repeated
from rag.answer.followup.ones import ones_said
from rag.answer.followup.pronouns import pronouns_said
from rag.answer.followup.references import demonstratives_said, references_said, spoken_about
from rag.answer.followup.referents import Sort, named, referents
from rag.models import Turn
from rag.retrieve.spelling import cased, words_in

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from rag.answer.syntax import Syntax


_CORRECTED = re.compile(
    r"^(?:(?:no|nope|sorry|oh|actually|wait|well)\b[ ,.!]*)*"
    r"i (?:meant|mean|was asking|am asking)(?: to ask)?(?: about| for)? (?!that\b|is\b)",
    re.IGNORECASE,
)


class Standalone(NamedTuple):
    """A question that stands by itself.

    ``about`` is what it goes on about without saying so ("how did the council vote?"), and ``article_ids`` are the
    articles that this was answered from: where to look first, and no part of what is asked. Empty when the question
    says all. ``unclear`` is a word of it that may stand for nothing that was spoken of ("she").
    """

    text: str
    about: str = ""
    article_ids: tuple[str, ...] = ()
    unclear: str = ""


def standalone(question: str, history: Sequence[Turn], syntax: Syntax, text_of: Callable[[str], str]) -> Standalone:
    """The question with what it takes from the turns before said in full; as it is where nothing is taken.

    ``history`` has the oldest turn first; ``text_of`` gives the text of an article by its id.
    """
    turns = about_news(history)
    if not turns:
        return Standalone(question)

    def parse(text: str) -> Doc:
        return syntax.parse([text])[0]

    talk = Conversation(turns, syntax, text_of)
    heard = _CORRECTED.sub("What about ", plain(question))
    first = parse(_cased(heard, talk))
    one = ones_said(first, talk)
    if one.unclear:
        return Standalone(question, unclear=one.unclear)
    asked = parse(one.text)
    text = repeated(asked, talk.last)
    if text is None:
        said = pronouns_said(asked, talk)
        if said.unclear:
            return Standalone(question, unclear=said.unclear)
        text = said.text
        goes_on = asked[0].lower_ == "and" and text != asked.text
        full = completed(parse(text), talk.last)
        if full is None and heard != plain(question):
            return Standalone(question, unclear=heard.removeprefix("What about ").strip(" .!?"))
        text = full or (_on_its_day(parse(text), talk) if goes_on else text)
        text = demonstratives_said(parse(text), talk)
        if not named(parse(text)):
            text = references_said(parse(text), talk)
    about = ("", ()) if named(parse(text)) else spoken_about(parse(text), talk)
    if text == first.text:
        return Standalone(heard, *about)
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
