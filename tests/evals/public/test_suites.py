"""Every public set is a suite: it loads the same cases each time, or says what is missing and where it looked."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.benchmarks import BenchmarkMissing
from evals.cases import Case
from evals.public import SUITES
from evals.suite import Suite
from tests.evals.public.sets import articles, need

FOLDERS = {"bipia": "bipia-train"}
EACH = pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)


@EACH
def test_a_missing_set_says_what_is_missing_and_where_it_was_looked_for(
    suite: Suite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAG_BENCHMARKS", str(tmp_path))
    with pytest.raises(BenchmarkMissing) as missing:
        suite.load(None)
    assert str(tmp_path / FOLDERS.get(suite.name, suite.name)) in missing.value.what
    assert "RAG_BENCHMARKS" in missing.value.fix


@EACH
def test_the_real_set_loads_and_every_case_has_what_it_is_asked_of(suite: Suite, tmp_path: Path) -> None:
    need(FOLDERS.get(suite.name, suite.name))
    for corpus, again in zip(suite.load(8).corpora, suite.load(8).corpora, strict=True):
        cases = [case for case in corpus.cases if isinstance(case, Case)]
        held = articles(corpus, tmp_path / corpus.name)
        assert corpus.cases
        assert len({case.id for case in corpus.cases}) == len(corpus.cases)
        assert {url for case in cases for url in case.urls} <= {one.url for one in held}
        assert {case.source for case in cases if case.source} <= {one.source for one in held}
        assert corpus.cases == again.cases
