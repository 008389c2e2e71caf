"""Which days of the year a text may mean, seen from the day it was published: "Thursday", "May 11", "yesterday"."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTH})|({_MONTH}) (\d{{1,2}}))\b", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_NEAR_WORD = re.compile(rf"\b({'|'.join(_NEAR)})\b", re.IGNORECASE)

Day = tuple[int, int]  # month, day


def days_meant(text: str, published: date | None, *, past: bool | None = None) -> set[Day]:
    """The days a text may mean. A weekday is the last one or the next, and both when it is not known which."""
    found = {(_MONTHS.index((m[2] or m[3]).lower()) + 1, int(m[1] or m[4])) for m in _DATE.finditer(text)}
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
    days = [date(2000, month, day).timetuple().tm_yday for month, day in (one, other)]
    return abs(days[0] - days[1]) <= 1


def months_named(text: str) -> set[int]:
    """The months a text names, with or without a day."""
    return {number for number, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name.capitalize()}\b", text)}
