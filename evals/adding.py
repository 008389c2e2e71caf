"""How fast articles go in and out of a library, held against the embedder alone on the very same passages."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TypeVar

from evals.benchmarks import RealtimeQaArticle
from evals.corpus import write_json_lines
from rag.index.embed import LocalEmbedder
from rag.library import Library
from rag.models import Article

Given = TypeVar("Given")

REPEATS = 3
REMOVED = 10


@dataclass(frozen=True, slots=True)
class Adding:
    """Medians over repeats. Rates in passages a second; ``ratio`` is that of adding to that of the embedder alone."""

    passages: int
    raw_rate: float
    add_rate: float
    ratio: float
    again_speedup: float
    remove_ms: float


def measure(articles: Sequence[RealtimeQaArticle]) -> Adding:
    """Embed the passages alone, add the articles to a fresh library, and embed them alone again, several times."""
    embedder = LocalEmbedder()
    embedder.embed_query("loads the model")
    raws, adds, agains, removes, passages = [], [], [], [], 0
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "articles.jsonl"
            write_json_lines(path, articles)
            texts = _embedded(path)
            raw = _seconds(embedder.embed, texts)
            with Library.open(Path(folder) / "library", embedder=embedder) as library:
                library.retriever()    # loads Chroma, which is no article's time
                adds.append(_seconds(library.add, path))
                # Before and after, because other programs on the machine come and go.
                raws.append((raw + _seconds(embedder.embed, texts)) / 2)
                agains.append(_seconds(library.add, path))
                passages = library.store.passage_count()
                for article in library.articles(limit=REMOVED):
                    removes.append(_seconds(library.remove, article.id))
    return Adding(
        passages=passages,
        raw_rate=median(passages / raw for raw in raws),
        add_rate=median(passages / add for add in adds),
        ratio=median(raw / add for raw, add in zip(raws, adds, strict=True)),
        again_speedup=median(add / again for add, again in zip(adds, agains, strict=True)),
        remove_ms=median(removes) * 1000,
    )


def _embedded(path: Path) -> list[str]:
    """The very texts that adding this file embeds."""
    from rag.ingest.chunk import Chunker
    from rag.ingest.parse import Overrides, parse
    from rag.ingest.pipeline import embedded_text
    from rag.ingest.sources import Source, find

    chunker, now = Chunker(), datetime.now(UTC)
    sources = [source for source in find(path) if isinstance(source, Source)]
    articles = [one for source in sources for one in parse(source, Overrides(), now=now) if isinstance(one, Article)]
    return [embedded_text(article, passage) for article in articles for passage in chunker.chunk(article)]


def _seconds(work: Callable[[Given], object], given: Given) -> float:
    started = time.perf_counter()
    work(given)
    return time.perf_counter() - started
