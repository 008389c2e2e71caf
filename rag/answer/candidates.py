"""Ranked sentences as candidates for an answer: each read in its context, with what of it would be the short answer.

Knows what a sentence offers; which candidates make the answer is the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.answer.leads import capitalised_inside, lead, whole
from rag.answer.numbers import values_in
from rag.answer.planted import without_planted
from rag.answer.words import names_in, words_of
from rag.models import Article, EventStatus, Evidence, Passage, Query, Span
from rag.read.encode import BEFORE, context_of, spoken_day
from rag.read.reader import Form, Reader, Reading, Window

STEM = 5  # letters: enough to see that two forms are of one word
READ = 12  # of the ranked sentences: each costs a pass through the reader


@dataclass(frozen=True, slots=True)
class Told:
    """What an article tells, whatever is asked of it.

    ``spans``: its sentences, without what is planted there for machines; ``capitalised``: the words that it writes
    with a capital inside a sentence; ``words`` and ``values``: all its words and numbers, those of its title, source,
    authors and day among them.
    """

    spans: tuple[Span, ...]
    capitalised: frozenset[str]
    words: frozenset[str]
    values: frozenset[float]

    @classmethod
    def of(cls, article: Article, passages: Sequence[Passage]) -> Told:
        """Read from the article's passages of this version."""
        spans = [span for one in passages if one.version == article.version for span in one.sentences]
        text = "\n".join((article.title, article.source or "", *article.authors, article.text))
        day = article.published_at.at.date() if article.published_at else None
        text += f"\n{spoken_day(day)}" if day else ""
        return cls(
            spans=tuple(without_planted(article.text, spans)),
            capitalised=capitalised_inside(article.text),
            words=frozenset(words_of(text)),
            values=frozenset(values_in(text)).union([float(day.month)] if day else []),
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that was read. ``place``: its place among the article's sentences; ``spans``: the whole words that
    answer; ``lead``: the short answer they make, None where there is none; ``status``: of the event, once asked for."""

    evidence: Evidence
    place: int
    reading: Reading
    spans: tuple[Span, ...]
    lead: str | None
    status: EventStatus | None = None

    @property
    def probability(self) -> float:
        """Calibrated: that the sentence answers."""
        return self.reading.probability

    @property
    def article(self) -> Article:
        """The sentence's article."""
        return self.evidence.article


def read(
    query: Query, evidence: Sequence[Evidence], told: Callable[[Article], Told], reader: Reader
) -> list[Candidate]:
    """The best-ranked sentences as candidates, in the order of the ranking."""
    chosen: list[tuple[Evidence, int, Window]] = []
    for one in evidence:
        spans = told(one.article).spans
        if one.span in spans:
            place = spans.index(one.span)
            chosen.append((one, place, window(one.article, spans, place)))
        if len(chosen) == READ:
            break
    readings = reader.read(query.text, [shown for _, _, shown in chosen])
    return [
        _candidate(one, place, reading, told(one.article).capitalised)
        for (one, place, _), reading in zip(chosen, readings, strict=True)
    ]


def window(article: Article, spans: Sequence[Span], place: int) -> Window:
    """A sentence of an article as the reader reads it: with the title, the day and the sentences before."""
    day = spoken_day(article.published_at.at.date()) if article.published_at else None
    before = [article.text[slice(*span)] for span in spans[max(0, place - BEFORE) : place]]
    return Window(article.text[slice(*spans[place])], context_of(article.title, day, before))


def _candidate(one: Evidence, place: int, reading: Reading, capitalised: frozenset[str]) -> Candidate:
    if reading.form is not Form.WORDS:
        return Candidate(one, place, reading, (), "Yes" if reading.form is Form.YES else "No")
    spans = tuple(dict.fromkeys(whole(one.text, span, capitalised) for span in reading.spans))
    return Candidate(one, place, reading, spans, lead(one.text, spans))


def unmet(question: str, articles: Sequence[Told]) -> str | None:
    """What a question names that none of the articles has: a name, or a number; None when all is there.

    A name is there when one of its words is, or begins like one: articles shorten names, and so do questions. Of
    several questions, which are those of a conversation, the last is meant.
    """
    question = question.rstrip(" ?").rpartition("? ")[2]
    words = frozenset().union(*(one.words for one in articles))
    stems = {word[:STEM] for word in words}
    for name in names_in(question):
        parts = [word for word in words_of(name) if len(word) > 1]
        if parts and not any(part in words or part[:STEM] in stems for part in parts):
            return name
    values = frozenset().union(*(one.values for one in articles))
    for word in words_of(question):
        if word[0].isdigit() and not values.issuperset(values_in(word)):
            return word
    return None
