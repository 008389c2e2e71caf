from __future__ import annotations

from pathlib import Path

import pytest

from rag import Library
from rag.index.embed import LocalEmbedder

FIXTURES = Path(__file__).parent / "fixtures"


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
