"""What a run's figures are held to: a bar that is aimed at, and a floor below which the run fails."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import ThresholdsBroken

_KEYS = {"suite": str, "library": str, "engine": str, "category": str, "metric": str, "at_most": bool}
_ROUNDING = 1e-9    # means of the same scores may differ by so much


@dataclass(frozen=True, slots=True)
class Threshold:
    """``bar`` is the promise, ``floor`` what must never be lost; with ``at_most`` neither may be exceeded.

    Without a library every library of the suite is meant. Of a category only the metric crag is known.
    """

    suite: str
    metric: str
    bar: float
    floor: float
    library: str | None = None
    engine: str = "extractive"
    category: str | None = None
    at_most: bool = False

    def holds(self, value: float, limit: float) -> bool:
        """Whether the value keeps to the limit (the bar, or the floor)."""
        return value <= limit + _ROUNDING if self.at_most else value >= limit - _ROUNDING


def load(path: Path) -> list[Threshold]:
    """The thresholds of a TOML file: a list ``thresholds`` of tables. Raises ThresholdsBroken."""
    try:
        rows = tomllib.loads(path.read_text("utf-8"))["thresholds"]
    except KeyError as error:
        raise ThresholdsBroken(f"{path} has no thresholds.", "Write them as [[thresholds]] tables.") from error
    except (OSError, ValueError) as error:
        raise ThresholdsBroken(f"The thresholds {path} can't be read: {error}.", "Give a TOML file.") from error
    return [_threshold(row, f"{path}, threshold {number}") for number, row in enumerate(rows, start=1)]


def judge(thresholds: Sequence[Threshold], summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row for each threshold and each library it means, in a summary that has its suite.

    A figure that was not measured has not passed.
    """
    return [
        _row(one, library, engines[one.engine])
        for one in thresholds
        for library, engines in _libraries(one, summary)
        if one.engine in engines
    ]


def _libraries(one: Threshold, summary: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for library, engines in summary.get(one.suite, {}).items():
        if one.library in (None, library):
            yield library, engines


def _row(one: Threshold, library: str, totals: Mapping[str, Any]) -> dict[str, Any]:
    if one.category:
        value = totals["categories"].get(one.category, {}).get("score")
    else:
        value = totals["metrics"].get(one.metric, {}).get("value")
    return {
        "name": one.metric,
        "suite": one.suite,
        "library": library,
        "engine": one.engine,
        "category": one.category,
        "at_most": one.at_most,
        "bar": one.bar,
        "floor": one.floor,
        "value": value,
        "passed": value is not None and one.holds(value, one.floor),
        "reached": value is not None and one.holds(value, one.bar),
    }


def _threshold(row: object, where: str) -> Threshold:
    if not isinstance(row, dict):
        raise ThresholdsBroken(f"{where} is no table.", "Write it as a [[thresholds]] table.")
    for name, value in row.items():
        if name in ("bar", "floor"):
            known = isinstance(value, int | float) and not isinstance(value, bool)
        else:
            known = name in _KEYS and isinstance(value, _KEYS[name])
        if not known:
            names = ", ".join([*_KEYS, "bar", "floor"])
            raise ThresholdsBroken(f"{where}: {name} = {value!r} is not understood.", f"Known are {names}.")
    missing = [name for name in ("suite", "metric", "bar", "floor") if name not in row]
    if missing:
        raise ThresholdsBroken(f"{where} has no {' and no '.join(missing)}.", "Add it.")
    one = Threshold(**row)
    if one.category and one.metric != "crag":
        raise ThresholdsBroken(f"{where}: of a category only crag is known.", "Take the category out.")
    if not one.holds(one.bar, one.floor):
        raise ThresholdsBroken(f"{where}: the floor is beyond the bar.", "Exchange them.")
    return one
