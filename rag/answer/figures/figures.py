"""The figures a sentence gives: what each comes to, in what unit, and of what.

Dates, clock times, ordinals and ages are no figures. Knows nothing of questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

_WORDS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
}
_WORD = "|".join(sorted((set(_WORDS) - {"zero", "one"}) | {"hundred", "thousand", "million", "billion", "dozen"}))
_FIGURE = re.compile(
    rf"""(?P<currency>[$£€¥])?[ ]?(?<![\w.,:/-])(?:
      (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[ -]?(?P<scale>thousand|million|billion|trillion|bn|m(?!\w)|k(?!\w)))?
    | (?P<words>(?:{_WORD})\b(?:(?:[ -]|[ ]and[ ])(?:one|{_WORD})\b)*)
    | (?P<half>an?[ ](?:good[ ]|full[ ])?(?P<halved>mile|hour|day|week|month|year|million|dozen)[ ]and[ ]a[ ]half)
    )(?![\w])(?!(?:st|nd|rd|th)\b|-year-old|[.:]\d|[ ]?[ap]\.?m\b)""",
    re.IGNORECASE | re.VERBOSE,
)
BEFORE = 30  # characters before a figure that may belong to it
_ABOUT = re.compile(
    r"(?:at least|at most|more than|less than|fewer than|up to|about|around|some|nearly|almost|roughly|over|under|only|"
    r"an estimated|just over|just under)\s$",
    re.IGNORECASE,
)
_AGE_BEFORE = re.compile(r"[A-Z][\w’'-]+(?:, (?:aged )?| \(| aged )\d{1,3}$")
_LABEL = re.compile(r"\b(?:No\.?|Nos\.?|Article|Section|Chapter|Clause|Route|Flight|Room|Page|Phase|Type|Group)\s$")
_PERCENT = re.compile(r"\s?(?:per cent|percent|%|percentage points?)", re.IGNORECASE)
# In metres and in hours, so that the same told in other units is seen to be the same.
_LENGTHS = {
    "km": 1e3, "kilometre": 1e3, "kilometer": 1e3, "mile": 1609.0, "metre": 1.0, "meter": 1.0, "m": 1.0,
    "cm": 1e-2, "centimetre": 1e-2, "mm": 1e-3, "millimetre": 1e-3, "millimeter": 1e-3,
    "foot": 0.305, "yard": 0.914, "inch": 0.0254,
}  # fmt: skip
_DURATIONS = {
    "second": 1 / 3600, "minute": 1 / 60, "hour": 1.0, "night": 24.0, "day": 24.0, "week": 168.0, "month": 730.0,
    "year": 8766.0, "decade": 87660.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A number in a sentence. ``text`` is its words, with "at least" and the like before it.

    ``unit`` is "%", a currency sign, "length", "duration", the lemma of the noun it counts, or empty; ``start`` and
    ``end`` are characters of the sentence, without the words before it.
    """

    text: str
    value: float
    unit: str
    start: int
    end: int
    span: SpacySpan

    @property
    def root(self) -> Token:
        """The word of the figure that the rest hangs on."""
        return self.span.root


def figures(doc: Doc) -> list[Figure]:
    """The figures of a sentence, in order."""
    found = []
    text = doc.text
    for match in _FIGURE.finditer(text):
        start = match.start() + (len(match[0]) - len(match[0].lstrip()))
        before = text[max(0, start - BEFORE) : start]
        span = doc.char_span(start, match.end(), alignment_mode="expand")
        if span is None or _LABEL.search(before):
            continue
        unit, scale = _unit(doc, match, span)
        if unit != "duration" and _is_date(match, span):
            continue
        about = _ABOUT.search(before)
        told = f"{about[0] if about else ''}{text[start : match.end()]}{_shown(match)}"
        found.append(Figure(told, _value(match) * scale, unit, start, match.end(), span))
    return found


def _is_date(match: re.Match[str], span: SpacySpan) -> bool:
    """Whether a number is a day, a year or a clock time; the parser also takes "By Sunday 38,600 people" for a date."""
    if match["scale"] or "," in match[0]:
        return False
    if any(token.ent_type_ in ("TIME", "ORDINAL") for token in span):
        return True
    if any(ent.label_ == "DATE" and ent.text == match[0].strip() for ent in span.doc.ents if ent.start == span.start):
        alone = not re.fullmatch(r"\d{4}", match[0].strip())  # a bare number is a year, an age or just a number
        return not alone or bool(
            _AGE_BEFORE.search(match.string[: match.end()]) and match.string[match.end() :][:1] in ",;.)"
        )
    return any(token.ent_type_ == "DATE" for token in span)


def _shown(match: re.Match[str]) -> str:
    """The unit as it is written, where a number says nothing without it."""
    after = match.string[match.end() :]
    if percent := _PERCENT.match(after):
        return percent[0]
    measured = re.match(r"[ -]?([A-Za-z]+)", after)
    if measured and not match["half"] and _singular(measured[1].lower()) in {**_LENGTHS, **_DURATIONS}:
        return measured[0]
    return ""


def _value(match: re.Match[str]) -> float:
    if match["digits"]:
        return float(match["digits"].replace(",", "").rstrip(".")) * _SCALES.get((match["scale"] or "").lower(), 1.0)
    if match["half"]:
        return 1.5
    total, part = 0.0, 0.0
    for word in re.split(r"[ -]", match["words"].lower()):
        if word in _WORDS:
            part += _WORDS[word]
        elif word in ("hundred", "dozen"):
            part = max(part, 1.0) * _SCALES[word]
        elif word in _SCALES:
            total, part = total + max(part, 1.0) * _SCALES[word], 0.0
    return total + part


def _singular(word: str) -> str:
    return {"feet": "foot", "inches": "inch"}.get(word, word[:-1] if word.endswith("s") and len(word) > 2 else word)


def _unit(doc: Doc, match: re.Match[str], span: SpacySpan) -> tuple[str, float]:
    """The unit of a figure, and what its number is to be multiplied with."""
    if match["currency"]:
        return str(match["currency"]), 1.0
    after = match.string[match.end() :]
    if _PERCENT.match(after):
        return "%", 1.0
    noun = (match["halved"] or _noun(doc, span) or "").lower()
    if noun in _LENGTHS:
        return "length", _LENGTHS[noun]
    if noun in _DURATIONS:
        return "duration", _DURATIONS[noun]
    return noun, 1.0


def _noun(doc: Doc, span: SpacySpan) -> str | None:
    """The lemma of the noun that is counted: "26 ships", "26 of the 41 ships", "64 million crowns"."""
    following = doc[span.end] if span.end < len(doc) else None
    if following is not None and following.lower_ == "of":
        of = next((token for token in following.children if token.dep_ == "pobj"), None)
        return str(of.lemma_) if of is not None else None
    if following is not None and following.lower_.rstrip(".") in _LENGTHS:
        return str(following.lower_.rstrip("."))
    if following is not None and following.text == "-" and span.end + 1 < len(doc):
        following = doc[span.end + 1]
    top = span.root
    while top.head != top and top.head.i > top.i and top.dep_ in ("nummod", "quantmod", "compound", "amod", "npadvmod"):
        top = top.head
        if top.pos_ in ("NOUN", "PROPN") and not top.like_num:
            return str(top.lemma_)
    if following is not None and following.pos_ == "NOUN" and not following.like_num:
        return str(following.lemma_)
    return None
