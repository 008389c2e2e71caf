"""Make the words that answer whole: the full name, the full quantity with its unit, range, ratio or currency.

The reader gives a stretch of a sentence. What belongs to it by the form of the text is taken in; what is still in
doubt, or too long to be a short answer, is no lead, and the sentence speaks alone.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Sequence

from rag.answer.numbers import numbers_in
from rag.answer.words import CAPITAL, PARTICLE, SMALL
from rag.models import Span

LONGEST = 16  # words: more than that is a sentence, not a short answer
_QUALIFIERS = (
    "at least|at most|no more than|no fewer than|no less than|more than|less than|fewer than|up to|as many as|"
    "as much as|about|around|some|roughly|approximately|nearly|almost|just over|just under|just|over|under|only|"
    "an estimated|an average of|a record|a total of|between|from"
)
_BEFORE = re.compile(rf"(?:(?<!\w)(?:{_QUALIFIERS})[ ])+\Z", re.IGNORECASE)
_CURRENCY_BEFORE = re.compile(
    r"(?:(?:US|A|C|NZ|HK|S|R)?[$£€¥₹₦₵]|(?<!\w)(?:Rs\.?|R|KSh|KES|GH₵|USD|EUR|GBP|INR|CHF)[ ]?)\Z"
)
_UNIT_AFTER = re.compile(
    r"""\A(?:[ -]?(?:hundred|thousand|lakh|million|crore|billion|trillion|bn|mn|tn|m|k)\b)?
    (?:[ ]?(?:%|°[CF]?)|[ -](?:per[ ]cent|percent|percentage[ ]points?|points?|km|kg|mm|cm|mph|kph|GW|MW|GWh|MWh
    |tonnes?|tons?|miles?|kilomet(?:re|er)s?|met(?:re|er)s?|feet|ft|inches|hectares?|acres|lit(?:re|er)s?|dollars|pounds
    |euros|rupees|pence|cents?|seconds?|minutes?|hours?|days?|weeks?|months?|years?(?:[- ]old)?)\b)*""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINED_BEFORE = re.compile(
    r"""(?:between[ ]\S*\d\S*[ ]and[ ]|from[ ]\S*\d\S*[ ]to[ ]
    |(?:[\w.,$£€%]*\d[\w.,%]*|\b[a-z]+)(?:[ ]?[-–][ ]?|[ ](?:in|to|out[ ]of|of|and|or)[ ](?:every[ ]|the[ ])?)
    )[$£€]?\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINED_AFTER = re.compile(
    r"\A(?:[ ]?[-–/][ ]?|[ ](?:in|to|out[ ]of|and|or)[ ](?:every[ ])?)(?=[$£€\w])", re.IGNORECASE
)
_PARTLY = re.compile(r"\A[ ]and[ ](?:[a-z]+|\d+)[ ](?:inches|seconds|minutes|hours|days|weeks|months)\b", re.IGNORECASE)
_FRACTION = re.compile(r"(?:half|third|quarter|fifth|tenth)s?\b", re.IGNORECASE)
_FRACTION_BEFORE = re.compile(r"\b(?:a|one|two|three|four)[ -]\Z", re.IGNORECASE)
_DANGLING = re.compile(r"[ ](?:of|and|or|to|in|the|a)\Z")
_RANGE = re.compile(r"(?:[-–][ ]?|\b(?:in|to|out[ ]of|of)[ ](?:every[ ]|the[ ])?)[$£€]?\Z", re.IGNORECASE)
_DAYS = frozenset([*day_name, *month_name])
_PREFIX = r"(?:[ae][ldsn]-|[dl][’'])?"  # of a name's second part: al-, d’
_NAME_BEFORE = re.compile(
    rf"(?<![\w.-])(?:{PARTICLE}[ ])*(?:{_PREFIX}[{CAPITAL}](?=\S*[{SMALL}.])[\w’'.-]*[ ](?:{PARTICLE}[ ])*)*{_PREFIX}\Z"
)
_NAME_AFTER = re.compile(rf"\A(?:[ ](?:{PARTICLE}[ ])*{_PREFIX}[{CAPITAL}][\w’'-]*\w)+")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_SPACE = re.compile(r"\s")
_ENDS = re.compile(r"(?:[\s,;:!?]|(?<!\.\w)\.)+\Z")  # punctuation; the last point of "p.m." is none


def whole(sentence: str, span: Span, mid_words: frozenset[str]) -> Span:
    """The stretch with what belongs to it.

    ``mid_words``: the words that the article writes with a capital inside its sentences, which are names therefore.
    """
    sentence = _SPACE.sub(" ", sentence)  # lines may be broken anywhere; places stay
    said = _ENDS.sub("", sentence[span.start : span.end])
    span = _whole_words(sentence, Span(span.start, span.start + len(said)))
    span = _whole_quantity(sentence, span)
    return _whole_name(sentence, span, mid_words)


def lead(sentence: str, spans: Sequence[Span]) -> str | None:
    """The short answer that whole stretches of a sentence make up; None where they are no short answer."""
    sentence = _SPACE.sub(" ", sentence)
    shown = (_DANGLING.sub("", _ENDS.sub("", sentence[span.start : span.end]).strip()) for span in spans)
    parts = list(dict.fromkeys(shown))
    parts = [part for part in parts if any(character.isalnum() for character in part)]
    if not parts:
        return None
    text = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    if len(text.split()) > LONGEST or len(text) > 0.8 * len(sentence) or text.count("“") != text.count("”"):
        return None
    return " ".join(text.split())


def _whole_words(sentence: str, span: Span) -> Span:
    start, end = span
    while start > 0 and _inside_word(sentence, start):
        start -= 1
    while end < len(sentence) and _inside_word(sentence, end):
        end += 1
    return Span(start, end)


def _inside_word(sentence: str, place: int) -> bool:
    """Whether a cut here would part a word or a number: "1|.2m", "well|-known", "£|40"."""
    before, after = sentence[place - 1], sentence[place]
    if before.isalnum() and after.isalnum():
        return True
    if before.isdigit() and after in "%°":
        return True
    if place + 1 < len(sentence) and before.isdigit() and after in ".,:" and sentence[place + 1].isdigit():
        return True
    if place > 1 and before in ".,:" and after.isdigit() and sentence[place - 2].isdigit():
        return True
    return before in "$£€¥₹₦₵" and after.isdigit()


def _whole_quantity(sentence: str, span: Span) -> Span:
    """A stretch that begins or ends with a number, with qualifier, currency, unit, and what a range or ratio adds."""
    numbers = numbers_in(sentence)
    for _ in range(3):
        start, end = span
        if any(one.span.start < end <= one.span.end for one in numbers):
            end = max(end, next(one.span.end for one in numbers if one.span.start < end <= one.span.end))
            joined = _JOINED_AFTER.match(sentence[end:])
            following = joined and next((n for n in numbers if 0 <= n.span.start - end - len(joined[0]) <= 1), None)
            if joined and following and " in " in joined[0] and _YEAR.match(sentence[slice(*following.span)]):
                following = None
            after = _UNIT_AFTER.match(sentence[end:])
            end = following.span.end if following else end + (len(after[0]) if after else 0)
        first = next((one.span for one in numbers if one.span.end > start), None)
        opening = sentence[start : first.start] if first else ""
        if first and (opening in ("", "than ") or _CURRENCY_BEFORE.fullmatch(opening)):
            currency = _CURRENCY_BEFORE.search(sentence[: first.start])
            start = currency.start() if currency else first.start
            joined = _JOINED_BEFORE.search(sentence[:start])
            alike = joined and ("%" in joined[0]) <= ("%" in sentence[start : end + 1])
            if joined and alike and numbers_in(joined[0]) and _is_range(joined[0]):
                start = joined.start()
            qualifier = _BEFORE.search(sentence[:start])
            start = qualifier.start() if qualifier else start
        partly = _PARTLY.match(sentence[end:]) if numbers_in(sentence[start:end]) else None
        end += len(partly[0]) if partly else 0
        if _FRACTION.match(sentence[start:]):
            fraction = _FRACTION_BEFORE.search(sentence[:start])
            start = fraction.start() if fraction else start
        if (start, end) == span:
            break
        span = Span(start, end)
    return span


def _is_range(joined: str) -> bool:
    """Whether what stands before a number ties another number to it: "one in", "12-", "between 3 and"."""
    return bool(re.match(r"(?:between|from)\b", joined, re.IGNORECASE) or _RANGE.search(joined))


def _whole_name(sentence: str, span: Span, mid_words: frozenset[str]) -> Span:
    start, end = span
    if sentence[start : start + 1].isupper():
        before = _NAME_BEFORE.search(sentence[:start])
        if before and before[0]:
            words = before[0].split()
            first = before.start()
            # A sentence begins with a capital whatever stands there.
            while words and (words[0] in _DAYS or (first == 0 and words[0] not in mid_words)):
                first += len(words.pop(0)) + 1
            start = min(start, first)
    last = sentence[start:end].rsplit(None, 1)
    if last and last[-1][:1].isupper():
        after = _NAME_AFTER.match(sentence[end:])
        end += len(after[0]) if after else 0
    return Span(start, end)


def capitalised_inside(text: str) -> frozenset[str]:
    """The words that a text writes with a capital in the middle of a sentence."""
    return frozenset(re.findall(rf"(?<=[{SMALL},]\s)[{CAPITAL}][\w’'-]*\w", text))
