"""Which articles a summary is of: those named, those about a topic, or those of a time and of some sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.errors import NothingToSummarize
from rag.models import Article, Query
from rag.retrieve.when import period
from rag.summarize.topic import topic_words

if TYPE_CHECKING:
    from rag.index.articles import ArticleStore
    from rag.summarize.topic import Topics

MOST_ARTICLES = 300  # read for one summary: the newest of them

_LIST = "`rag list` shows the articles of the library."


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
