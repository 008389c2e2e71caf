"""The library: the Python API.

with Library.open("news") as library:
    library.add("article.txt", published=date(2025, 3, 18))
    answer = library.ask("Who attended the meeting?")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rag.index.embed import Embedder, LocalEmbedder
from rag.index.sync import check, rebuild
from rag.models import Answer, Claim, Query, Stage, Summary, Trace, Turn
from rag.shelf import Shelf
from rag.wiring import EMBEDDER

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

    from rag.asking import Event
    from rag.conversing import Conversation
    from rag.index.conversations import StoredConversation
    from rag.llm.model import LanguageModel
    from rag.retrieve.langchain import LibraryRetriever


class Library(Shelf):
    """A folder of articles and everything needed to ask about them.

    One process at a time may have a library open; within it, methods may be called from several threads.
    Close it, or use it as a context manager. Models are loaded when first needed.
    """

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        embedder: Embedder | None = None,
        chroma_url: str | None = None,
        llm: LanguageModel | BaseChatModel | None = None,
        budget_usd: float | None = None,
        budget_usd_per_day: float | None = None,
        beside: Library | None = None,
    ) -> Self:
        """Open the library in ``folder``, creating it when it isn't there, and finish what was interrupted.

        ``embedder`` defaults to the local model; ``chroma_url`` names a Chroma server to use instead of the folder's
        own index. ``llm``, any LangChain chat model, writes answers and summaries; without one they are made of the
        articles' own sentences. Its calls may cost ``budget_usd`` US dollars while the library is open, and
        ``budget_usd_per_day`` in one day (UTC). ``beside`` is another library of this process, open or closed, whose
        local models are used: they take a second or two to load.

        Raises:
            LibraryBusy: another process has it open.
            LibraryTooNew, LibraryCorrupt, StorageFull: the stored library can't be used.
        """
        if embedder is None:
            embedder = beside.embedder if beside else LocalEmbedder()
        return cls(
            Path(folder).expanduser(),
            embedder=embedder,
            chroma_url=chroma_url,
            llm=_known(llm),
            budget=(budget_usd, budget_usd_per_day),
            beside=beside,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; others may open the library then."""
        if self._vectors is not None:
            self._vectors.close()
        self.store.close()
        self._lock.release()
        # They hold the library as it holds them; its models, hundreds of megabytes, would wait for a collection.
        self._flow = self._summaries = self._retriever = None

    # Asking

    def ask(
        self,
        question: str,
        *,
        asked: date | None = None,
        since: date | None = None,
        until: date | None = None,
        sources: Sequence[str] = (),
        history: Sequence[Turn] = (),
    ) -> Answer:
        """Answer a question from the articles, or say that they don't.

        ``asked`` is the day the question is asked (today by default): "this week" is seen from it, and articles
        published shortly before it are favoured. ``since``, ``until`` (inclusive) and ``sources`` leave out every
        other article. ``history`` is the conversation so far, the oldest turn first: "and when?" is read by it.

        Raises:
            BadQuestion: the question is empty or too long.
            IndexCorrupt, EmbedderMismatch: the index must be rebuilt first (``reindex``).
        """
        return self.trace(question, asked=asked, since=since, until=until, sources=sources, history=history).answer

    def trace(
        self,
        question: str,
        *,
        asked: date | None = None,
        since: date | None = None,
        until: date | None = None,
        sources: Sequence[str] = (),
        history: Sequence[Turn] = (),
    ) -> Trace:
        """``ask``, with the ranked sentences that the answer was written from."""
        for event in self._events(question, asked=asked, since=since, until=until, sources=sources, history=history):
            last = event
        if not isinstance(last, Trace):
            raise TypeError("the way to an answer ended without one")
        return last

    def stream(
        self,
        question: str,
        *,
        asked: date | None = None,
        since: date | None = None,
        until: date | None = None,
        sources: Sequence[str] = (),
        history: Sequence[Turn] = (),
    ) -> Iterator[Stage | Claim | Answer]:
        """``ask`` as it goes: a ``Stage`` when a step begins, each ``Claim`` once it is verified, last the ``Answer``.

        Claims come one by one where a language model writes; else they are there at once, with the answer. Nothing
        that was given is taken back: the answer has every claim that was given. Raises what ``ask`` raises.
        """
        for event in self._events(question, asked=asked, since=since, until=until, sources=sources, history=history):
            yield event.answer if isinstance(event, Trace) else event

    def chain(self) -> Runnable[str | dict[str, Any], dict[str, Any]]:
        """Asking as a LangChain runnable, for use in a chain of your own.

        It takes a question, or a dict with ``question`` (or ``input``), and, where wanted, ``history`` (turns or
        LangChain messages) and the other keywords of ``ask``. It gives a dict: ``answer`` (the text), ``claims``,
        ``context`` (the sentences it was written from, as documents) and ``result`` (the ``Answer``). Streamed, the
        text comes claim by claim. ``batch`` answers several.
        """
        from rag.chain import answering

        return answering(self._events)

    def _events(
        self,
        question: str,
        *,
        asked: date | None = None,
        since: date | None = None,
        until: date | None = None,
        sources: Sequence[str] = (),
        history: Sequence[Turn] = (),
    ) -> Iterator[Event]:
        from rag.asking import cleaned
        from rag.clock import Clock

        clock = Clock()
        query = Query(
            text=cleaned(question),
            asked=asked or datetime.now().astimezone().date(),
            since=since,
            until=until,
            sources=tuple(sources),
        )
        flow = self._briefing()
        clock.lap("load")
        yield from flow.events(query, clock, history)

    def summarize(
        self,
        ids: Sequence[str] = (),
        *,
        query: str | None = None,
        since: date | None = None,
        until: date | None = None,
        sources: Sequence[str] = (),
        length: str = "medium",
        format: str = "prose",
        asked: date | None = None,
        on_progress: Callable[[str, int, int], None] | None = None,
    ) -> Summary:
        """Summarise these articles (ids, or how they begin), those about a topic, or all that the filters let through.

        ``length`` is headline, short, medium or long, ``format`` (of the text) prose, bullets, timeline or table.
        ``asked`` is the day from which a time in ``query`` is seen ("floods this week"), today by default.
        ``on_progress`` hears of the stage ("gather", "write", and with a language model "read" and "merge"), how much
        of it is done and how much there is.

        Raises:
            NothingToSummarize: there is no such article.
            NotFound: an id is unknown.
            InputError: an unknown length or format, or a query that is empty or too long.
            IndexCorrupt, EmbedderMismatch: a topic was given, and the index must be rebuilt first (``reindex``).
        """
        from rag.asking import cleaned
        from rag.clock import Clock

        clock = Clock()
        topic = Query(
            text="" if query is None else cleaned(query, "topic"),
            asked=asked or datetime.now().astimezone().date(),
            since=since,
            until=until,
            sources=tuple(sources),
            article_ids=tuple(dict.fromkeys(self.store.find(one).id for one in ids)),
        )
        flow = self._summarizing()
        clock.lap("load")
        return flow.summary(topic, length, format, clock, on_progress or (lambda _stage, _done, _total: None))

    def retriever(self, *, k: int = 10) -> LibraryRetriever:
        """A LangChain retriever over this library: documents are sentences with their article and offsets."""
        from rag.retrieve.langchain import LibraryRetriever

        return LibraryRetriever(retriever=self._retrieval(), k=k)

    # Conversations

    def chat(self, conversation_id: str | None = None) -> Conversation:
        """A new conversation, or the one with this id, or with the only id that begins so. Raises NotFound."""
        from rag.conversing import Conversation
        from rag.index.conversations import ConversationStore

        kept = ConversationStore(self.store)
        return Conversation(self, kept, None if conversation_id is None else kept.find(conversation_id))

    def conversations(self, limit: int | None = None, offset: int = 0) -> list[StoredConversation]:
        """The conversations without their turns, the one that was last added to first."""
        from rag.index.conversations import ConversationStore

        return ConversationStore(self.store).newest(limit, offset)

    def forget(self, conversation_id: str) -> StoredConversation:
        """Delete the conversation with this id, or with the only id that begins so; returns it. Raises NotFound."""
        from rag.index.conversations import ConversationStore

        kept = ConversationStore(self.store)
        found = kept.find(conversation_id)
        kept.delete(found.id)
        return found

    # Upkeep

    def reindex(self, on_progress: Callable[[str, int, int], None] | None = None) -> int:
        """Rebuild the Chroma index from the stored articles; returns the number of passages.

        Nothing is embedded again, unless the library was made by another embedder. ``on_progress`` hears of the
        stage ("embed" or "index"), how much of it is done and how much there is.
        """
        told = on_progress or (lambda _stage, _done, _total: None)
        vectors = self._new_index()
        self._pipeline_with(vectors).embed_missing(lambda done, total: told("embed", done, total))
        total = self.store.passage_count()
        done = 0

        def carried(count: int) -> None:
            nonlocal done
            done += count
            told("index", done, total)

        rebuild(self.store, vectors, self.embedder.fingerprint, carried)
        self.store.set_meta(EMBEDDER, self.embedder.fingerprint)
        self._vectors, self._index_checked, self._retriever, self._flow = vectors, True, None, None
        return total

    def check_index(self) -> None:
        """Compare the Chroma index with the stored articles. Raises IndexCorrupt when they differ."""
        check(self.store, self._index(), self.embedder.fingerprint)


def _known(llm: LanguageModel | BaseChatModel | None) -> LanguageModel | None:
    """The model with what has to be known of it; of a bare LangChain chat model that is little."""
    if llm is None:
        return None
    from rag.llm.model import LanguageModel

    return llm if isinstance(llm, LanguageModel) else LanguageModel.of(llm)
