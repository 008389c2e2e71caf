"""Resolve the time that a question names ("last month", "on 3 March"), seen from the day it is asked."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
_DAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday"
_DAYS = {name: number for number, name in enumerate(_DAY_NAMES.split())}
_MONTH = "|".join(_MONTHS)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTH})(?:,? (\d{{4}}))?\b", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}}))?", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_IN_MONTH = re.compile(rf"\b(?:in|during|of|this|last) (?:early |late )?({_MONTH})(?:,? (\d{{4}}))?\b", re.IGNORECASE)
_IN_YEAR = re.compile(r"\b(?:in|during) (\d{4})\b")
_RELATIVE = re.compile(
    r"\b(today|yesterday|(?:this|last|past|previous) (?:week|month|year|weekend)|(?:past|last) (?:few )?days)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(rf"\bsince (?:last )?({'|'.join(_DAYS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """Inclusive days."""

    first: date
    last: date


def period(text: str, asked: date) -> Period | None:
    """The time that a question names, seen from the day it is asked; None when it names none that the calendar has."""
    try:
        return _named(text, asked)
    except (OverflowError, ValueError):  # the week before the first day there is
        return None


def _named(text: str, asked: date) -> Period | None:
    if found := _ISO.search(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_MONTH.search(text):
        return _dated(int(found[1]), _MONTHS[found[2].lower()], found[3], asked)
    if found := _MONTH_DAY.search(text):
        return _dated(int(found[2]), _MONTHS[found[1].lower()], found[3], asked)
    if found := _SINCE.search(text):
        return Period(_latest(_DAYS[found[1].lower()], asked), asked)
    if found := _RELATIVE.search(text):
        return _relative(found[1].lower(), asked)
    if found := _IN_MONTH.search(text):
        month = _MONTHS[found[1].lower()]
        year = int(found[2]) if found[2] else asked.year - (month > asked.month)
        return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    if found := _IN_YEAR.search(text):
        year = int(found[1])
        return Period(date(year, 1, 1), date(year, 12, 31)) if year else None
    return None


def _day(year: int, month: int, day: int) -> Period | None:
    try:
        return Period(date(year, month, day), date(year, month, day))
    except ValueError:
        return None


def _dated(day: int, month: int, year: str | None, asked: date) -> Period | None:
    if year:
        return _day(int(year), month, day)
    # News speaks of days to come as well, so a date up to two months ahead is this year's.
    this = _day(asked.year, month, day)
    return _day(asked.year - 1, month, day) if this and (this.first - asked).days > 62 else this


def _latest(weekday: int, asked: date) -> date:
    return asked - timedelta(days=(asked.weekday() - weekday) % 7)


def _relative(words: str, asked: date) -> Period:
    if words in ("today", "yesterday"):
        day = asked - timedelta(days=words == "yesterday")
        return Period(day, day)
    if words.endswith("days"):
        return Period(asked - timedelta(days=5), asked)
    this = words.startswith("this")
    if words.endswith("weekend"):
        saturday = _latest(5, asked) if this else _latest(5, asked - timedelta(days=1))
        return Period(saturday - timedelta(days=1), saturday + timedelta(days=2))
    if words.endswith("week"):
        # Asked on a Monday, "this week" is mostly about the days just gone, so seven days count, not the calendar.
        days, ago = (7, 0) if this else (14, asked.weekday())
        return Period(asked - timedelta(days=days), asked - timedelta(days=ago))
    if words.endswith("month"):
        first = asked.replace(day=1)
        last = asked if this else first - timedelta(days=1)
        return Period(last.replace(day=1), last)
    year = asked.year if this else asked.year - 1
    return Period(date(year, 1, 1), min(date(year, 12, 31), asked))
