"""Tell the course of events in order: "what happened between A and B?", "the main steps", "a timeline of X".

Every article of the storyline gives the sentence that tells its news, and besides those that date something to a day.
For a figure ("how did the toll rise?") each article gives its own. The oldest comes first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.compose import passage_claim, with_antecedent
from rag.answer.coverage import named_in, names_asked
from rag.answer.events.days import between, days
from rag.answer.figures.accounts import one_story
from rag.answer.figures.differ import figures_in_turn
from rag.answer.figures.measure import measure
from rag.answer.language.words import is_present, words_of
from rag.models import Draft, Evidence, Span, Status

if TYPE_CHECKING:
    from rag.answer.question import Question
    from rag.answer.reading import Reading

_ASKS = re.compile(
    r"\b(?:timeline|chronolog\w*|sequence of events|in order\b(?! to)|step by step|main (?:steps|events|stages)|"
    r"course of events)"
    r"|^what (?:has |have |had )?(?:happened|took place|taken place|went on)\b.*\b(?:between\b.*\band|from\b.*\b(?:to|until)|since|"
    r"over the (?:last|past)|so far)\b"
    r"|^how (?:did|has|have|had)\b.*\b(?:develop\w*|unfold\w*|evolv\w*|proceed\w*|progress\w*|go on)\b"
    r"|^how (?:did|has|have|had)\b.*\b(?:rise|risen|rose|fall|fallen|grow|grown|change[d]?|go|gone|move[d]?)\b.*\b(?:between\b.*\band|from\b.*\bto|since|over time)\b",
    re.IGNORECASE,
)
_ASKING_WORDS = frozenset(
    [
        "happen",
        "timeline",
        "step",
        "main",
        "order",
        "event",
        "chronology",
        "sequence",
        "develop",
        "proceed",
        "unfold",
        "evolve",
        "progress",
        "rise",
        "fall",
        "grow",
        "change",
        "give",
        "tell",
        "show",
        "list",
        "make",
        "stage",
        "course",
        "time",
        "date",
        "day",
        "latest",
        "set",
        "beginning",
        "start",
        "end",
        "place",
        "take",
    ]
)
_CORRECTION = re.compile(r"^\W*(?:correction|an earlier version|clarification|editor)", re.IGNORECASE)
MOST = 12  # sentences
SAME = 0.6  # share of its words that a sentence must not have in common with one already told
LIKELY = 20  # sentences at the head of the evidence, which are about the question whatever their words
STORY = 0.5  # share of the question's words that an article of the storyline has


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """A sentence and the day it is put under; ``telling`` is what it has of the question, more first."""

    day: str
    reading: Reading
    index: int
    telling: float


def told_in_order(
    question: Question, readings: Sequence[Reading], evidence: Sequence[Evidence], asked: date
) -> Draft | None:
    """The course of events that the question asks for; None when it asks for something else or there is but one step."""
    if not _ASKS.search(question.text):
        return None
    bounds = between(question.text, asked)
    story = _story(question, readings)
    wanted = measure(question)
    if wanted is not None and len(figures := figures_in_turn(wanted, story)) > 1:
        steps = [_Step(one.day, one.reading, one.index, 1.0) for one in figures]
    else:
        steps = _steps(question, story, evidence)
    if bounds is not None:
        first, last = (bound.isoformat() for bound in bounds)
        steps = [one for one in steps if first <= one.day <= last]
    chosen = _distinct(sorted(steps, key=lambda one: -one.telling))[:MOST]
    if len(chosen) < 2:
        return None
    chosen.sort(key=lambda one: (one.day, one.index))
    return _in_order(chosen)


def _story(question: Question, readings: Sequence[Reading]) -> list[Reading]:
    """The articles that have every name of the question and tell what it is about, or dwell on what those dwell on."""
    named = {word.lower() for name in question.names for word in name.split()}
    about = [
        t.lemma_.lower()
        for t in question.content
        if t.lower_ not in named
        and t.lemma_.lower() not in _ASKING_WORDS
        and t.ent_type_ not in ("DATE", "TIME")
        and t.pos_ == "NOUN"
    ]
    named_in_all = [r for r in readings if all(named_in(name, r.article) for name in names_asked(question))]
    told = [reading for reading in named_in_all if _tells(reading, about)]
    return [r for r in named_in_all if r in told or (told and question.names and one_story(told[0], r))]


def _tells(reading: Reading, about: Sequence[str]) -> bool:
    """Whether an article has half of these words."""
    present = words_of(f"{reading.article.title} {reading.article.text}")
    return sum(is_present(word, present) for word in about) >= STORY * len(about)


def _steps(question: Question, story: Sequence[Reading], evidence: Sequence[Evidence]) -> list[_Step]:
    """The news of each article under its day of publication, and its sentences that name a day, under that."""
    place = {(one.article.id, one.span): rank for rank, one in enumerate(evidence)}
    asked = [t.lemma_.lower() for t in question.content if t.lemma_.lower() not in _ASKING_WORDS]
    steps = []
    for reading in story:
        published = reading.article.published_at
        if published is None:
            continue
        own = published.at.date()
        news = _news(reading, asked, place)
        steps.append(_Step(own.isoformat(), reading, news, 2.0))
        for index in range(len(reading.spans)):
            text = reading.raw(index)
            past = [day for day in days(text, own.year) if day <= own]
            if index == news or not past or text.lstrip().startswith(("“", '"')):
                continue
            present = words_of(text)
            shared = sum(is_present(word, present) for word in asked) / max(len(asked), 1)
            if shared or place.get((reading.article.id, reading.spans[index]), LIKELY) < LIKELY:
                steps.append(_Step(past[0].isoformat(), reading, index, shared))
    return steps


def _news(reading: Reading, asked: Sequence[str], place: dict[tuple[str, Span], int]) -> int:
    """The sentence that tells an article's news: its first, unless that is a correction or about something else."""
    start = next((i for i in range(len(reading.spans)) if _is_news(reading, i)), 0)
    if any(is_present(word, words_of(reading.raw(start))) for word in asked):
        return start
    ranked = [
        (place[reading.article.id, span], i)
        for i, span in enumerate(reading.spans)
        if (reading.article.id, span) in place
    ]
    return min(ranked)[1] if ranked else start


def _is_news(reading: Reading, index: int) -> bool:
    """Whether a sentence opens a paragraph that is no correction."""
    return reading.starts_paragraph(index) and not _CORRECTION.match(reading.raw(index))


def _distinct(steps: Sequence[_Step]) -> list[_Step]:
    """The steps without those that repeat another."""
    kept: list[tuple[_Step, frozenset[str]]] = []
    for one in steps:
        said = frozenset(word for word in words_of(one.reading.raw(one.index)) if len(word) > 3)
        if not any(len(said & other) > SAME * min(len(said), len(other)) for _, other in kept):
            kept.append((one, said))
    return [one for one, _ in kept]


def _in_order(steps: Sequence[_Step]) -> Draft:
    claims = []
    lines = []
    for one in steps:
        sentence = one.reading.sentence(one.index)
        claim = passage_claim(
            one.reading, with_antecedent(one.reading, one.index), status=event_status.of_sentence(sentence.doc)
        )
        claims.append(claim)
        source = one.reading.article.source
        lines.append(f"• {one.day}: {claim.text}" + (f" ({source})" if source else ""))
    return Draft(Status.ANSWERED, "\n".join(lines), tuple(claims))
