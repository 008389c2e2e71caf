"""Every case is put once, scored and kept, whatever fails or is interrupted on the way."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals import run
from evals.cases import ClaimCase
from evals.documents import Document
from evals.errors import RunBroken, RunMismatch, UnknownName
from evals.runner import Progress
from evals.runs import Run, RunFolder
from rag.models import Status
from tests.conftest import FIXTURES
from tests.evals.marked import CASES, TALKS, Faulty, case, raising, suite

IDS = [one.id for one in CASES]


def ids(done: Run, verdict: str | None = None) -> list[str]:
    return [record["id"] for record in done.records if verdict in (None, record["verdict"])]


def after(calls: int, then: Callable[..., object]) -> Callable[[str], object]:
    """A fault that comes after so many questions."""
    seen: list[str] = []

    def fault(question: str) -> object:
        seen.append(question)
        return then() if len(seen) > calls else None

    return fault


def test_every_case_is_scored_with_reasons_and_kept_on_a_line_of_its_own(tmp_path: Path) -> None:
    done = run([suite()], ["bm25"], out=tmp_path)
    lines = (tmp_path / "cases.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == IDS
    record = json.loads(lines[0])
    assert record["verdict"] == "right"
    assert record["scores"]["crag"] == {"value": 1.0, "reason": "it says what it should"}
    assert record["scores"]["verbatim_rate"]["value"] == 1
    assert record["expected"]["must"] == [["31 pence"]]
    assert "31 pence" in record["answer"]["text"]
    assert record["evidence"][0]["text"] == record["answer"]["text"]
    assert record["timings_ms"]["total"] >= 0
    assert done.records[3]["verdict"] == "wrong"
    assert done.records[3]["why"] == "the articles don’t answer it, and it was answered"


def test_what_is_shown_around_a_citation_has_the_cited_words_highlighted(tmp_path: Path) -> None:
    done = run([suite()], ["bm25"], out=tmp_path, limit=1)
    (citation,) = done.records[0]["answer"]["claims"][0]["citations"]
    (shown,) = done.records[0]["context"]
    ((start, end),) = shown["highlights"]
    assert shown["text"][start:end] == citation["quote"]


def test_the_run_says_what_it_was_made_with_and_what_it_measured(tmp_path: Path) -> None:
    facts = run([suite()], ["bm25"], out=tmp_path).facts
    assert facts == json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert facts["complete"]
    assert facts["settings"]["bm25"]["chunk_size"] == "1000"
    assert facts["summary"]["orchard"]["talks"]["bm25"]["metrics"]["crag"]["value"] == 0.5
    assert facts["overhead"]["share"] > 0


def test_what_is_finished_is_not_asked_again(tmp_path: Path) -> None:
    run([suite()], [Faulty()], out=tmp_path)
    asked: list[str] = []
    done = run([suite()], [Faulty(asked.append)], out=tmp_path)
    assert asked == []
    assert ids(done) == IDS


def test_an_interrupted_run_keeps_its_cases_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run([suite()], [Faulty(after(2, raising(KeyboardInterrupt())))], out=tmp_path)
    facts = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert not facts["complete"]
    assert facts["summary"]["orchard"]["talks"]["bm25"]["cases"] == 2
    asked: list[str] = []
    done = run([suite()], [Faulty(asked.append)], out=tmp_path)
    assert asked == [one.turns[0] for one in CASES[2:]]
    assert done.facts["complete"]
    assert done.facts["started"] == facts["started"]
    assert ids(done) == IDS


def test_a_line_torn_by_a_crash_is_dropped_and_its_case_asked_again(tmp_path: Path) -> None:
    run([suite()], ["bm25"], out=tmp_path)
    path = tmp_path / "cases.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    asked: list[str] = []
    done = run([suite()], [Faulty(asked.append)], out=tmp_path)
    assert asked == [CASES[3].turns[0]]
    assert ids(done) == IDS


def test_an_engine_that_fails_on_a_case_fails_that_case_alone(tmp_path: Path) -> None:
    def fault(question: str) -> None:
        if question == CASES[1].turns[0]:
            raise ValueError("no such luck")

    done = run([suite()], [Faulty(fault)], out=tmp_path)
    assert ids(done, "failed") == ["two"]
    assert done.records[1]["error"] == "ValueError: no such luck"
    assert done.records[1]["scores"] == {}
    totals = done.facts["summary"]["orchard"]["talks"]["bm25"]
    assert (totals["failed"], totals["metrics"]["crag"]["n"]) == (1, 3)


def test_what_failed_is_asked_again_when_the_run_is_resumed(tmp_path: Path) -> None:
    run([suite()], [Faulty(raising(OSError("disk full")))], out=tmp_path)
    done = run([suite()], ["bm25"], out=tmp_path)
    assert ids(done) == IDS
    assert ids(done, "failed") == []


def test_an_engine_that_does_not_open_fails_its_cases_and_no_others(tmp_path: Path) -> None:
    broken = Faulty(opening=raising(OSError("weights are missing")), name="broken")
    done = run([suite()], [broken, "bm25"], out=tmp_path)
    failed = {record["engine"] for record in done.records if record["verdict"] == "failed"}
    assert failed == {"broken"}
    assert len(ids(done, "failed")) == 4
    assert done.facts["complete"]


def test_an_engine_is_asked_by_as_many_threads_as_it_allows(tmp_path: Path) -> None:
    together = threading.Barrier(4, timeout=10)    # opens only when four questions are asked at once
    done = run([suite()], [Faulty(lambda _question: together.wait(), parallel=4)], out=tmp_path)
    assert sorted(ids(done)) == sorted(IDS)
    assert ids(done, "failed") == []


def test_a_run_of_other_gold_is_not_resumed(tmp_path: Path) -> None:
    run([suite()], ["bm25"], out=tmp_path)
    before = (tmp_path / "cases.jsonl").read_bytes()
    changed = (*CASES[:3], case("four", "Who won the rugby match?", status=Status.NOT_IN_ARTICLES))
    with pytest.raises(RunMismatch, match="the gold of orchard changed"):
        run([suite(cases=changed)], ["bm25"], out=tmp_path)
    assert (tmp_path / "cases.jsonl").read_bytes() == before


def test_other_articles_are_other_gold(tmp_path: Path) -> None:
    run([suite()], ["bm25"], out=tmp_path)
    more = (TALKS, Document(FIXTURES / "news" / "ferry-strike.txt"))
    with pytest.raises(RunMismatch, match="the gold of orchard"):
        run([suite(documents=more)], ["bm25"], out=tmp_path)


def test_a_run_with_other_settings_is_not_resumed(tmp_path: Path) -> None:
    class Other(Faulty):
        def settings(self) -> dict[str, str]:
            return {**super().settings(), "k": "5"}

    run([suite()], ["bm25"], out=tmp_path)
    with pytest.raises(RunMismatch, match="the settings of bm25"):
        run([suite()], [Other()], out=tmp_path)


def test_a_run_may_go_on_with_another_engine_another_suite_and_more_cases(tmp_path: Path) -> None:
    run([suite()], ["bm25"], out=tmp_path, limit=2)
    run([suite()], [Faulty(name="again")], out=tmp_path, limit=2)
    done = run([suite(), suite("more")], ["bm25"], out=tmp_path)
    assert len(done.records) == 4 + 2 + 4
    assert done.facts["suites"] == ["orchard", "more"]
    assert done.facts["engines"] == ["bm25", "again"]


def test_a_limit_takes_cases_from_all_over(tmp_path: Path) -> None:
    assert ids(run([suite()], ["bm25"], out=tmp_path, limit=2)) == ["one", "three"]


def test_progress_is_told_case_by_case(tmp_path: Path) -> None:
    told: list[Progress] = []
    run([suite()], ["bm25"], out=tmp_path, on_progress=told.append)
    assert [(one.done, one.total) for one in told] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_an_engine_is_left_out_of_what_it_cannot_do_and_the_run_says_so(tmp_path: Path) -> None:
    done = run([suite()], ["bm25", "lead3"], out=tmp_path)
    assert {record["engine"] for record in done.records} == {"bm25"}
    assert done.facts["notes"] == ["The engine lead3 was left out of orchard: it does no question cases."]


def test_claims_are_put_to_the_checker_whatever_the_engines(tmp_path: Path) -> None:
    premise = "Ms Teal promised a review of the price by 30 April."
    claims = (
        ClaimCase("yes", "claim", premise, premise, supported=True),
        ClaimCase("no", "claim", premise, "Nobody was hurt in the fire at the harbour.", supported=False),
    )
    done = run([suite(cases=claims)], ["bm25"], out=tmp_path)
    assert {record["engine"] for record in done.records} == {"checker"}
    assert ids(done, "right") == ["yes", "no"]
    assert done.facts["summary"]["orchard"]["talks"]["checker"]["metrics"]["balanced_accuracy"]["value"] == 1


@pytest.mark.parametrize(
    ("chosen", "known"), [({"suites": ["sed"]}, "seed, sample"), ({"engines": ["extractif"]}, "extractive, ")]
)
def test_an_unknown_name_is_refused_with_the_known_ones(chosen: dict[str, Any], known: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=known):
        run(**chosen, out=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_record_is_on_the_disk_before_the_next_case_is_asked(tmp_path: Path) -> None:
    lines: list[int] = []

    def count(_question: str) -> None:
        lines.append(len((tmp_path / "cases.jsonl").read_text("utf-8").splitlines()))

    run([suite()], [Faulty(count)], out=tmp_path)
    assert lines == [0, 1, 2, 3]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RunBroken, match=r"file can't be written: File exists\."):
        run([suite()], ["bm25"], out=tmp_path / "file")


def test_a_folder_without_a_run_is_begun(tmp_path: Path) -> None:
    assert RunFolder(tmp_path / "new").earlier is None
