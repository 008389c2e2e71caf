from __future__ import annotations

import sys

import pytest

from evals.metrics.rouge import RougeMissing, rouge


def test_rouge_of_a_sentence_worked_by_hand() -> None:
    # the, cat, sat against the, cat, was, seen: 2 words of 3 and 4, 1 pair of 2 and 3, "the cat" in order.
    found = rouge("The cat sat.", ["The cat was seen."])
    assert found == pytest.approx((4 / 7, 2 / 5, 4 / 7))


def test_words_are_stemmed() -> None:
    assert rouge("ministers meeting", ["minister meetings"]) == (1.0, 1.0, 1.0)


def test_order_matters_to_rouge_l_alone() -> None:
    found = rouge("b a", ["a b"])
    assert (found.rouge1, found.rouge2, found.rouge_l) == (1.0, 0.0, 0.5)


def test_the_best_reference_counts() -> None:
    assert rouge("the cat sat", ["a dog", "the cat sat"]).rouge2 == 1.0


def test_a_missing_package_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rouge_score.rouge_scorer", None)
    with pytest.raises(RougeMissing) as missing:
        rouge("a", ["a"])
    assert "rouge_score" in missing.value.what
    assert 'pip install "news-rag[evals]"' in missing.value.fix
