"""Find the sentences that may answer a question: BM25 and dense search, fused; articles weighed; sentences read.

Both searches give passages, fused by reciprocal rank (Cormack, Clarke and Büttcher, SIGIR 2009). The articles they
belong to are then weighed as wholes: by their nearest passage, by how much of them is near (an article about the
subject beats one that mentions it), by BM25 and by time. Last, the cross-encoder reads the sentences of the best
passages, and what it thinks of a sentence is joined with the weight of its article.

Time is a prior, not a filter: news is asked about while it is new, so an article published shortly before the day of
the question gains up to ``FRESH`` logits, one half-life older half of that; a time that the question names itself
("last month", "in March 2026") takes the place of that day. It reorders and never hides.

The weights are logits of the cross-encoder, fitted on news questions by five-fold cross-validation; the decision
record on retrieval has the table.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from rag.models import Article, Evidence, Passage, Query
from rag.retrieve.when import Period, period

if TYPE_CHECKING:
    from rag.index.articles import ArticleStore
    from rag.index.embed import Embedder
    from rag.index.lexical import LexicalIndex
    from rag.index.vectors import VectorIndex
    from rag.retrieve.rerank import CrossEncoder

CANDIDATES = 60    # passages taken from each search
RRF_K = 60    # the constant of the paper
ARTICLES = 40    # articles weighed as wholes

# Weights of an article, in logits: cosine similarities are between about 0.5 and 0.9, hence the size of theirs.
NEAREST = 34.0    # its nearest passage
ABOUT = 43.0    # the mean of its three nearest passages
WORDS = 2.5    # its best BM25 score, relative to the best of all
FRESH = 10.0
HALF_LIFE_DAYS = 14.0
AHEAD_DAYS = 1    # an article dated a day after the question is a matter of time zones

READ_ARTICLES = 6    # whose sentences are read
READ_SENTENCES = 48
ARTICLE_SHARE = 0.75    # of an article's weight that counts when sentences are ranked


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, its article, and the article's weight in logits, 0 for the heaviest and negative for the others."""

    article: Article
    passage: Passage
    weight: float


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

    def passages(self, query: Query) -> list[Found]:
        """The passages worth reading: those of the heaviest articles, the nearest first within each."""
        question = self._embedder.embed_query(query.text)
        lexical = self._lexical.search(query, CANDIDATES)
        dense = self._vectors.search(question, CANDIDATES, query)
        fused: dict[str, float] = {}
        for ranking in (lexical, dense):
            for rank, (passage_id, _) in enumerate(ranking, start=1):
                fused[passage_id] = fused.get(passage_id, 0.0) + 1 / (RRF_K + rank)
        hits = {passage.id: passage for passage in self._store.passages(sorted(fused, key=lambda i: -fused[i]))}
        ids = list(dict.fromkeys(passage.article_id for passage in hits.values()))
        words = _best_by_article(lexical, hits)
        articles = {article_id: self._store.get(article_id) for article_id in ids}
        asked_of = period(query.text, query.asked)
        rough = {i: timeliness(articles[i], query.asked, asked_of) for i in ids}
        ids = sorted(ids, key=lambda i: (1 + rough[i]) * max(fused[p.id] for p in hits.values() if p.article_id == i), reverse=True)[:ARTICLES]
        near = {
            article_id: {passage_id: float(vector @ question) for passage_id, vector in passages.items()}
            for article_id, passages in self._store.vectors_of(ids, self._embedder.fingerprint).items()
        }
        weights = {i: _weight(near[i], words.get(i, 0.0), rough[i]) for i in ids if i in near}
        heaviest = max(weights.values(), default=0.0)
        chosen = sorted(weights, key=lambda i: -weights[i])[:READ_ARTICLES]
        # Passages compete across articles: a near passage of a lighter article is read before a far one of a heavier.
        order = sorted(
            ((NEAREST * near[i][p] + ARTICLE_SHARE * weights[i], i, p) for i in chosen for p in near[i]), reverse=True
        )
        read, sentences = [], 0
        passages = {p.id: p for p in self._store.passages([p for _, _, p in order[:READ_SENTENCES]])}
        for _, article_id, passage_id in order:
            if passage_id not in passages or sentences >= READ_SENTENCES:
                break
            passage = passages[passage_id]
            sentences += len(passage.sentences)
            read.append(Found(articles[article_id], passage, weights[article_id] - heaviest))
        return read

    def read(self, query: Query, found: Sequence[Found]) -> list[Evidence]:
        """The sentences of these passages as evidence, best first."""
        sentences = [(one, span) for one in found for span in one.passage.sentences][:READ_SENTENCES]
        scores = self._cross_encoder.score(
            query.text, [one.article.text[span.start : span.end] for one, span in sentences]
        )
        # What the cross-encoder thinks of an article's best sentence counts for the article too.
        best: dict[str, float] = {}
        for (one, _), score in zip(sentences, scores, strict=True):
            best[one.article.id] = max(best.get(one.article.id, -math.inf), float(score))
        ranked = sorted(
            (
                (float(score) + ARTICLE_SHARE * (one.weight + best[one.article.id]), one, span, float(score))
                for (one, span), score in zip(sentences, scores, strict=True)
            ),
            key=lambda row: -row[0],
        )
        return [Evidence(one.article, one.passage, span, score) for _, one, span, score in ranked]

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


def _weight(near: dict[str, float], words: float, timely: float) -> float:
    nearest = sorted(near.values(), reverse=True)[:3]
    return NEAREST * nearest[0] + ABOUT * float(np.mean(nearest)) + WORDS * words + FRESH * timely


def _best_by_article(ranking: Sequence[tuple[str, float]], hits: dict[str, Passage]) -> dict[str, float]:
    """The best score of each article's passages, relative to the best of all."""
    best: dict[str, float] = {}
    top = max((score for _, score in ranking), default=1.0) or 1.0
    for passage_id, score in ranking:
        if passage_id in hits:
            article_id = hits[passage_id].article_id
            best[article_id] = max(best.get(article_id, 0.0), score / top)
    return best

