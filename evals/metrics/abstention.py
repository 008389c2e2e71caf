"""How well not answering falls on the questions that can't be answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Abstention(NamedTuple):
    """Shares from 0 to 1; None where there was nothing to share out."""

    precision: float | None
    recall: float | None


def abstention(cases: Sequence[tuple[bool, bool]]) -> Abstention:
    """Precision and recall of abstaining, from one ``(abstained, should have abstained)`` a question.

    Precision is None when no question was abstained from, recall when every question should have been answered.
    """
    right = sum(did and should for did, should in cases)
    abstained = sum(did for did, _ in cases)
    wanted = sum(should for _, should in cases)
    return Abstention(right / abstained if abstained else None, right / wanted if wanted else None)
