"""Every suite finds its cases and articles, and says what is missing and where it looked."""

from __future__ import annotations

from pathlib import Path

import pytest

import evals
from evals import places
from evals.cases import Case, SummaryCase
from evals.documents import Document, article_id, digest, parsed
from evals.errors import EvalError
from evals.places import BLIND
from evals.registry import named, suites
from evals.suite import spread
from tests.conftest import FIXTURES, SAMPLES


def test_the_functions_are_there_whatever_was_imported_before() -> None:
    from evals import registry, runner

    assert evals.run is runner.run
    assert evals.suites is registry.suites


@pytest.mark.parametrize("name", ["seed", "sample", "summaries", "hostile", *(["blind"] if BLIND.is_dir() else [])])
def test_every_document_of_a_suite_is_there_and_ids_are_its_own(name: str, tmp_path: Path) -> None:
    loaded = suites()[name].load(None)
    assert loaded.corpora
    seen: set[tuple[str, str]] = set()
    for corpus in loaded.corpora:
        assert all(document.path.exists() for document in corpus.write(tmp_path))
        keys = {(corpus.name, case.id) for case in corpus.cases}
        assert len(keys) == len(corpus.cases)
        assert not keys & seen
        seen |= keys


def test_the_seed_questions_are_asked_of_the_document_too_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "document.txt"
    document.write_text("Ministers are to meet on Tuesday.", "utf-8")
    monkeypatch.setenv("RAG_SEED_DOCUMENT", str(document))
    loaded = suites()["seed"].load(None)
    assert [corpus.name for corpus in loaded.corpora] == ["original", "retelling"]
    (article,) = parsed(loaded.corpora[0].write(tmp_path))
    assert article.published_at
    assert article.published_at.iso == "2025-03-18"
    assert loaded.notes == ()


def test_without_the_seed_document_its_retelling_is_asked_and_a_note_says_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAG_SEED_DOCUMENT", str(tmp_path / "nowhere.txt"))
    loaded = suites()["seed"].load(None)
    assert [corpus.name for corpus in loaded.corpora] == ["retelling"]
    (note,) = loaded.notes
    assert f"looked for {tmp_path / 'nowhere.txt'}" in note


def test_a_hostile_case_has_a_library_of_its_own_articles_alone() -> None:
    for corpus in suites()["hostile"].load(None).corpora:
        files = {document.path.name for document in corpus.write(Path())}
        for case in corpus.cases:
            assert isinstance(case, Case)
            assert set(case.articles) == files


def test_every_article_that_is_to_be_summarised_is_found() -> None:
    (corpus,) = suites()["summaries"].load(None).corpora
    documents = corpus.write(Path())
    names = [case.article for case in corpus.cases if isinstance(case, SummaryCase) and case.article]
    assert len(names) >= 15
    assert len({article_id(documents, name) for name in names}) == len(names)


def test_an_article_that_is_not_there_is_named() -> None:
    with pytest.raises(EvalError, match=r"no file missing\.md"):
        article_id([Document(SAMPLES)], "missing.md")


def test_articles_have_the_day_of_publication_that_is_given_with_them() -> None:
    from datetime import date

    (article,) = parsed([Document(FIXTURES / "news" / "orchard-talks.md", date(2025, 1, 2))])
    assert article.published_at
    assert article.published_at.iso == "2025-01-02"


def test_a_digest_follows_the_articles_and_not_where_they_lie(tmp_path: Path) -> None:
    copies = [tmp_path / place / "a.md" for place in ("here", "there")]
    for path in copies:
        path.parent.mkdir()
        path.write_text("Ministers met.", "utf-8")
    here, there = (digest([Document(path.parent)]) for path in copies)
    assert here == there
    copies[0].write_text("Ministers meet.", "utf-8")
    assert digest([Document(copies[0].parent)]) != there


def test_cases_are_spread_evenly_and_always_the_same() -> None:
    assert spread(range(10), 4) == [0, 2, 5, 7]
    assert list(spread(range(3), 4)) == [0, 1, 2]
    assert list(spread(range(3), None)) == [0, 1, 2]


def test_a_suite_is_run_once_however_often_it_is_named() -> None:
    assert [suite.name for suite in named(["sample", "seed", "sample"])] == ["sample", "seed"]


def test_the_samples_are_found_in_a_checkout() -> None:
    assert places.seeds() == SAMPLES
