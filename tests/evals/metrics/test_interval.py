from __future__ import annotations

import random
import time
from statistics import fmean, stdev

import pytest

from evals.metrics.interval import difference, equal, mean_interval


def test_the_interval_is_that_of_the_normal_law_when_there_are_many_cases() -> None:
    generator = random.Random(5)
    values = [float(generator.random() < 0.7) for _ in range(500)]
    found, half = mean_interval(values), 1.96 * stdev(values) / 500**0.5
    assert found.n == 500
    assert found.value == pytest.approx(fmean(values))
    assert found.low == pytest.approx(found.value - half, abs=half / 10)
    assert found.high == pytest.approx(found.value + half, abs=half / 10)


def test_the_same_scores_give_the_same_interval() -> None:
    assert mean_interval([1, 0, -1, 1]) == mean_interval([1, 0, -1, 1])


def test_equal_scores_leave_no_doubt() -> None:
    assert mean_interval([0.5] * 7) == (0.5, 0.5, 0.5, 7)


def test_more_cases_than_are_drawn_at_once() -> None:
    found = mean_interval([0.0, 1.0] * 2000)
    assert found.low == pytest.approx(0.5 - 1.96 * 0.5 / 4000**0.5, abs=0.002)


def test_pairs_tell_apart_what_means_alone_could_not() -> None:
    generator = random.Random(5)
    hard = [generator.gauss(0, 10) for _ in range(100)]
    better = [score + place % 3 / 2 for place, score in enumerate(hard)]
    assert mean_interval(hard).high > mean_interval(better).low
    assert not equal(better, hard)
    found = difference(better, hard)
    assert 0.4 < found.low < 0.5 < found.high < 0.6


def test_a_difference_that_could_be_chance_is_none() -> None:
    assert equal([1, 0, 1, 0, 1], [0, 1, 1, 0, 1])
    assert equal([1, 0], [1, 0])


def test_what_has_no_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="no cases"):
        mean_interval([])
    with pytest.raises(ValueError, match="shorter"):
        difference([1, 0], [1])


def test_five_hundred_cases_are_resampled_in_no_time() -> None:
    values = [1.0, 0.0, -1.0, 1.0, 0.0] * 100
    mean_interval(values)    # loads numpy

    def seconds() -> float:
        started = time.perf_counter()
        mean_interval(values)
        return time.perf_counter() - started

    assert min(seconds() for _ in range(5)) < 0.05
