"""Recognise questions that ask for the news itself ("what's new?", "summarise this week"), which a summary answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rag.retrieve.when import Period, period

LATELY = timedelta(days=7)  # how far back "what's new?" looks

_OF = r"(?:\s+(?:on|about|in|with|from|for|of|regarding|concerning|around)\b)?"
_POLITE = r"^(?:(?:please|can you|could you|would you|will you|i want|i need|i would like|i'd like)\s+)*(?:to\s+)?"
_ORDER = re.compile(
    _POLITE + r"(?:(?:summari[sz]e|sum up|recap|brief (?:me|us)|catch (?:me|us) up|update (?:me|us))\b"
    r"|(?:(?:give|write|make|show|get)\s+(?:me\s+|us\s+)?)?(?:an?\s+|the\s+)?(?:(?:short|brief|quick|daily|weekly|news)\s+)*"
    r"(?:summary|overview|digest|recap|rundown|round-?up|briefing|update)\b)" + _OF + r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NEWS = re.compile(
    r"""^(?:what(?:['’]s|[ ]is|[ ]are|[ ]was|[ ]were)|tell[ ](?:me|us)|(?:is|are)[ ]there|show[ ](?:me|us))?\s*
    (?:(?:the|any|some)\s+)?(?:(?:latest|newest|main|top|biggest|recent|most[ ]important)\s+)*
    (?:(?:news|headlines|stories|developments)\b
     |(?:anything[ ]new|latest|new)\b
      (?=\s*(?:$|[?.!]|(?:on|about|with|in|from|since|today|this|over|regarding|concerning)\b)))"""
    + _OF
    + r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_HAPPENED = re.compile(
    r"^what(?:['’]s| has| have| is| was)?\s+(?:also\s+|else\s+|been\s+)?"
    r"(?:happen(?:ed|ing|s)?|chang(?:ed|ing)|gone on|going on|went on|reported)\b" + _OF + r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_THE_WEEK = re.compile(r"\b(?:the|our) week\b", re.IGNORECASE)
_OF_TODAY = re.compile(r"\b(?:today|yesterday)\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"""(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october
    |november|december|(?:day|week|weekend|month|year|hour|article|story|headline)s?|stories|today|yesterday|now|this|last
    |past|previous|few|couple|two|three|four|five|six|seven|ten|since|until|so|far|recently|currently|lately|to|and|between
    |early|late|the|an?|of|on|in|from|for|over|during|within|about|at|with|all|everything|it|whole|news|library|world|most
    |important|main|top|latest|here|there|me|us|my|our|please|have|has|been|happened|what|is|i|do|know
    |[\d-]+(?:st|nd|rd|th)?|\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_ANOTHER = re.compile(  # what goes on about something said before, or asks for one thing after all
    r"^\s*(?:that|this|these|those|the) (?:answer|article|story|report|one|ones|sources?)\W*$"
    r"|^\s*(?:what|who|whom|whose|which|how|why|when|where|did|does|do)\b"
    r"|\b(?:it|them|him|her|he|she|they|his|their|its|that|these|those)\b"
    r"|\bthis\b(?! (?:past|week|month|year|morning|weekend|spring|summer|autumn|winter))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Overview:
    """What is to be told: the news about ``topic``, or all where it is empty, from the first day to the last."""

    topic: str
    since: date | None
    until: date | None


def overview(question: str, asked: date) -> Overview | None:
    """The news that a question asks for; None if it asks for anything else, or goes on about what was said before."""
    ordered, news = _ORDER.match(question), _NEWS.match(question)
    found = ordered or news or _HAPPENED.match(question)
    if found is None or _ANOTHER.search(found["rest"]) or (ordered and not found["rest"].strip(" .!?")):
        return None
    time = period(_THE_WEEK.sub("this week", question), asked)
    if time and _SINCE.search(question) and time.last < asked:
        time = replace(time, last=asked)
    topic = _topic(found["rest"])
    on_some_day = time and time.first == time.last and (topic or not _OF_TODAY.search(question))
    if not (ordered or news) and (time is None or on_some_day):
        return None  # what happened to somebody, or on a day, is told by sentences
    if news and not topic and time is None:
        time = Period(max(asked, date.min + LATELY) - LATELY, asked)
    return Overview(topic, time.first if time else None, time.last if time else None)


def _topic(rest: str) -> str:
    """What is left when the words at both ends are gone that name a time, or the news as such."""
    words = rest.strip(" .!?:").split()
    while words and _says_nothing(words[0]):
        words = words[1:]
    while words and _says_nothing(words[-1]):
        words = words[:-1]
    return " ".join(words)


def _says_nothing(word: str) -> bool:
    return bool(_SAYS_NOTHING.fullmatch(re.sub(r"['’]s$", "", word.strip(",;:“”\"'()"))))
