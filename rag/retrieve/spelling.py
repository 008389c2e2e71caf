"""Mend misspelt words that no article has and English doesn't know with close words of the articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

SHORTEST = 4  # shorter words have too many neighbours
MOST = 24  # words mended, the first ones: a question with more is in another language
CLOSE = 0.72  # normalised similarity: one slip in four letters, two in eight

_WORD = re.compile(r"[^\W\d_]+")
_NOT = re.compile(r"\b[^\W\d_]+n[’']t\b", re.IGNORECASE)  # "wasn’t" is no slip for "was"


def mended(question: str, words: Iterable[Iterable[str]], is_english: Callable[[str], bool]) -> str:
    """The question with misspelt words mended. ``words`` are those of the likely articles, article by article."""
    known = [word for word in dict.fromkeys(_WORD.findall(_NOT.sub("", question))) if len(word) >= SHORTEST]
    doubtful = [word for word in known if not is_english(word.lower())]
    if not known or not (doubtful or question.islower()):
        return question
    vocabulary = set().union(*words)
    lower = {word.lower() for word in vocabulary}
    read: dict[str, str] = {}
    if question.islower():
        question = cased(question, vocabulary)
    unknown = [word for word in doubtful if word.lower() not in lower and not _inflected(word.lower(), lower)]
    for word in unknown[:MOST]:
        is_name = word[0].isupper()
        neighbours = [
            other
            for other in vocabulary
            if abs(len(other) - len(word)) <= 2 and (other[0].isupper() or not is_name) and len(other) >= SHORTEST - 1
        ]
        # Of words as close, one written alike, and not in capitals.
        neighbours.sort(key=lambda other: (other[0].isupper() != is_name, other.isupper(), other))
        best = process.extractOne(
            word.lower(),
            {other: other.lower() for other in neighbours},
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=CLOSE,
        )
        if best is not None:
            read[word] = best[2]
    return _WORD.sub(lambda found: read.get(found[0], found[0]), question)


def words_in(texts: Iterable[str]) -> set[str]:
    """The words of these texts, as they are written there."""
    return set(_WORD.findall("\n".join(texts)))


def cased(question: str, vocabulary: set[str]) -> str:
    """A question typed without capitals, with those words capitalised that the articles never write without."""
    always = {word.lower(): word for word in sorted(vocabulary) if word[0].isupper() and word.lower() not in vocabulary}
    return _WORD.sub(lambda found: always.get(found[0], found[0]) if len(found[0]) >= SHORTEST else found[0], question)


def _inflected(word: str, vocabulary: set[str]) -> bool:
    """Whether the articles have another form of the word: "meetings" for "meeting"."""
    stems = {word.removesuffix(ending) for ending in ("s", "es", "ed", "d", "ing", "ly")}
    return any(stem + ending in vocabulary for stem in stems for ending in ("", "s", "es", "ed", "d", "ing", "e"))
