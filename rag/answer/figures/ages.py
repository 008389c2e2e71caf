"""Answer how old someone is with the age that an article gives with their name: "Ann Rill, 54", "the 54-year-old judge".

A number that stands anywhere else near a name is no age. How old someone was when they did something is told only
where that is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.compose import answered, full_name, passage_claim, with_antecedent
from rag.answer.coverage import tells
from rag.answer.language.words import words_of
from rag.answer.question import Question, is_content
from rag.answer.reading import bare, same_person

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan

    from rag.answer.reading import Reading
    from rag.models import Draft

_ASKED = re.compile(
    r"\bhow old\b|\b(?:what|which) age\b|\bat what age\b|^what (?:is|was) .+(?:’s|'s|s’|s') age\b|^what (?:is|was) the age of\b",
    re.IGNORECASE,
)
_AT_THE_TIME = re.compile(r"\b(?:when|at the time)\b|^(?:at|by) (?:what|which) age\b|\bat how old\b", re.IGNORECASE)
_N = r"(?P<age>1[01]\d|[1-9]?\d)"
# What may stand behind a name and give its age, and what before it.
_BEHIND = (
    rf"^(?:,| \(|, aged | aged |, now |, who (?:is|was|will be) |, who (?:has )?(?:just |recently )?turned ) ?{_N}(?: years old)?"
    r"(?=[,;.)—–]| (?:last|this|next|on|in|and)\b|$)",
    rf"^(?:,| is| was|, who is| –)? (?:an?|the|then) {_N}-year-old\b",
    rf"^ (?:is|was|has turned|turned|turns|has just turned) {_N}(?= years old|[,;.]| (?:last|this|next|on|in|and)\b)",
    rf"^ (?:has )?died(?: at the age of| at| aged) {_N}\b",
    rf"^, (?:an?|the) [^,;.]{{3,60}}, (?:who is |aged )?{_N}(?=[,;.])",
)
_BEFORE = rf"\b{_N}-year-old(?: [a-z][\w’'-]*){{0,5}},? (?:named |called )?$"
_BY_PRONOUN = re.compile(
    rf"^(?:(?:he|she) (?:is|was)|the|(?:now )?aged) {_N}(?:-year-old\b|(?: years old)?(?=[,;.]| and ))", re.IGNORECASE
)
_OLD = re.compile(
    r"\b[\d,]+(?:-(?:year|month|week|day)-old|(?: million| billion)? (?:years?|months?|weeks?|days?) old)\b"
)
_THEN = re.compile(
    rf"\b(?:at the age of|aged|at age|when (?:he|she) was(?: just| only| still)?(?: aged)?|at(?= \d+[,.])) {_N}\b(?! ?(?:per|%|[a-z]*s\b))",
    re.IGNORECASE,
)


def asks_age(question: Question) -> bool:
    """Whether the question asks how old someone or something is."""
    return _ASKED.search(question.text) is not None


def age(question: Question, readings: Sequence[Reading]) -> Draft | str | None:
    """How old the person asked about is, or why that isn't told; None when no age of a person is asked for."""
    if not asks_age(question):
        return None
    name = next((name for name in question.names if any(_is_named(name, reading) for reading in readings)), None)
    if name is None:
        return None
    then = _deed(question)
    last = bare(name).split()[-1]
    for reading in readings:
        for index in range(len(reading.spans)):
            raw = reading.raw(index)
            if not re.search(r"\d", raw) or not (last in raw or (index and last in reading.raw(index - 1))):
                continue
            found = _age_then(name, then, reading, index) if then is not None else _age_of(name, reading, index)
            if found is not None:
                number, own = found
                places = with_antecedent(reading, index) if own else [index - 1, index]
                _, also = full_name(reading, name)
                return answered([passage_claim(reading, places, lead=number, also=[] if own else also)])
    return f"No age is given for {name}."


