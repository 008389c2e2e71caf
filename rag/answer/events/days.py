"""The days and months that a text names in full: "17 February", "April 29, 2026", "March".

A day without a year is taken to be of the year given. Weekdays are left alone.
"""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import date

_MONTHS = {name: number for number, name in enumerate(month_name) if name}
_MONTH = "|".join(_MONTHS)
_TH = r"(?:st|nd|rd|th)?"
_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}){_TH} (?:of )?(?P<month>{_MONTH})|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}}){_TH}(?!\d))"
    rf"(?:,? (?P<year>(?:19|20)\d\d))?\b"
)
_BETWEEN = re.compile(
    rf"\b(?:between|from) (?:the )?(?P<first>[^,?]*?(?:{_MONTH}|\d{{1,2}})[^,?]*?) (?:and|to|until) (?P<last>[^,?]*(?:{_MONTH})[^,?]*)"
)


def days(text: str, year: int) -> list[date]:
    """The days that a text names, in its order."""
    found = []
    for match in _DAY.finditer(text):
        month, day = _MONTHS[match["month"] or match["month2"]], int(match["day"] or match["day2"])
        own = int(match["year"]) if match["year"] else year
        if 1 <= day <= monthrange(own, month)[1]:
            found.append(date(own, month, day))
    return found


def between(text: str, asked: date) -> tuple[date, date] | None:
    """The first and last day of "between A and B" and "from A to B", of the asking year where none is given."""
    found = _BETWEEN.search(text)
    if found is None:
        return None
    last = _bound(found["last"], found["last"], asked, first=False)
    first = _bound(found["first"], found["last"], asked, first=True)
    return (first, last) if first and last and first <= last else None


def _bound(text: str, other: str, asked: date, *, first: bool) -> date | None:
    """A day, or the first or last of a month; "10" in "between 10 and 15 May" takes its month from the other end."""
    given = re.search(r"\b(?:19|20)\d\d\b", f"{text} {other}")
    year = int(given[0]) if given else asked.year
    if found := days(text, year):
        return found[0]
    months = re.findall(rf"\b(?:{_MONTH})\b", text)
    if months:
        month = _MONTHS[months[0]]
        return date(year, month, 1 if first else monthrange(year, month)[1])
    number = re.search(r"\b\d{1,2}\b", text)
    ends = days(other, year)
    return ends[0].replace(day=int(number[0])) if number and ends and int(number[0]) <= ends[0].day else None
