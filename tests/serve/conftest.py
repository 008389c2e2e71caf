from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from rag import Library
from tests.conftest import FIXTURES
from tests.llm.conftest import reading, server, written  # noqa: F401 - fixtures
from tests.serve.running import Served, serving


@pytest.fixture(scope="session")
def _served(tmp_path_factory: pytest.TempPathFactory, samples: Library) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("served") / "library"
    with Library.open(folder, beside=samples) as library:
        library.add(FIXTURES / "news")
        with serving(library, rate=100_000, burst=100_000) as running:
            yield running


@pytest.fixture(scope="session")
def _sample_server(samples: Library) -> Iterator[Served]:
    with serving(samples, rate=100_000, burst=100_000) as running:
        yield running


@pytest.fixture
def served(_served: Served) -> str:
    """The address of a server over the articles of tests/fixtures/news, for tests that only read."""
    return _served.url


@pytest.fixture
def sample_server(_sample_server: Served) -> str:
    """The address of a server over the sample articles, for tests that only read."""
    return _sample_server.url


@pytest.fixture
def fresh(tmp_path: Path, samples: Library) -> Iterator[Served]:
    """A server of its own for a test that changes things, over the articles of tests/fixtures/news."""
    with Library.open(tmp_path / "library", beside=samples) as library:
        library.add(FIXTURES / "news")
        with serving(library, rate=100_000, burst=100_000) as running:
            yield running


@pytest.fixture
def client(served: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served, timeout=30) as client:
        yield client


@pytest.fixture
def own(fresh: Served) -> Iterator[httpx.Client]:
    """A client of a server of its own."""
    with httpx.Client(base_url=fresh.url, timeout=60) as client:
        yield client
