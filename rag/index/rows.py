"""How articles and passages lie in the tables; every function runs inside its caller's transaction."""

# ruff: noqa: S608 - column names and conditions are constants of this package; every value is bound.

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

from rag.models import Article, Passage, Span, Stamp

ARTICLE_COLUMNS = (
    "id, version, title, source, url, authors, language, published_at, published_from, updated_at, updated_from,"
    " ingested_at, ingested_from, text"
)
PASSAGE_COLUMNS = "id, article_id, version, ordinal, start, end, sentences, heading"


def article_row(article: Article) -> tuple[object, ...]:
    """The values of ARTICLE_COLUMNS."""
    one = article
    stamps = (one.published_at, one.updated_at, one.ingested_at)
    dated = [part for s in stamps for part in ((int(s.at.timestamp()), s.origin) if s else (None, None))]
    authors = json.dumps(one.authors, ensure_ascii=False)
    return (one.id, one.version, one.title, one.source, one.url, authors, one.language, *dated, one.text)


def article_of(row: tuple[Any, ...]) -> Article:
    """The article whose ARTICLE_COLUMNS these are."""
    article_id, version, title, source, url, authors, language, *dated, text = row
    published, updated, ingested = (
        None if seconds is None else Stamp(datetime.fromtimestamp(seconds, UTC), origin)
        for seconds, origin in zip(dated[::2], dated[1::2], strict=True)
    )
    names = tuple(json.loads(authors))
    return Article(article_id, title, text, source, url, names, language, published, updated, ingested, version)


def passage_of(row: tuple[Any, ...], article_text: str) -> Passage:
    """The passage whose PASSAGE_COLUMNS these are, cut from its article."""
    passage_id, article_id, version, ordinal, start, end, spans, heading = row
    text, sentences = article_text[start:end], tuple(Span(*span) for span in json.loads(spans))
    return Passage(passage_id, article_id, version, ordinal, start, end, text, sentences, heading)


def insert_passage(db: sqlite3.Connection, title: str, passage: Passage, vector_key: str) -> None:
    """Write a passage, index its words, and announce it to the vector index."""
    one, sentences = passage, json.dumps(passage.sentences)
    rowid = db.execute(
        f"INSERT INTO passages ({PASSAGE_COLUMNS}, vector_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (one.id, one.article_id, one.version, one.ordinal, one.start, one.end, sentences, one.heading, vector_key),
    ).lastrowid
    sql = "INSERT INTO passages_fts (rowid, title, heading, text) VALUES (?, ?, ?, ?)"
    db.execute(sql, (rowid, title, one.heading, one.text))
    _announce(db, one.id)


def delete_passages(db: sqlite3.Connection, article_id: str) -> None:
    """Delete the passages of an article and their words, and announce that they are gone."""
    rows = db.execute(
        "SELECT p.rowid, p.id, p.heading, p.start, p.end, a.title, a.text FROM passages p"
        " JOIN articles a ON a.id = p.article_id AND a.version = p.version WHERE p.article_id = ?",
        (article_id,),
    ).fetchall()
    for rowid, passage_id, heading, start, end, title, text in rows:
        db.execute(
            "INSERT INTO passages_fts (passages_fts, rowid, title, heading, text) VALUES ('delete', ?, ?, ?, ?)",
            (rowid, title, heading, text[start:end]),
        )
        _announce(db, passage_id)
    db.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))


def _announce(db: sqlite3.Connection, passage_id: str) -> None:
    db.execute("INSERT OR REPLACE INTO outbox (passage_id) VALUES (?)", (passage_id,))


def vector_keys(db: sqlite3.Connection, article_id: str) -> str:
    """The vector keys of an article's passages, as a JSON list."""
    rows = db.execute("SELECT DISTINCT vector_key FROM passages WHERE article_id = ?", (article_id,)).fetchall()
    return json.dumps([row[0] for row in rows])


def delete_unused_vectors(db: sqlite3.Connection, keys: str) -> None:
    """Delete the vectors under these keys, a JSON list, that no passage uses any more."""
    db.execute(
        "DELETE FROM vectors WHERE key IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM passages p WHERE p.vector_key = vectors.key)",
        (keys,),
    )


def set_meta(db: sqlite3.Connection, key: str, value: str | None) -> None:
    """Keep a value; None forgets it."""
    if value is None:
        db.execute("DELETE FROM meta WHERE key = ?", (key,))
    else:
        db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
