"""Find the sentences that may answer a question: BM25 and dense search, fused; articles weighed; sentences read.

Both searches give passages, fused by reciprocal rank (Cormack, Clarke and Büttcher, SIGIR 2009). The articles they
belong to are then weighed as wholes: by how much of them is near the question (an article about the subject beats one
that mentions it) and by time. Last, the cross-encoder reads the sentences of the best passages, and what it thinks of
a sentence is joined with the weight of its article.

An embedding overlooks names. So the sentences that have most of the question's rare words are read whatever their
article weighs, and a passage gains by the share of these words that it has.

Time is a prior, not a filter: news is asked about while it is new, so an article published on the day of the question
gains ``FRESH`` logits, one half-life older half of that; a time that the question names itself ("last month", "in
March 2026") takes the place of that day. It reorders and never hides.

The weights are logits of the cross-encoder, fitted on news questions by five-fold cross-validation; the decision
record on retrieval has the table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rag.index.lexical import search_terms
from rag.models import Article, Evidence, Passage, Query, Span
from rag.retrieve.telling import STEM, Telling
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
OVERLONG = 300  # characters: longer "sentences" are mostly lists and captions run together
OVERLONG_COST = 4.0
QUESTION_COST = 6.0  # a question is no answer
QUOTED = 40.0  # the very words that the question quotes


@dataclass(frozen=True, slots=True)
class Found:
    """A passage and its article, weighed in logits.

    ``weight`` is the article's, 0 for the heaviest and negative for the others; ``order`` is what put the passage in
    its place; ``covered`` is the share of the question's words that the passage or the title has, weighed by rarity.
    """

    article: Article
    passage: Passage
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
        articles = {article_id: self._store.get(article_id) for article_id in ids}
        asked_of = period(query.text, query.asked)
        timely = {i: timeliness(articles[i], query.asked, asked_of) for i in ids}
        best = {i: max(fused[p.id] for p in hits.values() if p.article_id == i) for i in ids}
        ids = sorted(ids, key=lambda i: (1 + timely[i]) * best[i], reverse=True)[:ARTICLES]
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
        return [
            Found(
                article := articles[p.article_id],
                p,
                weights[article.id] - heaviest,
                order[p.id],
                telling.share(f"{article.title} {p.heading} {p.text}"),
            )
            for p in self._store.passages(chosen)
        ]

    def read(self, query: Query, found: Sequence[Found]) -> list[Evidence]:
        """The sentences of the first of these passages as evidence, best first."""
        known = query.text.lower()
        telling = self._telling(query)
        sentences = _promising(known, telling, found)
        texts = [one.article.text[span.start : span.end] for one, span in sentences]
        scores = [float(score) for score in self._cross_encoder.score(query.text, texts)]
        values = [
            score + _worth(text, known) + COVERED * one.covered + QUOTED * telling.quotes(text)
            for score, text, (one, _) in zip(scores, texts, sentences, strict=True)
        ]
        # What the cross-encoder thinks of an article's best sentence counts for the article too.
        best: dict[str, float] = {}
        for (one, _), score in zip(sentences, scores, strict=True):
            best[one.article.id] = max(best.get(one.article.id, -math.inf), score)
        ranked = sorted(
            zip(sentences, scores, values, strict=True),
            key=lambda row: -(row[2] + ARTICLE_SHARE * (row[0][0].weight + best[row[0][0].article.id])),
        )
        return [Evidence(one.article, one.passage, span, score) for (one, span), score, _ in ranked]

    def retrieve(self, query: Query) -> list[Evidence]:
        """The evidence for a query, best first: sentences of the best passages."""
        return self.read(query, self.passages(query))

    def _telling(self, query: Query) -> Telling:
        return Telling(query.text, self._lexical.rarity(search_terms(query.text)))


def _promising(known: str, telling: Telling, found: Sequence[Found]) -> list[tuple[Found, Span]]:
    """The sentences to read closely: of the first passages those that share most words with the question.

    Besides, of all passages, those that have most of its rare words.
    """
    asked = _long_stems(known)
    candidates = [(one, span) for one in found for span in one.passage.sentences]
    texts = {(one.passage.id, span): one.article.text[span.start : span.end] for one, span in candidates}

    def promise(row: tuple[Found, Span]) -> float:
        one, span = row
        text = texts[one.passage.id, span]
        shared = len(asked & _long_stems(text.lower())) / max(len(asked), 1)
        return one.order + SHARED * shared + _worth(text, known)

    def told(row: tuple[Found, Span]) -> float:
        text = texts[row[0].passage.id, row[1]]
        return telling.share(text) + telling.quotes(text)

    promising = sorted(candidates[:SKIMMED_SENTENCES], key=promise, reverse=True)[:READ_SENTENCES]
    rest = sorted(candidates, key=told, reverse=True)[:TELLING_SENTENCES]
    chosen = {(one.passage.id, span): (one, span) for one, span in [*promising, *rest]}
    return list(chosen.values())


def _long_stems(text: str) -> set[str]:
    """The longer words of a text, cut short: enough to see that two sentences speak of the same."""
    return {word[:STEM] for word in _WORD.findall(text)}


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


_WORD = re.compile(r"[a-z]{4,}|\d+")
_NEWS = re.compile(r"(?<!^)\b(?:[A-Z][a-z]+|\d[\d,.]*)")


def _worth(text: str, known: str) -> float:
    """What the form of a sentence adds to its score or takes from it; ``known`` is the question in lower case."""
    new = [found for found in _NEWS.findall(text) if found.lower() not in known]
    worth = NEWS * min(len(new), 4) / 4
    if len(text) > OVERLONG:
        worth -= OVERLONG_COST
    if text.rstrip(" ”’\"'").endswith("?"):
        worth -= QUESTION_COST
    return worth
