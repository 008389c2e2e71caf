"""Say in full what a follow-up question calls "the meeting", "that proposal" or "the judge".

Only questions without a name come here: one that names someone is about them, whatever was said before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.answer.attending.gathering_words import kind_of
from rag.answer.followup.clause import body
from rag.answer.followup.conversation import Conversation, is_called
from rag.answer.followup.exchange import Exchange
from rag.answer.followup.referents import ASPECTS, EVENT_NOUNS, GROUP_NOUNS, Referent, Sort, noun_phrases
from rag.answer.language.words import is_present, words_of
from rag.answer.question import PERSON_NOUNS, is_content
from rag.answer.reading import bare
from rag.answer.roles import ROLE_NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

_THESE = frozenset(["this", "that", "these", "those"])
_POINTING = _THESE | {"the"}
_GENERIC = frozenset(
    ["company", "firm", "club", "group", "party", "team", "body", "organisation", "organization", "union"]
)
_ABOARD = re.compile(r"\b(on board|aboard)(?=[ ?.]*$)", re.IGNORECASE)


def demonstratives_said(doc: Doc, talk: Conversation) -> str:
    """The text of a question with what it calls "that proposal" or "this ship" said in full."""
    return _said(doc, talk, _THESE) or doc.text


def references_said(doc: Doc, talk: Conversation) -> str:
    """The text of a question without names with what it calls "the meeting" or "the judge" said in full."""
    text = _said(doc, talk, _POINTING) or doc.text
    topic = next((topic for one in talk.exchanges if (topic := _topic(one))), None)
    return _ABOARD.sub(rf"\1 {topic.text}", text) if topic else text


def _said(doc: Doc, talk: Conversation, pointing: frozenset[str]) -> str | None:
    text = doc.text
    for phrase, root in reversed(noun_phrases(doc)):
        if _points(phrase, root, pointing) and (full := _in_full(phrase, root, talk)):
            text = text[: phrase.start_char] + full + text[phrase.end_char :]
    return text if text != doc.text else None


def _points(phrase: SpacySpan, root: Token, pointing: frozenset[str]) -> bool:
    """Whether a noun phrase points back, and nothing in it says which one it is."""
    if phrase[0].lower_ not in pointing or root.pos_ != "NOUN" or root.ent_type_ in ("DATE", "TIME"):
        return False
    return bool(root == phrase[-1] and not any(t.dep_ == "poss" for t in phrase))


def _in_full(phrase: SpacySpan, root: Token, talk: Conversation) -> str | None:
    """What a noun phrase stands for, in words that say which one."""
    head = root.lemma_.lower()
    plain = len(phrase) == 2
    for one in talk.exchanges:
        for referent in [*one.referents, *(r for r in one.told if not _is_counted(r))]:
            longer = len(referent.text.split()) > len(phrase)
            if _same_noun(referent, head) and longer and _has_all(phrase[1:-1], referent):
                return referent.text
        if plain and head in EVENT_NOUNS and one.event and kind_of(one.event.head) == kind_of(head) is not None:
            return one.event.text
        if plain and (named := _holder(head, one, talk)):
            return named
    if plain and head in ROLE_NOUNS and len(holders := _holders(head, talk.texts)) == 1:
        return holders.pop()
    if phrase[0].lower_ in _THESE and head not in ASPECTS:
        thing = talk.event if head in EVENT_NOUNS else talk.thing(acts=False, happens=False)
        return thing.text if thing and head not in PERSON_NOUNS else None
    return None


def _holders(head: str, texts: Iterable[str]) -> set[str]:
    """Those whom articles call by a noun: "Premier Leopold Hasting", "its chairman, Fabian Crewe"."""
    first = f"[{head[0].upper()}{head[0]}]{re.escape(head[1:])}"
    name = r"((?:[A-Z][\w’-]+ ){1,2}[A-Z][\w’-]+)"
    told = [found for text in texts for found in re.findall(rf"\b{first}(?:,| of [^,.;:]{{1,60}},)? {name}", text)]
    return {bare(one) for one in told}


def _is_counted(referent: Referent) -> bool:
    """Whether it is a number of things: what "the ships" are is told by what they are called, not by how many."""
    return referent.span is not None and any(t.pos_ == "NUM" for t in referent.span)


def _same_noun(referent: Referent, head: str) -> bool:
    return referent.head == head or (referent.named and referent.text.split()[-1].lower() == head)


def _has_all(words: Iterable[Token], referent: Referent) -> bool:
    """Whether a referent has every one of these words: "the second round" is not "the first round"."""
    own = referent.text.lower().split()
    return all(t.lower_ in own or t.lemma_.lower() in own for t in words)


def _holder(head: str, one: Exchange, talk: Conversation) -> str | None:
    """Who is "the minister" or "the company": someone of that turn, by what the articles call them."""
    if head in PERSON_NOUNS:
        for person in [*one.given, *one.referents, *one.told]:
            if person.sort is Sort.PERSON and person.named and is_called(person.text, head, talk.texts):
                return person.text
    if head in GROUP_NOUNS:
        bodies = [r for r in [*one.given, *one.referents] if r.sort is Sort.BODY and r.named]
        named = [r for r in bodies if head in r.text.lower().split()]
        if named or (head in _GENERIC and len({r.text for r in bodies}) == 1):
            return (named or bodies)[0].text
    return None


def spoken_about(doc: Doc, talk: Conversation) -> tuple[str, tuple[str, ...]]:
    """What a question without names goes on about, and the ids of the articles it was answered from.

    Empty when the question speaks of something that these articles don't have, or nothing in particular was spoken of.
    """
    one = next((one for one in talk.exchanges if _topic(one)), None)
    telling = [t for t in body(doc) if is_content(t) and t.pos_ in ("NOUN", "PROPN", "ADJ")]
    telling = [t for t in telling if t.lemma_.lower() not in ASPECTS]
    present = words_of("\n".join(talk.texts))
    if one is None or not all(is_present(t.lemma_.lower(), present) for t in telling):
        return "", ()
    topic = _topic(one)
    return topic.text if topic else "", one.article_ids


def _topic(one: Exchange) -> Referent | None:
    """What a question is about as a whole: its event, else a body, place or thing that it names, else someone."""
    if one.event:
        return one.event
    named = [r for r in one.referents if r.named and r.sort is not Sort.TIME]
    others = [r for r in one.referents if r.sort is Sort.THING and r.head not in ASPECTS]
    return next(iter([r for r in named if r.sort is not Sort.PERSON] or others or named), None)
