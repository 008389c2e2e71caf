from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evals import benchmarks
from evals.benchmarks import BenchmarkBroken, BenchmarkMissing


def test_a_missing_set_says_what_is_missing_where_it_was_looked_for_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAG_BENCHMARKS", str(tmp_path))
    with pytest.raises(BenchmarkMissing) as missing:
        benchmarks.realtimeqa_questions()
    assert "questions.jsonl" in missing.value.what
    assert str(tmp_path / "realtimeqa") in missing.value.what
    assert "RAG_BENCHMARKS" in missing.value.fix


def test_sets_are_looked_for_beside_the_project_when_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAG_BENCHMARKS", raising=False)
    assert benchmarks.folder() == benchmarks.PROJECT.parent / "shared" / "benchmarks"


def test_rows_are_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_BENCHMARKS", str(tmp_path))
    write(
        tmp_path / "realtimeqa" / "questions.jsonl",
        '{"id": "q1", "asked": "2026-03-12", "question": "Who?", "choices": ["A", "B"], "answer": "A",'
        ' "gold_urls": ["https://example.com/a"]}\n',
    )
    [row] = benchmarks.realtimeqa_questions()
    assert (row.asked, row.choices, row.gold_urls) == (date(2026, 3, 12), ("A", "B"), ("https://example.com/a",))


def test_a_broken_row_is_named_by_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_BENCHMARKS", str(tmp_path))
    path = tmp_path / "realtimeqa" / "articles.jsonl"
    good = '{"url": "u", "title": "t", "authors": [], "published": "2026-03-12", "text": "x"}'
    for broken in ('{"url": "u"}', "not JSON", good.replace("2026-03-12", "March")):
        write(path, f"{good}\n\n{broken}\n")
        with pytest.raises(BenchmarkBroken) as error:
            benchmarks.realtimeqa_articles()
        assert f"{path}:3" in error.value.what


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
