"""A real server in a thread of this process, on a port of loopback that was free."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from rag import Library
from rag.front import Engine
from rag.serve.options import Options
from rag.serve.run import server as server_of

EXTRACTIVE = Engine("none", "", "neither RAG_LLM nor OPENAI_API_KEY is set")


class Served:
    """A running server: its ``url``, the ``library`` behind it and the ``server`` itself."""

    def __init__(self, library: Library, server: uvicorn.Server, url: str) -> None:
        self.library, self.server, self.url = library, server, url

    @property
    def app(self) -> Any:
        return self.server.config.app


@contextmanager
def serving(library: Library, **options: Any) -> Iterator[Served]:
    """Serve this library with these `Options`."""
    chosen = Options(**{"engine": EXTRACTIVE, **options})
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = server_of(library, chosen)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.005)
            served = Served(library, server, f"http://127.0.0.1:{listener.getsockname()[1]}")
            assert served.app.state.here.loaded.wait(30)
            yield served
        finally:
            server.should_exit = True
            thread.join(30)
            assert not thread.is_alive()


def failing(error: Exception) -> Iterator[Any]:
    """An iterator that raises this at its first item."""
    if error:
        raise error
    yield
