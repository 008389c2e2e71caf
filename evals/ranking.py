"""Score one ranking against the set of items that are right. Knows nothing about what the items are.

Rankings are best first and name each item once. Means over questions are the caller's.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence


def first_seen(items: Iterable[str]) -> list[str]:
    """Each item once, in the order of its first appearance."""
    return list(dict.fromkeys(items))


def rank(ranking: Sequence[str], relevant: Collection[str]) -> int | None:
    """The place of the first right item, from 1; None when there is none."""
    return next((place for place, item in enumerate(ranking, start=1) if item in relevant), None)


def hit(ranking: Sequence[str], relevant: Collection[str], k: int) -> bool:
    """hit@k: whether a right item is among the first ``k``."""
    return rank(ranking[:k], relevant) is not None


def reciprocal_rank(ranking: Sequence[str], relevant: Collection[str]) -> float:
    """1 / rank of the first right item; 0 when there is none."""
    place = rank(ranking, relevant)
    return 0.0 if place is None else 1 / place


def ndcg(ranking: Sequence[str], relevant: Collection[str], k: int) -> float:
    """nDCG@k for right-or-wrong relevance: 1 when every right item stands first, 0 when none is among the ``k``."""
    gain = sum(1 / math.log2(place + 1) for place, item in enumerate(ranking[:k], start=1) if item in relevant)
    ideal = sum(1 / math.log2(place + 1) for place in range(1, min(len(relevant), k) + 1))
    return gain / ideal if ideal else 0.0


def percentile(values: Collection[float], share: float) -> float:
    """The smallest value that at least ``share`` (0 to 1) of the values don't exceed: the nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]
