"""The splitter against boundaries judged by hand in real news articles (docs/decisions/0001-sentence-splitting.md).

The data holds offsets and hashes, no text; the articles themselves come from the RealTimeQA benchmark folder.
"""

from __future__ import annotations

import hashlib
import json
import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rag.ingest.sentences import LINE_BREAK, split

ROOT = Path(__file__).parents[2]
GOLD = Path(__file__).parent / "data" / "sentence_boundaries.jsonl"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The benchmark's articles, by SHA-256 of their text."""
    benchmarks = Path(os.environ.get("RAG_BENCHMARKS", ROOT.parent / "shared" / "benchmarks"))
    articles = benchmarks / "realtimeqa" / "articles.jsonl"
    if not articles.exists():
        pytest.skip(f"no benchmark articles at {articles}; set RAG_BENCHMARKS to the folder that holds them")
    with articles.open(encoding="utf-8") as lines:
        found = [str(json.loads(line)["text"]) for line in lines]
    return {hashlib.sha256(text.encode()).hexdigest(): text for text in found}


def boundaries(text: str) -> set[int]:
    """Where a sentence starts within a line; that a line starts one needs no judging."""
    spans = split(text)
    return {b.start for a, b in pairwise(spans) if not LINE_BREAK.search(text, a.end, b.start)}


def errors(article: dict[str, Any], text: str) -> set[int]:
    expected = {offset for offset, is_boundary in article["judged"] if is_boundary} | set(article["agreed"])
    return boundaries(text) ^ expected


@pytest.mark.parametrize(("part", "ceiling"), [("tuning", 4), ("held-out", 15)])
def test_boundaries_are_where_an_editor_puts_them(texts: dict[str, str], part: str, ceiling: int) -> None:
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    wrong = {a["url"]: errors(a, texts[a["sha256"]]) for a in gold if a["part"] == part}
    assert sum(map(len, wrong.values())) <= ceiling, {url: offsets for url, offsets in wrong.items() if offsets}
