"""What a summary holds of the facts it should, what it says beyond its source, and how short it is.

Whether the source supports a sentence is told by a checker that the caller brings.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from evals.metrics.citations import Supports
from evals.metrics.text import Groups, missing


def fact_recall(summary: str, facts: Sequence[tuple[Groups, float]]) -> float | None:
    """The share of the facts, by weight, that the summary says; None without facts.

    A fact is its groups of accepted wordings, of each of which the summary has one, and its weight.
    """
    total = sum(weight for _, weight in facts)
    return sum(weight for groups, weight in facts if not missing(summary, groups)) / total if total else None


def unsupported_rate(sentences: Sequence[str], source: str, supports: Supports) -> float | None:
    """The share of the sentences that the source doesn't support; None without sentences."""
    return fmean(not supports(source, sentence) for sentence in sentences) if sentences else None


def compression(summary: str, source: str) -> float | None:
    """The words of the summary by those of the source (0.1: a tenth of its length); None for an empty source."""
    words = len(source.split())
    return len(summary.split()) / words if words else None
