from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import Library
from rag.index.embed import LocalEmbedder

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library that holds the articles of tests/fixtures/news, for tests that only read."""
    folder = tmp_path_factory.mktemp("news") / "library"
    with Library.open(folder) as library:
        library.add(FIXTURES / "news")
    return folder


@pytest.fixture(scope="session")
def local_embedder() -> LocalEmbedder:
    """The real embedder, loaded once."""
    return LocalEmbedder()


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, local_embedder: LocalEmbedder) -> Iterator[Library]:
    """The sample articles in an open library, for tests that only read."""
    with Library.open(tmp_path_factory.mktemp("samples"), embedder=local_embedder) as library:
        library.add(*sorted(SAMPLES.glob("*.md")))
        yield library
