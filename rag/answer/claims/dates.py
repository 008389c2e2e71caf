"""Dates that a statement works out from a day of the week: "on Tuesday", published on Monday 29 June, is "Tuesday, June 30"."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    rf"\b(?P<day>{_DAY})(?:,|\s+the)?\s+\(?(?:(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})"
    rf"|(?P<other>{_MONTH})\s+(?P<last>\d{{1,2}})(?:st|nd|rd|th)?)(?:,?\s+(?P<year>\d{{4}}))?\)?(?P<after>,(?!\s+\d))?",
    re.IGNORECASE,
)


def without_worked_out(text: str, docs: Sequence[Doc], published: date | None) -> str:
    """A statement with the dates left out that follow from a weekday of its sentences and the day of publication."""
    if published is None:
        return text
    plain = "\n".join(doc.text for doc in docs).lower()

    def shorter(found: re.Match[str]) -> str:
        month = (found["month"] or found["other"]).lower()
        number = int(found["first"] or found["last"])
        if f"{month} {number}" in plain or f"{number} {month}" in plain:
            return found[0]
        told = {_date_of(token, published) for doc in docs for token in doc if token.lower_ == found["day"].lower()}
        day = told.pop() if len(told) == 1 else None
        if day is None:
            return found[0]
        same = (day.month, day.day) == (_MONTHS.index(month) + 1, number)
        return found["day"] if same and (not found["year"] or int(found["year"]) == day.year) else found[0]

    return _WRITTEN_OUT.sub(shorter, text)


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
    status = of_verb(verb)
    if status is EventStatus.HAPPENED and (verb.tag_ in ("VBD", "VBN") or _is_past(verb)):
        return published - timedelta(days=back)
    if status is EventStatus.PLANNED or verb.tag_ in ("VBP", "VBZ"):
        return published + timedelta(days=ahead)
    return None


def _is_past(verb: Token) -> bool:
    return any(c.dep_ in ("aux", "auxpass") and c.lower_ in ("was", "were", "had", "did") for c in verb.children)
