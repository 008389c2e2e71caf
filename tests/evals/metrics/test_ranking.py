from __future__ import annotations

import math
import random

import pytest
from sklearn.metrics import ndcg_score

from evals.metrics.ranking import all_found, first_seen, hit, ndcg, rank, recall, reciprocal_rank


def test_an_article_ranks_where_its_first_sentence_stands() -> None:
    assert first_seen(["b", "a", "b", "c", "a"]) == ["b", "a", "c"]


def test_the_rank_is_that_of_the_first_right_item() -> None:
    assert rank(["x", "g2", "g1"], {"g1", "g2"}) == 2
    assert rank(["x", "y"], {"g1"}) is None


def test_hit_at_k_counts_the_kth_item_and_none_after_it() -> None:
    ranking = ["x", "y", "z", "g", "w"]
    assert hit(ranking, {"g"}, 4)
    assert not hit(ranking, {"g"}, 3)


def test_recall_is_a_share_and_all_found_wants_the_whole() -> None:
    ranking = ["x", "g1", "y", "g2"]
    assert [recall(ranking, ("g1", "g2", "g1"), k) for k in (1, 2, 4)] == [0.0, 0.5, 1.0]
    assert [all_found(ranking, ("g1", "g2"), k) for k in (2, 3, 4)] == [False, False, True]


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


def test_a_right_item_told_twice_is_wanted_once() -> None:
    assert ndcg(["g", "x"], ("g", "g"), 10) == 1.0


def test_ndcg_expects_no_more_right_items_than_k() -> None:
    assert ndcg(["g1"], {"g1", "g2"}, 1) == 1.0


def test_ndcg_agrees_with_scikit_learn() -> None:
    generator = random.Random(5)
    for _ in range(50):
        items = [f"i{number}" for number in range(generator.randint(2, 30))]
        relevant = set(generator.sample(items, generator.randint(1, len(items))))
        gains, scores = [[float(item in relevant) for item in items]], [[-float(place) for place in range(len(items))]]
        assert ndcg(items, relevant, 10) == pytest.approx(ndcg_score(gains, scores, k=10))
