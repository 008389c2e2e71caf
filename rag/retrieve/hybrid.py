"""Hybrid retrieval: BM25 and dense search fused by reciprocal rank, articles weighed as wholes, sentences reranked.

An article gains by its similarity to the question and its freshness; time reorders, never hides. Sentences with the
question's rare words are read too, since an embedding overlooks names. Weights are logits of the cross-encoder, fitted
by five-fold cross-validation; the decision record on retrieval has the table.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rag.index.kept import Kept
from rag.index.lexical import search_terms
from rag.models import Article, Evidence, Passage, Query
from rag.retrieve.skim import Skimmed, SkimmedSentence, long_stems, skimmed
from rag.retrieve.telling import Telling
from rag.retrieve.when import Period, period

if TYPE_CHECKING:
    from rag.index.articles import ArticleStore
    from rag.index.embed import Embedder
    from rag.index.lexical import LexicalIndex
    from rag.index.vectors import VectorIndex
    from rag.retrieve.rerank import CrossEncoder

CANDIDATES = 60  # passages taken from each search
RRF_K = 60  # the constant of the paper
ARTICLES = 40  # articles weighed as wholes
PASSAGES = 80  # given back, of which the first are read

# What an article weighs, in logits. Cosine similarities lie between about 0.5 and 0.9, hence the size of the first.
ABOUT = 90.0  # times the mean cosine similarity of its three nearest passages
FRESH = 17.0
HALF_LIFE_DAYS = 7.0
AHEAD_DAYS = 1  # an article dated a day after the question is a matter of time zones

SKIMMED_SENTENCES = 150  # looked at for shared words
READ_SENTENCES = 40  # of these, read by the cross-encoder
SHARED = 12.0  # for sharing all words with the question, in logits
TELLING_SENTENCES = 14  # read besides: those that have most of the question's rare words, wherever they stand
TELLING_PASSAGES = 10  # the first of the lexical search are looked at, whatever their article weighs
NEARER = 34.0  # times a passage's own similarity, when passages are put in order for reading

# What a sentence weighs beside the cross-encoder's logit.
ARTICLE_SHARE = 0.9  # times the weight of its article
COVERED = 12.0  # for a passage with all words of the question, the rare ones counting most
NEWS = 3.2  # for four names or numbers that the question does not have, less for fewer: an answer brings something
OVERLONG_COST = 4.0
QUESTION_COST = 6.0  # a question is no answer
QUOTED = 40.0  # the very words that the question quotes


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its article's ``weight`` (logits, 0 is the heaviest) and the share of the question it covers."""

    article: Article
    passage: Passage
    sentences: tuple[SkimmedSentence, ...]
    words: frozenset[str]
    weight: float
    order: float
    covered: float


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
        self._skimmed = Kept(store, self._skim)

    def _skim(self, article: Article) -> Skimmed:
        return skimmed(article, [p for p in self._store.passages_of(article.id) if p.version == article.version])

    def passages(self, query: Query) -> list[Found]:
        """The passages worth reading: those of the heaviest articles, the nearest first within each."""
        question = self._embedder.embed_query(query.text)
        lexical = self._lexical.search(query, CANDIDATES)
        dense = self._vectors.search(question, CANDIDATES, query)
        fused: dict[str, float] = {}
        for ranking in (lexical, dense):
            for rank, (passage_id, _) in enumerate(ranking, start=1):
                fused[passage_id] = fused.get(passage_id, 0.0) + 1 / (RRF_K + rank)
        best: dict[str, float] = {}
        for passage_id, article_id in self._store.whose(sorted(fused, key=lambda i: -fused[i])).items():
            best[article_id] = max(best.get(article_id, 0.0), fused[passage_id])
        articles = {article_id: self._store.get(article_id) for article_id in best}
        asked_of = period(query.text, query.asked)
        timely = {i: timeliness(articles[i], query.asked, asked_of) for i in best}
        ids = sorted(best, key=lambda i: (1 + timely[i]) * best[i], reverse=True)[:ARTICLES]
        near = {
            article_id: {passage_id: float(vector @ question) for passage_id, vector in passages.items()}
            for article_id, passages in self._store.vectors_of(ids, self._embedder.fingerprint).items()
        }
        weights = {i: ABOUT * _mean_of_best(near[i]) + FRESH * timely[i] for i in near}
        heaviest = max(weights.values(), default=0.0)
        # Passages compete across articles: a near passage of a lighter article is read before a far one of a heavier.
        order = {p: NEARER * near[i][p] + ARTICLE_SHARE * weights[i] for i in near for p in near[i]}
        chosen = sorted(order, key=lambda p: (-order[p], p))[:PASSAGES]
        chosen += [p for p, _ in lexical[:TELLING_PASSAGES] if p in order and p not in chosen]
        telling = self._telling(query)
        owner = {p: i for i in near for p in near[i]}
        seen = {i: self._skimmed.of(articles[i]) for i in {owner[p] for p in chosen}}
        return [
            Found(
                articles[i],
                (skim := seen[i].passages[p]).passage,
                skim.sentences,
                seen[i].words,
                weights[i] - heaviest,
                order[p],
                telling.share(skim.stems),
            )
            for p in chosen
            if p in seen[i := owner[p]].passages
        ]

    def read(self, query: Query, found: Sequence[Found]) -> list[Evidence]:
        """The sentences of the first of these passages as evidence, best first."""
        known = query.text.lower()
        telling = self._telling(query)
        sentences = _promising(known, telling, found)
        scores = [float(one) for one in self._cross_encoder.score(query.text, [line.text for _, line in sentences])]
        values = [
            score + _worth(line, known) + COVERED * one.covered + QUOTED * telling.quotes(line.text)
            for score, (one, line) in zip(scores, sentences, strict=True)
        ]
        # What the cross-encoder thinks of an article's best sentence counts for the article too.
        best: dict[str, float] = {}
        for (one, _), score in zip(sentences, scores, strict=True):
            best[one.article.id] = max(best.get(one.article.id, -math.inf), score)
        ranked = sorted(
            zip(sentences, scores, values, strict=True),
            key=lambda row: -(row[2] + ARTICLE_SHARE * (row[0][0].weight + best[row[0][0].article.id])),
        )
        return [Evidence(one.article, one.passage, line.span, score) for (one, line), score, _ in ranked]

    def retrieve(self, query: Query) -> list[Evidence]:
        """The evidence for a query, best first: sentences of the best passages."""
        return self.read(query, self.passages(query))

    def _telling(self, query: Query) -> Telling:
        return Telling(query.text, self._lexical.rarity(search_terms(query.text)))


