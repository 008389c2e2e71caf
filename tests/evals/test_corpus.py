from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from evals import corpus
from evals.benchmarks import RealtimeQaArticle
from rag.index.articles import ArticleStore
from rag.index.embed import key
from rag.library import Library


def article(number: int) -> RealtimeQaArticle:
    return RealtimeQaArticle(
        url=f"https://example.com/{number}",
        title=f"Ferry {number} is late",
        authors=("A. Writer",),
        published=date(2026, 3, 12),
        text=f"Ferry number {number} left the harbour an hour late.",
    )


ARTICLES = [article(number) for number in range(40)]


class Counting:
    """An embedder of two dimensions that remembers what it was asked."""

    fingerprint = "counting"
    dimension = 2
    seconds = 0.0

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        if on_progress:
            on_progress(len(texts))
        self.texts += texts
        return np.array([[len(text), 1] for text in texts], np.float32)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.embed([text])[0]
        return vector


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_CACHE", str(tmp_path))


def test_a_part_holds_what_is_needed_and_as_many_others_as_asked() -> None:
    needed = {"https://example.com/7", "https://example.com/30"}
    part = corpus.part(ARTICLES, needed, 10)
    assert len(part) == 10
    assert needed <= {one.url for one in part}
    assert part == corpus.part(ARTICLES, needed, 10)


def test_a_larger_part_holds_the_smaller_one() -> None:
    needed = {"https://example.com/7"}
    assert set(corpus.part(ARTICLES, needed, 10)) < set(corpus.part(ARTICLES, needed, 20))


def test_vectors_are_recalled_in_the_order_asked_and_only_new_texts_embedded(tmp_path: Path) -> None:
    store = ArticleStore(tmp_path)
    model = Counting()
    store.put_vectors([key("known")], "counting", np.array([[7, 7]], np.float32))
    found = corpus.Recalled(model, store).embed(["longer text", "known", "new"])
    store.close()
    assert found.tolist() == [[11, 1], [7, 7], [3, 1]]
    assert model.texts == ["longer text", "new"]


def test_a_kept_part_is_opened_again_and_never_holds_other_articles() -> None:
    corpus.build_part(ARTICLES[:2])
    folder = corpus.build_part(ARTICLES[1:3])
    with Library.open(folder) as library:
        assert {one.url for one in library.articles()} == {"https://example.com/1", "https://example.com/2"}
        assert library.articles()[0].published_at is not None
    before = (folder / "library.lock").stat().st_ino
    assert (corpus.build_part(ARTICLES[1:3]) / "library.lock").stat().st_ino == before


def test_a_kept_part_whose_index_is_gone_is_mended() -> None:
    folder = corpus.build_part(ARTICLES[:2])
    shutil.rmtree(folder / "chroma")
    corpus.build_part(ARTICLES[:2])
    with Library.open(folder) as library:
        library.check_index()
