"""Dates that a statement works out from the day of publication, be it Monday 29 June 2026.

"On Tuesday" is "Tuesday, June 30" then, and "on 5 July" is "Sunday, 5 July 2026", where the tense makes it so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rag.answer.status import of_verb
from rag.models import EventStatus

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DAY, _MONTH = "|".join(_DAYS), "|".join(_MONTHS)
_WRITTEN_OUT = re.compile(
    rf"\b(?:(?P<day>{_DAY})(?:,|\s+the)?\s+\(?)?(?:(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})"
    rf"|(?P<other>{_MONTH})\s+(?P<last>\d{{1,2}})(?:st|nd|rd|th)?)(?:,?\s+(?P<year>\d{{4}}))?\)?(?P<after>,(?!\s+\d))?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def without_worked_out(text: str, docs: Sequence[Doc], published: date | None) -> str:
    """A statement with the dates left out that follow from a weekday of its sentences and the day of publication."""
    if published is None:
        return text
    plain = "\n".join(doc.text for doc in docs).lower()

    def shorter(found: re.Match[str]) -> str:
        month = (found["month"] or found["other"]).lower()
        number = int(found["first"] or found["last"])
        told_as = next(
            (one for one in (f"{month} {number}", f"{number} {month}") if re.search(rf"\b{one}\b", plain)), None
        )
        if told_as is not None:
            return _as_told(found, told_as, _dates_of(month, number, docs, published))
        if not found["day"]:
            return found[0]
        told = {_date_of(token, published) for doc in docs for token in doc if token.lower_ == found["day"].lower()}
        day = told.pop() if len(told) == 1 else None
        if day is None:
            return found[0]
        same = (day.month, day.day) == (_MONTHS.index(month) + 1, number)
        return found["day"] if same and (not found["year"] or int(found["year"]) == day.year) else found[0]

    return _WRITTEN_OUT.sub(shorter, text)


def _as_told(found: re.Match[str], told_as: str, dates: set[date]) -> str:
    """A date as the sentences give it, where the weekday and the year beside it are those of the day that they mean."""
    if len(dates) != 1:
        return found[0]
    (day,) = dates
    if (found["day"] or _DAYS[day.weekday()]).lower() != _DAYS[day.weekday()] or int(
        found["year"] or day.year
    ) != day.year:
        return found[0]
    return told_as.title() + (found["after"] or "")


def _dates_of(month: str, number: int, docs: Sequence[Doc], published: date) -> set[date]:
    """The days that a day of a month may be for sentences that give it without its year or its weekday."""
    found: set[date] = set()
    for doc in docs:
        for token in doc:
            beside = {doc[i].lower_ for i in (token.i - 1, token.i + 1) if 0 <= i < len(doc)}
            if token.lower_ != month or f"{number}" not in beside:
                continue
            if any(t.lower_ in _DAYS or _YEAR.fullmatch(t.text) for t in doc[max(0, token.i - 4) : token.i + 5]):
                return set()
            verb = next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX")), None)
            side = _side(verb) if verb is not None else 0
            found |= _nearest(_MONTHS.index(month) + 1, number, published, side) if side else set()
    return found


def _nearest(month: int, number: int, published: date, side: int) -> set[date]:
    """The last such day up to that of publication, or the next from it on; none where there is no such day."""
    days = []
    for year in range(published.year - 1, published.year + 2):
        with suppress(ValueError):  # the 31st of April
            days.append(date(year, month, number))
    fitting = [day for day in days if (published - day).days * side <= 0]
    return {min(fitting, key=lambda day: abs((day - published).days))} if fitting else set()


def _date_of(weekday: Token, published: date) -> date | None:
    """The date of a weekday, by whether what is told of it has happened; None where that can't be told."""
    before = weekday.doc[weekday.i - 1].lower_ if weekday.i else ""
    if before in ("last", "next", "every", "each", "a"):
        return None
    verb = next((t for t in weekday.ancestors if t.pos_ in ("VERB", "AUX")), None)
    back = (published.weekday() - _DAYS.index(weekday.lower_)) % 7
    ahead = -back % 7
    if verb is None:  # the parser took the verb for a noun: what has happened would be told in the past
        return published + timedelta(days=ahead)
    side = _side(verb)
    if side:
        return published - timedelta(days=back) if side < 0 else published + timedelta(days=ahead)
    return None


def _side(verb: Token) -> int:
    """-1 for what has happened, 1 for what lies ahead, 0 where that can't be told."""
    status = of_verb(verb)
    if status is EventStatus.HAPPENED and (verb.tag_ in ("VBD", "VBN") or _is_past(verb)):
        return -1
    return 1 if status is EventStatus.PLANNED or verb.tag_ in ("VBP", "VBZ") else 0


def _is_past(verb: Token) -> bool:
    return any(c.dep_ in ("aux", "auxpass") and c.lower_ in ("was", "were", "had", "did") for c in verb.children)
