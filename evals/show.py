"""What `rag eval` prints: tables of a run, of its thresholds and of a comparison. Knows nothing of how they came about.

A terminal gets tables, a pipe the same rows with tabs between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.compare import Comparison
from evals.runs import Run
from rag.show import say

_NO_VALUE = "-"
_ROOMY = 3    # columns, up to which there is room for intervals
_SHOWN = (
    "crag", "answered_rate", "refused_rate", "list_f1", "event_status_accuracy", "verbatim_rate", "citation_recall",
    "citation_precision", "evidence_recall@10", "mrr", "obeyed_rate", "fact_recall", "unsupported_rate", "coverage",
    "compression", "rougeL", "token_f1",
    "balanced_accuracy", "auc",
)    # fmt: skip


def run(console: Console, done: Run) -> None:
    """Print what a run measured: a table a suite, its thresholds, notes and failures, and where it lies."""
    facts = done.facts
    for suite, libraries in facts["summary"].items():
        console.print()
        say(console, Text(suite, "bold"))
        _rows(console, *_metrics(libraries))
    if facts["thresholds"]:
        console.print()
        thresholds(console, facts["thresholds"])
    for note in facts["notes"]:
        say(console, Text.assemble(("Note: ", "bold"), note))
    failed = [record for record in done.records if record["verdict"] == "failed"]
    for error in dict.fromkeys(record["error"] for record in failed):
        number = sum(record["error"] == error for record in failed)
        say(console, Text.assemble((f"Failed on {number:,}: ", "bold red"), error))
    if facts["overhead"] and facts["overhead"]["share"] is not None:
        share = facts["overhead"]["share"]
        say(console, f"The engines took {facts['overhead']['engine_s']:,.0f} s, all else {share:.1%} of that.")
    say(console, f"The run is in {done.folder}")


def thresholds(console: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print each figure beside its floor and its bar."""
    _rows(console, ("held to", "value", "floor", "bar", ""), [_threshold(row) for row in rows])


def comparison(console: Console, found: Comparison) -> None:
    """Print what changed: cases, the worst first, and metrics."""
    if not found.changes:
        say(console, "Every case has the verdict it had.")
    for change in found.changes:
        style = "red" if change.points < 0 else "green"
        where = f"{change.suite}/{change.library} {change.engine} {change.id}"
        verdicts = (f"{change.before} → {change.after}", style)
        say(console, Text.assemble(verdicts, f"  {where}  {change.asked}"))
        say(console, change.why, indent=4)
    rows = [
        (
            f"{one.suite}/{one.library} {one.engine} {one.name}",
            _number(one.before),
            _number(one.after),
            f"{one.difference:+.3f} ({one.low:+.3f} to {one.high:+.3f})",
            "equal" if one.equal else "changed",
        )
        for one in found.metrics
        if one.before != one.after
    ]
    if rows:
        console.print()
        _rows(console, ("measure", "before", "after", "difference", ""), rows)
    same = len(found.metrics) - len(rows)
    say(console, f"{same:,} of {len(found.metrics):,} figures are the same.")
    for note in found.notes:
        say(console, Text.assemble(("Note: ", "bold"), note))


def _metrics(libraries: Mapping[str, Any]) -> tuple[Sequence[str], list[Sequence[str]]]:
    """A row a metric, a column a library and engine."""
    columns = [(library, engine) for library, engines in libraries.items() for engine in engines]
    totals = [libraries[library][engine] for library, engine in columns]
    names = [name for name in _SHOWN if any(name in one["metrics"] for one in totals)]
    rows: list[Sequence[str]] = [
        [name, *(str(one[name]) for one in totals)] for name in ("cases", "right", "silent", "wrong", "failed")
    ]
    roomy = len(columns) <= _ROOMY
    rows += [[name, *(_metric(one["metrics"].get(name), roomy=roomy) for one in totals)] for name in names]
    rows += [[f"{name}, ms", *(_whole(one["latency_ms"][name]) for one in totals)] for name in ("p50", "p95")]
    return ["", *(f"{library}, {engine}" for library, engine in columns)], rows


def _threshold(row: Mapping[str, Any]) -> Sequence[str]:
    where = f"{row['suite']}/{row['library']} {row['category'] or ''} {row['name']}".replace("  ", " ")
    said = "ok" if row["reached"] else "below the bar" if row["passed"] else "below the floor"
    if row["at_most"]:
        said = said.replace("below", "above")
    return (where, _number(row["value"]), _number(row["floor"]), _number(row["bar"]), said)


def _rows(console: Console, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    if not console.is_terminal:
        for row in (header, *rows):
            print("\t".join(row), file=console.file)    # rich would turn tabs into spaces
        return
    table = Table(box=None, pad_edge=False)
    for place, name in enumerate(header):
        table.add_column(name, justify="right" if place else "left")
    for row in rows:
        style = "red" if row[-1].endswith("the floor") else "yellow" if row[-1].endswith("the bar") else ""
        table.add_row(*map(Text, row), style=style)
    console.print(table)


def _metric(found: Mapping[str, Any] | None, *, roomy: bool) -> str:
    if found is None:
        return _NO_VALUE
    if found["low"] is None or not roomy:
        return _number(found["value"])
    return f"{found['value']:.3f} ({found['low']:.3f} to {found['high']:.3f})"


def _number(value: float | None) -> str:
    return _NO_VALUE if value is None else f"{value:.3f}"


def _whole(value: float | None) -> str:
    return _NO_VALUE if value is None else f"{value:,.0f}"
