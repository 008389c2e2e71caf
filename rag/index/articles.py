"""The articles in SQLite, from which every index can be rebuilt. One transaction writes all of an article."""

# ruff: noqa: S608 - column names and conditions are constants of this package; every value is bound.

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.errors import LibraryClosed, NotFound
from rag.index import rows
from rag.index.filters import article_filter
from rag.index.rows import ARTICLE_COLUMNS, PASSAGE_COLUMNS
from rag.index.schema import connect, failures, transaction
from rag.models import Article, Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rag.index.kept import Kept

AT_HAND = 512  # articles read last, some 6 kB each: they are read again and again
_LISTED = "(SELECT value FROM json_each(?))"  # the values of a JSON list
_HOW_TO_LIST = "`rag list` shows the articles of the library."


@dataclass(frozen=True, slots=True)
class Record:
    """What the vector index keeps of a passage. ``published`` is in seconds since the epoch."""

    article_id: str
    source: str | None
    published: int | None
    vector_key: str


@dataclass(frozen=True, slots=True)
class Change:
    """A passage that the vector index has yet to hear of; no record means that it is gone."""

    number: int
    passage_id: str
    record: Record | None


class ArticleStore:
    """``folder/library.db``. Thread-safe. Every method may raise LibraryTooNew, LibraryCorrupt and StorageFull."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "library.db"
        self._lock = threading.RLock()
        # Held while changes are carried to the vector index: two carriers could overtake each other.
        self.syncing = threading.Lock()
        self._connection = connect(self.path)
        self._closed = False
        self._current: dict[str, Article] = {}  # the articles read last
        self._keeping: weakref.WeakSet[Kept[Any]] = weakref.WeakSet()

    def close(self) -> None:
        """Close the database; every method raises LibraryClosed afterwards."""
        with self._lock:
            self._connection.close()
            self._closed = True
            self._current.clear()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time."""
        with self._lock, failures(self.path):
            yield self._opened()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The connection inside a transaction: all that is done with it is kept, on the disk, or nothing of it."""
        with self._lock, failures(self.path), transaction(self._opened()):
            yield self._connection

    def _opened(self) -> sqlite3.Connection:
        if self._closed:
            raise LibraryClosed(f"The library {self.path} was closed.", "Open it again, and close it when all is done.")
        return self._connection

    def put(self, article: Article, content_hash: str, passages: Sequence[Passage], vector_keys: Sequence[str]) -> None:
        """Make this the current version of the article. The texts of older versions stay, their passages go."""
        with self.writing() as db:
            old = rows.vector_keys(db, article.id)
            rows.delete_passages(db, article.id)
            db.execute("UPDATE articles SET current = 0 WHERE id = ? AND current", (article.id,))
            db.execute(
                f"INSERT OR REPLACE INTO articles ({ARTICLE_COLUMNS}, content_hash, current) VALUES ({'?, ' * 15} 1)",
                (*rows.article_row(article), content_hash),
            )
            for passage, vector_key in zip(passages, vector_keys, strict=True):
                rows.insert_passage(db, article.title, passage, vector_key)
            rows.delete_unused_vectors(db, old)
            self._forget(article.id)

    def remove(self, article_id: str) -> None:
        """Remove every trace of an article: all versions, passages, and the vectors that no other passage uses."""
        with self.writing() as db:
            if not db.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchone():
                raise NotFound(f"No article has the id {article_id!r}.", _HOW_TO_LIST)
            old = rows.vector_keys(db, article_id)
            rows.delete_passages(db, article_id)
            db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
            rows.delete_unused_vectors(db, old)
            db.execute("DELETE FROM replies")  # some were written from it, and may quote it
            self._forget(article_id)

    def tell_of_changes(self, kept: Kept[Any]) -> None:
        """From now on, have this forget every article that is changed or removed."""
        with self._lock:
            self._keeping.add(kept)

    def _forget(self, article_id: str) -> None:
        self._current.pop(article_id, None)
        for kept in self._keeping:
            kept.forget(article_id)

    def get(self, article_id: str, version: int | None = None) -> Article:
        """An article as it is now, or as it was in `version`. Raises NotFound."""
        which, values = ("current", [article_id]) if version is None else ("version = ?", [article_id, version])
        with self.reading():  # nobody changes or removes the article until it is at hand
            article = self._current.pop(article_id, None) if version is None else None
            if article is None:
                found = self._rows(f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE id = ? AND {which}", *values)
                if not found:
                    of = "" if version is None else f" in version {version}"
                    raise NotFound(f"No article has the id {article_id!r}{of}.", _HOW_TO_LIST)
                article = rows.article_of(found[0])
            if version is None:
                self._current[article_id] = article
                if len(self._current) > AT_HAND:
                    del self._current[next(iter(self._current))]
        return article

    def find(self, prefix: str) -> Article:
        """The one article whose id begins with `prefix`. Raises NotFound when there is none or more than one."""
        if not prefix:
            raise NotFound("No id was given.", _HOW_TO_LIST)
        found = self._rows(
            "SELECT id FROM articles WHERE substr(id, 1, ?) = ? AND current ORDER BY id LIMIT 3", len(prefix), prefix
        )
        ids = [row[0] for row in found]
        if prefix in ids or len(ids) == 1:
            return self.get(prefix if prefix in ids else ids[0])
        if not ids:
            raise NotFound(f"No article has an id that begins with {prefix!r}.", _HOW_TO_LIST)
        raise NotFound(
            f"More than one article has an id that begins with {prefix!r}: {', '.join(ids)}.", "Give more of the id."
        )

    def newest(
        self,
        since: date | None = None,
        until: date | None = None,
        sources: Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
        *,
        words: str = "",
    ) -> list[Article]:
        """The current articles, newest publication first and undated ones last. Days are inclusive."""
        where, values = article_filter(since, until, sources, words=words)
        sql = f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE current AND {where} ORDER BY published_at DESC, id"
        found = self._rows(f"{sql} LIMIT ? OFFSET ?", *values, -1 if limit is None else limit, offset)
        return [rows.article_of(row) for row in found]

    def count(
        self, since: date | None = None, until: date | None = None, sources: Sequence[str] = (), words: str = ""
    ) -> int:
        """How many articles there are, of those published on these days and by these sources that have these words."""
        where, values = article_filter(since, until, sources, words=words)
        return int(self._rows(f"SELECT count(*) FROM articles WHERE current AND {where}", *values)[0][0])

    def sources(self) -> list[tuple[str | None, int]]:
        """Every source with the number of its articles, the most frequent first."""
        return self._rows("SELECT source, count(*) FROM articles WHERE current GROUP BY source ORDER BY 2 DESC, 1")

    def content_hash(self, article_id: str) -> str | None:
        """The content hash the article was last put with; None for an unknown article."""
        return self._value("SELECT content_hash FROM articles WHERE id = ? AND current", article_id)

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages with these ids, in this order; ids of passages that are gone are left out."""
        found = {p.id: p for p in self._passages(f"id IN {_LISTED}", json.dumps(list(ids)))}
        return [found[passage_id] for passage_id in ids if passage_id in found]

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of an article's current version, in the order of its text."""
        return self._passages("article_id = ?", article_id)

    def whose(self, passage_ids: Sequence[str]) -> dict[str, str]:
        """The article ids of these passages, in this order; passages that are gone are left out."""
        sql = f"SELECT id, article_id FROM passages WHERE id IN {_LISTED}"
        found = dict(self._rows(sql, json.dumps(list(passage_ids))))
        return {passage_id: found[passage_id] for passage_id in passage_ids if passage_id in found}

    def passage_count(self) -> int:
        """How many passages there are."""
        return int(self._rows("SELECT count(*) FROM passages")[0][0])

    def _passages(self, where: str, value: str) -> list[Passage]:
        sql = f"SELECT {PASSAGE_COLUMNS} FROM passages WHERE {where} ORDER BY article_id, ordinal"
        with self.reading():  # no article is changed between the two
            found = self._rows(sql, value)
            ids = json.dumps(list({row[1] for row in found}))
            texts = dict(self._rows(f"SELECT id, text FROM articles WHERE current AND id IN {_LISTED}", ids))
        return [rows.passage_of(row, texts[row[1]]) for row in found]

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with self.reading() as db:
            return db.execute(sql, values).fetchall()

    def _value(self, sql: str, *values: Any) -> str | None:
        """The first column of the first row."""
        return next((str(row[0]) for row in self._rows(sql, *values)), None)

    def vectors(self, keys: Sequence[str], fingerprint: str) -> dict[str, NDArray[np.float32]]:
        """The stored vectors of these keys, shape (dimension,) each; keys without one are left out."""
        sql = f"SELECT key, vector FROM vectors WHERE key IN {_LISTED} AND fingerprint = ?"
        found = self._rows(sql, json.dumps(list(keys)), fingerprint)
        return {key: np.frombuffer(blob, "<f4").astype(np.float32, copy=False) for key, blob in found}

    def vectors_of(self, article_ids: Sequence[str], fingerprint: str) -> dict[str, dict[str, NDArray[np.float32]]]:
        """The stored vectors of these articles' passages, by article id and passage id."""
        sql = (
            "SELECT p.article_id, p.id, v.vector FROM passages p JOIN vectors v ON v.key = p.vector_key"
            f" WHERE p.article_id IN {_LISTED} AND v.fingerprint = ?"
        )
        vectors: dict[str, dict[str, NDArray[np.float32]]] = {}
        for article_id, passage_id, blob in self._rows(sql, json.dumps(list(article_ids)), fingerprint):
            vectors.setdefault(article_id, {})[passage_id] = np.frombuffer(blob, "<f4")
        return vectors

    def put_vectors(self, keys: Sequence[str], fingerprint: str, vectors: NDArray[np.float32]) -> None:
        """Keep vectors, shape (n, dimension), under their keys."""
        found = [(key, fingerprint, v.astype("<f4").tobytes()) for key, v in zip(keys, vectors, strict=True)]
        with self.writing() as db:
            db.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", found)

    def unembedded(self, fingerprint: str) -> list[str]:
        """Ids of the passages that have no vector of this embedder yet."""
        known = "SELECT 1 FROM vectors v WHERE v.key = vector_key AND v.fingerprint = ?"
        found = self._rows(f"SELECT id FROM passages WHERE NOT EXISTS ({known}) ORDER BY rowid", fingerprint)
        return [row[0] for row in found]

    def vector_keys(self) -> dict[str, str]:
        """The vector key of every passage, by passage id, oldest first."""
        return dict(self._rows("SELECT id, vector_key FROM passages ORDER BY rowid"))

    def meta(self, key: str) -> str | None:
        """A value kept about the library itself."""
        return self._value("SELECT value FROM meta WHERE key = ?", key)

    def set_meta(self, key: str, value: str | None) -> None:
        """Keep a value about the library itself; None forgets it."""
        with self.writing() as db:
            rows.set_meta(db, key, value)

    def pending(self, limit: int) -> list[Change]:
        """The oldest changes that the vector index has yet to hear of."""
        sql = (
            "SELECT o.number, o.passage_id, p.article_id, a.source, a.published_at, p.vector_key FROM outbox o"
            " LEFT JOIN passages p ON p.id = o.passage_id"
            " LEFT JOIN articles a ON a.id = p.article_id AND a.version = p.version"
            " ORDER BY o.number LIMIT ?"
        )
        found = self._rows(sql, limit)
        return [Change(row[0], row[1], None if row[2] is None else Record(*row[2:])) for row in found]

    def done(self, numbers: Sequence[int]) -> None:
        """The vector index holds these changes."""
        with self.writing() as db:
            db.executemany("DELETE FROM outbox WHERE number = ?", [(number,) for number in numbers])

    def announce_all(self, key: str, value: str) -> None:
        """Put every passage into the outbox and keep a value under `key`, both or neither."""
        with self.writing() as db:
            db.execute("DELETE FROM outbox")
            db.execute("INSERT INTO outbox (passage_id) SELECT id FROM passages ORDER BY rowid")
            rows.set_meta(db, key, value)
