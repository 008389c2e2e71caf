"""Conversations in SQLite. An answer is kept whole, with what it quotes: it stays when its article goes."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from rag.errors import InputError, NotFound
from rag.index.articles import ArticleStore
from rag.models import Answer, Turn

MOST_TITLE = 80  # characters of a title that is taken from a question
_HOW_TO_LIST = "`rag chat list` shows the conversations."
_COLUMNS = (
    "SELECT id, title, created_at, updated_at, (SELECT count(*) FROM turns WHERE conversation = number)"
    " FROM conversations"
)


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation without its turns: what a list shows of it. Times are in UTC."""

    id: str
    title: str
    created_at: datetime
    updated_at: datetime
    turns: int


class ConversationStore:
    """The conversations of one library. Thread-safe. Every method raises LibraryCorrupt and StorageFull."""

    def __init__(self, store: ArticleStore) -> None:
        self._store = store

    def start(self, conversation_id: str, turns: Sequence[Turn]) -> None:
        """A new conversation of these turns, at least one; its first question is its title."""
        sql = "INSERT INTO conversations (id, title, created_at, updated_at) VALUES (?, ?, ?, ?)"
        row = (conversation_id, title_of(turns[0].question), now := _now(), now)
        with self._store.writing() as db:
            _append(db, db.execute(sql, row).lastrowid, turns)

    def append(self, conversation_id: str, turns: Sequence[Turn]) -> None:
        """Add turns to the end, all or none. Raises NotFound for a conversation that isn't there any more."""
        with self._store.writing() as db:
            row = db.execute(
                "UPDATE conversations SET updated_at = ? WHERE id = ? RETURNING number", (_now(), conversation_id)
            ).fetchone()
            if row is None:
                raise _missing(conversation_id)
            _append(db, row[0], turns)

    def find(self, prefix: str) -> StoredConversation:
        """The one conversation whose id begins with ``prefix``. Raises NotFound when there is none or several."""
        if not prefix:
            raise NotFound("No id of a conversation was given.", _HOW_TO_LIST)
        sql = f"{_COLUMNS} WHERE substr(id, 1, ?) = ? ORDER BY id LIMIT 3"
        with self._store.reading() as db:
            found = db.execute(sql, (len(prefix), prefix)).fetchall()
        if not found:
            raise _missing(prefix)
        if len(found) > 1 and found[0][0] != prefix:
            ids = ", ".join(row[0] for row in found)
            what = f"More than one conversation has an id that begins with {prefix!r}: {ids}."
            raise NotFound(what, "Give more of it.")
        return _stored(found[0])

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """Its turns, the oldest first; none where there is no such conversation."""
        sql = (
            "SELECT t.question, t.answer, t.asked FROM turns t JOIN conversations c ON c.number = t.conversation"
            " WHERE c.id = ? ORDER BY t.ordinal"
        )
        with self._store.reading() as db:
            found = db.execute(sql, (conversation_id,)).fetchall()
        return tuple(
            Turn(question, Answer.from_dict(json.loads(answer)), date.fromisoformat(asked) if asked else None)
            for question, answer, asked in found
        )

    def newest(self, limit: int | None = None, offset: int = 0) -> list[StoredConversation]:
        """The conversations, the one that was last added to first."""
        sql = f"{_COLUMNS} ORDER BY updated_at DESC, number DESC LIMIT ? OFFSET ?"
        with self._store.reading() as db:
            return [_stored(row) for row in db.execute(sql, (-1 if limit is None else limit, offset))]

    def count(self) -> int:
        """How many conversations there are."""
        with self._store.reading() as db:
            return int(db.execute("SELECT count(*) FROM conversations").fetchone()[0])

    def rename(self, conversation_id: str, title: str) -> str:
        """Give it another title, and return that as it is kept. Raises NotFound, and InputError for an empty title."""
        line = _one_line(title)
        if not line:
            raise InputError("The title is empty.", "Give the conversation a title of at least one word.")
        with self._store.writing() as db:
            if not db.execute("UPDATE conversations SET title = ? WHERE id = ?", (line, conversation_id)).rowcount:
                raise _missing(conversation_id)
        return line

    def delete(self, conversation_id: str) -> None:
        """Remove it with all its turns. Raises NotFound."""
        with self._store.writing() as db:
            if not db.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,)).rowcount:
                raise _missing(conversation_id)


def new_id() -> str:
    """An id for a conversation: 12 random hexadecimal digits."""
    return uuid4().hex[:12]


def title_of(question: str) -> str:
    """A question as a title: cut after a word where it is long."""
    line = _one_line(question)
    if len(line) <= MOST_TITLE:
        return line
    cut = line[:MOST_TITLE]
    return (cut.rpartition(" ")[0] or cut[:-1]) + "…"


def _append(db: sqlite3.Connection, number: int | None, turns: Sequence[Turn]) -> None:
    (held,) = db.execute("SELECT count(*) FROM turns WHERE conversation = ?", (number,)).fetchone()
    for ordinal, turn in enumerate(turns, start=held):
        asked, answer = turn.asked.isoformat() if turn.asked else None, json.dumps(turn.answer.to_dict())
        db.execute("INSERT INTO turns VALUES (?, ?, ?, ?, ?)", (number, ordinal, turn.question, asked, answer))


def _stored(row: tuple[Any, ...]) -> StoredConversation:
    conversation_id, title, *times, turns = row
    created, updated = (datetime.fromtimestamp(time / 1000, UTC) for time in times)
    return StoredConversation(conversation_id, title, created, updated, turns)


def _missing(conversation_id: str) -> NotFound:
    return NotFound(f"No conversation has the id {conversation_id!r}, or one that begins so.", _HOW_TO_LIST)


def _now() -> int:
    return time.time_ns() // 1_000_000


def _one_line(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())
