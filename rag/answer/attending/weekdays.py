"""Which days of the year a text may mean, seen from the day it was published: "Thursday", "May 11", "yesterday"."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import date, timedelta

from rag.answer.events.days import days

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_LEAP_YEAR = 2000  # has every day
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_NEAR_WORD = re.compile(rf"\b({'|'.join(_NEAR)})\b", re.IGNORECASE)

Day = tuple[int, int]  # month, day


def days_meant(text: str, published: date | None, *, past: bool | None = None) -> set[Day]:
    """The days a text may mean. A weekday is the last one or the next, and both when it is not known which."""
    found = {(day.month, day.day) for day in days(text, published.year if published else _LEAP_YEAR)}
    if found or published is None:
        return found
    for word in _WEEKDAY.findall(text):
        ahead = (_WEEKDAYS.index(word.lower()) - published.weekday()) % 7
        # On the day itself "Tuesday" is today; else it lies behind or ahead.
        last, following = published + timedelta(ahead - 7 if ahead else 0), published + timedelta(ahead)
        near = {last} if past else {following} if past is False else {last, following}
        found |= {(day.month, day.day) for day in near}
    for word in _NEAR_WORD.findall(text):
        day = published + timedelta(_NEAR[word.lower()])
        found.add((day.month, day.day))
    return found


def next_to(one: Day, other: Day) -> bool:
    """Whether two days are the same or follow one another."""
    first, second = (date(_LEAP_YEAR, month, day) for month, day in (one, other))
    return abs((first - second).days) <= 1


def months_named(text: str) -> set[int]:
    """The months a text names, with or without a day."""
    return {number for number, name in enumerate(month_name) if name and re.search(rf"\b{name}\b", text)}
