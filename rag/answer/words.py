"""When two words, or a name and a text, may mean the same: inflected forms, demonyms, common short names.

The short names are those that every newsroom uses without explaining them; nothing else is known here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.answer.reading import bare

_ALIASES = (
    frozenset({"uk", "britain", "british", "kingdom"}),
    frozenset({"us", "america", "american", "states"}),
    frozenset({"eu", "european", "europe", "union", "brussels"}),
)


@lru_cache(maxsize=4096)
def _aliases(word: str) -> frozenset[str]:
    return next((names for names in _ALIASES if word in names), frozenset({word}))


def mentions(text: str, name: str) -> bool:
    """Whether a text has the name, or its telling part, in some form."""
    present = words_of(text)
    parts = [word.lower() for word in re.findall(r"[\w-]+", bare(name)) if len(word) > 1 or word.isdigit()]
    if not parts:
        return True
    return any(is_present(part, present) for part in parts[-1:] + parts[:-1] if part not in ("the", "of"))


def is_present(part: str, present: frozenset[str]) -> bool:
    """Whether a lower-case word, another form of it or a short name for it is among these."""
    return any(alias in present for alias in _aliases(part)) or any(alike(part, word) for word in present)


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The words of a text, in lower case."""
    return frozenset(word.lower() for word in re.findall(r"[^\W_]+", text.replace("’s", "").replace("'s", "")))


def alike(one: str, other: str) -> bool:
    """Whether two words may be forms of one: equal, or the same up to a short ending."""
    if one == other:
        return True
    stem = max(4, min(len(one), len(other)) - 3)
    return len(one) >= 4 and len(other) >= 4 and one[:stem] == other[:stem] and abs(len(one) - len(other)) <= 4
