"""The numbers of a text and what they amount to, written in figures or in words: "1,200", "12m", "thirty-one", "3-1".

Knows no grammar: what a number counts, and whether it is "at least" so much, is told elsewhere. "One" is left alone where
it is no number ("no one", "one of them", "one another").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: value for value, word in enumerate(_SMALL.split())}
_VALUES |= {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)}
_TIMES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_RANKS = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12, "twentieth": 20,
    "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80,
    "ninetieth": 90, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_RANKS |= {f"{word}th": value for word, value in _VALUES.items() if value in (4, 6, 7) or (9 < value < 20 and value != 12)}

_WORDS = "|".join(sorted([*_VALUES, *_TIMES], key=len, reverse=True))
_RANK_WORDS = "|".join(sorted(_RANKS, key=len, reverse=True))
_FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"""
      (?P<pair>\b\d+\s?[-–—:/]\s?\d+(?:[-–—:/]\d+)*\b)(?!-year)   # a score, a time, a range, a date
    | (?P<rank>\b\d+(?:st|nd|rd|th)\b|\b(?:(?:{_TENS.replace(" ", "|")})[- ])?(?:{_RANK_WORDS})\b)
    | (?P<often>\b(?:twice|thrice|(?:\d+|{_WORDS})[ ]times)\b)
    | (?<![\w.,])(?P<figures>{_FIGURES})(?P<short>(?:k|mn?|bn|tn)\b)?
      (?P<times>(?:[ -](?:hundred|thousand|million|billion|trillion)\b)*)
    | (?P<spelt>\b(?:(?:half[ ])?an?[ ](?=(?:{"|".join(_TIMES)})\b))?(?:{_WORDS})\b
      (?:(?:[ -]|(?:(?<=hundred)|(?<=thousand)|(?<=million))[ ]and[ ])(?:{_WORDS})\b)*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNIT_AFTER = re.compile(
    r"\s?(?:(?P<percent>%|per ?cent\b|pc\b)|(?P<points>percentage points?\b)|-?"
    r"(?P<money>dollars?|pounds?|euros?|yen|rupees?|crowns?|francs?|marks?|rubles?|roubles?|yuan|pesos?|lira|USD|EUR|GBP)\b)",
    re.IGNORECASE,
)
_SIGNS = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "₹": "rupee"}
_CODES = {"usd": "dollar", "eur": "euro", "gbp": "pound", "rouble": "ruble"}
_NO_NUMBER = re.compile(
    r"\b(?:no|any|every|some|each|this|that|the|which|another) one\b|\bone (?:another|of|day|side)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, and where it stands with its unit: code points of the text, end exclusive.

    ``value`` is the same for the same amount however it is written: "1200", "3:1" of a score, "2th" of a rank,
    "2x" of "twice".
    ``unit`` is "%" or a currency in the singular, else empty.
    """

    value: str
    unit: str
    start: int
    end: int


def amounts(text: str) -> Iterator[Amount]:
    """The numbers of a text, in order."""
    spared = [found.span() for found in _NO_NUMBER.finditer(text)]
    for found in _AMOUNT.finditer(text):
        start, end = found.span()
        if any(first <= start < last for first, last in spared):
            continue
        if found["pair"]:
            value = re.sub(r"\s?[-–—:/]\s?", ":", found["pair"])
        elif found["rank"]:
            value = f"{_rank(found['rank'])}th"
        elif found["often"]:
            value = f"{_often(found['often'].lower())}x"
        elif found["figures"]:
            value = _plain(_of_figures(found))
        else:
            value = _plain(_of_words(found["spelt"]))
        yield _with_unit(value, text, start, end)


def _rank(text: str) -> int:
    if text[0].isdigit():
        return int(text[:-2])
    tens, _, last = text.lower().replace("-", " ").rpartition(" ")
    return _VALUES.get(tens, 0) + _RANKS[last]


def _often(text: str) -> str:
    if text in ("twice", "thrice"):
        return "2" if text == "twice" else "3"
    number = text.partition(" ")[0]
    return number if number.isdigit() else str(_VALUES.get(number, number))


def _of_figures(found: re.Match[str]) -> Decimal:
    value = Decimal(found["figures"].replace(",", "")) * _SHORT.get((found["short"] or "").lower(), 1)
    for word in re.split(r"[ -]", found["times"].lower()):
        value *= _TIMES.get(word, 1)
    return value


def _of_words(text: str) -> Decimal:
    """What a number in words amounts to: "two hundred and five", "half a million", "a dozen"."""
    words = re.split(r"[ -]", text.lower())
    total, part = Decimal(0), Decimal(0)
    for word in words:
        if word in _TIMES:
            part = (part or Decimal(1)) * _TIMES[word]
            if _TIMES[word] > 100:
                total, part = total + part, Decimal(0)
        else:
            part += _VALUES.get(word, 0)
    return (total + part) / (2 if words[0] == "half" else 1)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _with_unit(value: str, text: str, start: int, end: int) -> Amount:
    if sign := _SIGNS.get(text[start - 1 : start]):
        return Amount(value, sign, start - 1, end)
    after = _UNIT_AFTER.match(text, end)
    if after is None:
        return Amount(value, "", start, end)
    if after["percent"] or after["points"]:
        return Amount(value, "%" if after["percent"] else "points", start, after.end())
    money = after["money"].lower().removesuffix("s")
    return Amount(value, _CODES.get(money, money), start, after.end())
