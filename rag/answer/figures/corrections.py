"""Let a correction replace the figure it corrects, wherever that still stands.

A correction names a wrong figure ("an earlier version said ...") and gives the right one, in the same sentence or the
next ones. It counts for a question when it tells of the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.compose import answered, passage_claim
from rag.answer.figures.figures import Figure, figures
from rag.answer.language.words import is_present, words_of
from rag.answer.question import Kind

if TYPE_CHECKING:
    from rag.answer.question import Question
    from rag.answer.reading import Reading
    from rag.models import Draft

_WRONG = re.compile(
    r"\b(?:misstated|misreported|earlier version|(?:wrongly|incorrectly|mistakenly|erroneously) (?:\w+ ){0,2}"
    r"(?:said|gave|stated|reported|put|described|named)|(?:was|were) (?:wrong|incorrect)|in error)\b",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"\b(?:correct|right|true|actual|accurate) (?:[\w-]+ ){1,6}?(?:is|was|are|were|should be|comes to)\b"
    r"|\bshould have (?:read|said|been)\b|\b(?:and|,) not (?=\S*\d)|\bin fact\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|rather than|instead of)\s(?:the\s)?$", re.IGNORECASE)
FOLLOWS = 2  # sentences after which the right figure comes at the latest


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What an answer would say: a sentence of an article, by its place, and what it leads with."""

    reading: Reading
    index: int
    lead: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Correction:
    """A wrong figure, the right one, and the sentences that say so."""

    reading: Reading
    indexes: tuple[int, ...]
    wrong: Figure
    right: Figure

    def corrects(self, figure: Figure) -> bool:
        """Whether a figure is the wrong one."""
        return figure.value == self.wrong.value and (
            not figure.unit or figure.unit in ("", self.wrong.unit, self.right.unit) or not self.wrong.unit
        )


def corrections(readings: Sequence[Reading]) -> list[Correction]:
    """The corrections of figures in these articles."""
    found = []
    for reading in readings:
        for index in range(len(reading.spans)):
            if _RIGHT.search(reading.raw(index)) and (one := _correction(reading, index)):
                found.append(one)
    return found


def _correction(reading: Reading, index: int) -> Correction | None:
    """The correction whose right figure a sentence gives."""
    text = reading.raw(index)
    given = figures(reading.sentence(index).doc)
    denied = [figure for figure in given if _NOT.search(text[: figure.start])]
    stated = [figure for figure in given if figure not in denied]
    if not stated:
        return None
    if denied:
        return Correction(reading, (index,), denied[0], stated[-1] if stated[-1].start < denied[0].start else stated[0])
    for before in range(index, max(-1, index - FOLLOWS - 1), -1):
        if _WRONG.search(reading.raw(before)):
            wrong = [f for f in figures(reading.sentence(before).doc) if f.value != stated[-1].value]
            if wrong:
                return Correction(reading, tuple(range(before, index + 1)), wrong[-1], stated[-1])
    return None


def concerns(one: Correction, question: Question) -> bool:
    """Whether a correction tells of what is asked: its sentences have most of the question's telling words."""
    present = words_of(" ".join([one.reading.article.title, *(one.reading.raw(index) for index in one.indexes)]))
    asked = [t.lemma_.lower() for t in question.content if t.ent_type_ not in ("DATE", "TIME") and not t.like_num]
    return sum(is_present(word, present) for word in asked) * 2 >= len(asked)


def corrected(question: Question, found: Sequence[Correction], given: Given | None) -> Draft | None:
    """The correction as the answer, where the answer would give the wrong figure or the question itself does."""
    for one in found:
        if not concerns(one, question):
            continue
        if _asks_with(question, one) or (given is not None and _gives(given, one)):
            return answered([passage_claim(one.reading, one.indexes, lead=_lead(question, one))])
    return None


def _asks_with(question: Question, one: Correction) -> bool:
    return any(one.corrects(figure) for figure in figures(question.doc))


def _gives(given: Given, one: Correction) -> bool:
    """Whether an answer gives the wrong figure, or stands in the correction itself."""
    reading, index, lead = given.reading, given.index, given.lead
    if reading.article.id == one.reading.article.id and index in one.indexes:
        return True
    return any(
        one.corrects(figure) and (lead is None or figure.span.text in lead)
        for figure in figures(reading.sentence(index).doc)
    )


def _lead(question: Question, one: Correction) -> str | None:
    return None if question.kind is Kind.YES_NO else one.right.text
