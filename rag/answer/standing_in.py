"""Answer who took somebody's place: "who replaced Ms Blom?", "who stood in for the mayor?".

Whoever did is the subject of such a verb; the one who was away or left stands under it, often as "her" or "him".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.compose import full_name, passage_claim
from rag.answer.grammar import arguments_of
from rag.answer.language.words import mentions
from rag.answer.question import Question, is_content
from rag.answer.reading import Reading, Sentence, bare, same_person
from rag.answer.roles import ROLE_NOUNS, holders, roles_in
from rag.answer.speech.speech import person_at
from rag.answer.support import missing_names, missing_words
from rag.models import Draft, EventStatus, Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_TOLD = re.compile(r"\b(?:place|stead|st(?:and|ands|ood|anding) in|fill\w* in|deputi[sz]\w+|replac\w+|succe\w+)\b")
_REPLACES = frozenset({"replace", "succeed"})
_STANDS_IN = frozenset({"stand", "fill", "deputise", "deputize", "step"})
_PRONOUNS = frozenset({"her", "him", "his", "she", "he"})


def stands_in(question: Question, readings: Sequence[Reading]) -> Draft | None:
    """The one who took the place of somebody whom the question names; None when no article says it in such words."""
    doc = question.doc
    if doc[0].lower_ != "who":
        return None
    asked = next((gone for token in doc if (gone := _gone(token)) is not None), None)
    if asked is None or asked.pos_ not in ("PROPN", "NOUN"):
        return None
    for reading in readings:
        if (name := _name_of(asked, question, reading)) is None:
            continue
        for index in range(len(reading.spans)):
            if _TOLD.search(reading.raw(index)) and (found := _found(name, question, reading, index)):
                return found
    return None


def _gone(verb: Token) -> Token | None:
    """Whom somebody replaces or stands in for, by this verb."""
    if verb.pos_ != "VERB":
        return None
    lemma = verb.lemma_.lower()
    if lemma in _REPLACES:
        return arguments_of(verb, "object", passive=False)
    if lemma == "take":
        place = next((c for c in verb.children if c.dep_ == "dobj" and c.lower_ == "place"), None)
        return next((c for c in place.children if c.dep_ == "poss"), None) if place is not None else None
    if lemma in _STANDS_IN:
        away = (t for t in verb.subtree if t.dep_ == "pobj" and t.head.lower_ == "for" and t.i - verb.i < 6)
        said = lemma.startswith("deputi") or any(c.lower_ == "in" for c in verb.children)
        return next(away, None) if said else None
    return None


def _name_of(asked: Token, question: Question, reading: Reading) -> str | None:
    """The name of the one who was away, who may be asked for by a role."""
    if asked.pos_ == "PROPN":
        name = next((n for n in question.names if asked.text in n.split()), None)
        return name if name is not None and mentions(reading.article.text, name) else None
    words = frozenset(t.lemma_.lower() for t in (asked, *asked.children) if is_content(t))
    found = holders(words, frozenset(), reading) if asked.lemma_.lower() in ROLE_NOUNS else []
    return found[0].person if len(found) == 1 else None


def _found(name: str, question: Question, reading: Reading, index: int) -> Draft | None:
    sentence = reading.sentence(index)
    for verb in sentence.doc:
        gone = _gone(verb)
        subject = arguments_of(verb, "subject", passive=False) if gone is not None else None
        if gone is None or subject is None or event_status.of_verb(verb) is EventStatus.DENIED:
            continue
        person = person_at(gone, sentence, reading)
        if not (same_person(person.text, name) if person is not None else _may_be(gone, name, sentence, reading)):
            continue
        for other, place in _people(subject, sentence, reading):
            if same_person(other, name) or _lacks(question, verb, reading, index):
                continue
            lead, also = full_name(reading, other)
            status = event_status.of_verb(verb)
            claim = passage_claim(reading, sorted({place, index}), lead=lead, also=also, status=status)
            return Draft(Status.ANSWERED, claim.text, (claim,))
    return None


def _may_be(gone: Token, name: str, sentence: Sentence, reading: Reading) -> bool:
    """Whether "her" or "him" may be somebody: named before in the sentence, or in the one before."""
    last = bare(name).rsplit(maxsplit=1)[-1]
    before = reading.raw(sentence.index - 1) if sentence.index > 0 else ""
    return gone.lower_ in _PRONOUNS and last in f"{before} {sentence.doc[: gone.i].text}"


def _people(subject: Token, sentence: Sentence, reading: Reading) -> Iterator[tuple[str, int]]:
    """The one whom a subject names, or whom alone the sentence before names where it is "he" or "she"."""
    if subject.lower_ in _PRONOUNS and sentence.index > 0:
        before = reading.sentence(sentence.index - 1)
        described = {role.person for role in roles_in(before, reading)}
        people = described or {bare(person.text) for person in reading.persons(before)}
        if len(people) == 1:
            yield people.pop(), before.index
    elif person := person_at(subject, sentence, reading):
        yield bare(person.text), sentence.index


def _lacks(question: Question, verb: Token, reading: Reading, index: int) -> bool:
    """Whether what else the question says, where it was or when, is not told around."""
    asked = {t.lemma_.lower() for t in question.doc if t.pos_ == "VERB"} | {verb.lemma_.lower()}
    missing = [word for word in missing_words(question, reading, index) if word not in asked]
    return bool(missing) or bool(missing_names(question, reading, index))
