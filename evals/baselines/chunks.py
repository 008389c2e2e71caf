"""What the baselines share: articles cut blindly into chunks, and the best chunk given as the answer.

Nothing is read closely, checked or held back: whatever ranks first is said. Knows nothing about how chunks are ranked.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from evals.documents import Document, parsed
from evals.engines import Response
from evals.errors import EvalError
from rag.errors import NotFound
from rag.models import Answer, Article, Citation, Claim, Evidence, Passage, Span, Status

SIZE = 1000    # characters of a chunk, at most
OVERLAP = 200    # characters that a chunk may share with the one before it
TOP = 4    # chunks that are read
NOTHING = "No article passes the filters."


class PackageMissing(EvalError):
    """A package that a baseline is made of is not installed."""

    def __init__(self, error: ModuleNotFoundError) -> None:
        super().__init__(f"A baseline needs {error.name}: it isn't installed.", 'Run `pip install "news-rag[evals]"`.')


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of an article; ``ordinal`` counts the article's chunks from 0."""

    article: Article
    ordinal: int
    span: Span

    @property
    def id(self) -> str:
        """The article's id and the offset."""
        return f"{self.article.id}:{self.span.start}"

    @property
    def text(self) -> str:
        """The chunk, word for word."""
        return self.article.text[self.span.start : self.span.end]


class Ranker(Protocol):
    """Ranks the chunks it was made with."""

    @property
    def seconds(self) -> float:
        """Time spent inside models so far."""

    def best(self, question: str, within: Collection[str] | None, k: int) -> list[tuple[Chunk, float]]:
        """The ``k`` best chunks and their scores, best first; of the articles with the ids ``within``, if given."""


def articles_of(documents: Sequence[Document]) -> dict[str, Article]:
    """The articles of these documents by their ids. Raises InputError."""
    return {article.id: article for article in parsed(documents)}


def cut(articles: Collection[Article]) -> list[Chunk]:
    """The chunks of these articles, in order, as LangChain's text splitter cuts them. Raises PackageMissing."""
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ModuleNotFoundError as error:
        raise PackageMissing(error) from error
    splitter = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP, add_start_index=True)
    chunks = []
    for article in articles:
        for ordinal, piece in enumerate(splitter.create_documents([article.text])):
            start = piece.metadata["start_index"]
            chunks.append(Chunk(article, ordinal, Span(start, start + len(piece.page_content))))
    return chunks


def settings() -> dict[str, str]:
    """What every baseline's answers depend on."""
    return {"chunk_size": str(SIZE), "chunk_overlap": str(OVERLAP), "k": str(TOP)}


class ChunkAsker:
    """Says the best chunk as it stands; of a conversation it hears the last turn alone."""

    def __init__(self, engine: str, articles: Mapping[str, Article], ranker: Ranker) -> None:
        self.engine = engine
        self.articles = articles
        self.ranker = ranker

    def ask(
        self,
        turns: Sequence[str],
        *,
        asked: date,  # noqa: ARG002 - it makes no difference here
        since: date | None,
        until: date | None,
        sources: Sequence[str],
    ) -> Response:
        """The best chunk, with the best four as evidence."""
        started, before = time.perf_counter(), self.ranker.seconds
        found = self.ranker.best(turns[-1], self.within(since, until, sources), TOP)
        claims = [quoted(chunk.article, chunk.span) for chunk, _ in found[:1]]
        models = self.ranker.seconds - before
        answer = answered(turns[-1], claims, self.engine, time.perf_counter() - started, models)
        return Response(answer, tuple(_evidence(chunk, score) for chunk, score in found))

    def summarize(
        self, article: str | None, query: str | None, *, asked: date, since: date | None, until: date | None
    ) -> Response:
        """Not what chunks are for."""
        raise NotImplementedError

    def article(self, article_id: str) -> Article:
        """An article that was given. Raises NotFound."""
        try:
            return self.articles[article_id]
        except KeyError:
            raise NotFound(f"There is no article {article_id}.", "Add it first.") from None

    def within(self, since: date | None, until: date | None, sources: Sequence[str]) -> list[str] | None:
        """The ids of the articles that pass the filters; None when nothing is filtered."""
        if not (since or until or sources):
            return None
        return [one.id for one in self.articles.values() if _passes(one, since, until, sources)]


def answered(question: str, claims: Sequence[Claim], engine: str, seconds: float, models: float) -> Answer:
    """The claims as an answer, whatever they say; without any, that there is nothing. Times are in seconds."""
    return Answer(
        question=question,
        status=Status.ANSWERED if claims else Status.NOT_IN_ARTICLES,
        text=" ".join(claim.text for claim in claims) or NOTHING,
        claims=tuple(claims),
        reason=None if claims else NOTHING,
        nearest=(),
        engine=engine,
        timings_ms={"total": round(seconds * 1000, 1), "models": round(models * 1000, 1)},
    )


def quoted(article: Article, span: Span) -> Claim:
    """A stretch of an article as a claim that cites itself."""
    citation = Citation.of(article, span)
    return Claim(citation.quote, (citation,))


def _evidence(chunk: Chunk, score: float) -> Evidence:
    article, span = chunk.article, chunk.span
    passage = Passage(chunk.id, article.id, article.version, chunk.ordinal, *span, chunk.text, (span,))
    return Evidence(article, passage, span, score)


def _passes(article: Article, since: date | None, until: date | None, sources: Sequence[str]) -> bool:
    """As in a library: what is unknown passes no filter."""
    published = article.published_at.at.date() if article.published_at else None
    if (since or until) and published is None:
        return False
    if published and ((since and published < since) or (until and published > until)):
        return False
    return not sources or article.source in sources
