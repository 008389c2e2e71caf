"""What the page shows of a run: the shape of ``run.json`` and of the records in ``cases.jsonl``.

Knows nothing of how it is shown. Everything a page shows passes through these models, so a
template never meets a value of another kind. Keys that the report doesn't show are ignored.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from evals import runs
from evals.errors import RunBroken
from evals.records import key

Verdict = Literal["right", "silent", "wrong", "failed", "unscored"]
Groups = tuple[tuple[str, ...], ...]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Citation(_Read):
    """A verbatim sentence of an article."""

    article_id: str
    title: str
    source: str | None = None
    published: str | None = None
    quote: str


class Claim(_Read):
    """One statement of an answer."""

    text: str
    event_status: str | None = None
    citations: tuple[Citation, ...] = ()


class Answer(_Read):
    """What an engine answered."""

    status: str
    text: str
    claims: tuple[Claim, ...] = ()
    reason: str | None = None
    nearest: tuple[Citation, ...] = ()


class Context(_Read):
    """A passage around a cited sentence; ``highlights`` are ranges of code points in ``text``."""

    article_id: str
    title: str
    text: str
    highlights: tuple[tuple[int, int], ...] = ()


class Fact(_Read):
    """A fact that a summary should hold."""

    must: Groups = ()
    weight: float = 1


class Expected(_Read):
    """What a case asks for: the keys of a gold question, a summary and a claim together."""

    asked: str | None = None
    since: str | None = None
    until: str | None = None
    source: str | None = None
    status: str | None = None
    must: Groups = ()
    must_not: tuple[str, ...] = ()
    items: Groups = ()
    event_status: str | None = None
    evidence: Groups = ()
    gold: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    article: str | None = None
    query: str | None = None
    premise: str | None = None
    claim: str | None = None
    supported: bool | None = None


class Score(_Read):
    """One figure of one case and its reason; None is unscored."""

    value: float | None = None
    reason: str | None = None


class Record(_Read):
    """One case put to one engine."""

    suite: str
    library: str
    engine: str
    id: str
    category: str
    question: str | None = None
    turns: tuple[str, ...] = ()
    expected: Expected = Expected()
    answer: Answer | None = None
    context: tuple[Context, ...] = ()
    scores: dict[str, Score] = {}
    verdict: Verdict
    why: str | None = None
    error: str | None = None
    timings_ms: dict[str, float] = {}

    @property
    def case(self) -> tuple[str, str, str]:
        """What was asked, whichever engine it was put to."""
        return self.suite, self.library, self.id


class Metric(_Read):
    """A mean over ``n`` cases and its 95 % interval."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None


class Category(_Read):
    """The cases of one category."""

    cases: int
    right: int = 0
    silent: int = 0
    wrong: int = 0
    score: float | None = None


class Latency(_Read):
    """Milliseconds a question; ``models_share`` is the part of the time that models ran, 0 to 1."""

    p50: float | None = None
    p95: float | None = None
    models_share: float | None = None


class Figures(_Read):
    """What one engine did with the cases of one suite and library."""

    cases: int
    metrics: dict[str, Metric] = {}
    categories: dict[str, Category] = {}
    latency_ms: Latency = Latency()
    cost_usd: float | None = None


class Threshold(_Read):
    """A figure held to a floor (below it, or above it with ``at_most``, the run fails) and to the bar aimed at."""

    name: str
    suite: str
    library: str | None = None
    engine: str | None = None
    category: str | None = None
    floor: float | None = None
    bar: float | None = None
    value: float | None = None
    at_most: bool = False
    passed: bool
    reached: bool | None = None


class Info(_Read):
    """run.json."""

    id: str
    started: str
    finished: str | None = None
    complete: bool
    suites: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()
    limit: int | None = None
    settings: dict[str, Any] = {}
    commit: str | None = None
    dirty: bool | None = None
    python: str | None = None
    machine: Any = None
    gold: dict[str, Any] = {}
    models: dict[str, Any] = {}
    notes: tuple[str, ...] = ()
    summary: dict[str, dict[str, dict[str, Figures]]] = {}
    thresholds: tuple[Threshold, ...] = ()


class Run(_Read):
    """A whole run."""

    info: Info
    records: tuple[Record, ...]


def checked(found: runs.Run) -> Run:
    """A run as it was read from its folder. Raises RunBroken when it is unfinished or malformed."""
    try:
        info = Info.model_validate(found.facts)
    except ValidationError as error:
        raise RunBroken(f"{found.folder / runs.FACTS} is malformed: {_first(error)}.", _AGAIN) from error
    if not info.complete:
        raise RunBroken(f"The run in {found.folder} did not finish.", f"Go on with it: rag eval … --out {found.folder}")
    return Run(info=info, records=tuple(_record(record, found.folder / runs.CASES) for record in found.records))


def _record(record: dict[str, Any], path: Path) -> Record:
    try:
        return Record.model_validate(record)
    except ValidationError as error:
        case = "/".join(key(record))
        raise RunBroken(f"{path}: the record of {case} is malformed: {_first(error)}.", _AGAIN) from error


_AGAIN = "Run `rag eval` again."


def _first(error: ValidationError) -> str:
    """Where the first thing wrong is, and what it is, without the value: that may be anything."""
    wrong = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in wrong["loc"])
    return f"{where}: {wrong['msg']}" if where else wrong["msg"]
