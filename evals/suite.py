"""What a suite is: libraries, and the cases asked of each. Knows nothing of engines and scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evals.cases import AnyCase
from evals.documents import Document

T = TypeVar("T")
Write = Callable[[Path], Sequence[Document]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """One library, and the cases asked of it; corpora of one name are summed up together.

    ``write`` is given an empty folder for what isn't a file yet, and returns what is to be added. ``keep`` names a
    cache folder in which the built library stays between runs.
    """

    name: str
    cases: tuple[AnyCase, ...]
    write: Write
    keep: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A suite's corpora, and what a reader of its results should know."""

    corpora: tuple[Corpus, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """``load`` is given the limit, if any: of each corpus at most so many cases are asked.

    It raises RagError when a file of the suite is missing or broken.
    """

    name: str
    about: str
    load: Callable[[int | None], Loaded]


def spread(cases: Sequence[T], limit: int | None) -> Sequence[T]:
    """At most ``limit`` of the cases, evenly spread over all of them; always the same ones."""
    if limit is None or limit >= len(cases):
        return cases
    return [cases[number * len(cases) // limit] for number in range(limit)]


def given(*documents: Document) -> Write:
    """For a corpus of files that are there already."""
    return lambda _folder: documents
