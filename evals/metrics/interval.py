"""How far a mean could be off, had other cases been drawn: the percentile bootstrap (Efron 1979)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 1000
CONFIDENCE = 0.95
SEED = 0    # the same scores give the same interval
_BLOCK = 1_000_000    # cases drawn at once, so that large sets need little memory


class Interval(NamedTuple):
    """A mean over ``n`` cases, and between what it lies with 95 % confidence."""

    value: float
    low: float
    high: float
    n: int


def mean_interval(values: Sequence[float]) -> Interval:
    """The mean of the scores of cases, with its interval. Raises ValueError without cases."""
    import numpy as np

    if not values:
        raise ValueError("no cases, no mean")
    scores = np.asarray(values, np.float64)
    edge = (1 - CONFIDENCE) / 2
    low, high = np.quantile(_resampled(scores), (edge, 1 - edge))
    return Interval(float(scores.mean()), float(low), float(high), len(values))


def difference(a: Sequence[float], b: Sequence[float]) -> Interval:
    """The mean of ``a`` less that of ``b``, scores of the same cases in the same order, with its interval.

    Raises ValueError when the lengths differ, or without cases.
    """
    return mean_interval([one - other for one, other in zip(a, b, strict=True)])


def equal(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether the interval of the difference holds 0: the cases don't tell the two apart. Raises as `difference`."""
    found = difference(a, b)
    return found.low <= 0 <= found.high


def _resampled(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The means of resamples of the scores, drawn with replacement."""
    import numpy as np

    generator, size = np.random.default_rng(SEED), len(scores)
    rows = max(_BLOCK // size, 1)
    blocks = [
        scores[generator.integers(size, size=(min(rows, RESAMPLES - start), size))].mean(axis=1)
        for start in range(0, RESAMPLES, rows)
    ]
    return np.concatenate(blocks)
