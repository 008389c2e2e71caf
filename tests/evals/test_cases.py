"""A malformed line of gold is refused with its file, its line, what is wrong and how to mend it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.cases import Case, load, load_summaries
from evals.errors import GoldBroken
from evals.places import GOLD
from rag.models import EventStatus, Status

GOOD: dict[str, Any] = {
    "id": "orchard-1",
    "category": "attendance",
    "question": "Who met at the Corn Exchange?",
    "asked": "2026-02-21",
    "status": "answered",
    "items": [["Nora Teal", "Teal"], ["Farrow"]],
    "event_status": "happened",
}
SUMMARY: dict[str, Any] = {
    "id": "summary-1",
    "category": "article",
    "article": "orchard-talks.md",
    "asked": "2026-02-21",
    "facts": [{"must": [["three hours"]], "weight": 2}],
}


def gold(folder: Path, *rows: dict[str, Any] | str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n", "utf-8")
    return path


def test_a_case_has_what_its_line_says(tmp_path: Path) -> None:
    (case,) = load(gold(tmp_path, GOOD))
    assert case.turns == ("Who met at the Corn Exchange?",)
    assert case.items == (("Nora Teal", "Teal"), ("Farrow",))
    assert (case.status, case.event_status) == (Status.ANSWERED, EventStatus.HAPPENED)
    assert not case.hostile


def test_a_case_with_articles_of_its_own_is_hostile(tmp_path: Path) -> None:
    (case,) = load(gold(tmp_path, {**GOOD, "articles": ["planted.md"]}))
    assert case.hostile


def test_an_ambiguous_case_needs_no_wording(tmp_path: Path) -> None:
    (case,) = load(gold(tmp_path, {**GOOD, "status": "ambiguous", "items": []}))
    assert isinstance(case, Case)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"quesion": "Who?"}, "unknown: quesion"),
        ({"question": None}, "neither question nor turns"),
        ({"turns": ["Who?", "When?"]}, "both question and turns"),
        ({"question": 5}, "question is a number, not a text"),
        ({"question": " "}, "question is empty"),
        ({"asked": "21 February"}, "asked is '21 February', which is no day"),
        ({"asked": None}, "asked is missing"),
        ({"id": None}, "id is missing"),
        ({"status": "unknown"}, "status is 'unknown'"),
        ({"status": None}, "status is missing"),
        ({"event_status": "done"}, "event_status is 'done'"),
        ({"items": []}, "neither must nor items nor gold"),
        ({"items": ["Teal"]}, "items is a text, not a list"),
        ({"items": [[]]}, "items has an empty group"),
        ({"must_not": [1]}, "must_not holds a number, not a text"),
        ({"must_not": [""]}, "must_not holds an empty text"),
        ({"since": "2026-03-01", "until": "2026-02-01"}, "since 2026-03-01 comes after until 2026-02-01"),
    ],
)
def test_a_malformed_case_is_refused(changes: dict[str, Any], told: str, tmp_path: Path) -> None:
    path = gold(tmp_path, {**GOOD, "id": "first"}, {**GOOD, **changes})
    with pytest.raises(GoldBroken) as refused:
        load(path)
    assert refused.value.what.startswith(f"{path}:2: ")
    assert told in refused.value.what
    assert refused.value.fix


@pytest.mark.parametrize(("line", "told"), [('{"id": ', "no JSON"), ("[1]", "not a JSON object")])
def test_a_line_that_is_no_object_is_refused(line: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(GoldBroken, match=told):
        load(gold(tmp_path, line))


def test_two_cases_with_one_id_are_refused_with_both_lines(tmp_path: Path) -> None:
    path = gold(tmp_path, GOOD, {**GOOD, "id": "other"}, GOOD)
    with pytest.raises(GoldBroken, match=r"gold\.jsonl:3: line 1 has the id 'orchard-1' too"):
        load(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldBroken, match=r"missing\.jsonl can't be read"):
        load(tmp_path / "missing.jsonl")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"facts": []}, "facts is missing or empty"),
        ({"facts": ["three hours"]}, "facts holds a text, not an object"),
        ({"facts": [{"must": []}]}, "a fact has no must"),
        ({"facts": [{"must": [["x"]], "wait": 1}]}, "unknown: wait"),
        ({"facts": [{"must": [["x"]], "weight": 3}]}, "weight is 3"),
        ({"facts": [{"must": [["x"]], "weight": True}]}, "weight is True"),
        ({"article": None}, "a case of category article has an article"),
        ({"query": "orchards"}, "one of category topic a query"),
        ({"category": "week"}, "category is 'week'"),
    ],
)
def test_a_malformed_summary_case_is_refused(changes: dict[str, Any], told: str, tmp_path: Path) -> None:
    with pytest.raises(GoldBroken, match=told):
        load_summaries(gold(tmp_path, {**SUMMARY, **changes}))


def test_a_fact_weighs_one_unless_it_is_the_news(tmp_path: Path) -> None:
    row = {**SUMMARY, "facts": [*SUMMARY["facts"], {"must": [["31 pence"]]}]}
    (case,) = load_summaries(gold(tmp_path, row))
    assert [fact.weight for fact in case.facts] == [2, 1]


@pytest.mark.parametrize("path", sorted(GOLD.glob("*.jsonl")), ids=lambda path: path.name)
def test_the_gold_of_the_project_is_well_formed(path: Path) -> None:
    assert load_summaries(path) if path.stem == "summaries" else load(path)
