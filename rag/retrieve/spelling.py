"""Read a misspelt question as it was meant, by the words that the articles themselves use.

A word is mended only when no article nearby has it, English does not know it, and one word of the articles is close
to it: a name for a name, a common word for a common word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

SHORTEST = 4  # shorter words have too many neighbours
CLOSE = 0.72  # normalised similarity: one slip in four letters, two in eight

_WORD = re.compile(r"[^\W\d_]+")
_NOT = re.compile(r"\b[^\W\d_]+n[’']t\b", re.IGNORECASE)  # "wasn’t" is no slip for "was"


def mended(question: str, texts: Iterable[str], is_english: Callable[[str], bool]) -> tuple[str, dict[str, str]]:
    """The question with misspelt words mended, and what was read as what.

    ``texts`` are the articles it is likely about; ``is_english`` tells whether a lower-case word is an English one.
    """
    doubtful = [word for word in dict.fromkeys(_WORD.findall(_NOT.sub("", question))) if len(word) >= SHORTEST]
    if not doubtful:
        return question, {}
    vocabulary = words_in(texts)
    lower = {word.lower() for word in vocabulary}
    read: dict[str, str] = {}
    if question.islower():
        question = cased(question, vocabulary)
    for word in doubtful:
        if word.lower() in lower or _inflected(word.lower(), lower) or is_english(word.lower()):
            continue
        is_name = word[0].isupper()
        neighbours = [
            other
            for other in vocabulary
            if abs(len(other) - len(word)) <= 2 and (other[0].isupper() or not is_name) and len(other) >= SHORTEST - 1
        ]
        best = process.extractOne(
            word.lower(),
            {other: other.lower() for other in neighbours},
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=CLOSE,
        )
        if best is not None:
            read[word] = best[2]
    fixed = _WORD.sub(lambda found: read.get(found[0], found[0]), question)
    return fixed, read


def words_in(texts: Iterable[str]) -> set[str]:
    """The words of these texts, as they are written there."""
    return set(_WORD.findall("\n".join(texts)))


def cased(question: str, vocabulary: set[str]) -> str:
    """A question typed without capitals, with those words capitalised that the articles never write without."""
    always = {word.lower(): word for word in vocabulary if word[0].isupper() and word.lower() not in vocabulary}
    return _WORD.sub(lambda found: always.get(found[0], found[0]) if len(found[0]) >= SHORTEST else found[0], question)


def _inflected(word: str, vocabulary: set[str]) -> bool:
    """Whether the articles have another form of the word: "meetings" for "meeting"."""
    stems = {word.removesuffix(ending) for ending in ("s", "es", "ed", "d", "ing", "ly")}
    return any(stem + ending in vocabulary for stem in stems for ending in ("", "s", "es", "ed", "d", "ing", "e"))
