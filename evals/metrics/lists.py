"""Score a list that was given against the list that was wanted. Knows the wordings of items, not what they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from evals.metrics.text import Group, Groups, found


class ListScore(NamedTuple):
    """Shares from 0 to 1. ``precision`` is None when nothing was said; ``missed`` and ``wrong`` say why."""

    precision: float | None
    recall: float
    f1: float
    missed: tuple[Group, ...]
    wrong: tuple[str, ...]


def list_score(
    statements: Sequence[str], items: Groups, *, allowed: Sequence[str] = (), forbidden: Sequence[str] = ()
) -> ListScore:
    """Precision, recall and F1 of the items that the statements of an answer name.

    An item is found when any statement has one of its wordings. A statement is wrong when it has a forbidden wording,
    or names neither an item nor something allowed. Recall is found / items, precision found / (found + wrong). So it
    doesn't matter whether items are told in one statement or in many, naming an item twice earns nothing, and a
    statement that is merely allowed counts neither way. Raises ValueError when there are no items to find.
    """
    if not items:
        raise ValueError("a list without items has no score")
    wordings = [wording for item in items for wording in item]
    missed = tuple(item for item in items if not any(found(said, item) for said in statements))
    wrong = tuple(
        said for said in statements if found(said, forbidden) or not (found(said, wordings) or found(said, allowed))
    )
    hits = len(items) - len(missed)
    named = hits + len(wrong)
    return ListScore(
        precision=hits / named if named else None,
        recall=hits / len(items),
        f1=2 * hits / (named + len(items)),
        missed=missed,
        wrong=wrong,
    )
