"""The library: the Python API.

with Library.open("news") as library:
    library.add("article.txt", published=date(2025, 3, 18))
    answer = library.ask("Who attended the meeting?")
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from rag.clock import Clock
from rag.conversation import Conversation, today
from rag.errors import InputError
from rag.index.conversations import ConversationStore
from rag.index.embed import Embedder, LocalEmbedder
from rag.index.sync import check, sync
from rag.models import Answer, Article, Claim, Query, Stage, Summary, Trace, Turn
from rag.services import Models, Services

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

    from rag.index.conversations import StoredConversation
    from rag.ingest.pipeline import Added, OnProgress
    from rag.ingest.sources import Source
    from rag.llm.model import LanguageModel
    from rag.pipeline import Event
    from rag.retrieve.langchain import LibraryRetriever


class Library:
    """A folder of articles and everything needed to ask about them.

    One process at a time may have a library open; within it, methods may be called from several threads.
    Close it, or use it as a context manager. Models are loaded when first needed.
    """

    def __init__(self, folder: Path, services: Services) -> None:
        self.folder = folder
        self.store = services.store
        self.ledger = services.ledger
        self.embedder = services.models.embedder
        self._services = services

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
        """Open the library in ``folder``, creating it if it isn't there, and finish what was interrupted.

        ``embedder`` defaults to the local model; ``chroma_url`` names a Chroma server to use instead of the folder's
        own index. ``llm``, any LangChain chat model, writes answers and summaries; without one they are made of the
        articles' own sentences. Its calls may cost ``budget_usd`` US dollars while the library is open, and
        ``budget_usd_per_day`` in one day (UTC). ``beside`` is another library of this process, open or closed, whose
        local models are shared: they take a second or two to load.

        Raises:
            LibraryBusy: another process has it open.
            LibraryTooNew, LibraryCorrupt, StorageFull: the stored library can't be used.
        """
        from rag.llm.model import LanguageModel

        if llm is not None and not isinstance(llm, LanguageModel):
            llm = LanguageModel.of(llm)
        models = beside._services.models if beside else Models(embedder or LocalEmbedder())
        if embedder is not None:
            models = replace(models, embedder=embedder)
        place = Path(folder).expanduser()
        budget = (budget_usd, budget_usd_per_day)
        return cls(place, Services.open(place, models=models, llm=llm, chroma_url=chroma_url, budget=budget))

    @property
    def llm(self) -> LanguageModel | None:
        """The language model that writes answers and summaries, if there is one."""
        return self._services.llm

    @llm.setter
    def llm(self, model: LanguageModel | None) -> None:
        self._services.llm = model

    def load(self) -> None:
        """Load the local models now, rather than with the first question. Raises what asking raises."""
        self._services.pipeline()
        self._services.models.load()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; another process may open the library then."""
        self._services.close()

    # Articles

    def add(
        self,
        *paths: str | Path,
        title: str | None = None,
        source: str | None = None,
        published: date | datetime | None = None,
        url: str | None = None,
        on_progress: OnProgress | None = None,
    ) -> list[Added]:
        """Add files and folders; returns the outcome of each article, failures with their error.

        ``title``, ``source``, ``published`` and ``url`` override the file's metadata. A title or an address belongs to
        one article, so they can be given only with a single file.

        Raises:
            InputError: a title or an address for several files or a folder.
        """
        from rag.ingest.sources import find

        if (title or url) and (len(paths) > 1 or Path(paths[0]).is_dir()):
            raise InputError("A title or an address was given for several files.", "Add that file by itself.")
        found = (item for path in paths for item in find(Path(path)))
        return list(
            self.add_sources(found, title=title, source=source, published=published, url=url, on_progress=on_progress)
        )

    def add_text(
        self,
        text: str,
        *,
        title: str | None = None,
        source: str | None = None,
        published: date | datetime | None = None,
        url: str | None = None,
    ) -> Added:
        """Add one article given as text."""
        from rag.ingest.sources import Source

        given = Source(name="the given text", suffix=".txt", data=text.encode("utf-8", "surrogatepass"))
        (added,) = self.add_sources([given], title=title, source=source, published=published, url=url)
        return added

    def add_sources(
        self,
        sources: Iterable[Source | InputError],
        *,
        title: str | None = None,
        source: str | None = None,
        published: date | datetime | None = None,
        url: str | None = None,
        on_progress: OnProgress | None = None,
    ) -> Iterator[Added]:
        """Add what these sources hold; yields the outcome of each article as soon as it is stored."""
        from rag.ingest.parse import Overrides, parse

        given, now = Overrides(title=title, source=source, published=published, url=url), datetime.now(UTC)
        parsed = ([one] if isinstance(one, InputError) else parse(one, given, now=now) for one in sources)
        return self._services.ingestion().add(chain.from_iterable(parsed), on_progress)

    def articles(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        sources: Sequence[str] = (),
        words: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Article]:
        """The articles, newest publication first. Days are inclusive.

        With ``words``, only those that have them in the title or the source, or words that begin so in the text.
        """
        return self.store.newest(since, until, sources, limit, offset, words=words)

    def article(self, id_or_prefix: str) -> Article:
        """The article with this id, or with the only id that begins so. Raises NotFound."""
        return self.store.find(id_or_prefix)

    def remove(self, id_or_prefix: str) -> Article:
        """Remove an article from the library and from every index; returns it. Raises NotFound."""
        article = self.store.find(id_or_prefix)
        self.store.remove(article.id)
        sync(self.store, self._services.index(), self.embedder.fingerprint)
        return article

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
        *_, last = self._events(Query(question, asked or today(), since, until, tuple(sources)), history)
        if not isinstance(last, Trace):
            raise TypeError("the pipeline ended without an answer")
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
        for event in self._events(Query(question, asked or today(), since, until, tuple(sources)), history):
            yield event.answer if isinstance(event, Trace) else event

    def chain(self) -> Runnable[str | dict[str, Any], dict[str, Any]]:
        """A LangChain runnable that answers questions; its steps are child runs that a tracer sees.

        The input is a question, or a dict with ``question`` (or ``input``), and optionally ``history`` (turns or
        LangChain messages) and the other keywords of ``ask``. The output is a dict: ``answer`` (the text), ``claims``,
        ``context`` (the sentences it was written from, as documents) and ``result`` (the ``Answer``). Streamed, the
        text comes claim by claim.
        """
        from rag.chain import answering

        return answering(self._events)

    def _events(self, query: Query, history: Sequence[Turn]) -> Generator[Event]:
        from rag.pipeline import cleaned

        clock = Clock()
        query = replace(query, text=cleaned(query.text))
        pipeline = self._services.pipeline()
        clock.lap("load")
        yield from pipeline.events(query, tuple(history), clock)

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
        from rag.pipeline import cleaned

        clock = Clock()
        text = "" if query is None else cleaned(query, "topic")
        wanted = tuple(dict.fromkeys(self.store.find(one).id for one in ids))
        topic = Query(text, asked or today(), since, until, tuple(sources), wanted)
        summarizer = self._services.summarizer()
        clock.lap("load")
        return summarizer.summary(topic, length, format, clock, on_progress)

    def retriever(self, *, k: int = 10) -> LibraryRetriever:
        """A LangChain retriever over this library: documents are sentences with their article and offsets."""
        from rag.retrieve.langchain import LibraryRetriever

        return LibraryRetriever(retriever=self._services.retriever(), k=k)

    # Conversations

    def chat(self, conversation_id: str | None = None) -> Conversation:
        """A new conversation, or the one with this id, or with the only id that begins so. Raises NotFound."""
        stored = ConversationStore(self.store)
        return Conversation(self, stored, None if conversation_id is None else stored.find(conversation_id))

    def conversations(self, limit: int | None = None, offset: int = 0) -> list[StoredConversation]:
        """The conversations without their turns, the one that was last added to first."""
        return ConversationStore(self.store).newest(limit, offset)

    def forget(self, conversation_id: str) -> StoredConversation:
        """Delete the conversation with this id, or with the only id that begins so; returns it. Raises NotFound."""
        stored = ConversationStore(self.store)
        found = stored.find(conversation_id)
        stored.delete(found.id)
        return found

    # Upkeep

    def reindex(self, on_progress: Callable[[str, int, int], None] | None = None) -> int:
        """Rebuild the Chroma index from the stored articles; returns the number of passages.

        Nothing is embedded again, unless the library was made by another embedder. ``on_progress`` gets the stage
        ("embed" or "index"), how much of it is done and how much there is.
        """
        self._services = self._services.rebuilt(on_progress or (lambda _stage, _done, _total: None))
        return self.store.passage_count()

    def check_index(self) -> None:
        """Compare the Chroma index with the stored articles. Raises IndexCorrupt when they differ."""
        check(self.store, self._services.index(), self.embedder.fingerprint)
