"""The numbers of a text and what they come to, so that "nineteen" is 19 and "1.2m" is 1.2 million.

Knows nothing of what is counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.models import Span

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: float(value) for value, word in enumerate(_UNITS.split())}
_VALUES |= {word: 10.0 * value for value, word in enumerate(_TENS.split(), 2)}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6, "m": 1e6, "mn": 1e6, "crore": 1e7,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "dozen": 12.0,
}  # fmt: skip
_WORD = "|".join(sorted([*_VALUES, "hundred", "thousand", "lakh", "million", "crore", "billion", "trillion", "dozen"]))
_NUMBER = re.compile(
    rf"""(?<![\w.,])(?:
      (?P<digits>\d{{1,3}}(?:,\d{{2,3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
        (?:[ -]?(?P<scale>hundred|thousand|lakh|million|crore|billion|trillion|mn|bn|tn|[mkb])(?!\w))?
    | (?P<words>(?:{_WORD})(?:(?:-|[ ]|[ ]and[ ])(?:{_WORD}))*)(?!\w)
    )(?![^\W\d_]{{3,}})""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and where it stands: the digits or words alone, without unit or currency."""

    value: float
    span: Span


def numbers_in(text: str) -> list[Number]:
    """The numbers of a text, in order, in figures or in words; years and days of the month among them."""
    found = []
    for match in _NUMBER.finditer(text):
        if match["digits"]:
            scale = _SCALES.get((match["scale"] or "").lower(), 1.0)
            value = round(float(match["digits"].replace(",", "")) * scale, 6)  # 2.14 * 1e9 is not 2,140,000,000
        else:
            value = _spelt(match["words"])
        found.append(Number(value, Span(*match.span())))
    return found


def values_in(text: str) -> set[float]:
    """What the numbers of a text come to; a number with a scale also without it, as "1.2" of "1.2m"."""
    found = {one.value for one in numbers_in(text)}
    return found | {float(one.replace(",", "")) for one in re.findall(r"\d+(?:,\d{3})+|\d+(?:\.\d+)?", text)}


def without_numbers(text: str) -> str:
    """The text with its numbers left out."""
    for one in reversed(numbers_in(text)):
        text = f"{text[: one.span.start]} {text[one.span.end :]}"
    return text


def _spelt(words: str) -> float:
    total = current = 0.0
    for word in re.split(r"[ -]", words.lower()):
        if word in _VALUES:
            current += _VALUES[word]
        elif word in ("hundred", "dozen"):
            current = max(current, 1.0) * _SCALES[word]
        elif word in _SCALES:
            total += max(current, 1.0) * _SCALES[word]
            current = 0.0
    return total + current
