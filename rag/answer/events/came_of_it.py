"""What came of something, where the articles tell of it more than once: planned in one, done or denied in a later one.

Knows sentences that may answer, and which of them an editor would quote: the one that tells how it turned out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from rag.answer.language.words import is_present, words_of
from rag.answer.question import Kind, Question
from rag.answer.reading import Reading, Sentence
from rag.answer.status import PLANNED_GOVERNORS
from rag.answer.support import missing_words
from rag.models import EventStatus

LESS_SURE = 2.5  # and this much below what an answer needs, where else a plan would be given for what was done
NEAR = 5.0  # a sentence that tells how it turned out may score this much below the best

REPEATED = 2  # words of the question in a denial, which is then of what is asked

_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied)|untrue|not true|no truth|false|rejected|dismissed|refuted|contradicted|wrong|nonsense|never)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"\b(?:not|no|none|n[’']t)\b.{1,40}\byet\b|\byet to\b", re.IGNORECASE)
_HEARSAY = re.compile(
    r"\b(?:rumou?rs?|reports?|claims?|said|says|alleg\w+|accus\w+|speculation|suggest\w*)\b", re.IGNORECASE
)


class Told(Protocol):
    """A sentence that may answer, as far as it matters here."""

    @property
    def score(self) -> float:
        """In logits; higher is better."""

    @property
    def reading(self) -> Reading:
        """Its article."""

    @property
    def sentence(self) -> Sentence:
        """It, parsed."""

    @property
    def lead(self) -> str | None:
        """The person, day, place or number in it that is asked for."""

    @property
    def status(self) -> EventStatus | None:
        """What it says of the event asked about."""


T = TypeVar("T", bound=Told)


def how_it_turned_out(question: Question, told: Sequence[T], least: float) -> T:
    """The sentence that answers: the best, unless it tells only of a plan and a later article of the outcome."""
    best = told[0]
    if question.kind is Kind.WHEN and _is_past(question):
        done = [one for one in told if one.status is not EventStatus.PLANNED and one.lead]
        enough = least if best.status is not EventStatus.PLANNED else least - LESS_SURE
        sure = [one for one in done if one.score >= enough]
        if best in sure or not sure:
            return best
        return min(sure, key=lambda one: len(missing_words(question, one.reading, one.sentence.index)))
    if question.kind is not Kind.YES_NO or best.status not in (EventStatus.PLANNED, EventStatus.UNCLEAR):
        return best
    later = [
        one
        for one in told
        if one.score >= max(least, best.score - NEAR)
        and one.status in (EventStatus.HAPPENED, EventStatus.DENIED)
        and _day(one.reading) > _day(best.reading)
    ]
    return max(later, key=lambda one: one.score, default=best)


def _is_past(question: Question) -> bool:
    """Whether a question takes something for done: "when did it open?", not "when is it expected?"."""
    return any(t.tag_ == "VBD" and t.lemma_.lower() not in PLANNED_GOVERNORS for t in question.doc)


def denial_after(question: Question, reading: Reading, index: int) -> int | None:
    """The place of the next sentence, where a "was it so?" is answered by hearsay and the next one denies it, or says "not yet"."""
    if question.kind is not Kind.YES_NO or index + 1 >= len(reading.spans):
        return None
    told, after = reading.raw(index), reading.raw(index + 1)
    if _NOT_YET.search(after):
        return index + 1
    if _DENIES.search(told) or not _DENIES.search(after):
        return None
    present = words_of(after)
    repeated = [t for t in question.content if is_present(t.lemma_.lower(), present)]
    return index + 1 if _HEARSAY.search(told) or len(repeated) >= REPEATED else None


def _day(reading: Reading) -> float:
    stamp = reading.article.published_at
    return stamp.at.timestamp() if stamp else 0.0
