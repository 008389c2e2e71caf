from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.index.articles import ArticleStore
from rag.index.lexical import LexicalIndex, search_terms
from tests.index.samples import BUDGET, STORM, article, ask, put


@pytest.fixture
def lexical(store: ArticleStore) -> LexicalIndex:
    put(store, article("budget", BUDGET, day=date(2025, 3, 4)))
    put(store, article("storm", STORM, day=date(2025, 3, 8), source="herald"))
    put(store, article("letters", "The harbour is lovely.", day=None, source=None))
    return LexicalIndex(store)


def ids(found: list[tuple[str, float]]) -> list[str]:
    return [passage_id for passage_id, _ in found]


def test_the_passage_with_the_rarer_words_comes_first(lexical: LexicalIndex) -> None:
    found = lexical.search(ask("Were ferries moored in the harbour overnight?"), 10)
    assert ids(found)[0] == "storm-1-2"
    assert set(ids(found)) == {"storm-1-1", "storm-1-2", "letters-1-0"}
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_it_finds_by_stem_by_number_and_without_accents(store: ArticleStore, lexical: LexicalIndex) -> None:
    put(store, article("cafe", "The Café Zoë reopened with 1,250 guests."))
    assert ids(lexical.search(ask("objecting"), 5)) == ["budget-1-2"]
    assert ids(lexical.search(ask("how much is 12"), 5)) == ["budget-1-1"]
    assert ids(lexical.search(ask("cafe zoe"), 5)) == ["cafe-1-0"]
    assert ids(lexical.search(ask("1,250"), 5)) == ["cafe-1-0"]


def test_words_of_the_title_count(lexical: LexicalIndex, store: ArticleStore) -> None:
    put(store, article("plain", "Nothing was said of it.", title="Harbour reopens"))
    assert "plain-1-0" in ids(lexical.search(ask("reopens"), 5))


def test_days_are_inclusive_and_an_unknown_date_passes_no_date_filter(lexical: LexicalIndex) -> None:
    everything = "harbour council"

    def found(**filters: date) -> set[str]:
        return {i.split("-")[0] for i in ids(lexical.search(ask(everything, **filters), 10))}  # type: ignore[arg-type]

    assert found() == {"budget", "storm", "letters"}
    assert found(since=date(2025, 3, 8)) == {"storm"}
    assert found(since=date(2025, 3, 9)) == set()
    assert found(until=date(2025, 3, 4)) == {"budget"}
    assert found(since=date(2025, 3, 4), until=date(2025, 3, 8)) == {"budget", "storm"}


def test_sources_and_articles_filter_too(lexical: LexicalIndex) -> None:
    assert ids(lexical.search(ask("harbour council", sources=("herald",)), 5)) == ["storm-1-1"]
    found = ids(lexical.search(ask("harbour council", article_ids=("letters", "budget")), 5))
    assert set(found) == {"letters-1-0", "budget-1-0"}
    assert lexical.search(ask("harbour council", sources=("herald",), article_ids=("budget",)), 5) == []


def test_a_question_is_never_read_as_a_search_command(lexical: LexicalIndex) -> None:
    for text in (
        '"',
        "' OR 1=1 --",
        "title:storm NOT harbour",
        "NEAR(storm coast, 2)",
        "stor*",
        "^a",
        "-x",
        "{a b}:c",
        "\0",
        "\ud800 storm",
    ):
        lexical.search(ask(text), 5)
    assert "storm-1-1" in ids(lexical.search(ask("NOT harbour"), 5))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=60))
def test_no_question_breaks_the_search(lexical: LexicalIndex, text: str) -> None:
    assert all(score > 0 for _, score in lexical.search(ask(text), 5))


def test_question_words_are_dropped_unless_there_is_nothing_else() -> None:
    assert search_terms("Who did the mayor meet in 2024?") == ["mayor", "meet", "2024"]
    assert search_terms("who was it") == ["who", "was", "it"]
    assert search_terms(" ?! ") == []


def test_names_that_are_spelt_like_question_words_are_kept() -> None:
    assert search_terms("What did the US ask of the WHO in May?") == ["US", "ask", "WHO", "May"]
    assert search_terms("WHAT DID THE MAYOR ASK US") == ["MAYOR", "ASK"]


def test_a_page_of_pasted_text_is_still_a_question(lexical: LexicalIndex) -> None:
    assert ids(lexical.search(ask("harbour overnight " + " ".join(f"word{n}" for n in range(20_000))), 1)) == [
        "storm-1-2"
    ]


def test_a_word_that_is_everywhere_is_left_out_only_where_another_is_left(
    lexical: LexicalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.index.lexical.COMMON_PASSAGES", 1)
    monkeypatch.setattr("rag.index.lexical.COMMON_SHARE", 0)
    assert ids(lexical.search(ask("council harbour"), 5)) == ["budget-1-0"]
    assert len(lexical.search(ask("harbour"), 5)) == 2
    assert len(lexical.search(ask("council harbour", sources=("gazette", "herald")), 5)) == 2


def test_nothing_to_search_for_finds_nothing(lexical: LexicalIndex) -> None:
    assert lexical.search(ask("?!"), 5) == []
    assert lexical.search(ask("zeppelin"), 5) == []
