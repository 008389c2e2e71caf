"""BM25 over chunks, with bm25s as it comes: the plainest search by words, and its best chunk given as the answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from evals.baselines.chunks import Chunk, ChunkAsker, PackageMissing, articles_of, cut, settings
from evals.documents import Document

if TYPE_CHECKING:
    from evals.engines import Asker, Kind

_Tokenize = Callable[[Sequence[str]], list[list[str]]]


class Bm25:
    """The engine "bm25". Its index is made anew in memory each time, in seconds."""

    name = "bm25"
    parallel = 1
    kinds: frozenset[Kind] = frozenset({"question"})

    def settings(self) -> Mapping[str, str]:
        """How chunks are cut, how many are read, and the version of bm25s."""
        return {**settings(), "bm25s": version("bm25s")}

    @contextmanager
    def open(self, documents: Sequence[Document], folder: Path) -> Iterator[Asker]:  # noqa: ARG002 - needs no folder
        """Raises InputError for a document that can't be read, PackageMissing."""
        articles = articles_of(documents)
        yield ChunkAsker(self.name, articles, Ranked(cut(articles.values())))


class Ranked:
    """Chunks ranked by BM25 over their words, English stop words left out."""

    seconds = 0.0    # no model

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        try:
            import bm25s
        except ModuleNotFoundError as error:
            raise PackageMissing(error) from error
        self._chunks = chunks
        self._tokenize: _Tokenize = partial(bm25s.tokenize, return_ids=False, show_progress=False)
        self._index = bm25s.BM25()
        self._index.index(self._tokenize([chunk.text for chunk in chunks]), show_progress=False)

    def best(self, question: str, within: Collection[str] | None, k: int) -> list[tuple[Chunk, float]]:
        """The ``k`` best chunks and their scores, best first; of the articles with the ids ``within``, if given."""
        [words] = self._tokenize([question])
        scores = self._index.get_scores(words) if words else [0.0] * len(self._chunks)
        places = [
            place for place, chunk in enumerate(self._chunks) if within is None or chunk.article.id in within
        ]
        best = sorted(places, key=lambda place: -scores[place])[:k]
        return [(self._chunks[place], float(scores[place])) for place in best]
