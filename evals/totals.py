"""Add up a run's records: means with their intervals, categories, latency, tokens and cost. Knows no case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from evals.metrics import classify
from evals.metrics.interval import mean_interval
from evals.metrics.latency import p50, p95
from evals.records import Record

VERDICTS = ("right", "silent", "wrong", "failed", "unscored")
Group = tuple[str, str, str]
"""Suite, library and engine."""


def grouped(records: Iterable[Record]) -> dict[Group, list[Record]]:
    """The records by suite, library and engine."""
    groups: dict[Group, list[Record]] = defaultdict(list)
    for record in records:
        groups[record["suite"], record["library"], record["engine"]].append(record)
    return groups


def summary(records: Iterable[Record]) -> dict[str, dict[str, dict[str, Any]]]:
    """By suite, library and engine: cases, metrics, categories, latency, tokens and cost, as JSON types."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for (suite, library, engine), group in grouped(records).items():
        found.setdefault(suite, {}).setdefault(library, {})[engine] = _totals(group)
    return found


def values(records: Iterable[Record], name: str) -> list[float]:
    """One score of every record that has it."""
    scores = (record["scores"].get(name) for record in records)
    return [score["value"] for score in scores if score and score["value"] is not None]


def _totals(records: Sequence[Record]) -> dict[str, Any]:
    names = dict.fromkeys(name for record in records for name in record["scores"])
    costs = [record["cost_usd"] for record in records]
    return {
        "cases": len(records),
        **{verdict: sum(record["verdict"] == verdict for record in records) for verdict in VERDICTS},
        "metrics": {name: _metric(values(records, name)) for name in names} | _checker(records),
        "categories": _categories(records),
        "latency_ms": _latency(records),
        "tokens": {way: sum(record["tokens"][way] for record in records) for way in ("input", "output")},
        "cost_usd": None if None in costs else sum(costs),
    }


def _metric(found: Sequence[float]) -> dict[str, float | int]:
    return mean_interval(found)._asdict()


def _categories(records: Sequence[Record]) -> dict[str, dict[str, Any]]:
    found = {}
    for name in dict.fromkeys(record["category"] for record in records):
        group = [record for record in records if record["category"] == name]
        counts = {verdict: sum(record["verdict"] == verdict for record in group) for verdict in VERDICTS}
        scored = counts["right"] + counts["silent"] + counts["wrong"]
        points = (counts["right"] - counts["wrong"]) / scored if scored else None
        found[name] = {"cases": len(group), **counts, "score": points}
    return found


def _latency(records: Sequence[Record]) -> dict[str, float | None]:
    timed = [record["timings_ms"] for record in records if "total" in record["timings_ms"]]
    if not timed:
        return {"p50": None, "p95": None, "models_share": None}
    totals = [one["total"] for one in timed]
    models = sum(one.get("models", 0.0) for one in timed)
    return {"p50": p50(totals), "p95": p95(totals), "models_share": models / sum(totals) if sum(totals) else None}


def _checker(records: Sequence[Record]) -> dict[str, dict[str, float | int | None]]:
    """How well the support model tells the supported claims from the others; nothing for other records."""
    judged = [record for record in records if "supported" in record["scores"]]
    truth = [bool(record["expected"]["supported"]) for record in judged]
    if len(set(truth)) < 2:
        return {}
    scores = [record["scores"]["supported"]["value"] for record in judged]
    predicted = [(record["verdict"] == "right") == is_true for record, is_true in zip(judged, truth, strict=True)]
    found = {"balanced_accuracy": classify.balanced_accuracy(truth, predicted), "auc": classify.auc(truth, scores)}
    return {name: {"value": value, "low": None, "high": None, "n": len(judged)} for name, value in found.items()}