def _promising(known: str, telling: Telling, found: Sequence[Found]) -> list[tuple[Found, SkimmedSentence]]:
    """The sentences to read closely: those that share most words with the question, and those with its rare words."""
    asked = [f" {stem} " for stem in dict.fromkeys(long_stems(known))]
    candidates = [(one, line) for one in found for line in one.sentences]

    def promise(row: tuple[Found, SkimmedSentence]) -> float:
        one, line = row
        shared = sum(stem in line.long_stems for stem in asked) / max(len(asked), 1)
        return one.order + SHARED * shared + _worth(line, known)

    def told(row: tuple[Found, SkimmedSentence]) -> float:
        _, line = row
        return telling.share(line.stems) + telling.quotes(line.text)

    promising = sorted(candidates[:SKIMMED_SENTENCES], key=promise, reverse=True)[:READ_SENTENCES]
    rest = sorted(candidates, key=told, reverse=True)[:TELLING_SENTENCES]
    chosen = {(one.passage.id, line.span): (one, line) for one, line in [*promising, *rest]}
    return list(chosen.values())


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


def _mean_of_best(near: dict[str, float]) -> float:
    """The mean of the three highest similarities; the lowest stands in where an article has fewer passages."""
    highest = sorted(near.values(), reverse=True)[:3]
    return sum(highest + [highest[-1]] * (3 - len(highest))) / 3


def _worth(line: SkimmedSentence, known: str) -> float:
    """What the form of a sentence adds to its score or takes from it; ``known`` is the question in lower case."""
    new = sum(found not in known for found in line.news)
    worth = NEWS * min(new, 4) / 4
    if line.overlong:
        worth -= OVERLONG_COST
    if line.asks:
        worth -= QUESTION_COST
    return worth
