"""Three first sentences for a summary: of the article, or of the three articles that BM25 finds first for a topic.

News puts the news first, so this is hard to beat.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from evals.baselines.bm25 import Ranked
from evals.baselines.chunks import ChunkAsker, answered, articles_of, cut, quoted, settings
from evals.documents import Document
from evals.engines import Response

if TYPE_CHECKING:
    from evals.engines import Asker, Kind
    from rag.models import Article, Span

SENTENCES = 3


class Lead3:
    """The engine "lead3"."""

    name = "lead3"
    parallel = 1
    kinds: frozenset[Kind] = frozenset({"summary"})

    def settings(self) -> Mapping[str, str]:
        """How many sentences, and how the chunks are cut that find articles."""
        return {**settings(), "sentences": str(SENTENCES)}

    @contextmanager
    def open(self, documents: Sequence[Document], folder: Path) -> Iterator[Asker]:  # noqa: ARG002 - needs no folder
        """Raises InputError for a document that can't be read, PackageMissing."""
        articles = articles_of(documents)
        chunks = cut(articles.values())
        yield _LeadAsker(self.name, articles, Ranked(chunks), len(chunks))


class _LeadAsker(ChunkAsker):
    def __init__(self, engine: str, articles: Mapping[str, Article], ranker: Ranked, chunks: int) -> None:
        super().__init__(engine, articles, ranker)
        self._chunks = chunks

    def summarize(
        self,
        article: str | None,
        query: str | None,
        *,
        asked: date,  # noqa: ARG002 - it makes no difference here
        since: date | None,
        until: date | None,
    ) -> Response:
        started = time.perf_counter()
        if article is not None:
            one = self.article(article)
            lead = [(one, span) for span in _first(one, SENTENCES)]
        else:
            lead = [(one, span) for one in self._found(query or "", since, until) for span in _first(one, 1)]
        claims = [quoted(one, span) for one, span in lead]
        return Response(answered(query or "", claims, self.engine, time.perf_counter() - started, 0.0))

    def _found(self, query: str, since: date | None, until: date | None) -> list[Article]:
        ranked = self.ranker.best(query, self.within(since, until, ()), self._chunks)
        articles = {chunk.article.id: chunk.article for chunk, _ in ranked}
        return list(islice(articles.values(), SENTENCES))


def _first(article: Article, count: int) -> Sequence[Span]:
    from rag.ingest.sentences import split

    return split(article.text)[:count]
