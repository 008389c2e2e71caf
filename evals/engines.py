"""The engines by name: what is asked, and what it is asked of. Knows nothing of gold, scores and runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from evals.documents import Document
from evals.errors import EvalError, UnknownName
from rag.errors import NothingToSummarize
from rag.models import Answer, Article, Evidence, Status, Summary, Turn

if TYPE_CHECKING:
    from rag.index.embed import Embedder
    from rag.library import Library
    from rag.llm.model import LanguageModel

Kind = Literal["question", "summary"]


@dataclass(frozen=True, slots=True)
class Response:
    """What an engine gave: ``evidence`` is ranked, the likeliest first; ``tokens`` are those put in and got out.

    ``cost_usd`` is None where it isn't known; ``prompts`` are versions by name.
    """

    answer: Answer
    evidence: tuple[Evidence, ...] = ()
    tokens: tuple[int, int] = (0, 0)
    cost_usd: float | None = 0.0
    model: str | None = None
    prompts: Mapping[str, str] = field(default_factory=dict)


class Asker(Protocol):
    """An engine opened over one library. Its methods may be called from ``parallel`` threads at once."""

    def ask(
        self, turns: Sequence[str], *, asked: date, since: date | None, until: date | None, sources: Sequence[str]
    ) -> Response:
        """The answer to the last turn of a conversation."""

    def summarize(
        self, article: str | None, query: str | None, *, asked: date, since: date | None, until: date | None
    ) -> Response:
        """A summary of the article with this id, or of what the articles say of a topic; its sentences as claims."""

    def article(self, article_id: str) -> Article:
        """A stored article. Raises NotFound."""


class Engine(Protocol):
    """A way of answering. ``parallel`` is how many cases it takes at once; ``kinds`` is what it can do."""

    name: str
    parallel: int
    kinds: frozenset[Kind]

    def settings(self) -> Mapping[str, str]:
        """What its answers depend on besides the articles; no secrets."""

    def open(self, documents: Sequence[Document], folder: Path) -> AbstractContextManager[Asker]:
        """Its library of these documents, built in ``folder`` or finished there, and ready to be asked."""


class Own:
    """This project's own engine, over Library with its local models."""

    kinds: frozenset[Kind] = frozenset({"question", "summary"})

    def __init__(self, name: str, embedder: Embedder | None = None, llm: LanguageModel | None = None) -> None:
        self.name = name
        self.parallel = llm.at_once if llm else 1    # without one, one answer keeps both cores busy
        self._embedder = embedder
        self._llm = llm
        self._beside: Library | None = None    # the library opened last: models are slow to load

    def settings(self) -> Mapping[str, str]:
        """The models, by their fingerprints or names, and the versions of the prompts."""
        from rag.index import weights
        from rag.read.weights import SHA256

        own = {"embedder": self._shared().fingerprint, "cross-encoder": weights.fingerprint(weights.CROSS_ENCODER)}
        own |= SHA256
        if self._llm is None:
            return own
        from rag.llm import prompts

        return {**own, "llm": self._llm.name, **{name: prompts.load(name).version for name in prompts.VARIABLES}}

    @contextmanager
    def open(self, documents: Sequence[Document], folder: Path) -> Iterator[Asker]:
        """Raises EvalError for a document that can't be added, StaleCache, and what Library raises."""
        with self.library(documents, folder) as library:
            yield _LibraryAsker(self.name, library)

    @contextmanager
    def library(self, documents: Sequence[Document], folder: Path) -> Iterator[Library]:
        """The library of these documents. Raises what ``open`` raises."""
        from evals.corpus import check_fresh
        from rag.library import Library
        from rag.settings import Settings

        budget = Settings()
        with Library.open(
            folder,
            embedder=self._shared(),
            llm=self._llm,
            budget_usd=budget.budget_usd,
            budget_usd_per_day=budget.budget_usd_per_day,
            beside=self._beside,
        ) as library:
            self._beside = library
            check_fresh(library)
            for document in documents:
                failed = [one.error for one in library.add(document.path, published=document.published) if one.error]
                if failed:
                    raise EvalError(f"{document.path} could not be added: {failed[0].what}", failed[0].fix)
            yield library

    def _shared(self) -> Embedder:
        if self._embedder is None:
            from rag.index.embed import LocalEmbedder

            self._embedder = LocalEmbedder()    # one for all libraries: it is slow to load
        return self._embedder


class _LibraryAsker:
    def __init__(self, name: str, library: Library) -> None:
        self._name = name
        self._library = library

    def ask(
        self, turns: Sequence[str], *, asked: date, since: date | None, until: date | None, sources: Sequence[str]
    ) -> Response:
        history: list[Turn] = []
        for question in turns[:-1]:
            answer = self._library.ask(
                question, asked=asked, since=since, until=until, sources=sources, history=history
            )
            history.append(Turn(question, answer))
        trace = self._library.trace(
            turns[-1], asked=asked, since=since, until=until, sources=sources, history=history
        )
        return self._response(trace.answer, trace.answer, trace.evidence)

    def summarize(
        self, article: str | None, query: str | None, *, asked: date, since: date | None, until: date | None
    ) -> Response:
        ids = [article] if article else []
        try:
            made = self._library.summarize(ids, query=query, since=since, until=until, asked=asked)
        except NothingToSummarize as error:
            return Response(Answer("", Status.NOT_IN_ARTICLES, error.what, (), error.what, (), self._name))
        answer = Answer("", Status.ANSWERED, made.text, made.sentences, None, (), self._name, made.timings_ms)
        return self._response(answer, made, ())

    def article(self, article_id: str) -> Article:
        return self._library.article(article_id)

    def _response(self, answer: Answer, made: Answer | Summary, evidence: tuple[Evidence, ...]) -> Response:
        """What is scored. Raises EvalError where another engine stood in for this one."""
        if self._library.llm is not None and made.note is not None:
            raise EvalError(made.note, "")
        usage = made.usage
        if usage is None:
            return Response(answer, evidence)
        tokens = (usage.input_tokens, usage.output_tokens)
        return Response(answer, evidence, tokens, usage.cost_usd, usage.model, made.prompts)


def _extractive() -> Engine:
    return Own("extractive")


def _llm() -> Engine:
    from rag.front import language_model
    from rag.settings import Settings

    model = language_model(Settings())
    if model is None:
        raise EvalError("No language model is set.", "Set RAG_LLM, for example to openai:MODEL, or OPENAI_API_KEY.")
    return Own("llm", llm=model)


def _tutorial() -> Engine:
    from evals.baselines.tutorial import Tutorial

    return Tutorial()


def _bm25() -> Engine:
    from evals.baselines.bm25 import Bm25

    return Bm25()


def _sentences() -> Engine:
    from evals.baselines.sentences import Sentences

    return Sentences()


def _lead3() -> Engine:
    from evals.baselines.lead3 import Lead3

    return Lead3()


def engines() -> dict[str, Callable[[], Engine]]:
    """Every engine by its name."""
    return {
        "extractive": _extractive,
        "llm": _llm,
        "sentences": _sentences,
        "tutorial": _tutorial,
        "bm25": _bm25,
        "lead3": _lead3,
    }


def named(chosen: Sequence[str | Engine]) -> list[Engine]:
    """The engines of these names, each once; one that is an engine already stays. Raises UnknownName."""
    known = engines()
    for name in chosen:
        if isinstance(name, str) and name not in known:
            raise UnknownName(f"There is no engine {name!r}.", f"Known are {', '.join(known)}.")
    return [known[one]() if isinstance(one, str) else one for one in dict.fromkeys(chosen)]
