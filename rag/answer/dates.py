"""The days that a sentence names, seen from the day its article was published.

"On Thursday" is the Thursday before for what has happened and the one to come for what is planned. What can't be told
(a day without a year in an undated article, "next week") is left alone. Knows nothing of grammar: whoever asks says
whether a date lies ahead.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name
from dataclasses import dataclass
from datetime import date, timedelta

from rag.models import Span

_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_SHORT_MONTHS = {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = {name.lower(): number for number, name in enumerate(day_name)}
_MONTH = rf"(?:(?:{'|'.join(_MONTHS)})\b|(?:{'|'.join(_SHORT_MONTHS)})\b\.?)"
_TH = r"(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"""\b(?:
      (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<day>\d{{1,2}}){_TH}[ ](?:of[ ])?(?P<month>{_MONTH})(?:,?[ ](?P<year>\d{{4}}))?
    | (?P<month2>{_MONTH})[ ](?P<day2>\d{{1,2}}){_TH}\b(?:,[ ](?P<year2>\d{{4}}))?(?![\d.:,]\d)
    | (?P<of_month>{_MONTH})[ ](?P<of_year>\d{{4}})
    | (?:in|by|since|until|during|from|for|to|early|late|mid|last|next|this|between|and)[ -]
      (?P<in_month>{_MONTH})(?![ ]\d)
    | (?:(?P<which>last|next)[ ])?(?P<weekday>{"|".join(_WEEKDAYS)})(?!,?[ ](?:\d|{_MONTH}[ ]\d))
    | (?P<near>yesterday|today|tonight|tomorrow|last[ ]night|this[ ](?:morning|afternoon|evening))
    | (?:in|by|since|until|during|from|between|of|for|after|before|and)[ ](?:early[ ]|late[ ]|mid-)?
      (?P<in_year>(?:1[5-9]|20)\d\d)(?![\d,.]*\d|[ ]?(?:%|per|people|miles|km|m\b))
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DATELINE = re.compile(r"[A-Z][A-Z’'. -]+\b[^–—]{0,60}? [–—-] ")
_CAPITAL = re.compile(r"[A-Z]")
_SOON = timedelta(days=62)  # news speaks of days to come even where its grammar doesn't
_NEAR = {"yesterday": -1, "last night": -1, "tomorrow": 1}


@dataclass(frozen=True, slots=True)
class Named:
    """A date as a sentence words it, and where it stands there."""

    span: Span
    match: re.Match[str]

    @property
    def words(self) -> str:
        """The date alone, without "in" or "since"."""
        return self.match["in_month"] or self.match["in_year"] or self.match[0]


def named(text: str) -> list[Named]:
    """The dates that a sentence names, in order; that of a dateline ("HALVERN, May 2 – ") is not among them."""
    return [Named(Span(*found.span()), found) for found in _DATE.finditer(text, dateline(text)) if _is_date(found)]


def dateline(text: str) -> int:
    """Where a sentence begins after its dateline; 0 without one."""
    found = _DATELINE.match(text)
    return found.end() if found else 0


def _is_date(found: re.Match[str]) -> bool:
    """Months and weekdays have capitals: "may" and "march" are mostly verbs, "mar" and "sat" anything."""
    parts = ("month", "month2", "of_month", "in_month", "weekday")
    return all(_CAPITAL.match(found[part]) for part in parts if found[part])


def resolve(one: Named, published: date | None, *, ahead: bool) -> str | None:
    """The date in ISO 8601, as exactly as it is named: a day, a month or a year; None when it can't be told.

    ``ahead`` says that what is dated had not come about when the article was published.
    """
    found = one.match
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"]).isoformat()
        if found["of_month"]:
            return f"{int(found['of_year']):04}-{_month(found['of_month']):02}"
        if found["in_year"]:
            return found["in_year"]
        day = found["day"] or found["day2"]
        if day:
            year, month = found["year"] or found["year2"], _month(found["month"] or found["month2"])
            return _day(int(day), month, int(year) if year else None, published, ahead=ahead)
        return _seen_from(found, published, ahead=ahead) if published else None
    except ValueError:  # the 31st of April
        return None


def _seen_from(found: re.Match[str], published: date, *, ahead: bool) -> str:
    if found["in_month"]:
        month = _month(found["in_month"])
        year = published.year + (month < published.month if ahead else -(month > published.month))
        return f"{year}-{month:02}"
    if found["weekday"]:
        return _weekday(_WEEKDAYS[found["weekday"].lower()], found["which"], published, ahead=ahead).isoformat()
    return (published + timedelta(days=_NEAR.get(" ".join(found["near"].lower().split()), 0))).isoformat()


def _month(name: str) -> int:
    low = name.lower().rstrip(".")
    return _MONTHS.get(low) or _SHORT_MONTHS[low]


def _day(day: int, month: int, year: int | None, published: date | None, *, ahead: bool) -> str | None:
    """A day; without its year, the one to come for what lies ahead, else the last, or one that comes soon."""
    if year:
        return date(year, month, day).isoformat()
    if published is None:
        return None
    this = date(published.year, month, day)
    if ahead:
        return (this if this >= published else this.replace(year=this.year + 1)).isoformat()
    return (this if this - published <= _SOON else this.replace(year=this.year - 1)).isoformat()


def _weekday(weekday: int, which: str | None, published: date, *, ahead: bool) -> date:
    """The nearest such day; the day of publication counts, unless it is the last or the next one."""
    which = (which or "").lower()
    if which == "next" or (ahead and which != "last"):
        first = published + timedelta(days=which == "next")
        return first + timedelta(days=(weekday - first.weekday()) % 7)
    first = published - timedelta(days=which == "last")
    return first - timedelta(days=(first.weekday() - weekday) % 7)
