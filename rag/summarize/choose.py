"""Which articles a summary is of: those named, those about a topic, or those of a time and of some sources.

For a topic both searches propose; an article is then judged by how near its nearest passages are and by how many words
of the topic it has. Storylines are kept or dropped as wholes, so that an article that tells the same story in other
words comes along. The thresholds were set on the sample articles.
"""

from __future__ import annotations

from calendar import day_name, month_name
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rag.errors import NothingToSummarize
from rag.models import Article, Query
from rag.retrieve.when import period
from rag.summarize.sentences import cut, words

if TYPE_CHECKING:
    from rag.index.articles import ArticleStore
    from rag.index.embed import Embedder
    from rag.index.lexical import LexicalIndex
    from rag.index.vectors import VectorIndex

MOST_ARTICLES = 300  # read for one summary: the newest of them
SEARCHED = 400  # passages taken from each search
NEAREST = 3  # passages by which an article is judged
SHARED = 0.2  # for having all words of the topic, beside a cosine similarity of mostly 0.4 to 0.8
LEAST = 0.62  # below it, an article is about something else
WITHIN = 0.12  # storylines may be so much less about it than the first

_OF_TIME = frozenset(
    cut(word) for word in (*day_name, *month_name[1:], "day", "week", "weekend", "month", "year", "today", "yesterday")
)
_LIST = "`rag list` shows the articles of the library."


class Topics:
    """Finds the articles about a topic. ``index`` gives the vector index, opened when it is first needed."""

    def __init__(
        self, store: ArticleStore, lexical: LexicalIndex, index: Callable[[], VectorIndex], embedder: Embedder
    ) -> None:
        self._store = store
        self._lexical = lexical
        self._index = index
        self._embedder = embedder

    def about(self, query: Query) -> dict[str, float]:
        """How much the articles that may be about a topic are so, by their ids; those that can't be are left out."""
        vector = self._embedder.embed_query(query.text)
        hits = [*self._lexical.search(query, SEARCHED), *self._index().search(vector, SEARCHED, query)]
        ids = list({passage.article_id for passage in self._store.passages([passage_id for passage_id, _ in hits])})
        wanted = topic_words(query.text)
        found: dict[str, float] = {}
        for article_id, passages in self._store.vectors_of(ids, self._embedder.fingerprint).items():
            near = sorted((float(passage @ vector) for passage in passages.values()), reverse=True)[:NEAREST]
            shared = _shared(wanted, self._store.get(article_id))
            found[article_id] = float(np.mean(near)) + SHARED * shared
        best = max(found.values(), default=0.0)
        return {one: value for one, value in found.items() if value >= best - 2 * WITHIN} if best >= LEAST else {}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The articles, the newest first, and how many more there were.

    ``about`` tells how much each is about the topic, by its id; None without a topic.
    """

    articles: Sequence[Article]
    about: Mapping[str, float] | None
    left_out: int


def choose(asked: Query, store: ArticleStore, topics: Topics) -> Chosen:
    """The articles that a query lets through, or of those the ones about its text, if it has one.

    Raises NothingToSummarize where there are none, and NotFound for an unknown id.
    """
    query = _timed(asked, store)
    about = None
    if query.text and (topic_words(query.text) or query is asked):
        about = topics.about(query)
        if not about:
            raise NothingToSummarize(f"No article is about {asked.text!r}.", f"Try other words. {_LIST}")
        found = sorted((store.get(article_id) for article_id in about), key=_newest)
        there = len(found)
    elif query.article_ids:
        given = (store.get(article_id) for article_id in query.article_ids)
        found = sorted((article for article in given if _passes(article, query)), key=_newest)
        there = len(found)
    else:
        found = store.newest(query.since, query.until, query.sources, MOST_ARTICLES)
        there = store.count(query.since, query.until, query.sources)
    if not found and not store.count():
        raise NothingToSummarize("There are no articles.", "Add some first: rag add PATH")
    if not found:
        raise NothingToSummarize("No article was published then, or by the sources given.", _LIST)
    return Chosen(found[:MOST_ARTICLES], about, there - len(found[:MOST_ARTICLES]))


def _timed(query: Query, store: ArticleStore) -> Query:
    """The query with the time its text names ("floods this week") as its days, where articles are of that time."""
    named = period(query.text, query.asked) if query.text and not (query.since or query.until) else None
    if named is None or not store.count(named.first, named.last, query.sources):
        return query
    return replace(query, since=named.first, until=named.last)


def _newest(article: Article) -> tuple[float, str]:
    return (-article.published_at.at.timestamp() if article.published_at else float("inf"), article.id)


def _passes(article: Article, query: Query) -> bool:
    """Whether the filters of a query let an article through; one of unknown date passes no date filter."""
    day = article.published_at.at.date() if article.published_at else None
    if query.sources and article.source not in query.sources:
        return False
    if day is None:
        return not (query.since or query.until)
    return (query.since is None or day >= query.since) and (query.until is None or day <= query.until)


def topic_words(topic: str) -> frozenset[str]:
    """The words of a topic that say what it is about, cut as in sentences; those that name a time are left out."""
    return frozenset(map(cut, words(topic))) - _OF_TIME


def kept(storylines: Sequence[Sequence[int]], articles: Sequence[Article], about: Mapping[str, float]) -> list[int]:
    """Which of the storylines, given by the places of their articles, are about the topic."""
    values = [max(about[articles[place].id] for place in one) for one in storylines]
    best = max(values, default=0.0)
    return [place for place, value in enumerate(values) if value >= max(best - WITHIN, LEAST)]


def _shared(wanted: frozenset[str], article: Article) -> float:
    """The share of the topic's words that an article has."""
    told = {cut(word) for word in words(f"{article.title}\n{article.source or ''}\n{article.text}")}
    return len(wanted & told) / len(wanted) if wanted else 0.0
