"""The figures that articles, and the sources within one, give for what is wanted.

Knows what counts as another account of the same thing; whether to show it is decided elsewhere.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.coverage import tells
from rag.answer.figures.figures import Figure, figures
from rag.answer.figures.measure import ESTIMATES, Measure, candidates, measured, other, same_noun
from rag.answer.language.lexicon import word_set
from rag.answer.language.words import is_present, mentions, words_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.question import Question
    from rag.answer.reading import Reading

DWELT_ON = 5  # names that an article gives most often
BESIDE = 3  # sentences from one source's figure to another's
_MONTHS = re.compile(rf"\b({'|'.join(name for name in month_name if name)})\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
_MEASURED = ("%", "$", "£", "€", "¥", "length", "duration")
_STANDS_FOR_IT = word_set("it figure number toll total count crowd estimate turnout")
_REPORTS = word_set(
    """
    say put estimate give report claim count reckon speak insist state announce tell add maintain write note find
    """
)
_ACCORDING = re.compile(r"\baccording to (?:the |a |an )?(?P<who>[^,.;]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """A figure that one article, or one source in it, gives."""

    reading: Reading
    index: int
    figure: Figure

    @property
    def day(self) -> str:
        """The day of publication, ISO 8601; empty when unknown."""
        published = self.reading.article.published_at
        return published.iso[:10] if published else ""


def qualified(wanted: Measure, readings: Sequence[Reading]) -> list[Account]:
    """Every sentence that gives a figure of just what is wanted."""
    return [
        Account(reading, index, found[0])
        for reading, index in candidates(wanted, readings)
        if (found := measured(wanted, reading, index)) and _of_the_same(wanted, found[0])
    ]


def gives(wanted: Measure, reading: Reading, figure: Figure) -> bool:
    """Whether an article gives a figure as one of what is wanted, in whatever sentence."""
    return any(
        equal(one, figure) and alike(one, figure) and not other(wanted, one, reading)
        for index in range(len(reading.spans))
        if any(tells(word, words_of(reading.raw(index))) for word in wanted.focus)
        for one in figures(reading.sentence(index).doc)
    )


def timely(question: Question, reading: Reading, index: int) -> bool:
    """Whether a sentence is of a month that the question names, by its own words or the day it was published."""
    asked = set(_MONTHS.findall(question.text))
    published = reading.article.published_at
    own = {month_name[published.at.month]} if published else set()
    return not asked or bool(asked & (own | set(_MONTHS.findall(reading.raw(index)))))


def one_story(one: Reading, other_one: Reading) -> bool:
    """Whether an article has most of the names that another dwells on."""
    if one.article.id == other_one.article.id:
        return True
    dwelt_on = [name for name, _ in Counter(_NAME.findall(one.article.text)).most_common(DWELT_ON)]
    return sum(name in other_one.article.text for name in dwelt_on) > DWELT_ON // 2


def alike(one: Figure, other_one: Figure) -> bool:
    """Whether two figures can be of one thing: the same unit, or a bare number beside a counted noun."""
    if one.unit == other_one.unit:
        return True
    if one.unit in _MEASURED or other_one.unit in _MEASURED:
        return False
    return not one.unit or not other_one.unit or same_noun(one.unit, other_one.unit)


def equal(one: Figure, other_one: Figure) -> bool:
    """Whether two figures come to the same, rounding aside."""
    return abs(one.value - other_one.value) <= 0.005 * max(abs(one.value), abs(other_one.value))


def each_once(found: Sequence[Account]) -> list[Account]:
    """Each figure once, the newest first; of equals the one that comes first."""
    kept: list[Account] = []
    for one in found:
        if not any(equal(one.figure, held.figure) for held in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.day, reverse=True)


def _of_the_same(wanted: Measure, figure: Figure) -> bool:
    """Whether who is said to do it is who the question says does it; a pronoun may stand for anyone."""
    name = _doer(wanted.question)
    subjects = _subjects(figure.root)
    if name is None or not subjects:
        return True
    return any(t.pos_ == "PRON" or mentions(" ".join(s.text for s in t.subtree), name) for t in subjects)


def _doer(question: Question) -> str | None:
    """The name that the question has do something: the subject of its verb, or what follows "does" and "did"."""
    doc = question.doc
    for token in doc:
        if token.dep_ == "nsubj" and token.pos_ == "PROPN" and token.head.pos_ in ("VERB", "AUX"):
            return " ".join(t.text for t in token.subtree if t.pos_ == "PROPN")
        if token.lower_ in ("do", "does", "did"):
            start = token.i + 1 + (doc[token.i + 1].lower_ == "the" if token.i + 1 < len(doc) else 0)
            if name := next((name for name in question.names if doc[start:].text.startswith(name)), None):
                return name
    return None


def _subjects(token: Token) -> list[Token]:
    """The subjects of all verbs that a word stands under."""
    found = []
    while token.head != token:
        token = token.head
        found += [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
    return found


def beside(wanted: Measure, one: Account) -> list[Account]:
    """What another source says of the same, next to an account in its article."""
    mine = _source(one.reading, one.index)
    if mine is None:
        return []
    found = []
    for step in (*range(1, BESIDE + 1), *range(-1, -BESIDE, -1)):
        index = one.index + step
        if not 0 <= index < len(one.reading.spans) or _parted(one.reading, one.index, index):
            continue
        theirs = _source(one.reading, index)
        if theirs is None or theirs == mine or not _speaks_of_it(wanted, one, index):
            continue
        doc = one.reading.sentence(index).doc
        found += [
            Account(one.reading, index, figure)
            for figure in figures(doc)
            if (alike(one.figure, figure) or (wanted.counted and same_noun(figure.unit, wanted.counted)))
            and not other(wanted, figure, one.reading)
        ][:1]
    return found


def _parted(reading: Reading, one: int, other_one: int) -> bool:
    """Whether a heading or a long way lies between two sentences."""
    low, high = sorted((one, other_one))
    gaps = (reading.article.text[reading.spans[i].end : reading.spans[i + 1].start] for i in range(low, high))
    return high - low > BESIDE or any(gap.strip() for gap in gaps)


def _speaks_of_it(wanted: Measure, one: Account, index: int) -> bool:
    """Whether a sentence goes on about the figure of another: "put it at", "put the toll at", or the words of the question."""
    doc = one.reading.sentence(index).doc
    for verb in doc:
        if verb.lemma_.lower() in ESTIMATES | {"give", "speak"} and verb.pos_ == "VERB":
            if verb.lemma_.lower() in ("estimate", "reckon", "count", "speak"):
                return True
            if any(c.dep_ in ("dobj", "nsubj") and c.lemma_.lower() in _STANDS_FOR_IT for c in verb.children):
                return True
    present = words_of(doc.text)
    asked = [*wanted.focus, *wanted.others, *(t.lemma_.lower() for t in wanted.question.doc if t.pos_ == "VERB")]
    return any(is_present(word, present) for word in asked)


def _source(reading: Reading, index: int) -> str | None:
    """Who a sentence says it from; None when it speaks for itself."""
    sentence = reading.sentence(index)
    if found := _ACCORDING.search(sentence.text):
        return found["who"].strip().lower()
    for verb in sentence.doc:
        if verb.pos_ == "VERB" and verb.lemma_.lower() in _REPORTS:
            subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.pos_ != "PRON"), None)
            if subject is not None:
                return str(subject.lower_)
    return None
