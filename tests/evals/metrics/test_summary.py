from __future__ import annotations

import pytest

from evals.metrics.summary import compression, fact_recall, unsupported_rate

NEWS = ([["Ferrow"], ["Thursday", "12 March"]], 2)
DETAIL = ([["Halvern"]], 1)
OTHER = ([["Askew"]], 1)


def test_the_news_itself_weighs_more_than_a_detail() -> None:
    assert fact_recall("Ms Ferrow arrived on 12 March.", [NEWS, DETAIL, OTHER]) == pytest.approx(2 / 4)
    assert fact_recall("Mr Askew was in Halvern.", [NEWS, DETAIL]) == pytest.approx(1 / 3)


def test_half_a_fact_is_no_fact() -> None:
    assert fact_recall("Ms Ferrow arrived.", [NEWS]) == 0.0


def test_no_facts_no_score() -> None:
    assert fact_recall("Ms Ferrow arrived.", []) is None


def test_unsupported_rate() -> None:
    def within(premise: str, claim: str) -> bool:
        return claim in premise

    assert unsupported_rate(["a", "b", "x", "c"], "a b c", within) == 1 / 4
    assert unsupported_rate([], "a b c", within) is None


def test_compression_compares_words() -> None:
    assert compression("two words", "ten words " * 5) == 0.2
    assert compression("two words", " ") is None
