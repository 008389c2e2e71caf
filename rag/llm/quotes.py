"""Find the sentences of a passage that have the words a language model quotes from it.

Words are the same when their letters and digits are, whatever their case and whatever stands between them: white
space, quotation marks, dashes and full stops are not compared. What is found are whole sentences; the quoted words
themselves are never shown to anyone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from rag.answer.words import words_of

NEAR = 0.7  # of the quoted words in their order; no sentence of the made-up articles has more than 0.39 of another's
FEWEST = 4  # words from which a quotation that isn't verbatim can be known again

_LEFT_OUT = re.compile(r"\[?(?:…|\.{3})\]?")

Place = tuple[int, ...]  # sentences, by their places in the passage


def places(quoted: str, sentences: Sequence[str]) -> list[Place]:
    """Every place of a passage where the quoted words stand; where they are nowhere, the one nearest to them, if any.

    Nothing quoted stands in every sentence.
    """
    parts = [words for part in _LEFT_OUT.split(quoted) if (words := words_of(part))]
    if not parts:
        return [(place,) for place in range(len(sentences))]
    read = [words_of(sentence) for sentence in sentences]
    found = [_verbatim(part, read) or _nearest(part, read) for part in parts]
    if len(found) == 1:
        return found[0]
    if not all(found):
        return []
    return [tuple(sorted({place for part in found for place in part[0]}))]


def _verbatim(words: Sequence[str], sentences: Sequence[Sequence[str]]) -> list[Place]:
    """Where the words stand one after the other, in one sentence or across several."""
    flat = [(word, place) for place, sentence in enumerate(sentences) for word in sentence]
    found: dict[Place, None] = {}
    for start in range(len(flat) - len(words) + 1):
        run = flat[start : start + len(words)]
        if all(word == one for word, (one, _) in zip(words, run, strict=True)):
            found[tuple(sorted({place for _, place in run}))] = None
    return list(found)


def _nearest(words: Sequence[str], sentences: Sequence[Sequence[str]]) -> list[Place]:
    """The sentence, else the two in a row, of which the words are an altered copy, or of a part of which."""
    if len(words) < FEWEST:
        return []
    for many in (1, 2):
        runs = [tuple(range(first, first + many)) for first in range(len(sentences) - many + 1)]
        alike = {run: _kept(words, [word for place in run for word in sentences[place]]) for run in runs}
        best = max(alike, key=lambda run: alike[run], default=())
        if best and alike[best] >= NEAR:
            return [best]
    return []


def _kept(words: Sequence[str], sentence: Sequence[str]) -> float:
    """The share of the words that stand in a sentence in the same order."""
    return LCSseq.similarity(words, sentence) / len(words)
