"""How many of a question's words a text has, weighed by rarity, and whether it has what the question quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

STEM = 5  # letters: enough to see that two forms are of one word
QUOTED_WORDS = 3  # fewer in quotation marks are a name or a term

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+")
_POSSESSIVE = re.compile(r"[’'](?:s\b|(?!\w))")
_QUOTED = re.compile(r"[“\"‘]([^“”\"]+)[”\"’]")


class Telling:
    """The telling words of one question. ``rarity`` gives each its weight; a higher one tells more."""

    def __init__(self, question: str, rarity: Mapping[str, float]) -> None:
        self._question = question
        self._weights: dict[str, float] = {}
        for word, weight in rarity.items():
            stem = _stem(word)
            self._weights[stem] = max(weight, self._weights.get(stem, 0.0))
        self._total = sum(self._weights.values())
        self._stems = [(f" {stem} ", weight) for stem, weight in self._weights.items()]

    def share(self, present: str) -> float:
        """The share of the question's words among the ``stems`` of a text, 0 to 1; 0 when no word is asked for."""
        if not self._total:
            return 0.0
        return sum(weight for stem, weight in self._stems if stem in present) / self._total

    def quotes(self, text: str) -> bool:
        """Whether the text has, word for word, something that the question quotes."""
        return bool(self._quoted) and any(words in f" {' '.join(_words(text))} " for words in self._quoted)

    @cached_property
    def _quoted(self) -> list[str]:
        quoted = [_words(found) for found in _QUOTED.findall(self._question)]
        return [f" {' '.join(words)} " for words in quoted if len(words) >= QUOTED_WORDS]


def stems(text: str) -> str:
    """The words of a text, cut short, between blanks: one string is small to keep, and searched fast."""
    return between_blanks(_stem(word) for word in _WORD.findall(_POSSESSIVE.sub("", text)))


def between_blanks(words: Iterable[str]) -> str:
    """Words, each once, so that ``" word "`` is in the text when the word is among them."""
    return f" {' '.join(dict.fromkeys(words))} "


def _stem(word: str) -> str:
    return word if word[0].isdigit() else word.lower()[:STEM]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
