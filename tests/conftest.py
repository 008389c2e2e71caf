from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from rag import Library
from rag.index.embed import LocalEmbedder
from rag.llm.model import LanguageModel
from tests import real_model

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = Path(__file__).parents[1] / "seeds"

# The machine may be busy, and the first draw of text reads tables that a fresh checkout has not made yet.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what costs money, unless it is asked for."""
    if os.environ.get("RAG_LIVE") != "1":
        for item in items:
            if item.get_closest_marker("live"):
                item.add_marker(pytest.mark.skip(reason="asks OpenAI and costs money: set RAG_LIVE=1"))


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key or a language model of whoever runs the tests is none of theirs."""
    for name in os.environ:
        if name.startswith(("OPENAI_", "RAG_LLM", "RAG_BUDGET")):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def smol_server() -> real_model.Served:
    """A real server of a real, small and weak model; loaded once."""
    return real_model.serve()


@pytest.fixture
def smol(smol_server: real_model.Served) -> LanguageModel:
    """The language model behind that server."""
    return smol_server.language_model()


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Path:
    """The folder of a library that holds the articles of tests/fixtures/news, for tests that only read."""
    folder = tmp_path_factory.mktemp("news") / "library"
    with Library.open(folder, beside=models) as library:
        library.add(FIXTURES / "news")
    return folder


@pytest.fixture(scope="session")
def local_embedder() -> LocalEmbedder:
    """The real embedder, loaded once."""
    return LocalEmbedder()


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory, local_embedder: LocalEmbedder) -> Library:
    """A closed library whose local models, each loaded once, others are opened beside."""
    with Library.open(tmp_path_factory.mktemp("models"), embedder=local_embedder) as library:
        return library


@pytest.fixture
def lent_models(monkeypatch: pytest.MonkeyPatch, models: Library) -> None:
    """Have commands that are run in this process load no models of their own."""
    monkeypatch.setattr(Library, "open", partial(Library.open, beside=models))


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Iterator[Library]:
    """The sample articles in an open library, for tests that only read."""
    with Library.open(tmp_path_factory.mktemp("samples"), beside=models) as library:
        library.add(*sorted(SAMPLES.glob("*.md")))
        yield library
