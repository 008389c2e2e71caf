"""Full-text search with SQLite's FTS5: BM25 over title, subheading and text. Any text is a valid query."""

# ruff: noqa: S608 - the conditions are constants of this package; every value is bound.

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Sequence

from rag.index.articles import ArticleStore
from rag.index.filters import article_filter
from rag.models import Query

# Weights of a hit in the title, the subheading and the text.
WEIGHTS = (4.0, 1.0, 1.0)

# A word in more passages than both of these is left out where a rarer one is left: scoring every passage that has it
# takes most of the time and moves the ranking little. Over 17,000 passages and 183 questions, without it and with it:
# p50 24 and 9 ms (busy machine), article hit@1 .55 and .55, hit@4 .81 and .81, hit@10 .94 and .94.
COMMON_PASSAGES = 1_000
COMMON_SHARE = 0.1

# Words searched for at most, the first ones: no question has more, and a page of pasted text has thousands.
MAX_TERMS = 64

# "1,200", "3.5" and "U.S." stay together and are searched as phrases; any other punctuation parts words.
_TERM = re.compile(r"\d+(?:[.,:]\d+)+|(?:\b[^\W\d_]\.){2,}|[^\W_]+")

_COUNT = "SELECT count(*) FROM passages_fts WHERE passages_fts MATCH ?"

_LITTLE_WORDS = """
a about after all also am an and any are as at be because been before being between both but by can could d did do
does doing during each else ever for from further get got had has have having he her here hers him his how i if in
into is it its itself just ll m may me might mine more most much must my no nor not of off on once only or other our
ours out over own re s said same say says shall she should so some such t tell than that the their theirs them then
there these they this those through to too under until up upon us very was we were what when where whether which while
who whom whose why will with would you your yours
"""
_STOP_WORDS = frozenset(_LITTLE_WORDS.split())


class LexicalIndex:
    """BM25 over the passages of a store, which keeps the index up to date in its own transactions."""

    def __init__(self, store: ArticleStore) -> None:
        self._store = store

    def search(self, query: Query, limit: int) -> list[tuple[str, float]]:
        """The best `limit` passages as (passage id, BM25 score), best first; a higher score is better."""
        terms = search_terms(query.text)
        where, values = article_filter(query.since, query.until, query.sources, query.article_ids)
        # The plus keeps SQLite from asking the full-text index once for every passage that the filter lets through.
        allowed = (
            "AND +f.rowid IN (SELECT p.rowid FROM passages p"
            f" WHERE p.article_id IN (SELECT id FROM articles WHERE current AND {where}))"
            if values
            else ""
        )
        # Ranked before joined, so that only the best are looked up.
        sql = (
            "SELECT p.id, -best.score FROM (SELECT f.rowid AS rowid, bm25(passages_fts, ?, ?, ?) AS score"
            f" FROM passages_fts f WHERE f.passages_fts MATCH ? {allowed} ORDER BY score LIMIT ?) best"
            " JOIN passages p ON p.rowid = best.rowid ORDER BY best.score, p.id"
        )
        with self._store.reading() as db:
            if not values:
                terms = _without_common(db, terms)
            if not terms:
                return []
            return [(str(i), float(s)) for i, s in db.execute(sql, (*WEIGHTS, _any_of(terms), *values, limit))]

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """How much each term tells: its inverse document frequency over passages, after Robertson (2004)."""
        with self._store.reading() as db:
            total = int(db.execute("SELECT count(*) FROM passages").fetchone()[0])
            counts = {term: int(db.execute(_COUNT, (_any_of([term]),)).fetchone()[0]) for term in terms}
        return {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in counts.items()}


def search_terms(text: str) -> list[str]:
    """The words of a question to search for: without stop words, unless there is nothing else. May be empty."""
    terms = list(dict.fromkeys(_TERM.findall(text)))
    shouted = text.upper() == text
    telling = [
        term
        for place, term in enumerate(terms)
        if term.lower() not in _STOP_WORDS or (not shouted and _is_name(term, first=place == 0))
    ]
    return (telling or terms)[:MAX_TERMS]


def _is_name(stop_word: str, *, first: bool) -> bool:
    """Whether what is spelt like a stop word is a name by its capitals: "US", "WHO", "May" (but not "What ...")."""
    return len(stop_word) > 1 and (stop_word.isupper() if first else stop_word[0].isupper())


def _without_common(db: sqlite3.Connection, terms: list[str]) -> list[str]:
    limit = int(max(COMMON_PASSAGES, COMMON_SHARE * db.execute("SELECT count(*) FROM passages").fetchone()[0]))
    sql = "SELECT count(*) FROM (SELECT 1 FROM passages_fts WHERE passages_fts MATCH ? LIMIT ?)"
    rarer = [term for term in terms if db.execute(sql, (_any_of([term]), limit + 1)).fetchone()[0] <= limit]
    return rarer or terms


def _any_of(terms: list[str]) -> str:
    """An FTS5 query; in quotes nothing is syntax, and no term has quotes in it."""
    return " OR ".join(f'"{term}"' for term in terms)
