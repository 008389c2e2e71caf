"""What a query filters by, as moments and as SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta


def first_second(since: date) -> int:
    """The first second of a day in UTC, as seconds since the epoch."""
    return int(datetime(since.year, since.month, since.day, tzinfo=UTC).timestamp())


def last_second(until: date) -> int:
    """The last second of a day in UTC, as seconds since the epoch."""
    return first_second(until) + int(timedelta(days=1).total_seconds()) - 1


def article_filter(
    since: date | None, until: date | None, sources: Sequence[str], article_ids: Sequence[str] = ()
) -> tuple[str, list[int | str]]:
    """An SQL condition on the columns of `articles` and its values. An unknown date passes no date filter."""
    conditions, values = ["1"], list[int | str]()
    if since:
        conditions.append("published_at >= ?")
        values.append(first_second(since))
    if until:
        conditions.append("published_at <= ?")
        values.append(last_second(until))
    for column, wanted in (("source", sources), ("id", article_ids)):
        if wanted:
            conditions.append(f"{column} IN (SELECT value FROM json_each(?))")  # noqa: S608
            values.append(json.dumps(list(wanted)))
    return " AND ".join(conditions), values
