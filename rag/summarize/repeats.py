"""Sentences of different articles that say the same, so that a digest says it once and cites every article.

Told by what the sentences tell, without a model: being sure matters more than finding every one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.summarize.dates import resolve
from rag.summarize.sentences import Sentence

ALIKE = 0.6  # share of what two sentences tell that both do (Dice); names and numbers count more
WORDS_ALIKE = 0.6  # the same of their plain words alone: two sentences about one person share the name
_WEIGHTS = (2.0, 1.5, 1.0)  # of numbers, names and plain words
_NEGATED = re.compile(r"\b(?:not|no|never|none|nobody|neither|without|\w+n[’']t|den(?:y|ie[sd])|cancel\w*)\b", re.I)


def repeats(sentence: Sentence, others: Iterable[Sentence]) -> list[Sentence]:
    """Those of the others that say the same: the nearest of each other article."""
    found: dict[str, tuple[float, Sentence]] = {}
    for other in others:
        if other.article.id == sentence.article.id:
            continue
        near = likeness(sentence, other)
        best = found.get(other.article.id)
        if near >= ALIKE and (best is None or near > best[0]) and _agree(sentence, other):
            found[other.article.id] = (near, other)
    return [other for _, other in found.values()]


def likeness(one: Sentence, other: Sentence) -> float:
    """The weighted share of what two sentences tell that both of them do, 0 to 1."""
    kinds = ((one.numbers, other.numbers), (one.names, other.names), (one.plain, other.plain))
    shared = sum(weight * len(a & b) for weight, (a, b) in zip(_WEIGHTS, kinds, strict=True))
    told = sum(weight * (len(a) + len(b)) for weight, (a, b) in zip(_WEIGHTS, kinds, strict=True))
    return 2 * shared / told if told else 0.0


def _agree(one: Sentence, other: Sentence) -> bool:
    """Whether nothing tells two sentences apart: a number, a day, a "not"."""
    words = len(one.plain) + len(other.plain)
    if words and 2 * len(one.plain & other.plain) < WORDS_ALIKE * words:
        return False
    if not (one.numbers <= other.numbers or other.numbers <= one.numbers):
        return False
    days, other_days = _days(one), _days(other)
    if days and other_days and days.isdisjoint(other_days):
        return False
    return bool(_NEGATED.search(one.text)) == bool(_NEGATED.search(other.text))


def _days(sentence: Sentence) -> set[str]:
    """The days it may mean."""
    stamp = sentence.article.published_at
    published = stamp.at.date() if stamp else None
    days = (resolve(named, published, ahead=ahead) for named in sentence.dates for ahead in (False, True))
    return {day for day in days if day is not None}
