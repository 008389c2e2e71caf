"""A library whose answers are written by a scripted server, through the real client."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag import Library
from rag.llm.model import Price
from rag.provider import language_model
from tests.conftest import FIXTURES
from tests.servers import Request, ScriptedServer

Claims = list[tuple[str, str]]
"""Statements, each with the words it quotes."""

_PASSAGE = re.compile(r'<passage id="(\w+)"[^>]*>\n(.*?)\n</passage>', re.DOTALL)


def passages(request: Request) -> dict[str, str]:
    """The passages of a prompt by their ids."""
    return dict(_PASSAGE.findall(request.prompt))


def drafted(claims: Claims) -> Callable[[Request], str]:
    """What a model says that makes these statements, each under the id of the passage that has its quotation."""

    def reply(request: Request) -> str:
        there = passages(request)
        found = []
        for text, quote in claims:
            beginning = quote[:12]
            known = next((one for one, body in there.items() if beginning in body), "NONE")
            found.append({"text": text, "quotes": [{"id": known, "quote": quote}]})
        return json.dumps({"claims": found}, ensure_ascii=False)

    return reply


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as one:
        yield one


@pytest.fixture
def written(server: ScriptedServer, tmp_path: Path, reading: Library) -> Iterator[Library]:
    """The articles of tests/fixtures/news, with a model of known price behind the scripted server."""
    model = language_model(
        "tiny", base_url=server.url, kind="openai-compatible", price=Price(1.0, 2.0), read_s=2.0, retries=1
    )
    with Library.open(tmp_path / "written", llm=model, beside=reading) as library:
        library.add(FIXTURES / "news")
        yield library


@pytest.fixture(scope="session")
def reading(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Library:
    """A closed library whose local models others use."""
    with Library.open(tmp_path_factory.mktemp("reading"), beside=models) as library:
        library.add(FIXTURES / "news")
        library.ask("Who met at the Corn Exchange?")
    return library
