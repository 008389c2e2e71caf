"""How well a yes or no, or a score that a threshold turns into one, agrees with the truth.

Both classes must be among the truth: every function raises ValueError otherwise, or when lengths differ.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Threshold(NamedTuple):
    """A score is a yes from ``value`` on; what that reaches on the scores it was chosen on."""

    value: float
    balanced_accuracy: float


def balanced_accuracy(truth: Sequence[bool], predicted: Sequence[bool]) -> float:
    """The mean of the shares of yes and of no that were told right: 0.5 for guessing, however rare a class is."""
    yes, no = _split(truth, predicted)
    return (sum(yes) / len(yes) + 1 - sum(no) / len(no)) / 2


def auc(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """The chance that a yes scores above a no, a tie counting half: the area under the ROC curve."""
    yes, no = _split(truth, scores)
    ordered = sorted(no)
    above = sum(bisect_left(ordered, score) + bisect_right(ordered, score) for score in yes)
    return above / 2 / (len(yes) * len(no))


def best_threshold(truth: Sequence[bool], scores: Sequence[float]) -> Threshold:
    """The threshold of the highest balanced accuracy; of several the lowest.

    It lies halfway between two neighbouring scores; where the lowest score already has to be a yes, it is that score.
    """
    yes, no = map(sorted, _split(truth, scores))
    distinct = sorted(set(scores))
    values = [distinct[0], *((low + high) / 2 for low, high in pairwise(distinct))]
    reached = (
        Threshold(value, (1 - bisect_left(yes, value) / len(yes) + bisect_left(no, value) / len(no)) / 2)
        for value in values
    )
    return max(reached, key=lambda one: one.balanced_accuracy)


def _split(truth: Sequence[bool], values: Sequence[float]) -> tuple[list[float], list[float]]:
    """The values where the truth is yes, and where it is no."""
    pairs = list(zip(truth, values, strict=True))
    yes, no = [value for true, value in pairs if true], [value for true, value in pairs if not true]
    if not yes or not no:
        raise ValueError("both classes must be among the truth")
    return yes, no
