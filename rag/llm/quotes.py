"""Find the sentences of a passage that have the words a language model quotes from it.

Words are the same when their letters and digits are, whatever their case and whatever stands between them: white
space, quotation marks, dashes and full stops are not compared. What is found are whole sentences; the quoted words
themselves are never shown to anyone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from rag.answer.claims.wording import words_of

# Of 100; see docs/decisions/0009: what changes a word or two of a sentence stays above, another sentence below.
NEAR = 82.0
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
    """The sentence, or the two in a row, that the words are an altered copy of, or of a part of."""
    if len(words) < FEWEST:
        return []
    told = " ".join(words)
    best: tuple[float, Place] = (0.0, ())
    for first in range(len(sentences)):
        for last in (first + 1, first + 2):
            if last > len(sentences):
                continue
            text = " ".join(word for sentence in sentences[first:last] for word in sentence)
            alike = fuzz.partial_ratio(told, text) if len(text) > len(told) else fuzz.ratio(told, text)
            if alike > best[0]:
                best = (alike, tuple(range(first, last)))
    return [best[1]] if best[0] >= NEAR else []
