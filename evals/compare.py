"""What changed from one run to another, case by case. Knows nothing of how it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.errors import RunMismatch
from evals.metrics.interval import difference
from evals.records import Record, key
from evals.runs import Run
from evals.totals import grouped, values

_POINTS = {"right": 2, "silent": 1, "unscored": 1, "wrong": 0, "failed": -1}

_Pair = tuple[Record, Record]
_ByKey = Mapping[tuple[str, str, str, str], Record]


@dataclass(frozen=True, slots=True)
class Change:
    """A case whose verdict is another one; ``points`` is negative where it got worse."""

    suite: str
    library: str
    engine: str
    id: str
    asked: str
    before: str
    after: str
    why: str
    points: int


@dataclass(frozen=True, slots=True)
class MetricChange:
    """A metric over the cases that both runs scored; ``equal`` when the difference's interval holds 0."""

    suite: str
    library: str
    engine: str
    name: str
    before: float
    after: float
    difference: float
    low: float
    high: float
    equal: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cases that changed, the worst first; every metric; and what could not be compared."""

    changes: tuple[Change, ...]
    metrics: tuple[MetricChange, ...]
    notes: tuple[str, ...]


def compare(before: Run, after: Run) -> Comparison:
    """What changed between two runs of the same gold. Raises RunMismatch when they share no case, or gold differs."""
    theirs, ours = before.facts["gold"], after.facts["gold"]
    other = [suite for suite in theirs if suite in ours and theirs[suite] != ours[suite]]
    if other:
        raise RunMismatch(
            f"{before.folder} and {after.folder} can’t be compared: the gold of {' and '.join(other)} differs.",
            "Run both on the same cases and articles.",
        )
    earlier, later = _by_key(before), _by_key(after)
    pairs = [(earlier[one], later[one]) for one in earlier if one in later]
    if not pairs:
        raise RunMismatch(
            f"{before.folder} and {after.folder} have no case in common.",
            "Compare runs of the same suites and engines.",
        )
    changes = sorted(_changes(pairs), key=lambda change: change.points)
    notes = (*_missing(earlier, later, before), *_missing(later, earlier, after))
    return Comparison(tuple(changes), tuple(_metrics(pairs)), notes)


def _by_key(run: Run) -> _ByKey:
    return {key(record): record for record in run.records}


def _changes(pairs: Sequence[_Pair]) -> Iterator[Change]:
    for then, now in pairs:
        if then["verdict"] != now["verdict"]:
            points = _POINTS[now["verdict"]] - _POINTS[then["verdict"]]
            place = (now["suite"], now["library"], now["engine"], now["id"])
            yield Change(*place, _asked(now), then["verdict"], now["verdict"], now["why"], points)


def _asked(record: Record) -> str:
    """The question, the turns, or what was to be summed up or checked."""
    turns, wanted = " / ".join(record.get("turns", ())), record["expected"]
    return str(record.get("question") or turns or wanted.get("query") or wanted.get("article") or wanted.get("claim"))


def _metrics(pairs: Sequence[_Pair]) -> Iterator[MetricChange]:
    before = {key(then): then for then, _ in pairs}
    for (suite, library, engine), group in grouped(now for _, now in pairs).items():
        for name in dict.fromkeys(name for record in group for name in record["scores"]):
            both = [(before[key(now)], now) for now in group]
            scored = [(then, now) for then, now in both if values([then], name) and values([now], name)]
            if scored:
                old = values((then for then, _ in scored), name)
                new = values((now for _, now in scored), name)
                yield _metric_change((suite, library, engine), name, old, new)


def _metric_change(
    group: tuple[str, str, str], name: str, old: Sequence[float], new: Sequence[float]
) -> MetricChange:
    found = difference(new, old)
    means = (sum(old) / len(old), sum(new) / len(new))
    equal = found.low <= 0 <= found.high
    return MetricChange(*group, name, *means, found.value, found.low, found.high, equal)


def _missing(here: _ByKey, there: _ByKey, run: Run) -> Iterator[str]:
    """How many cases only this run has, by suite, library and engine."""
    alone = grouped(record for one, record in here.items() if one not in there)
    for (suite, library, engine), group in alone.items():
        yield f"{len(group):,} cases of {suite}/{library} on {engine} are in {run.folder} alone."
