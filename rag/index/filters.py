"""What a query filters by, as moments and as SQL."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta


def first_second(since: date) -> int:
    """The first second of a day in UTC, as seconds since the epoch."""
    return int(datetime(since.year, since.month, since.day, tzinfo=UTC).timestamp())


def last_second(until: date) -> int:
    """The last second of a day in UTC, as seconds since the epoch."""
    return first_second(until) + int(timedelta(days=1).total_seconds()) - 1


def article_filter(
    since: date | None, until: date | None, sources: Sequence[str], article_ids: Sequence[str] = (), words: str = ""
) -> tuple[str, list[int | str]]:
    """An SQL condition on `articles` and its values. ``words`` are in title or source, or all in one passage."""
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
    if words:
        # instr() folds no case; LIKE folds that of ASCII letters.
        like = "%" + re.sub(r"([%_\\])", r"\\\1", words) + "%"
        conditions.append(
            "(title LIKE ? ESCAPE '\\' OR source LIKE ? ESCAPE '\\' OR id IN (SELECT article_id FROM passages"
            " WHERE rowid IN (SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?)))"
        )
        begun = " ".join(f'"{word}"*' for word in re.findall(r"\w+", words))
        values += [like, like, begun or '""']
    return " AND ".join(conditions), values
