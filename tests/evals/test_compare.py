"""A comparison tells what changed, case by case and the worst first, and calls small differences equal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals.compare import compare
from evals.errors import RunBroken, RunMismatch
from evals.runs import CASES, FACTS, Run, read

POINTS = {"right": 1.0, "silent": 0.0, "wrong": -1.0}


def record(number: int, verdict: str, engine: str = "bm25") -> dict[str, Any]:
    scores = {"crag": {"value": POINTS[verdict], "reason": ""}} if verdict in POINTS else {}
    return {
        "suite": "orchard", "library": "talks", "engine": engine, "id": str(number), "category": "number",
        "question": f"Question {number}?", "expected": {}, "verdict": verdict, "why": f"it was {verdict}",
        "scores": scores, "timings_ms": {}, "tokens": {},
    }    # fmt: skip


def finished(*verdicts: str, gold: str = "abc", name: str = "run") -> Run:
    records = tuple(record(number, verdict) for number, verdict in enumerate(verdicts))
    return Run(Path(name), {"gold": {"orchard": gold}}, records)


def test_cases_that_changed_are_told_the_worst_first() -> None:
    before = finished("silent", "right", "right", "wrong", "right")
    after = finished("right", "right", "wrong", "silent", "failed")
    told = [(change.id, change.before, change.after, change.why) for change in compare(before, after).changes]
    assert told == [
        ("4", "right", "failed", "it was failed"),
        ("2", "right", "wrong", "it was wrong"),
        ("0", "silent", "right", "it was right"),
        ("3", "wrong", "silent", "it was silent"),
    ]


def test_a_small_difference_is_equal_and_a_large_one_is_not() -> None:
    before = finished(*["right"] * 20, *["wrong"] * 20)
    small = finished(*["right"] * 21, *["wrong"] * 19)
    large = finished(*["right"] * 36, *["wrong"] * 4)
    (same,), (better,) = compare(before, small).metrics, compare(before, large).metrics
    assert same.equal
    assert not better.equal
    assert (better.before, better.after, better.difference) == (0, 0.8, 0.8)
    assert 0 < better.low < 0.8 < better.high


def test_a_figure_counts_only_cases_that_both_runs_scored() -> None:
    (crag,) = compare(finished("right", "failed", "wrong"), finished("right", "right", "right")).metrics
    assert (crag.before, crag.after) == (0, 1)


def test_runs_of_other_gold_are_not_compared() -> None:
    with pytest.raises(RunMismatch, match="the gold of orchard differs"):
        compare(finished("right"), finished("right", gold="abd"))


def test_runs_without_a_common_case_are_not_compared() -> None:
    with pytest.raises(RunMismatch, match="no case in common"):
        compare(finished("right"), Run(Path("other"), {"gold": {}}, (record(0, "right", "tutorial"),)))


def test_cases_of_one_run_alone_are_counted() -> None:
    found = compare(finished("right", "right", "right", name="before"), finished("right", name="after"))
    assert found.notes == ("2 cases of orchard/talks on bm25 are in before alone.",)


# Reading runs


def test_a_folder_that_holds_no_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunBroken, match=r"no run in .*: .*run\.json is missing"):
        read(tmp_path)


@pytest.mark.parametrize("facts", ["{", "[]"])
def test_a_run_that_cannot_be_read_is_named(facts: str, tmp_path: Path) -> None:
    (tmp_path / FACTS).write_text(facts, "utf-8")
    (tmp_path / CASES).touch()
    with pytest.raises(RunBroken, match="run"):
        read(tmp_path)


@pytest.mark.parametrize("line", ["{}", "[1]", "not JSON"])
def test_a_line_that_is_no_record_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / FACTS).write_text("{}", "utf-8")
    (tmp_path / CASES).write_text(f"\n{line}\n", "utf-8")
    with pytest.raises(RunBroken, match=r"cases\.jsonl:2 is no record"):
        read(tmp_path)
