"""The parts of one library, made when first needed and made to fit each other. What they are for is the library's."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from rag.answer.syntax import Syntax
from rag.errors import EmbedderMismatch
from rag.index.articles import ArticleStore
from rag.index.embed import Embedder, LocalEmbedder
from rag.index.kept import Kept
from rag.index.ledger import Ledger
from rag.index.lexical import LexicalIndex
from rag.index.lock import LibraryLock
from rag.index.sync import check, sync
from rag.index.vectors import REINDEX, VectorIndex
from rag.retrieve.rerank import CrossEncoder

if TYPE_CHECKING:
    from rag.asking import Asking
    from rag.briefing import Briefing
    from rag.ingest.pipeline import Pipeline
    from rag.llm.chat import Chat
    from rag.llm.grounding import Grounding
    from rag.llm.model import LanguageModel
    from rag.retrieve.hybrid import Retriever
    from rag.summarizing import Summarizing

Part = TypeVar("Part")

EMBEDDER = "embedder"  # under this name the library keeps who made its vectors
_COLLECTION = "collection"


def _made_once(make: Callable[[Wiring], Part]) -> Callable[[Wiring], Part]:
    """Have one thread at a time make parts, so that each is made once whoever asks first."""

    @wraps(make)
    def made(self: Wiring) -> Part:
        with self._making:
            return make(self)

    return made


class Wiring:
    """A folder of articles, its index, and the models that read them; ``beside`` lends its own, loaded or not yet."""

    def __init__(
        self,
        folder: Path,
        *,
        embedder: Embedder,
        chroma_url: str | None,
        llm: LanguageModel | None,
        budget: tuple[float | None, float | None],
        beside: Wiring | None = None,
    ) -> None:
        self.folder = folder
        self.embedder = embedder
        self.llm = llm
        self._chroma_url = chroma_url
        self._making = threading.RLock()
        self._lock = LibraryLock(folder)
        try:
            self.store = ArticleStore(folder)
            self.ledger = Ledger(self.store, run_usd=budget[0], day_usd=budget[1])
            self._lexical = LexicalIndex(self.store)
            self._vectors: VectorIndex | None = None
            self._retriever: Retriever | None = None
            self._flow: Asking | None = None
            self._summaries: Summarizing | None = None
            self._front: Briefing | None = None
            self._talk: Chat | None = None
            self._judge: Grounding | None = None
            self._parser: Syntax = beside._parser if beside else Syntax()
            self._cross_encoder: CrossEncoder = beside._cross_encoder if beside else CrossEncoder()
            self._index_checked = False
        except BaseException:
            self._lock.release()
            raise

    def load(self) -> None:
        """Load the local models now, rather than with the first question. Raises what asking raises."""
        self._briefing()
        self._syntax().parse(["Ready."])
        self._cross_encoder.score("Ready?", ["Ready."])
        if isinstance(self.embedder, LocalEmbedder):
            self.embedder.embed(["Ready."])

    def _new_index(self) -> VectorIndex:
        return VectorIndex(
            self.folder,
            self._chroma_url,
            name=self._collection_name(),
            fingerprint=self.embedder.fingerprint,
            dimension=self.embedder.dimension,
        )

    def _collection_name(self) -> str:
        """A name of this library's own: several may share one Chroma server."""
        name = self.store.meta(_COLLECTION)
        if name is None:
            name = f"passages-{uuid4().hex[:12]}"
            self.store.set_meta(_COLLECTION, name)
        return name

    @_made_once
    def _index(self) -> VectorIndex:
        """The vector index, with everything pending carried to it."""
        if self._vectors is None:
            made_by = self.store.meta(EMBEDDER)
            if made_by not in (None, self.embedder.fingerprint):
                raise EmbedderMismatch(
                    f"The library {self.folder} was made with the embedder {made_by}, not {self.embedder.fingerprint}.",
                    f"Choose that one (RAG_EMBEDDER), or embed all of it again. {REINDEX}",
                )
            vectors = self._new_index()
            if made_by is None:
                self.store.set_meta(EMBEDDER, self.embedder.fingerprint)
            sync(self.store, vectors, self.embedder.fingerprint)
            self._vectors = vectors
        if not self._index_checked:
            check(self.store, self._vectors, self.embedder.fingerprint)
            self._index_checked = True
        return self._vectors

    def _pipeline(self) -> Pipeline:
        return self._pipeline_with(self._index())

    def _pipeline_with(self, vectors: VectorIndex) -> Pipeline:
        from rag.ingest.chunk import Chunker
        from rag.ingest.pipeline import Pipeline

        return Pipeline(self.store, vectors, self.embedder, Chunker())

    @_made_once
    def _retrieval(self) -> Retriever:
        index = self._index()
        if self._retriever is None:
            from rag.retrieve.hybrid import Retriever

            self._retriever = Retriever(self.store, self._lexical, index, self.embedder, self._cross_encoder)
        return self._retriever

    @_made_once
    def _asking(self) -> Asking:
        if self._flow is None:
            from rag.answer.extractive import Extractive, told_by
            from rag.asking import Asking
            from rag.engines import ExtractiveEngine, ModelEngine
            from rag.steps import chain

            retriever = self._retrieval()
            syntax = self._syntax()
            told = Kept(self.store, lambda article: told_by(article, self.store.passages_of(article.id)))
            writer = Extractive(told.of, self._cross_encoder, syntax)
            extractive = chain(ExtractiveEngine(self.store, writer, syntax), retriever, syntax)
            by_model = None
            if self.llm is not None:
                engine = ModelEngine(self.store, self._chat_with(self.llm), self._grounding(), syntax, writer)
                by_model = (chain(engine, retriever, syntax), self.llm.name)
            self._flow = Asking(syntax, self._model_seconds(syntax), extractive, by_model)
        return self._flow

    @_made_once
    def _briefing(self) -> Briefing:
        if self._front is None:
            from rag.briefing import Briefing

            self._front = Briefing(self._asking(), self._summarizing(), self.store)
        return self._front

    def _chat_with(self, model: LanguageModel) -> Chat:
        if self._talk is None:
            from rag.llm.chat import Chat

            self._talk = Chat(model, self.ledger)
        return self._talk

    @_made_once
    def _grounding(self) -> Grounding:
        if self._judge is None:
            from rag.answer.claims.checker import Checker
            from rag.llm.grounding import Grounding

            # The checker reads what single tokens mean, which no embedding service tells.
            reader = self.embedder if isinstance(self.embedder, LocalEmbedder) else LocalEmbedder()
            self._judge = Grounding(Checker(self._syntax(), reader), self._syntax())
        return self._judge

    @_made_once
    def _summarizing(self) -> Summarizing:
        if self._summaries is None:
            from rag.summarize.topic import Topics
            from rag.summarizing import Summarizing

            topics = Topics(self.store, self._lexical, self._index, self.embedder)
            retelling = None
            if self.llm is not None:
                from rag.summarize.retelling import Retelling

                retelling = Retelling(self._chat_with(self.llm), self._grounding(), self._syntax())
            self._summaries = Summarizing(self.store, topics, self.embedder, self._syntax(), retelling)
        return self._summaries

    def _syntax(self) -> Syntax:
        self._parser.load_beside()
        return self._parser

    def _model_seconds(self, syntax: Syntax) -> Callable[[], float]:
        return lambda: self.embedder.seconds + self._cross_encoder.seconds + syntax.seconds
