from __future__ import annotations

import math

import pytest

from evals.ranking import first_seen, hit, ndcg, percentile, rank, reciprocal_rank


def test_an_article_ranks_where_its_first_sentence_stands() -> None:
    assert first_seen(["b", "a", "b", "c", "a"]) == ["b", "a", "c"]


def test_the_rank_is_that_of_the_first_right_item() -> None:
    assert rank(["x", "g2", "g1"], {"g1", "g2"}) == 2
    assert rank(["x", "y"], {"g1"}) is None


def test_hit_at_k_counts_the_kth_item_and_none_after_it() -> None:
    ranking = ["x", "y", "z", "g", "w"]
    assert hit(ranking, {"g"}, 4)
    assert not hit(ranking, {"g"}, 3)


def test_reciprocal_rank() -> None:
    assert reciprocal_rank(["x", "y", "z", "g"], {"g"}) == 0.25
    assert reciprocal_rank(["g"], {"g"}) == 1.0
    assert reciprocal_rank(["x"], {"g"}) == 0.0


def test_ndcg_of_one_right_item_falls_with_its_place() -> None:
    assert ndcg(["g", "x"], {"g"}, 10) == 1.0
    assert ndcg(["x", "g"], {"g"}, 10) == pytest.approx(1 / math.log2(3))    # 0.6309
    assert ndcg(["x", "y", "g"], {"g"}, 10) == pytest.approx(0.5)
    assert ndcg(["x", "g"], {"g"}, 1) == 0.0


def test_ndcg_wants_every_right_item_first() -> None:
    # Gains at places 1 and 4 against the ideal places 1 and 2: (1 + 0.4307) / (1 + 0.6309).
    assert ndcg(["g1", "x", "y", "g2"], {"g1", "g2"}, 10) == pytest.approx(0.87722, abs=1e-5)
    assert ndcg(["g2", "g1"], {"g1", "g2"}, 10) == 1.0


def test_ndcg_expects_no_more_right_items_than_k() -> None:
    assert ndcg(["g1"], {"g1", "g2"}, 1) == 1.0


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [15.0, 20.0, 35.0, 40.0, 50.0]
    assert percentile(values, 0.05) == 15.0
    assert percentile(values, 0.3) == 20.0
    assert percentile(values, 0.5) == 35.0
    assert percentile(values, 0.95) == 50.0
    assert percentile([7.0], 0.5) == 7.0
    assert percentile(range(1, 21), 0.95) == 19
