"""When two words, or a name and a text, may mean the same: inflected forms and synonyms."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.answer.language.forms import forms
from rag.answer.language.synonyms import synonyms
from rag.answer.reading import bare


def mentions(text: str, name: str) -> bool:
    """Whether a text has the name, or its telling part, in some form."""
    present = words_of(text)
    parts = [word.lower() for word in re.findall(r"[^\W_]+", bare(name)) if len(word) > 1 or word.isdigit()]
    if not parts:
        return True
    return any(is_present(part, present) for part in parts[-1:] + parts[:-1] if part not in ("the", "of"))


def is_present(part: str, present: frozenset[str]) -> bool:
    """Whether a lower-case word, another form of it or a short name for it is among these."""
    return any(_has(alias, present) for alias in synonyms(part))


def _has(alias: str, present: frozenset[str]) -> bool:
    if "_" not in alias:
        return _is_there(alias, present)
    return all(any(_is_there(form, present) for form in forms(word)) for word in alias.split("_"))


def _is_there(word: str, present: frozenset[str]) -> bool:
    return word in present or any(alike(word, other) for other in _by_start(present).get(word[:4], ()))


@lru_cache(maxsize=4096)
def _by_start(present: frozenset[str]) -> dict[str, list[str]]:
    """The words under their first four letters, which words that are alike share."""
    found: dict[str, list[str]] = {}
    for word in present:
        found.setdefault(word[:4], []).append(word)
    return found


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The words of a text, in lower case."""
    return frozenset(word.lower() for word in re.findall(r"[^\W_]+", text.replace("’s", "").replace("'s", "")))


def alike(one: str, other: str) -> bool:
    """Whether two words may be forms of one: equal, or the same up to a short ending."""
    if one == other:
        return True
    short, long = sorted((len(one), len(other)))
    if short < 4:
        return False
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), short)
    return shared >= max(4, short - 3) and long - shared <= 4
