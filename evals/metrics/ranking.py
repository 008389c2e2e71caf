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


def recall(ranking: Sequence[str], relevant: Collection[str], k: int) -> float:
    """recall@k: the share of the right items (at least one) that are among the first ``k``."""
    return len(set(relevant).intersection(ranking[:k])) / len(set(relevant))


def all_found(ranking: Sequence[str], relevant: Collection[str], k: int) -> bool:
    """All-evidence recall@k: whether every right item is among the first ``k``."""
    return set(relevant) <= set(ranking[:k])


def reciprocal_rank(ranking: Sequence[str], relevant: Collection[str]) -> float:
    """1 / rank of the first right item; 0 when there is none."""
    place = rank(ranking, relevant)
    return 0.0 if place is None else 1 / place


def ndcg(ranking: Sequence[str], relevant: Collection[str], k: int) -> float:
    """nDCG@k for right-or-wrong relevance: 1 when every right item stands first, 0 when none is among the ``k``."""
    right = set(relevant)
    gain = sum(1 / math.log2(place + 1) for place, item in enumerate(ranking[:k], start=1) if item in right)
    ideal = sum(1 / math.log2(place + 1) for place in range(1, min(len(right), k) + 1))
    return gain / ideal if ideal else 0.0
