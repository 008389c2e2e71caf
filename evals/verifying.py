"""Time the verifying of what a language model wrote: answers of five statements that cite one or two sentences each.

Everything is new but the models: no sentence has been parsed or read before. Knows nothing about whether what is
decided is right.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from rag.answer.claims.checker import Checker
from rag.answer.syntax import Syntax
from rag.index.embed import LocalEmbedder
from rag.ingest import sources
from rag.ingest.parse import Overrides, parse
from rag.ingest.sentences import split
from rag.llm.drafts import Quoted, Written
from rag.llm.grounding import Grounding
from rag.llm.shown import Shown
from rag.models import Article, Claim, Span

STATEMENTS = 5  # of an answer
_ARTICLES = re.compile(r"\b(?:the|a|an) ", re.IGNORECASE)


@dataclass(slots=True)
class Times:
    """Milliseconds of each answer, by the clock and of the processor, and the share of statements that were kept."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    kept: float = 0.0


def verify(folder: Path) -> Times:
    """Verify answers about each article of a folder. Raises ModelUnavailable."""
    syntax = Syntax()
    grounding = Grounding(Checker(syntax, LocalEmbedder()), syntax)
    times, kept = Times(), []
    for warming, article in enumerate(_articles(folder)):
        spans = split(article.text)
        shown = {"p1": Shown("p1", article, spans)}
        answer = list(_statements(article, spans))[:STATEMENTS]
        started, used = time.perf_counter(), time.process_time()
        found = [grounding.check(one, shown) for one in answer]
        if warming and len(answer) == STATEMENTS:  # the first loads the models
            times.clock.append(1000 * (time.perf_counter() - started))
            times.processor.append(1000 * (time.process_time() - used))
            kept += [isinstance(one, Claim) for one in found]
    times.kept = sum(kept) / len(kept)
    return times


def _articles(folder: Path) -> Iterator[Article]:
    for source in sources.find(folder):
        if isinstance(source, sources.Source):
            for article in parse(source, Overrides(), now=datetime.now(UTC)):
                if isinstance(article, Article):
                    yield article


def _statements(article: Article, spans: tuple[Span, ...]) -> Iterator[Written]:
    """Sentences in nearly their own words, each citing itself and every second one the next sentence too."""
    texts = [article.text[span.start : span.end] for span in spans]
    for place, (text, following) in enumerate(pairwise(texts)):
        said = _ARTICLES.sub("", text)
        if said != text and 8 < len(text.split()) < 40:
            quoted = (text, following) if place % 2 else (text,)
            yield Written(said, tuple(Quoted("p1", words) for words in quoted))
