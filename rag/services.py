"""The parts of an open library, each built when it is first needed: the index, retrieval, answers, summaries.

Belongs to one state of the index. After a reindex the whole object is thrown away and another one takes its place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, TypeVar, cast
from uuid import uuid4

from rag.errors import EmbedderMismatch
from rag.index.articles import ArticleStore
from rag.index.embed import Embedder, LocalEmbedder
from rag.index.kept import Kept
from rag.index.ledger import Ledger
from rag.index.lexical import LexicalIndex
from rag.index.lock import LibraryLock
from rag.index.sync import check, rebuild, sync
from rag.index.vectors import REINDEX, VectorIndex
from rag.read.reader import Reader, Window
from rag.read.support import SupportModel
from rag.retrieve.rerank import CrossEncoder

if TYPE_CHECKING:
    from pathlib import Path

    from rag.ingest.pipeline import Pipeline as Ingestion
    from rag.llm.chat import Chat
    from rag.llm.grounding import Grounding
    from rag.llm.model import LanguageModel
    from rag.pipeline import Pipeline
    from rag.retrieve.hybrid import Retriever
    from rag.summarize.pipeline import Summarizer

Part = TypeVar("Part")

EMBEDDER = "embedder"  # the library's metadata name the embedder of its vectors under this key
_COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class Models:
    """The local models. Several libraries may share them; each loads when it is first used."""

    embedder: Embedder
    reader: Reader = field(default_factory=Reader)
    support: SupportModel = field(default_factory=SupportModel)
    cross_encoder: CrossEncoder = field(default_factory=CrossEncoder)

    def load(self) -> None:
        """Load all of them now. Raises ModelUnavailable."""
        self.reader.read("Ready?", [Window("Ready.", "")])
        self.support.status([Window("Ready.", "")])
        self.cross_encoder.score("Ready?", ["Ready."])
        if isinstance(self.embedder, LocalEmbedder):
            self.embedder.embed(["Ready."])

    def seconds(self) -> float:
        """How long they have run so far."""
        return self.embedder.seconds + self.cross_encoder.seconds + self.reader.seconds + self.support.seconds


def _once(build: Callable[[Services], Part]) -> Callable[[Services], Part]:
    """Keep what a method builds; one thread builds at a time."""

    @wraps(build)
    def built(self: Services) -> Part:
        with self._building:
            if build.__name__ not in self._built:
                self._built[build.__name__] = build(self)
            return cast("Part", self._built[build.__name__])

    return built


class Services:
    """The parts of one library. Methods may be called from several threads."""

    def __init__(
        self,
        lock: LibraryLock,
        store: ArticleStore,
        ledger: Ledger,
        *,
        models: Models,
        llm: LanguageModel | None,
        chroma_url: str | None,
    ) -> None:
        self.store = store
        self.ledger = ledger
        self.models = models
        self.llm = llm
        self.lexical = LexicalIndex(store)
        self._lock = lock
        self._chroma_url = chroma_url
        self._building = threading.RLock()
        self._built: dict[str, object] = {}

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        models: Models,
        llm: LanguageModel | None,
        chroma_url: str | None,
        budget: tuple[float | None, float | None],
    ) -> Services:
        """Lock the folder and open what is stored there. Raises what ``Library.open`` does."""
        lock = LibraryLock(folder)
        try:
            store = ArticleStore(folder)
            ledger = Ledger(store, run_usd=budget[0], day_usd=budget[1])
            return cls(lock, store, ledger, models=models, llm=llm, chroma_url=chroma_url)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Close everything and forget the parts: they refer to one another, and would keep the models in memory."""
        with self._building:
            if isinstance(vectors := self._built.get("_vectors"), VectorIndex):
                vectors.close()
            self._built.clear()
        self.store.close()
        self._lock.release()

    # Indexes

    def rebuilt(self, on_progress: Callable[[str, int, int], None]) -> Services:
        """Rebuild the vector index from the store; returns services over it."""
        vectors = self._new_index()
        fingerprint = self.models.embedder.fingerprint
        self._ingestion(vectors).embed_missing(lambda done, total: on_progress("embed", done, total))
        total, indexed = self.store.passage_count(), 0

        def count(new: int) -> None:
            nonlocal indexed
            indexed += new
            on_progress("index", indexed, total)

        rebuild(self.store, vectors, fingerprint, count)
        self.store.set_meta(EMBEDDER, fingerprint)
        other = Services(
            self._lock, self.store, self.ledger, models=self.models, llm=self.llm, chroma_url=self._chroma_url
        )
        other._built |= {"_vectors": vectors, "index": vectors}
        return other

    def _new_index(self) -> VectorIndex:
        """A vector index under this library's own name: several may share one Chroma server."""
        name = self.store.meta(_COLLECTION)
        if name is None:
            name = f"passages-{uuid4().hex[:12]}"
            self.store.set_meta(_COLLECTION, name)
        embedder = self.models.embedder
        return VectorIndex(
            self.store.path.parent,
            self._chroma_url,
            name=name,
            fingerprint=embedder.fingerprint,
            dimension=embedder.dimension,
        )

    @_once
    def _vectors(self) -> VectorIndex:
        fingerprint = self.models.embedder.fingerprint
        made_by = self.store.meta(EMBEDDER)
        if made_by not in (None, fingerprint):
            raise EmbedderMismatch(
                f"The library {self.store.path.parent} was made with the embedder {made_by}, not {fingerprint}.",
                f"Choose that one (RAG_EMBEDDER), or embed all of it again. {REINDEX}",
            )
        vectors = self._new_index()
        if made_by is None:
            self.store.set_meta(EMBEDDER, fingerprint)
        sync(self.store, vectors, fingerprint)
        return vectors

    @_once
    def index(self) -> VectorIndex:
        """The vector index, brought up to date and checked against the stored articles."""
        check(self.store, self._vectors(), self.models.embedder.fingerprint)
        return self._vectors()

    def ingestion(self) -> Ingestion:
        """What adds articles to the store and the index."""
        return self._ingestion(self.index())

    def _ingestion(self, vectors: VectorIndex) -> Ingestion:
        from rag.ingest.chunk import Chunker
        from rag.ingest.pipeline import Pipeline

        return Pipeline(self.store, vectors, self.models.embedder, Chunker())

    # Answers and summaries

    @_once
    def retriever(self) -> Retriever:
        """Hybrid retrieval."""
        from rag.retrieve.hybrid import Retriever

        return Retriever(self.store, self.lexical, self.index(), self.models.embedder, self.models.cross_encoder)

    @_once
    def pipeline(self) -> Pipeline:
        """From a question to its answer."""
        from rag.answer.candidates import Told
        from rag.answer.engine import Extractive
        from rag.pipeline import Pipeline
        from rag.writers import ExtractiveWriter, LlmWriter, OverviewWriter

        store = self.store
        told = Kept(store, lambda article: Told.of(article, store.passages_of(article.id)))
        extractive = ExtractiveWriter(store, Extractive(told.of, self.models.reader, self.models.support))
        chat = self._chat()
        llm = LlmWriter(chat, self._grounding(), self.models.reader, extractive) if chat else None
        overviews = OverviewWriter(self.summarizer(), store)
        return Pipeline(self.retriever(), extractive, llm, overviews, self.models.seconds)

    @_once
    def summarizer(self) -> Summarizer:
        """From articles to a summary."""
        from rag.summarize.choose import Topics
        from rag.summarize.meaning import Meaning
        from rag.summarize.pipeline import Summarizer
        from rag.summarize.retelling import Retelling

        topics = Topics(self.store, self.lexical, self.index, self.models.embedder)
        meaning = Meaning(self.models.reader, self.models.support)
        chat = self._chat()
        retelling = Retelling(chat, self._grounding(), meaning) if chat else None
        return Summarizer(self.store, topics, self.models.embedder, meaning, retelling)

    @_once
    def _chat(self) -> Chat | None:
        if self.llm is None:
            return None
        from rag.llm.chat import Chat

        return Chat(self.llm, self.ledger)

    def _grounding(self) -> Grounding:
        from rag.llm.grounding import Grounding

        return Grounding(self.models.support)
