from __future__ import annotations

import pytest

from evals.metrics.lists import list_score

ITEMS = [["Nadia Ferrow", "Ms Ferrow"], ["Askew"], ["Dole"]]


def test_precision_falls_with_wrong_statements_and_recall_with_items_missed() -> None:
    score = list_score(["Ms Ferrow", "Tom Askew", "Mr Loxley"], ITEMS)
    assert score[:3] == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert score.missed == (["Dole"],)
    assert score.wrong == ("Mr Loxley",)


def test_items_told_in_one_statement_count_as_much_as_in_many() -> None:
    together = list_score(["Ms Ferrow, Askew and Dole met", "Mr Loxley"], ITEMS)
    apart = list_score(["Ms Ferrow", "Askew", "Dole", "Mr Loxley"], ITEMS)
    assert together == apart
    assert together.precision == pytest.approx(3 / 4)
    assert together.f1 == pytest.approx(6 / 7)


def test_naming_an_item_twice_earns_nothing() -> None:
    assert list_score(["Nadia Ferrow", "Ms Ferrow", "Mr Loxley"], ITEMS).precision == 1 / 2


def test_an_allowed_statement_counts_neither_way() -> None:
    score = list_score(["They met on Thursday", "Askew"], ITEMS, allowed=["Thursday"])
    assert (score.precision, score.recall) == pytest.approx((1, 1 / 3))


def test_a_forbidden_name_spoils_the_statement_but_not_the_items_in_it() -> None:
    score = list_score(["Askew and Dole, with Mr Loxley"], ITEMS, forbidden=["Loxley"])
    assert (score.precision, score.recall) == pytest.approx((2 / 3, 2 / 3))


def test_silence_has_no_precision() -> None:
    assert list_score([], ITEMS)[:3] == (None, 0.0, 0.0)


def test_nothing_right_scores_nothing() -> None:
    assert list_score(["Mr Loxley"], ITEMS)[:3] == (0.0, 0.0, 0.0)


def test_a_list_without_items_is_refused() -> None:
    with pytest.raises(ValueError, match="without items"):
        list_score(["Askew"], [])
