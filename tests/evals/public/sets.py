"""Small public sets in their own formats, and the real ones where they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from evals import benchmarks
from evals.documents import parsed
from evals.suite import Corpus
from rag.models import Article

Put = Callable[..., None]


def put(folder: Path, name: str, *rows: dict[str, Any]) -> None:
    """Write rows as a file of a set, such as "squad2-sample/questions.jsonl"."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def articles(corpus: Corpus, folder: Path) -> Sequence[Article]:
    """What a library of this corpus would hold."""
    folder.mkdir(exist_ok=True)
    return parsed(corpus.write(folder))


def need(benchmark: str) -> None:
    """Skip the test where a public set is not."""
    place = benchmarks.folder() / benchmark
    if not place.is_dir():
        pytest.skip(f"the public set {benchmark} is not there: looked in {place}")
