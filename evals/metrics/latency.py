"""The usual percentiles of how long things took."""

from __future__ import annotations

import math
from collections.abc import Collection


def percentile(values: Collection[float], share: float) -> float:
    """The smallest value that at least ``share`` (0 to 1) of the values (one or more) don't exceed: nearest rank."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def p50(values: Collection[float]) -> float:
    """The median that was measured, in the unit of the values."""
    return percentile(values, 0.5)


def p95(values: Collection[float]) -> float:
    """What 95 of 100 values don't exceed, in the unit of the values."""
    return percentile(values, 0.95)
