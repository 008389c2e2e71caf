"""Find and read public evaluation sets. They are never part of the project: bring your own copies.

Knows nothing about libraries or scores. A set is a folder of JSON Lines under ``$RAG_BENCHMARKS``, or under
``../shared/benchmarks`` beside the project.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from rag.errors import RagError

Row = TypeVar("Row")

PROJECT = Path(__file__).resolve().parent.parent


class BenchmarkMissing(RagError):
    """A public set, or a file of it, is not where it should be."""


class BenchmarkBroken(RagError):
    """A file of a public set is not what its reader expects."""


@dataclass(frozen=True, slots=True)
class RealtimeQaArticle:
    """A news article of RealTime QA."""

    url: str
    title: str
    authors: tuple[str, ...]
    published: date
    text: str


@dataclass(frozen=True, slots=True)
class RealtimeQaQuestion:
    """A news quiz question, the day it was asked, its answer and the articles that hold it."""

    id: str
    asked: date
    question: str
    choices: tuple[str, ...]
    answer: str
    gold_urls: tuple[str, ...]


def folder() -> Path:
    """Where the public sets are looked for."""
    return Path(os.environ.get("RAG_BENCHMARKS") or PROJECT.parent / "shared" / "benchmarks").expanduser()


def file(benchmark: str, name: str) -> Path:
    """The file ``name`` of a set. Raises BenchmarkMissing."""
    path = folder() / benchmark / name
    if not path.is_file():
        raise BenchmarkMissing(
            f"The file {name} of the public set {benchmark} is missing: looked for {path}.",
            "Put the set there, or set RAG_BENCHMARKS to the folder that holds the sets.",
        )
    return path


def rows(benchmark: str, name: str, row: Callable[[dict[str, Any]], Row]) -> list[Row]:
    """What ``row`` makes of each line of a set's file. Raises BenchmarkMissing, BenchmarkBroken.

    ``row`` says that a line is not what it expects with a ValueError, KeyError or TypeError.
    """
    path = file(benchmark, name)
    found = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found.append(row(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise BenchmarkBroken(
                f"{path}:{number} can't be read: {type(error).__name__} {error}.", "Fetch the set again."
            ) from error
    return found


def realtimeqa_articles() -> list[RealtimeQaArticle]:
    """The news articles of RealTime QA. Raises BenchmarkMissing and BenchmarkBroken."""

    def row(fields: dict[str, Any]) -> RealtimeQaArticle:
        return RealtimeQaArticle(
            url=fields["url"],
            title=fields["title"],
            authors=tuple(fields["authors"]),
            published=date.fromisoformat(fields["published"]),
            text=fields["text"],
        )

    return rows("realtimeqa", "articles.jsonl", row)


def realtimeqa_questions() -> list[RealtimeQaQuestion]:
    """The questions of RealTime QA. Raises BenchmarkMissing and BenchmarkBroken."""

    def row(fields: dict[str, Any]) -> RealtimeQaQuestion:
        return RealtimeQaQuestion(
            id=fields["id"],
            asked=date.fromisoformat(fields["asked"]),
            question=fields["question"],
            choices=tuple(fields["choices"]),
            answer=fields["answer"],
            gold_urls=tuple(fields["gold_urls"]),
        )

    return rows("realtimeqa", "questions.jsonl", row)
