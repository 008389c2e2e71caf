"""The tables of library.db, how it is opened and migrated, and what SQLite's failures mean to a user."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rag.errors import LibraryBusy, LibraryCorrupt, LibraryTooNew, StorageFull

# Every version of an article is one row, with its text; `current` marks the one that is searched. The text comes last
# so that reading the other columns never touches the pages it overflows to.
_FORMAT_1 = (
    """
    CREATE TABLE articles (
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        current INTEGER NOT NULL,
        title TEXT NOT NULL,
        source TEXT,
        url TEXT,
        authors TEXT NOT NULL,
        language TEXT,
        content_hash TEXT NOT NULL,
        published_at INTEGER,
        published_from TEXT,
        updated_at INTEGER,
        updated_from TEXT,
        ingested_at INTEGER,
        ingested_from TEXT,
        text TEXT NOT NULL,
        PRIMARY KEY (id, version)
    )
    """,
    "CREATE UNIQUE INDEX articles_current ON articles (id) WHERE current",
    "CREATE INDEX articles_published ON articles (published_at) WHERE current",
    """
    CREATE TABLE passages (
        rowid INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        article_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        heading TEXT NOT NULL,
        sentences TEXT NOT NULL,
        vector_key TEXT NOT NULL,
        FOREIGN KEY (article_id, version) REFERENCES articles (id, version)
    )
    """,
    "CREATE INDEX passages_article ON passages (article_id, version, ordinal)",
    "CREATE INDEX passages_vector ON passages (vector_key)",
    # Contentless: the texts are already in `articles`. Deleting a row takes the very values it was written with.
    """
    CREATE VIRTUAL TABLE passages_fts USING fts5 (
        title, heading, text, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TABLE vectors (
        key TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (key, fingerprint)
    )
    """,
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    # Passages that the vector index has yet to hear of. A number is never used twice, so marking one as done can't
    # swallow a change that came later.
    "CREATE TABLE outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, passage_id TEXT NOT NULL UNIQUE)",
)

_FORMAT_2 = (
    # Times are in milliseconds since the epoch.
    """
    CREATE TABLE conversations (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
    )
    """,
    "CREATE INDEX conversations_updated ON conversations (updated_at, number)",
    """
    CREATE TABLE turns (
        conversation INTEGER NOT NULL REFERENCES conversations (number) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        question TEXT NOT NULL,
        asked TEXT,
        answer TEXT NOT NULL,
        PRIMARY KEY (conversation, ordinal)
    )
    """,
    # What a language model replied, by a digest of all that it was asked; the highest numbers are the newest.
    """
    CREATE TABLE replies (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        text TEXT NOT NULL,
        input_tokens INTEGER NOT NULL,
        output_tokens INTEGER NOT NULL,
        cost_usd REAL
    )
    """,
    # In billionths of a US dollar: a token costs less than a millionth, and sums of whole numbers are exact.
    "CREATE TABLE spending (day TEXT PRIMARY KEY, nano_usd INTEGER NOT NULL)",
)

# What leads from each format to the next. A new library goes all the way; no step is ever changed once it was released.
STEPS = (_FORMAT_1, _FORMAT_2)
VERSION = len(STEPS)

_FAILED_WRITES = """
FULL READONLY CANTOPEN IOERR_WRITE IOERR_FSYNC IOERR_DIR_FSYNC IOERR_TRUNCATE IOERR_SHMOPEN IOERR_SHMSIZE IOERR_SHMMAP
"""
_NOT_WRITABLE = {getattr(sqlite3, f"SQLITE_{name}") for name in _FAILED_WRITES.split()}


def connect(path: Path) -> sqlite3.Connection:
    """Open or create the database. Raises StorageFull, LibraryCorrupt, LibraryTooNew and LibraryBusy."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"The library folder {path.parent} can't be created: {error.strerror}."
        raise StorageFull(what, "Choose a folder that can be written to.") from error
    with failures(path):
        connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    try:
        with failures(path):
            _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        what = f"The library {path} has format {version}; this version of the program reads up to {VERSION}."
        raise LibraryTooNew(what, "Upgrade the program, or choose another library folder.")
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise LibraryCorrupt(f"{path} is not a library: it holds other tables.", "Choose another library folder.")
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL: a commit that was reported is on the disk, a power cut included.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    if version < VERSION:
        with transaction(connection):
            for step in STEPS[version:]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After some failures (a full disk among them) SQLite has rolled back by itself.
        with suppress(sqlite3.OperationalError):
            connection.execute("ROLLBACK")
        raise


@contextmanager
def failures(path: Path) -> Iterator[None]:
    """Turn SQLite's failures that have a cause outside this program into this package's errors."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0)
        primary = code & 0xFF
        if code in _NOT_WRITABLE or primary in _NOT_WRITABLE:
            fix = "Free some space or allow writing there, then try again; nothing already stored is lost."
            raise StorageFull(f"The library {path} can't be written: {error}.", fix) from error
        if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR}:
            fix = "Restore it from a copy, or move the folder away and add the articles again."
            raise LibraryCorrupt(f"The library {path} is damaged: {error}.", fix) from error
        if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            what = f"The library {path} is held by another process: {error}."
            raise LibraryBusy(what, "Close the other one first.") from error
        raise
