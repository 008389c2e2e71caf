"""The pipeline that tutorials teach: chunks, embeddings, a Chroma collection, and the four nearest chunks.

Without a language model the nearest chunk itself is the answer. It embeds with the service's own local model, so what
sets the two apart is what is done with the vectors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from evals.baselines.chunks import Chunk, ChunkAsker, articles_of, cut, settings
from evals.documents import Document

if TYPE_CHECKING:
    import chromadb

    from evals.engines import Asker, Kind
    from rag.index.embed import Embedder

_BATCH = 128    # chunks embedded and stored at once: an interrupted run goes on from there


class Tutorial:
    """The engine "tutorial"; ``embedder`` defaults to the local model. Its collection stays in the folder."""

    name = "tutorial"
    parallel = 1
    kinds: frozenset[Kind] = frozenset({"question"})

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder

    def settings(self) -> Mapping[str, str]:
        """How chunks are cut, how many are read, and the embedder."""
        return {**settings(), "embedder": self._shared().fingerprint}

    @contextmanager
    def open(self, documents: Sequence[Document], folder: Path) -> Iterator[Asker]:
        """Raises InputError for a document that can't be read, PackageMissing."""
        from chromadb.api.client import Client
        from chromadb.config import Settings

        articles = articles_of(documents)
        chunks = cut(articles.values())
        place = Settings(is_persistent=True, persist_directory=str(folder / "chroma"), anonymized_telemetry=False)
        with Client(settings=place) as client:
            collection = client.get_or_create_collection(
                f"chunks-{self._shared().fingerprint}",
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
            )
            ranked = Nearest(chunks, collection, self._shared())
            yield ChunkAsker(self.name, articles, ranked)

    def _shared(self) -> Embedder:
        if self._embedder is None:
            from rag.index.embed import LocalEmbedder

            self._embedder = LocalEmbedder()    # one for all collections: it is slow to load
        return self._embedder


class Nearest:
    """Chunks ranked by the cosine similarity of their vectors to the question's.

    Chunks that the collection has from an earlier run are not embedded again; what else it has is deleted.
    """

    def __init__(self, chunks: Sequence[Chunk], collection: chromadb.Collection, embedder: Embedder) -> None:
        self._chunks = {_key(chunk): chunk for chunk in chunks}
        self._collection = collection
        self._embedder = embedder
        kept = set(collection.get(include=[])["ids"])
        _delete(collection, sorted(kept - self._chunks.keys()))
        self._add([key for key in self._chunks if key not in kept])

    @property
    def seconds(self) -> float:
        """Time spent embedding so far."""
        return self._embedder.seconds

    def best(self, question: str, within: Collection[str] | None, k: int) -> list[tuple[Chunk, float]]:
        """The ``k`` nearest chunks and their similarities, nearest first; of the articles with the ids ``within``, if
        given."""
        searched = [key for key, chunk in self._chunks.items() if within is None or chunk.article.id in within]
        if not searched:
            return []
        found = self._collection.query(
            query_embeddings=self._embedder.embed_query(question)[np.newaxis],
            ids=None if within is None else searched,
            n_results=k,
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        return [(self._chunks[key], 1 - far) for key, far in zip(found["ids"][0], distances[0], strict=True)]

    def _add(self, keys: Sequence[str]) -> None:
        for start in range(0, len(keys), _BATCH):
            batch = list(keys[start : start + _BATCH])
            self._collection.add(ids=batch, embeddings=self._embedder.embed([self._chunks[key].text for key in batch]))


def _key(chunk: Chunk) -> str:
    """Another one for another text."""
    return f"{chunk.id}:{sha256(chunk.text.encode()).hexdigest()}"


def _delete(collection: chromadb.Collection, keys: Sequence[str]) -> None:
    for start in range(0, len(keys), _BATCH):
        collection.delete(ids=list(keys[start : start + _BATCH]))
