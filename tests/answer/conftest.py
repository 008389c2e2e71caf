from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag import Library
from rag.answer.syntax import Syntax
from tests.answer import talks as talks_news
from tests.answer.meetings import ARTICLES
from tests.asking import Asking

ROOT = Path(__file__).parents[2]
FIRST_SAMPLE = ROOT / "seeds" / "01-lammy-healey-eu-talks.md"
SEED_DOCUMENT = ROOT.parent / "shared" / "seeds" / "000_06e2386ba6d7f42a.txt"
DAY = date(2025, 3, 18)


@pytest.fixture(scope="session")
def syntax() -> Syntax:
    return Syntax()


@pytest.fixture(scope="session")
def document(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Iterator[Asking]:
    """The article that the first sample retells, in its own words; it is not part of the project."""
    path = Path(os.environ.get("RAG_SEED_DOCUMENT", SEED_DOCUMENT))
    if not path.is_file():
        pytest.skip(f"The seed document is not at {path}; name it in RAG_SEED_DOCUMENT.")
    with Library.open(tmp_path_factory.mktemp("document"), beside=models) as library:
        library.add(path, published=DAY)
        yield Asking(library, DAY)


@pytest.fixture(scope="session")
def first_sample(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Iterator[Asking]:
    with Library.open(tmp_path_factory.mktemp("first"), beside=models) as library:
        library.add(FIRST_SAMPLE)
        yield Asking(library, DAY)


@pytest.fixture(scope="session")
def meetings(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Iterator[Asking]:
    with Library.open(tmp_path_factory.mktemp("meetings"), beside=models) as library:
        for source, (title, text) in ARTICLES.items():
            library.add_text(text, title=title, source=source, published=date(2026, 5, 18))
        yield Asking(library, date(2026, 5, 19))


@pytest.fixture(scope="session")
def talks(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Iterator[Asking]:
    with Library.open(tmp_path_factory.mktemp("talks"), beside=models) as library:
        for title, source, published, text in talks_news.ARTICLES:
            library.add_text(text, title=title, source=source, published=published)
        yield Asking(library, date(2026, 3, 20))
