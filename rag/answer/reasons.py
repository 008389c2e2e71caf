"""Where a reason stands: in the sentence that tells what happened, or in one beside it."""

from __future__ import annotations

import re

from rag.answer.compose import points_back
from rag.answer.reading import Reading

_TELLS_WHY = re.compile(
    r"\b(?:because|reasons?|caus\w+|due to|owing to|blam\w+|cit(?:e[sd]?|ing)|the (?:delay|move|decision) follow)\b",
    re.IGNORECASE,
)


_PLANS = re.compile(r"\b(?:due|set|expected|scheduled|going|about|likely) to [a-z]+", re.IGNORECASE)  # what, not why
_MAY_TELL_WHY = re.compile(
    r"\b(?:since|as|so that|after|over|amid|given|for fear|in (?:order|response|protest)|follow\w*|need\w*|want\w*|hop(?:es?|ed|ing)|"
    r"aim\w*|would|without|essential|vital|necessary|crucial|discuss\w*|focus\w*|concentrate|reflect\w*|explain\w*|to [a-z]+)\b",
    re.IGNORECASE,
)


_CAUSE = re.compile(r"\bcaus(?:e|es|ed)\b", re.IGNORECASE)


def asks_cause(question: str) -> bool:
    """Whether a question is about a cause by that word: then only a word for one answers it."""
    return _CAUSE.search(question) is not None


def tells_why(reading: Reading, index: int) -> bool:
    """Whether a sentence or the next gives a reason in so many words."""
    return any(_TELLS_WHY.search(reading.raw(i)) for i in range(index, min(index + 2, len(reading.spans))))


def reason_beside(reading: Reading, index: int) -> list[int]:
    """The places of the sentence and of the next where that gives the reason which this one leaves out.

    Empty when neither has a word that a reason or an aim could begin with.
    """
    told = reading.raw(index)
    if _TELLS_WHY.search(told) or index + 1 >= len(reading.spans):
        return [index]
    after = reading.raw(index + 1)
    same_paragraph = not reading.starts_paragraph(index + 1)
    says = _MAY_TELL_WHY.search(_PLANS.sub("", told)) is not None
    if _TELLS_WHY.search(after) or (
        same_paragraph and (points_back(after) or (not says and _MAY_TELL_WHY.search(after)))
    ):
        return [index, index + 1]
    return [index] if says else []
