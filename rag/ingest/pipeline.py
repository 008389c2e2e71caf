"""Add articles to the library: chunk, embed, store, index. A failed article is reported and the rest go in; each
article is stored in one transaction, so a killed process leaves whole articles only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from rag.errors import InputError
from rag.index.articles import ArticleStore
from rag.index.embed import Embedder, key
from rag.index.sync import sync
from rag.index.vectors import VectorIndex
from rag.ingest.chunk import Chunker
from rag.models import Article, Passage

WAVE = 1000  # articles parsed ahead, so that the work left is known and memory stays bounded
GROUP = 64  # passages embedded and stored together: little is lost when interrupted
SYNC_EVERY = 512  # passages between visits to the vector index, which is much slower in small bites


class Outcome(StrEnum):
    """What became of an article that was handed over."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Added:
    """The outcome for one article; ``error`` says why when it failed, and then there is no article."""

    outcome: Outcome
    article: Article | None
    passages: int = 0
    error: InputError | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is. Totals grow while input is still being read."""

    articles: int
    passages: int
    passages_total: int


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _Planned:
    article: Article
    passages: tuple[Passage, ...]
    texts: tuple[str, ...]
    outcome: Outcome


class Pipeline:
    """Adds articles to a store and its vector index."""

    def __init__(self, store: ArticleStore, vectors: VectorIndex, embedder: Embedder, chunker: Chunker) -> None:
        self._store = store
        self._vectors = vectors
        self._embedder = embedder
        self._chunker = chunker

    def add(self, articles: Iterable[Article | InputError], on_progress: OnProgress | None = None) -> Iterator[Added]:
        """Add articles, yielding what became of each once it is stored.

        An unchanged article is left alone, another text makes a new version, new facts are added to the known ones.
        Raises what the store, the index and the embedder raise; what was yielded before is kept.
        """
        waiting = iter(articles)
        done = finished = total = unsynced = 0

        def told(count: int) -> None:
            if on_progress:
                on_progress(Progress(finished, done + count, total))

        try:
            while wave := list(islice(waiting, WAVE)):
                group: list[_Planned] = []
                plans = list(self._planned(wave))
                total += sum(len(plan.passages) for plan in plans if isinstance(plan, _Planned))
                for plan in [*plans, None]:
                    if isinstance(plan, _Planned):
                        group.append(plan)
                    size = sum(len(planned.passages) for planned in group)
                    if group and (plan is None or size >= GROUP):
                        self._embed(group, told)
                        for one in group:
                            keys = [key(text) for text in one.texts]
                            self._store.put(one.article, content_digest(one.article), one.passages, keys)
                            finished += 1
                            yield Added(one.outcome, one.article, len(one.passages))
                        done, unsynced, group = done + size, unsynced + size, []
                        if unsynced >= SYNC_EVERY:
                            sync(self._store, self._vectors, self._embedder.fingerprint)
                            unsynced = 0
                    if isinstance(plan, Added):
                        finished += 1
                        yield plan
                    told(0)
        finally:  # also when nobody reads on: what is stored is to be found
            sync(self._store, self._vectors, self._embedder.fingerprint)

    def embed_missing(self, on_progress: Callable[[int, int], None] | None = None) -> int:
        """Embed every stored passage that this embedder has not embedded yet; returns how many there were."""
        ids = self._store.unembedded(self._embedder.fingerprint)
        for start in range(0, len(ids), GROUP):
            passages = self._store.passages(ids[start : start + GROUP])
            texts = [embedded_text(self._store.get(passage.article_id), passage) for passage in passages]
            vectors = self._embedder.embed(texts)
            self._store.put_vectors([key(text) for text in texts], self._embedder.fingerprint, vectors)
            if on_progress:
                on_progress(min(start + GROUP, len(ids)), len(ids))
        return len(ids)

    def _planned(self, wave: Iterable[Article | InputError]) -> Iterator[_Planned | Added]:
        seen: dict[str, Article] = {}
        for given in wave:
            if isinstance(given, InputError):
                yield Added(Outcome.FAILED, None, error=given)
                continue
            stored = self._store.content_hash(given.id)
            known = seen.get(given.id) or (self._store.get(given.id) if stored else None)
            article = _merged(given, known) if known else given
            if known and content_digest(article) == content_digest(known):
                yield Added(Outcome.UNCHANGED, known)
                continue
            seen[article.id] = article
            passages = self._chunker.chunk(article)
            texts = tuple(embedded_text(article, passage) for passage in passages)
            yield _Planned(article, passages, texts, Outcome.UPDATED if known else Outcome.ADDED)

    def _embed(self, group: list[_Planned], told: Callable[[int], None]) -> None:
        wanted = {key(text): text for planned in group for text in planned.texts}
        known = self._store.vectors(list(wanted), self._embedder.fingerprint)
        new = {digest: text for digest, text in wanted.items() if digest not in known}
        if not new:
            return
        count = 0

        def finished(batch: int) -> None:
            nonlocal count
            count += batch
            told(count)

        vectors = self._embedder.embed(list(new.values()), finished)
        self._store.put_vectors(list(new), self._embedder.fingerprint, vectors)


def embedded_text(article: Article, passage: Passage) -> str:
    """What is embedded of a passage: its words under the title and the subheading that say what they are about."""
    return "\n".join(line for line in (article.title, passage.heading, passage.text) if line)


def content_digest(article: Article) -> str:
    """A hash of all that an article says and all that is known about it, but not of when it was added."""
    one = article
    days = (stamp.iso if stamp else None for stamp in (one.published_at, one.updated_at))
    known = (one.title, one.text, one.source, one.url, one.authors, one.language, *days)
    return hashlib.sha256(json.dumps(known, ensure_ascii=False).encode()).hexdigest()


def _merged(new: Article, known: Article) -> Article:
    """The new article, keeping what only the known one knew; a changed text makes a new version."""
    facts = ("source", "url", "authors", "language", "published_at", "updated_at")
    kept = {name: getattr(new, name) or getattr(known, name) for name in facts}
    return replace(new, **kept, version=known.version + (new.text != known.text))
