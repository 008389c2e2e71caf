"""kill -9 at any moment: the next opening finishes or undoes what was going on, and nothing is lost or doubled."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from rag.index import sync
from rag.index.articles import ArticleStore
from tests.index.samples import BUDGET, FINGERPRINT, STORM, Index, article, put

EXTRA = "A tram line was opened in Odd. It has nine stops."
# What the library holds before the work, and after each step of it: article id -> text.
STATES = [
    {"a1": BUDGET, "a2": STORM},
    {"a1": EXTRA, "a2": STORM},
    {"a1": EXTRA},
    {"a1": EXTRA, "a3": BUDGET},
    {"a1": EXTRA, "a3": BUDGET},
]


def work(index: Index, finished: Callable[[int], object]) -> None:
    index.put(article("a1", EXTRA, version=2))
    finished(1)
    index.remove("a2")
    finished(2)
    index.put(article("a3", BUDGET))
    finished(3)
    sync.rebuild(index.store, index.vectors, FINGERPRINT)
    finished(4)


def die_at(folder: Path, step: int) -> None:
    """Do the work, and be killed at the n-th SQL statement or call of Chroma; before the call or after it."""
    from chromadb.api.models.Collection import Collection

    left = [step]

    def tick(_: object = None) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def ticking(call: Callable[..., object]) -> Callable[..., object]:
        def ticked(*args: object, **named: object) -> object:
            tick()
            result = call(*args, **named)
            tick()
            return result

        return ticked

    index = Index(folder).open()
    with index.store.reading() as db:
        db.set_trace_callback(tick)
    Collection.upsert = ticking(Collection.upsert)  # type: ignore[method-assign, assignment]
    Collection.delete = ticking(Collection.delete)  # type: ignore[method-assign, assignment]
    shutil.rmtree = ticking(shutil.rmtree)  # type: ignore[assignment]
    work(index, lambda n: (folder / "finished").write_text(str(n)))
    (folder / "steps").write_text(str(step - left[0]))


def work_on(folder: Path) -> None:
    index = Index(folder).open()
    (folder / "ready").touch()
    work(index, lambda n: (folder / "finished").write_text(str(n)))


@pytest.fixture(scope="module")
def server() -> ForkServerContext:
    """Starts processes that have Chroma imported but nothing open."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chromadb", "tests.index.test_crash"])
    return context


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    index = Index(folder).open()
    for article_id, text in STATES[0].items():
        index.put(article(article_id, text))
    index.close()
    return folder


def assert_whole(folder: Path) -> None:
    finished = int((folder / "finished").read_text() or 0) if (folder / "finished").exists() else 0
    index = Index(folder).open()
    held = {a.id: a.text for a in index.store.newest()}
    assert held in STATES[finished : finished + 2]
    passages = {p.id: p for article_id in held for p in index.store.passages_of(article_id)}
    assert len(passages) == index.store.passage_count()
    assert index.store.unembedded(FINGERPRINT) == []
    assert index.vectors.ids() == passages.keys()
    for passage in passages.values():
        assert index.by_words(passage.text)[0] == passage.id
        assert index.by_vector(passage.text)[0] == passage.id
    for text in (BUDGET, STORM, EXTRA):
        assert set(index.by_words(text)) <= passages.keys()
    assert index.store.pending(1) == []
    index.close()


def test_killed_at_any_step(server: ForkServerContext, prepared: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(prepared, whole)
    _run(server, die_at, whole, 1_000_000)
    steps = int((whole / "steps").read_text())
    assert_whole(whole)
    assert steps > 100
    killed = 0
    for step in range(1, steps + 1, max(1, steps // 24)):
        folder = tmp_path / str(step)
        shutil.copytree(prepared, folder)
        killed += _run(server, die_at, folder, step) == -signal.SIGKILL
        assert_whole(folder)
    assert killed >= 24


@pytest.mark.parametrize("after", [0.005, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4])
def test_killed_at_any_time(server: ForkServerContext, prepared: Path, tmp_path: Path, after: float) -> None:
    folder = tmp_path / "library"
    shutil.copytree(prepared, folder)
    process = server.Process(target=work_on, args=(folder,))
    process.start()
    while not (folder / "ready").exists():
        assert process.is_alive()
        time.sleep(0.002)
    time.sleep(after)
    process.kill()
    process.join()
    assert_whole(folder)


def test_killed_while_the_library_is_first_made(server: ForkServerContext, tmp_path: Path) -> None:
    for step in range(1, 25, 3):
        folder = tmp_path / str(step)
        assert _run(server, make_and_die_at, folder, step) == -signal.SIGKILL
        index = Index(folder).open()
        index.put(article("a1", BUDGET))
        assert index.by_words("council") == ["a1-1-0"]
        index.close()


def make_and_die_at(folder: Path, step: int) -> None:
    left = [step]
    connect = sqlite3.connect

    def traced(*args: object, **named: object) -> sqlite3.Connection:
        connection = connect(*args, **named)  # type: ignore[call-overload]
        connection.set_trace_callback(tick)
        assert isinstance(connection, sqlite3.Connection)
        return connection

    def tick(_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sqlite3.connect = traced  # type: ignore[assignment]
    put(ArticleStore(folder), article("a1", BUDGET))


def _run(server: ForkServerContext, target: Callable[[Path, int], None], folder: Path, step: int) -> int | None:
    process = server.Process(target=target, args=(folder, step))
    process.start()
    process.join()
    return process.exitcode
