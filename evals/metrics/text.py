"""Tell whether an answer says what is expected: accepted wordings, and SQuAD's exact match and token F1.

Knows words and typography, nothing about meaning.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

Group = Sequence[str]    # accepted wordings of one thing: any of them will do
Groups = Sequence[Group]

_DASHES = re.compile(r"[‐‑‒–—―−-]+")
_APOSTROPHES = re.compile(r"[‘’‚‛′`]")
_QUOTES = re.compile(r"[\"“”„‟«»″]|(?<!\w)'|'(?!s\b)")    # all but the genitive's, which ends a word
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


@lru_cache(512)    # an answer is searched for many wordings
def folded(text: str) -> str:
    """The text in small letters, without quotation marks, and apostrophes only before a genitive s, with one kind of
    dash and space, and with numbers in plain digits ("10,000" is "10000")."""
    text = _APOSTROPHES.sub("'", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_THOUSANDS.sub("", _DASHES.sub("-", _QUOTES.sub("", text))).split())


def contains(text: str, wording: str, *, whole: bool = False) -> bool:
    """Whether the text says the wording, whatever its typography.

    A wording starts where a word or a number starts, and may end inside a word ("Zelensk" is in "Zelenskyy"). But one
    that ends in a digit must end where the text's number does ("12" is in "12" and "12m", not in "120", "12,500" or
    "12.5"), and a single word of three letters or fewer where the text's word does ("no" is not in "Norway").
    ``whole`` wants every wording to end a word, but for a plural or a genitive ("Iran" is in "Iran's", not "Iranian").
    """
    wanted = folded(wording).rstrip(".")
    if not wanted:
        return False
    before = r"(?<!\w)(?<!\d[.,:])" if wanted[0].isdigit() else r"(?<!\w)" if wanted[0].isalnum() else ""
    return re.search(before + re.escape(wanted) + _end(wanted, whole), folded(text)) is not None


def _end(wanted: str, whole: bool) -> str:
    """The pattern of where a wording may end."""
    if whole:
        return r"(?:'?s|es)?(?!\w|[.,:]\d)"
    if wanted[-1].isdigit():
        return r"(?!\d|[.,:]\d)"
    return r"(?!\w)" if len(wanted) <= 3 and wanted.isalnum() else ""


def found(text: str, wordings: Iterable[str]) -> list[str]:
    """Those of the wordings that the text says."""
    return [wording for wording in wordings if contains(text, wording)]


def missing(text: str, groups: Groups) -> list[Group]:
    """The groups of which the text says no wording."""
    return [group for group in groups if not found(text, group)]


def coverage(text: str, groups: Groups) -> float | None:
    """The share of groups of which the text says a wording; None without groups."""
    return 1 - len(missing(text, groups)) / len(groups) if groups else None


def normalise_answer(text: str) -> str:
    """As in SQuAD's official script: small letters, no ASCII punctuation, no articles, single spaces."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split())


def exact_match(answer: str, references: Sequence[str]) -> float:
    """1 when the answer is one of the references (at least one) once both are normalised, else 0."""
    return float(normalise_answer(answer) in map(normalise_answer, references))


def token_f1(answer: str, references: Sequence[str]) -> float:
    """SQuAD's F1 over the words of the answer and of a reference; the best over the references (at least one)."""
    return max(_f1(normalise_answer(answer).split(), normalise_answer(one).split()) for one in references)


def _f1(answer: Sequence[str], reference: Sequence[str]) -> float:
    if not answer or not reference:
        return float(answer == reference)    # as in SQuAD 2.0: silence is right when nothing was to be said
    shared = (Counter(answer) & Counter(reference)).total()
    return 2 * shared / (len(answer) + len(reference))
