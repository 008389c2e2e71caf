"""Small articles whose sentences are passages, and vectors that depend on nothing but the text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.index import sync
from rag.index.articles import ArticleStore
from rag.index.lexical import LexicalIndex
from rag.index.vectors import VectorIndex
from rag.models import Article, Passage, Query, Span, Stamp

FINGERPRINT = "letters-1"
DIMENSION = 16
TODAY = date(2025, 3, 10)

BUDGET = "The council met on Tuesday. Mayor Ada Marlow asked for 12 million for flood walls. Nobody objected."
STORM = "A storm hit the coast. The harbour at Tellin was closed. Two ferries were moored there overnight."


def article(
    article_id: str,
    text: str,
    *,
    title: str = "",
    source: str | None = "gazette",
    day: date | None = TODAY,
    version: int = 1,
) -> Article:
    published = Stamp.of(day, "test") if day else None
    return Article(
        article_id, title or article_id.title(), text, source=source, published_at=published, version=version
    )


def passages_of(article: Article) -> list[Passage]:
    """One passage a sentence."""
    spans = [Span(*match.span()) for match in re.finditer(r"\S[^.]*\.", article.text)]
    return [
        Passage(
            id=f"{article.id}-{article.version}-{n}",
            article_id=article.id,
            version=article.version,
            ordinal=n,
            start=span.start,
            end=span.end,
            text=article.text[span.start : span.end],
            sentences=(span,),
        )
        for n, span in enumerate(spans)
    ]


def key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def embed(texts: Sequence[str], dimension: int = DIMENSION) -> NDArray[np.float32]:
    """Random directions, the same for the same text."""
    seeds = [int(key(text)[:15], 16) for text in texts]
    vectors = np.stack([np.random.default_rng(seed).standard_normal(dimension) for seed in seeds])
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def put(store: ArticleStore, article: Article) -> list[Passage]:
    passages = passages_of(article)
    keys = [key(passage.text) for passage in passages]
    if passages:
        store.put_vectors(keys, FINGERPRINT, embed([passage.text for passage in passages]))
    store.put(article, key(article.text), passages, keys)
    return passages


class Index:
    """A library's three parts on one folder, opened as a library opens them."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.folder, self.url = folder, url
        self.store = ArticleStore(folder)
        self.lexical = LexicalIndex(self.store)
        self.vectors = VectorIndex(folder, url, name="passages", fingerprint=FINGERPRINT, dimension=DIMENSION)

    def open(self) -> Index:
        self.sync()
        sync.check(self.store, self.vectors, FINGERPRINT)
        return self

    def reopened(self) -> Index:
        self.close()
        return Index(self.folder, self.url).open()

    def put(self, article: Article) -> list[Passage]:
        passages = put(self.store, article)
        self.sync()
        return passages

    def remove(self, article_id: str) -> None:
        self.store.remove(article_id)
        self.sync()

    def sync(self) -> int:
        return sync.sync(self.store, self.vectors, FINGERPRINT)

    def by_words(self, text: str) -> list[str]:
        return [passage_id for passage_id, _ in self.lexical.search(ask(text), 10)]

    def by_vector(self, text: str) -> list[str]:
        return [passage_id for passage_id, _ in self.vectors.search(embed([text])[0], 10, ask(text))]

    def close(self) -> None:
        self.vectors.close()
        self.store.close()


def ask(
    text: str,
    *,
    since: date | None = None,
    until: date | None = None,
    sources: tuple[str, ...] = (),
    article_ids: tuple[str, ...] = (),
) -> Query:
    return Query(text, TODAY, since, until, sources, article_ids)