def ages_of_things(question: Question, doc: Doc) -> list[SpacySpan]:
    """The ages that a sentence gives of what the question asks about: "the 120-year-old bridge", "is 120 years old"."""
    asked = {
        t.lemma_.lower()
        for t in question.doc
        if t.pos_ in ("NOUN", "PROPN", "ADJ") and t.lower_ not in ("old", "age", "year")
    }
    found = []
    for told in _OLD.finditer(doc.text):
        span = doc.char_span(*told.span(), alignment_mode="expand")
        if span is None:
            continue
        head = span.root
        while head.pos_ not in ("NOUN", "PROPN", "VERB", "AUX") or head in list(span):
            if head.head == head:
                break
            head = head.head
        beside = [head, head.head, *head.children] if head.dep_ in ("attr", "appos") else [head]
        if head.pos_ == "AUX" or head.dep_ == "attr":
            beside += [c for verb in (head, head.head) for c in verb.children if c.dep_ == "nsubj"]
        if any(t.lemma_.lower() in asked for one in beside for t in (one, *one.children)):
            found.append(span)
    return found


def _is_named(name: str, reading: Reading) -> bool:
    last = bare(name).split()[-1]
    return last in reading.article.text and reading.is_person(name) and _has_person(name, last, reading)


def _has_person(name: str, last: str, reading: Reading) -> bool:
    return any(
        same_person(person.text, name)
        for index in range(len(reading.spans))
        if last in reading.raw(index)
        for person in reading.persons(reading.sentence(index))
    )


def _deed(question: Question) -> list[str] | None:
    """What the person did at the age that is asked for, as its telling words; None when the present age is asked for."""
    asked = _AT_THE_TIME.search(question.text)
    if asked is None:
        return None
    named = {word.lower() for name in question.names for word in name.split()}
    inside = [t for t in question.doc if t.idx >= asked.end()]
    return [
        t.lemma_.lower()
        for t in inside
        if is_content(t)
        and t.lower_ not in named
        and t.pos_ in ("VERB", "NOUN", "NUM")
        and t.lemma_.lower() not in ("time", "age")
    ]


def _age_of(name: str, reading: Reading, index: int) -> tuple[str, bool] | None:
    """The age that stands with a name in a sentence, or in the next by "she"; with whether the name is in it."""
    sentence = reading.sentence(index)
    people = reading.persons(sentence)
    text = sentence.doc.text
    for person in people:
        if not same_person(person.text, name):
            continue
        for pattern in _BEHIND:
            if told := re.search(pattern, text[person.end_char :]):
                return told["age"], True
        if told := re.search(_BEFORE, text[: person.start_char]):
            return told["age"], True
    told = _BY_PRONOUN.match(text)
    if told is None or index == 0 or people:
        return None
    return (told["age"], False) if _goes_on_about(name, reading, index) else None


def _goes_on_about(name: str, reading: Reading, index: int) -> bool:
    """Whether the sentence before one has this person alone for its subject, and names nobody else."""
    before = reading.sentence(index - 1)
    people = reading.persons(before)
    if not people or not all(same_person(person.text, name) for person in people):
        return False
    return any(
        person.root.dep_ in ("nsubj", "nsubjpass") and not any(c.dep_ in ("cc", "conj") for c in person.root.children)
        for person in people
    )


def _age_then(name: str, deed: Sequence[str], reading: Reading, index: int) -> tuple[str, bool] | None:
    """The age at which somebody did something, where the sentence tells that they did."""
    sentence = reading.sentence(index)
    told = _THEN.search(sentence.doc.text)
    present = words_of(sentence.doc.text)
    if told is None or not all(tells(word, present) for word in deed):
        return None
    people = reading.persons(sentence)
    if any(same_person(person.text, name) for person in people):
        own = len({bare(person.text) for person in people}) == 1
        return (told["age"], True) if own else None
    if people or index == 0 or not re.match(r"(?:he|she|his|her)\b", sentence.doc.text, re.IGNORECASE):
        return None
    return (told["age"], False) if _goes_on_about(name, reading, index) else None
