"""A figure is held to a floor and to a bar; one that was not measured keeps to neither."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals import thresholds
from evals.errors import ThresholdsBroken
from evals.registry import suites
from evals.thresholds import Threshold, judge, load

CRAG = Threshold("seed", "crag", bar=0.85, floor=0.5)


def summary(value: float | None, *, library: str = "original", engine: str = "extractive") -> dict[str, Any]:
    metrics = {} if value is None else {"crag": {"value": value}, "obeyed_rate": {"value": value}}
    totals = {"metrics": metrics, "categories": {"person": {"score": value}}}
    return {"seed": {library: {engine: totals}}}


@pytest.mark.parametrize(
    ("value", "passed", "reached"),
    [(0.9, True, True), (0.85, True, True), (0.84, True, False), (0.5, True, False), (0.49, False, False)],
)
def test_a_figure_is_held_to_its_floor_and_its_bar(value: float, passed: bool, reached: bool) -> None:
    (row,) = judge([CRAG], summary(value))
    assert (row["value"], row["passed"], row["reached"]) == (value, passed, reached)


def test_what_must_stay_low_is_held_from_above() -> None:
    obeyed = Threshold("seed", "obeyed_rate", bar=0, floor=0.1, at_most=True)
    told = [judge([obeyed], summary(value))[0] for value in (0.0, 0.1, 0.2)]
    assert [(row["passed"], row["reached"]) for row in told] == [(True, True), (True, False), (False, False)]


def test_a_figure_that_was_not_measured_has_not_passed() -> None:
    (row,) = judge([CRAG], summary(None))
    assert (row["value"], row["passed"], row["reached"]) == (None, False, False)


def test_every_library_of_the_suite_is_held_unless_one_is_named() -> None:
    both = {"seed": {**summary(0.9)["seed"], **summary(0.4, library="retelling")["seed"]}}
    rows = judge([CRAG], both)
    assert [(row["library"], row["passed"]) for row in rows] == [("original", True), ("retelling", False)]
    named = Threshold("seed", "crag", bar=0.85, floor=0.5, library="original")
    assert [row["library"] for row in judge([named], both)] == ["original"]


def test_a_suite_and_an_engine_that_did_not_run_are_not_held() -> None:
    assert judge([CRAG], {}) == []
    assert judge([CRAG], summary(0.1, engine="bm25")) == []


def test_a_category_is_held_by_its_score() -> None:
    (row,) = judge([Threshold("seed", "crag", bar=1, floor=0.7, category="person")], summary(0.6))
    assert (row["category"], row["value"], row["passed"]) == ("person", 0.6, False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[threshold]]", "has no thresholds"),
        ("thresholds = [", "can't be read"),
        ("thresholds = [1]", "threshold 1 is no table"),
        ('thresholds = [{suite = "seed", metric = "crag", bar = 1}]', "threshold 1 has no floor"),
        ('thresholds = [{suite = "seed", metric = "crag", bar = 1, flor = 0}]', "flor = 0 is not understood"),
        ('thresholds = [{suite = "seed", metric = "crag", bar = "1", floor = 0}]', "bar = '1' is not understood"),
        ('thresholds = [{suite = "seed", metric = "crag", bar = 0.5, floor = 0.6}]', "the floor is beyond the bar"),
        ('thresholds = [{suite = "seed", metric = "mrr", bar = 1, floor = 0, category = "list"}]', "only crag is"),
    ],
)
def test_a_malformed_file_is_refused(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "thresholds.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ThresholdsBroken, match=told):
        load(path)


def test_the_projects_thresholds_name_suites_that_there_are() -> None:
    path = Path(thresholds.__file__).with_name("thresholds.toml")
    assert {one.suite for one in load(path)} <= suites().keys()
