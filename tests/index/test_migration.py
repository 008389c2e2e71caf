"""A library of format 1, as the program of that time wrote it (tests/fixtures): opened, it is one of today's."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import LibraryTooNew
from rag.index import schema
from rag.index.articles import ArticleStore
from rag.index.lexical import LexicalIndex
from tests.conftest import FIXTURES
from tests.index.samples import BUDGET, FINGERPRINT, STORM, article, ask, put


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The folder of a library of format 1: two articles, one of them in two versions."""
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "library.db").write_bytes(gzip.decompress((FIXTURES / "library-format-1.db.gz").read_bytes()))
    assert version_of(folder) == 1
    return folder


def version_of(folder: Path) -> int:
    db = sqlite3.connect(folder / "library.db")
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.close()
    assert isinstance(version, int)
    return version


def tables_of(folder: Path) -> set[tuple[str, str]]:
    db = sqlite3.connect(folder / "library.db")
    found = set(db.execute("SELECT name, sql FROM sqlite_master").fetchall())
    db.close()
    return found


def assert_migrated(folder: Path) -> None:
    store = ArticleStore(folder)
    assert {one.id: one.text for one in store.newest()} == {"a1": BUDGET + " It rained.", "a2": STORM}
    assert store.get("a1", 1).text == BUDGET
    assert [p.text for p in store.passages_of("a2")] == [part + "." for part in STORM.rstrip(".").split(". ")][:3]
    assert LexicalIndex(store).search(ask("harbour"), 5)[0][0] == "a2-1-1"
    assert store.unembedded(FINGERPRINT) == []
    assert store.meta("embedder") == "letters-1"
    put(store, article("a3", BUDGET))
    store.remove("a3")
    store.close()
    assert version_of(folder) == schema.VERSION


def test_nothing_of_an_older_library_is_lost(old: Path) -> None:
    assert_migrated(old)
    assert_migrated(old)  # opened again, there is nothing left to do


def test_an_older_library_ends_up_with_the_tables_of_a_new_one(old: Path, tmp_path: Path) -> None:
    ArticleStore(old).close()
    ArticleStore(tmp_path / "new").close()
    assert tables_of(old) == tables_of(tmp_path / "new")


def test_an_older_program_refuses_what_this_one_has_opened(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ArticleStore(old).close()
    monkeypatch.setattr(schema, "VERSION", 1)
    with pytest.raises(LibraryTooNew, match=r"has format 2; .* reads up to 1\. Upgrade"):
        ArticleStore(old)


def open_and_die_at(folder: Path, step: int) -> None:
    left = [step]
    connect = sqlite3.connect

    def tick(_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(*args: object, **named: object) -> sqlite3.Connection:
        connection = connect(*args, **named)  # type: ignore[call-overload]
        connection.set_trace_callback(tick)
        assert isinstance(connection, sqlite3.Connection)
        return connection

    sqlite3.connect = traced  # type: ignore[assignment]
    ArticleStore(folder)


def test_killed_on_the_way_it_is_of_the_one_format_or_the_other(old: Path) -> None:
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["tests.index.test_migration"])
    before = tables_of(old)
    for step in range(1, 100):
        process = server.Process(target=open_and_die_at, args=(old, step))
        process.start()
        process.join()
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        assert (version_of(old), tables_of(old)) == (1, before)
    assert step > len(schema.STEPS[1])
    assert_migrated(old)


FULL = """
import pathlib, resource, sys
from rag.errors import StorageFull
from rag.index.articles import ArticleStore
folder = pathlib.Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
try:
    ArticleStore(folder)
except StorageFull as error:
    print(error)
"""


def test_on_a_full_disk_it_stays_as_it_was(old: Path) -> None:
    run = subprocess.run([sys.executable, "-c", FULL, old], capture_output=True, text=True, timeout=60, check=False)
    assert "Free some space" in run.stdout, run.stderr
    assert version_of(old) == 1
    assert_migrated(old)
