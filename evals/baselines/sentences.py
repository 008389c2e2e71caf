"""The ranked sentences themselves: the best three, where the best scores high enough. What every engine must beat.

Retrieval is the service's own, so what sets the two apart is what is made of its sentences.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from evals.baselines.chunks import answered, quoted
from evals.documents import Document
from evals.engines import Own, Response
from rag.models import Article, Query

if TYPE_CHECKING:
    from evals.engines import Asker, Kind
    from rag.library import Library

LEAST = 2.0    # logits of the cross-encoder
SHOWN = 3


class Sentences:
    """The engine "sentences"."""

    name = "sentences"
    parallel = 1
    kinds: frozenset[Kind] = frozenset({"question"})

    def __init__(self) -> None:
        self._own = Own(self.name)

    def settings(self) -> Mapping[str, str]:
        """Those of the service's own engine, and the threshold."""
        return {**self._own.settings(), "least": str(LEAST), "shown": str(SHOWN)}

    @contextmanager
    def open(self, documents: Sequence[Document], folder: Path) -> Iterator[Asker]:
        """Raises what the service's own engine raises."""
        with self._own.library(documents, folder) as library:
            yield _SentenceAsker(self.name, library)


class _SentenceAsker:
    def __init__(self, engine: str, library: Library) -> None:
        self._engine = engine
        self._library = library
        self._retriever = library.retriever().retriever

    def ask(
        self, turns: Sequence[str], *, asked: date, since: date | None, until: date | None, sources: Sequence[str]
    ) -> Response:
        """The best sentences for all that was asked so far."""
        started = time.perf_counter()
        query = Query(" ".join(turns), asked, since, until, tuple(sources))
        evidence = self._retriever.retrieve(query)
        enough = bool(evidence) and evidence[0].score >= LEAST
        claims = [quoted(one.article, one.span) for one in evidence[:SHOWN]] if enough else []
        seconds = time.perf_counter() - started
        return Response(answered(turns[-1], claims, self._engine, seconds, seconds), tuple(evidence))

    def summarize(
        self, article: str | None, query: str | None, *, asked: date, since: date | None, until: date | None
    ) -> Response:
        """Not what it is for."""
        raise NotImplementedError

    def article(self, article_id: str) -> Article:
        """A stored article. Raises NotFound."""
        return self._library.article(article_id)
