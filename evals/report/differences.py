"""What got better and what worse since another run, as the page tells it. What is a difference, compare.py decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evals.compare import Change, Comparison, MetricChange
from evals.report.cards import Card
from evals.report.figures import BASELINES, place_in_order
from evals.report.reading import Info, Verdict

Judged = Literal["better", "worse", "equal", "changed"]
LOWER_IS_BETTER = {"error_rate", "unsupported_rate", "obeyed_rate"}
NEITHER_IS_BETTER = {"answered_rate", "sentences_per_claim", "compression"}


@dataclass(frozen=True, slots=True)
class Flip:
    """A case whose verdict is another one now, and the number of its card."""

    number: int
    question: str
    change: Change


@dataclass(frozen=True, slots=True)
class Differences:
    """What became of one engine on one suite and library."""

    suite: str
    library: str
    engine: str
    metrics: list[MetricChange] = field(default_factory=list)
    better: list[Flip] = field(default_factory=list)
    worse: list[Flip] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Since:
    """Everything that changed since the run ``before``."""

    before: Info
    rows: tuple[Differences, ...]
    notes: tuple[str, ...]


def since(before: Info, found: Comparison, cards: Mapping[Verdict, Sequence[Card]]) -> Since:
    """The differences of the engines under test; cases are told by the cards they stand on."""
    rows: dict[tuple[str, str, str], Differences] = {}
    for metric in sorted(found.metrics, key=lambda one: place_in_order(one.name)):
        where = metric.suite, metric.library, metric.engine
        if metric.engine not in BASELINES:
            rows.setdefault(where, Differences(*where)).metrics.append(metric)
    on = {(card.record.engine, *card.record.case): card for some in cards.values() for card in some}
    for change in found.changes:
        where = change.suite, change.library, change.engine
        card = on.get((change.engine, change.suite, change.library, change.id))
        if card and change.points:
            row = rows.setdefault(where, Differences(*where))
            flips = row.better if change.points > 0 else row.worse
            flips.append(Flip(card.number, card.question, change))
    return Since(before, tuple(rows.values()), found.notes)


def judged(change: MetricChange) -> Judged:
    """Whether a metric is better or worse, where its direction tells; equal when the cases don't tell them apart."""
    if change.equal:
        return "equal"
    if change.name in NEITHER_IS_BETTER:
        return "changed"
    return "better" if (change.difference > 0) != (change.name in LOWER_IS_BETTER) else "worse"
