"""The same promises for embedded Chroma and for a Chroma server, both real."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np
import pytest

from rag.errors import EmbedderMismatch, IndexCorrupt, LibraryError
from rag.index.articles import Record
from rag.index.filters import first_second
from rag.index.vectors import VectorIndex
from tests.index.samples import DIMENSION, FINGERPRINT, ask, embed

ROWS = {
    "p1": Record("a1", "gazette", first_second(date(2025, 3, 4)), "k1"),
    "p2": Record("a2", "herald", first_second(date(2025, 3, 8)) + 86_399, "k2"),
    "p3": Record("a3", None, None, "k3"),
    "p4": Record("a4", "herald", -1, "k4"),
}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    chroma = Path(sys.executable).with_name("chroma")
    data = tmp_path_factory.mktemp("server")
    process = subprocess.Popen(
        [chroma, "run", "--path", data, "--host", "127.0.0.1", "--port", str(port)],
        env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(200):
        try:
            urlopen(f"{url}/api/v2/heartbeat").close()  # noqa: S310
            break
        except URLError:
            time.sleep(0.1)
    yield url
    process.kill()
    process.wait()


@pytest.fixture(params=["embedded", "server"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., VectorIndex]]:
    url = request.getfixturevalue("server") if request.param == "server" else None
    made = []

    def index(fingerprint: str = FINGERPRINT, dimension: int = DIMENSION) -> VectorIndex:
        made.append(VectorIndex(tmp_path, url, name="passages", fingerprint=fingerprint, dimension=dimension))
        return made[-1]

    yield index
    index().reset()
    for each in made:
        each.close()


@pytest.fixture
def vectors(make: Callable[..., VectorIndex]) -> VectorIndex:
    index = make()
    index.upsert(list(ROWS), embed(list(ROWS)), list(ROWS.values()))
    return index


def found(vectors: VectorIndex, **filters: object) -> set[str]:
    query = ask("x", **filters)  # type: ignore[arg-type]
    return {passage_id for passage_id, _ in vectors.search(embed(["x"])[0], 10, query)}


def test_the_score_is_the_cosine(vectors: VectorIndex) -> None:
    question = embed(["p2"])[0] + embed(["p1"])[0]
    question /= np.linalg.norm(question)
    result = vectors.search(question, 3, ask("x"))
    assert {i for i, _ in result[:2]} == {"p1", "p2"}
    assert [s for _, s in result] == sorted((s for _, s in result), reverse=True)
    for passage_id, score in result:
        assert score == pytest.approx(float(question @ embed([passage_id])[0]), abs=1e-5)


def test_more_than_there_are_can_be_asked_for(vectors: VectorIndex) -> None:
    assert found(vectors) == set(ROWS)


def test_days_are_inclusive_and_an_unknown_date_passes_no_date_filter(vectors: VectorIndex) -> None:
    assert found(vectors, since=date(2025, 3, 8)) == {"p2"}
    assert found(vectors, since=date(2025, 3, 9)) == set()
    assert found(vectors, until=date(2025, 3, 4)) == {"p1", "p4"}
    assert found(vectors, since=date(2025, 3, 4), until=date(2025, 3, 8)) == {"p1", "p2"}


def test_sources_and_articles_filter_too(vectors: VectorIndex) -> None:
    assert found(vectors, sources=("herald",)) == {"p2", "p4"}
    assert found(vectors, sources=("herald", "gazette"), since=date(2025, 1, 1)) == {"p1", "p2"}
    assert found(vectors, article_ids=("a3", "a1")) == {"p1", "p3"}


def test_deleted_passages_are_not_found_again(vectors: VectorIndex, make: Callable[..., VectorIndex]) -> None:
    vectors.delete(["p2", "never"])
    assert found(vectors) == {"p1", "p3", "p4"}
    vectors.close()
    assert found(make()) == {"p1", "p3", "p4"}
    assert make().count() == 3


def test_upserting_again_replaces(vectors: VectorIndex) -> None:
    vectors.upsert(["p1"], embed(["new"]), [ROWS["p2"]])
    assert vectors.count() == 4
    assert vectors.search(embed(["new"])[0], 1, ask("x", sources=("herald",)))[0][0] == "p1"
    assert np.allclose(vectors.vectors(["p1"])["p1"], embed(["new"])[0])


def test_another_embedders_index_is_refused_and_reset_mends_it(
    vectors: VectorIndex, make: Callable[..., VectorIndex]
) -> None:
    vectors.close()
    for other in (make(fingerprint="other"), make(dimension=DIMENSION + 1)):
        with pytest.raises(EmbedderMismatch, match="rag reindex"):
            other.count()
    other = make(fingerprint="other", dimension=3)
    other.reset()
    other.upsert(["p"], embed(["p"], 3), [ROWS["p1"]])
    assert other.ids() == {"p"}


def test_vectors_of_another_dimension_are_refused(vectors: VectorIndex) -> None:
    with pytest.raises(EmbedderMismatch, match=r"16 numbers, not of 7.*rag reindex"):
        vectors.upsert(["p9"], embed(["x"], 7), [ROWS["p1"]])
    with pytest.raises(EmbedderMismatch, match="16 numbers, not of 7"):
        vectors.search(embed(["x"], 7)[0], 3, ask("x"))


def test_reset_leaves_an_empty_index_that_works(vectors: VectorIndex) -> None:
    for _ in range(2):
        vectors.reset()
        assert vectors.ids() == set()
    vectors.upsert(["p1"], embed(["p1"]), [ROWS["p1"]])
    assert found(vectors) == {"p1"}


def test_a_server_that_cant_be_reached_is_named(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    index = VectorIndex(tmp_path, url, name="passages", fingerprint=FINGERPRINT, dimension=DIMENSION)
    for call in (index.count, index.reset):
        with pytest.raises(LibraryError, match=f"{url}.*Start it"):
            call()


def _garbage(path: Path) -> None:
    path.write_bytes(b"\xff" * path.stat().st_size)


def _no_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("in the way")


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: _garbage(folder / "chroma.sqlite3"),
        lambda folder: os.truncate(folder / "chroma.sqlite3", 10_000),
        _no_folder,
    ],
    ids=["garbage", "cut short", "a file in its place"],
)
def test_a_damaged_folder_is_refused_and_reset_mends_it(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    index = VectorIndex(tmp_path, None, name="passages", fingerprint=FINGERPRINT, dimension=DIMENSION)
    index.upsert(list(ROWS), embed(list(ROWS)), list(ROWS.values()))
    index.close()
    damage(index.folder)
    for _ in range(2):
        with pytest.raises(IndexCorrupt, match="rag reindex"):
            index.count()
    index.reset()
    index.upsert(["p1"], embed(["p1"]), [ROWS["p1"]])
    assert found(index) == {"p1"}
    index.close()
