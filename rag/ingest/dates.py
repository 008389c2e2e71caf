"""Read the dates that articles state in full. An incomplete or ambiguous date is no date; nothing is filled in."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from rag.ingest.text import normalise
from rag.models import Stamp

_YEARS = range(1600, 2200)
_EPOCH_SECONDS = (10**8, 10**10)  # 1973 to 2286; smaller numbers are years, days or counts
_MAX_CHARS = 64
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?=[T\s]|\Z)\s*(.*)", re.DOTALL)
_FOUR_DIGIT_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ZONE_HOURS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1}
"""Hours from UTC of the zones in RFC 2822, and CET. BST, IST and others mean different hours in different countries."""

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = rf"(?i:\d{{1,2}} {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}, \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
_PUBLISHED_LINE = re.compile(
    rf"Published(?: on)?:? (?:\w+day,? )?(?P<day>{_DAY})(?:,| at|T)? ?(?:\d{{1,2}}[:.]\d{{2}}.{{0,20}})?", re.IGNORECASE
)
_DATELINE = re.compile(rf"(?P<place>[^\W\d_][^\d\n]{{1,60}}?),? (?P<day>{_DAY}),? ?(?:\([^()\n]{{1,40}}\) ?)?[—–-] ")
_OPENING_LINES = 3


def parse_date(value: object, origin: str) -> Stamp | None:
    """The moment that a date, epoch time, ISO 8601, RFC 2822 or English string states in full, or None."""
    try:
        moment = _moment(value)
        stamp = Stamp.of(moment, origin) if moment else None
    except (ValueError, OverflowError):
        return None
    return stamp if stamp and stamp.at.year in _YEARS else None


def take_dateline(text: str) -> tuple[Stamp | None, str]:
    """The publication date in the first three lines, and the text without a line that says nothing else."""
    lines = text.split("\n")
    opening = [index for index, line in enumerate(lines) if line][:_OPENING_LINES]
    for index in opening:
        alone = _PUBLISHED_LINE.fullmatch(lines[index])
        match = alone or _DATELINE.match(lines[index])
        if not match or (match is not alone and not match["place"].split("(")[0].isupper()):
            continue
        if stamp := parse_date(match["day"], "dateline"):
            return stamp, normalise("\n".join(lines[:index] + lines[index + 1 :])) if alone else text
    return None, text


def _moment(value: object) -> date | datetime | None:
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_epoch(value) or (_from_text(str(value)) if isinstance(value, int) else None)
    return _from_text(" ".join(value.split())) if isinstance(value, str) else None


def _from_epoch(number: float) -> datetime | None:
    first, last = _EPOCH_SECONDS
    for seconds in (number, number / 1000):
        if first <= seconds < last:
            return datetime.fromtimestamp(seconds, UTC)
    return None


def _from_text(text: str) -> date | datetime | None:
    if len(text) > _MAX_CHARS:
        return None
    if re.fullmatch(r"\d{9,13}", text):
        return _from_epoch(int(text))
    if match := _ISO.match(text):
        year, _, month, day, time = match.groups()
        return _in_full(f"{year}-{month}-{day} {time.removeprefix('T')}", year_first=True)
    return _in_full(text, year_first=False) if _FOUR_DIGIT_YEAR.search(text) else None


def _in_full(text: str, *, year_first: bool) -> datetime | None:
    """What ``text`` says whatever the defaults and whichever of day and month comes first; else None."""
    from dateutil import parser

    unknown = timezone(timedelta(0), "unknown")

    def zone(name: str | None, offset: int | None) -> tzinfo | None:
        if offset is not None:
            return timezone(timedelta(seconds=offset))
        if name is None:
            return None
        return timezone(timedelta(hours=_ZONE_HOURS[name])) if name in _ZONE_HOURS else unknown

    readings = {
        parser.parse(text, default=default, dayfirst=day_first, tzinfos=zone)
        for default, day_first in ((datetime(2001, 1, 1), False), (datetime(2004, 2, 2), not year_first))
    }
    if len(readings) > 1:
        return None
    moment = readings.pop()
    if moment.tzinfo is unknown:  # BST or IST mean different hours in different places: keep the day alone
        return datetime(moment.year, moment.month, moment.day)
    return moment
