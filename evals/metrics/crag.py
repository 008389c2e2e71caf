"""CRAG's score (Yang et al. 2024): right counts 1, silence 0, wrong -1, for wrong costs more than silent.

Knows verdicts, not how they are reached. A right refusal is right, not silent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Literal

Verdict = Literal["right", "silent", "wrong"]

POINTS: Mapping[Verdict, int] = {"right": 1, "silent": 0, "wrong": -1}


def crag_score(verdicts: Sequence[Verdict]) -> float:
    """The mean of the points, from -1 to 1. Raises StatisticsError, a ValueError, without verdicts; so do the rates."""
    return fmean(POINTS[verdict] for verdict in verdicts)


def answered_rate(verdicts: Sequence[Verdict]) -> float:
    """The share that is not silent: of questions that the articles answer, how many got an answer at all."""
    return fmean(verdict != "silent" for verdict in verdicts)


def error_rate(verdicts: Sequence[Verdict]) -> float:
    """The share that is wrong."""
    return fmean(verdict == "wrong" for verdict in verdicts)
