"""Text in an article that is no news but an order to the machine that reads it: never quoted as fact, never obeyed.

Articles are hostile input. An order is known by what it is: it speaks to an assistant, imitates the marks of a
conversation or of an answer, or tells its reader what to ignore. What a report quotes ("the message said: “Ignore ...”")
is news and stays. A paragraph that holds an order is left out whole, for the rest of it belongs to the order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.models import Span

_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_TAGS = re.compile(r"[\U000e0020-\U000e007e]")
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“]*“|(?<!\w)\"[^\"]*\"")
_READER = r"(?:assistants?|ai (?:systems?|models?|writers?|readers?)|language models?|chatbots?|machine (?:writers|readers)|machines|summari[sz]ers?|llms?)"
_MARKS = re.compile(
    r"(?:(?<!\w)\w[ ]){8}|<\|[^|]*\|>|\[/?inst\]|<</?sys>>|</?(?:system|assistant|user)>|```|\{\s*\"\w+\"\s*:|\[\[[^\]]*\]\]|【[^】]*】"
    r"|[a-z][\u0400-\u04ff]|[\u0400-\u04ff][a-z]",  # letters of two scripts in a word: it hides what it says
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:^|\n)\s*(?:#+\s*)?(?:system|assistant|user|human|answer|confidence|end of answer)\b\s*(?:prompt|message)?\s*[:.]"
    r"|\bexample \d+\W+question:"
    rf"|\b(?:text|notes?|message|style|instructions?)\b[^.:]{{0,30}}\bfor {_READER}\b"
    rf"|\b{_READER}\b[^.\n]{{0,60}}\b(?:must|should|shall|have to|are to|need to)\b[^.\n]{{0,40}}"
    r"\b(?:say|answer|write|mention|repeat|name|refuse|cite|state|report|respond|reply|output|tell)\b"
    r"|(?:^|[\n.:;!?]\s*|\bplease )(?:ignore|disregard|forget|ignorez|oubliez|ignoriere?n?|vergessen|vergiss|ignora|olvida)\b"
    r"[^.\n]{0,50}\b(?:instructions?|prompts?|above|previous|earlier|text|anweisung\w*|instruccion\w*|précédent\w*|obige\w*)\b"
    r"|\byou are (?:now|no longer) (?:an?|the) [^.\n]{0,30}\b(?:assistant|bot|helper|ai|model)\b|\bfollow these (?:examples|instructions)\b"
    r"|\bcite this (?:sentence|passage|article)\b"
    r"|\byou must (?:refuse|answer|say|reply)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:said|says|told|according to|ruled|wrote|warned|argued|reported|asked for)\b", re.IGNORECASE
)


def without_planted(text: str, spans: Iterable[Span]) -> list[Span]:
    """The sentences of an article, those of a paragraph that holds an order left out."""
    kept = list(spans)
    seen = _seen(text)
    if not (_MARKS.search(seen) or _ORDER.search(seen)):
        return kept
    bad = [found.span() for found in re.finditer(r"[^\n]+", text) if is_order(found[0])]
    return [s for s in kept if not any(start <= s.start < end for start, end in bad)]


def is_order(paragraph: str) -> bool:
    """Whether a paragraph speaks to the machine that reads it, outside of what it quotes from others."""
    seen = _seen(paragraph)
    if _MARKS.search(seen):
        return True
    told = _QUOTED.sub("“”", seen)
    sentences = [told, *re.split(r"(?<=[.!?:])\s+(?=\S)", told)]
    return any(_ORDER.search(one) and not _REPORTED.search(one) for one in sentences)


def _seen(text: str) -> str:
    """The text as a machine would read it: hidden letters spelt out, invisible marks gone."""
    return _UNSEEN.sub("", _TAGS.sub(lambda found: chr(ord(found[0]) - 0xE0000), text))
