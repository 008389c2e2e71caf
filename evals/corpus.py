"""Libraries of RealTime QA's articles, built once and kept in a cache folder: all of it, and parts of it.

A part is made without embedding anything again when the whole is there. Knows nothing about questions and scores.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from evals import benchmarks
from evals.benchmarks import PROJECT, RealtimeQaArticle
from rag.errors import IndexCorrupt, RagError
from rag.index.embed import Embedder, LocalEmbedder, key
from rag.library import Library

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rag.index.articles import ArticleStore
    from rag.ingest.pipeline import OnProgress

_SEED = 20220102
_SAMPLED = 50    # every fiftieth article is chunked again to see that a kept library is still what would be built


class StaleCache(RagError):
    """A library in the cache was built by another version of this program."""


class Recalled:
    """An embedder that takes passages' vectors from a library that has them, and asks the model for the others."""

    def __init__(self, embedder: Embedder, store: ArticleStore) -> None:
        self.fingerprint = embedder.fingerprint
        self.dimension = embedder.dimension
        self._embedder = embedder
        self._store = store

    @property
    def seconds(self) -> float:
        """Time spent inside the model so far."""
        return self._embedder.seconds

    def embed(self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Vectors of passages, shape (n, dimension)."""
        known = self._store.vectors([key(text) for text in texts], self.fingerprint)
        new = [text for text in texts if key(text) not in known]
        made = dict(zip(new, self._embedder.embed(new, on_progress), strict=True)) if new else {}
        return np.stack([known[key(text)] if key(text) in known else made[text] for text in texts])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, shape (dimension,)."""
        return self._embedder.embed_query(text)


def cache() -> Path:
    """Where built libraries are kept: ``$RAG_CACHE``, or ``.cache`` in the project."""
    return Path(os.environ.get("RAG_CACHE") or PROJECT / ".cache").expanduser()


def whole_folder() -> Path:
    """Where the library of all articles is, or would be."""
    return cache() / "realtimeqa"


def is_whole() -> bool:
    """Whether the library of all articles was built."""
    return _marker().is_file() and whole_folder().is_dir()


def build_whole(on_progress: OnProgress | None = None) -> Path:
    """Build the library of all articles, or finish it; returns its folder. Minutes the first time.

    Raises BenchmarkMissing, StaleCache and what Library raises.
    """
    folder, built = whole_folder(), is_whole()
    with Library.open(folder) as library:
        check_fresh(library)
        _mend_index(library)
        if not built:
            library.add(benchmarks.file("realtimeqa", "articles.jsonl"), on_progress=on_progress)
            _marker().touch()
    return folder


def build_part(articles: Sequence[RealtimeQaArticle], on_progress: OnProgress | None = None) -> Path:
    """A library of these articles alone, kept under their number; returns its folder."""
    folder = cache() / f"realtimeqa-{len(articles)}"
    urls = {article.url for article in articles}
    with ExitStack() as stack:
        embedder: Embedder = LocalEmbedder()
        if is_whole():
            embedder = Recalled(embedder, stack.enter_context(Library.open(whole_folder())).store)
        with Library.open(folder, embedder=embedder) as kept:
            _mend_index(kept)
            fit = _is_fresh(kept) and all(article.url in urls for article in kept.articles())
        if not fit:
            shutil.rmtree(folder)
        path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "articles.jsonl"
        write_json_lines(path, articles)
        stack.enter_context(Library.open(folder, embedder=embedder)).add(path, on_progress=on_progress)
    return folder


def check_fresh(library: Library) -> None:
    """Raise StaleCache when the library holds passages that this version of the program would cut otherwise."""
    if not _is_fresh(library):
        raise StaleCache(
            f"The library {library.folder} was chunked by another version of this program.",
            f"Delete {library.folder}; it is built again then.",
        )


def part(articles: Sequence[RealtimeQaArticle], needed: Collection[str], size: int) -> list[RealtimeQaArticle]:
    """The articles with the ``needed`` URLs and others drawn at random, ``size`` in all; always the same ones.

    A larger part with the same needs holds the smaller one.
    """
    others = [article for article in articles if article.url not in needed]
    random.Random(_SEED).shuffle(others)
    chosen = {*needed, *(article.url for article in others[: max(size - len(needed), 0)])}
    return [article for article in articles if article.url in chosen]


def write_json_lines(path: Path, articles: Sequence[RealtimeQaArticle]) -> None:
    """Write articles as the JSON Lines that a library reads."""
    lines = [
        json.dumps(
            {
                "url": article.url,
                "title": article.title,
                "authors": article.authors,
                "published": article.published.isoformat(),
                "text": article.text,
            },
            ensure_ascii=False,
        )
        for article in articles
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _marker() -> Path:
    return cache() / "realtimeqa.complete"


def _mend_index(library: Library) -> None:
    """Rebuild the vector index from the stored vectors if another version of this program kept it otherwise."""
    try:
        library.check_index()
    except IndexCorrupt:
        library.reindex()


def _is_fresh(library: Library) -> bool:
    """Whether the library's passages are those that this version of the program would cut."""
    from rag.ingest.chunk import Chunker
    from rag.ingest.pipeline import embedded_text

    stored, chunker = library.store.vector_keys(), Chunker()
    return all(
        stored.get(passage.id) == key(embedded_text(article, passage))
        for article in library.articles()[::_SAMPLED]
        for passage in chunker.chunk(article)
    )
