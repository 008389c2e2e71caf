from __future__ import annotations

import random

import pytest
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from evals.metrics.classify import auc, balanced_accuracy, best_threshold

TRUTH = [True, True, True, False]


def test_balanced_accuracy_weighs_both_classes_alike() -> None:
    assert balanced_accuracy(TRUTH, [True, True, True, True]) == 0.5
    assert balanced_accuracy(TRUTH, [True, True, False, False]) == pytest.approx((2 / 3 + 1) / 2)


def test_auc_is_the_share_of_pairs_in_order_and_a_tie_is_half_a_pair() -> None:
    assert auc([True, True, False, False], [0.9, 0.4, 0.5, 0.1]) == 3 / 4
    assert auc([True, True, False], [0.9, 0.5, 0.5]) == 3 / 4
    assert auc([True, False], [0.1, 0.9]) == 0.0


def test_both_agree_with_scikit_learn() -> None:
    generator = random.Random(5)
    for _ in range(50):
        truth = [True, False, *generator.choices([True, False], k=40)]
        scores = [generator.randrange(8) / 8 for _ in truth]    # many ties
        predicted = [score >= 0.5 for score in scores]
        assert auc(truth, scores) == pytest.approx(roc_auc_score(truth, scores))
        assert balanced_accuracy(truth, predicted) == pytest.approx(balanced_accuracy_score(truth, predicted))


def test_the_best_threshold_lies_between_the_classes() -> None:
    assert best_threshold([False, True, False, True], [0.1, 0.6, 0.2, 0.9]) == pytest.approx((0.4, 1.0))


def test_the_best_threshold_reaches_what_it_promises_and_no_other_score_reaches_more() -> None:
    generator = random.Random(7)
    for _ in range(50):
        truth = [True, False, *generator.choices([True, False], k=20)]
        scores = [generator.randrange(10) / 10 for _ in truth]
        best = best_threshold(truth, scores)
        reached = [balanced_accuracy(truth, [score >= value for score in scores]) for value in (best.value, *scores)]
        assert best.balanced_accuracy == pytest.approx(reached[0])
        assert max(reached) == pytest.approx(reached[0])


def test_a_useless_score_calls_everything_a_yes() -> None:
    assert best_threshold([True, False], [0.1, 0.9]) == (0.1, 0.5)


def test_one_class_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="both classes"):
        auc([True, True], [0.1, 0.2])
    with pytest.raises(ValueError, match="shorter"):
        balanced_accuracy(TRUTH, [True])
