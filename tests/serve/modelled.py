"""A server whose answers a scripted language model writes, statement by statement."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag import Library
from rag.provider import language_model
from tests.conftest import FIXTURES
from tests.llm.conftest import drafted
from tests.llm.test_answering import LASTED, MET
from tests.serve.running import Served, serving
from tests.servers import Reply, Request, ScriptedServer


@contextmanager
def modelled(folder: Path, model: ScriptedServer, beside: Library) -> Iterator[Served]:
    """A server that answers one question at a time, over the articles of tests/fixtures/news."""
    llm = language_model("tiny", base_url=model.url, kind="openai-compatible", read_s=20.0, retries=0)
    with Library.open(folder, llm=llm, beside=beside) as library:
        library.add(FIXTURES / "news")
        with serving(library, workers=1) as server:
            yield server


def pieces(request: Request) -> tuple[str, str]:
    """A reply with two statements: up to the end of the first, and the rest."""
    text = drafted([(MET, MET), (LASTED, LASTED)])(request)
    end = text.index("}]}") + 3
    return text[:end], text[end:]


class Endless:
    """A model that goes on when it is told to, and never ends by itself."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.ended = threading.Event(), threading.Event(), threading.Event()

    def reply(self, request: Request) -> Reply:
        """One statement, then another, then nothing but blanks until nobody reads them."""
        return Reply(pieces=self._written(*pieces(request)))

    def _written(self, first: str, rest: str) -> Iterator[str]:
        try:
            yield first
            self.begun.set()
            assert self.go_on.wait(20)
            yield rest.removesuffix("]}")
            while not self.ended.wait(0.01):
                yield " "
        finally:
            self.ended.set()
