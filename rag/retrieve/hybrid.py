"""Find the sentences that may answer a question: BM25 and dense search, fused, dated, then read closely.

Passages are ranked by reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009) of both searches, weighed by
a gentle prior for time: news is asked about while it is new, so an article published shortly before the day of the
question weighs up to ``1 + FRESHNESS`` times as much as one from long before, and a time the question names itself
("last month", "in March 2026") is favoured in the same way. It reorders; it never hides: an old article that fits
better still wins. The sentences of the best passages are then scored by the cross-encoder.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rag.models import Article, Evidence, Passage, Query, Span
from rag.retrieve.when import Period, period

if TYPE_CHECKING:
    from rag.index.articles import ArticleStore
    from rag.index.embed import Embedder
    from rag.index.lexical import LexicalIndex
    from rag.index.vectors import VectorIndex
    from rag.retrieve.rerank import CrossEncoder

CANDIDATES = 60    # passages taken from each search
RRF_K = 60    # the constant of the paper
FRESHNESS = 1.0
HALF_LIFE_DAYS = 7.0
AHEAD_DAYS = 1    # an article dated a day after the question is a matter of time zones
READ_PASSAGES = 10    # whose sentences the cross-encoder reads
READ_SENTENCES = 48
FRESH_LOGITS = 1.5    # what the prior is worth when sentences are ranked, in logits of the cross-encoder


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, its article, and its fused score (dimensionless, higher is better)."""

    article: Article
    passage: Passage
    score: float


class Retriever:
    """Hybrid retrieval over one library."""

    def __init__(
        self,
        store: ArticleStore,
        lexical: LexicalIndex,
        vectors: VectorIndex,
        embedder: Embedder,
        cross_encoder: CrossEncoder,
    ) -> None:
        self._store = store
        self._lexical = lexical
        self._vectors = vectors
        self._embedder = embedder
        self._cross_encoder = cross_encoder

    def passages(self, query: Query, limit: int = READ_PASSAGES) -> list[Found]:
        """The best passages, best first."""
        lexical = self._lexical.search(query, CANDIDATES)
        dense = self._vectors.search(self._embedder.embed_query(query.text), CANDIDATES, query)
        scores: dict[str, float] = {}
        for ranking in (lexical, dense):
            for rank, (passage_id, _) in enumerate(ranking, start=1):
                scores[passage_id] = scores.get(passage_id, 0.0) + 1 / (RRF_K + rank)
        asked_of = period(query.text, query.asked)
        passages = self._store.passages(list(scores))
        articles = {article_id: self._store.get(article_id) for article_id in {p.article_id for p in passages}}
        found = [
            Found(article, passage, scores[passage.id] * (1 + FRESHNESS * timeliness(article, query.asked, asked_of)))
            for passage in passages
            for article in (articles[passage.article_id],)
        ]
        return sorted(found, key=lambda one: (-one.score, one.passage.id))[:limit]

    def read(self, query: Query, found: Sequence[Found]) -> list[Evidence]:
        """The sentences of these passages as evidence, best first."""
        asked_of = period(query.text, query.asked)
        sentences = [(one, span) for one in found for span in one.passage.sentences][:READ_SENTENCES]
        scores = self._cross_encoder.score(query.text, [_in_context(one, span) for one, span in sentences])
        evidence = [
            Evidence(one.article, one.passage, span, float(score))
            for (one, span), score in zip(sentences, scores, strict=True)
        ]

        def rank(e: Evidence) -> float:
            return -(e.score + FRESH_LOGITS * timeliness(e.article, query.asked, asked_of))

        return sorted(evidence, key=rank)

    def retrieve(self, query: Query) -> list[Evidence]:
        """The evidence for a query, best first: sentences of the best passages."""
        return self.read(query, self.passages(query))


def timeliness(article: Article, asked: date, asked_of: Period | None) -> float:
    """How timely an article is for a question, 0 to 1; 0 when its date is unknown."""
    if article.published_at is None:
        return 0.0
    day = article.published_at.at.date()
    if asked_of is not None:
        away = max((asked_of.first - day).days, (day - asked_of.last).days - 3, 0)
        return math.exp2(-away / HALF_LIFE_DAYS)
    age = (asked - day).days
    return math.exp2(-max(age, 0) / HALF_LIFE_DAYS) if age >= -AHEAD_DAYS else 0.0


def _in_context(one: Found, span: Span) -> str:
    """A sentence as the cross-encoder reads it: under the title, which names what pronouns stand for."""
    return f"{one.article.title}. {one.article.text[span.start : span.end]}"
