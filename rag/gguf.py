"""A language model in a file of llama.cpp's format, GGUF, run inside this process: the one file that knows xllamacpp.

It is served on loopback, behind a key that only this process knows, and so is used like any other server.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from rag import provider
from rag.errors import ModelUnavailable, UnknownModel
from rag.llm.model import WINDOW, LanguageModel, Price

_MAGIC = b"GGUF"


def language_model(path: str, *, window: int | None = None, price: Price | None = None) -> LanguageModel:
    """The model in a file. Nothing is read before its first call, which loads it.

    That first call raises ModelUnavailable without xllamacpp, and UnknownModel for a file that is missing or no model.
    """
    file, window, key = Path(path).expanduser(), window or WINDOW, secrets.token_urlsafe()
    served = _Served(file, window, key)
    return provider.language_model(
        file.name,
        kind="gguf",
        base_url=served.address,
        api_key=key,
        window=window,
        where=str(file.absolute()),
        price=price or Price(0, 0),
        at_once=1,  # its window is shared by all that run at once, and so are the processor's cores
    )


def check(path: Path) -> None:
    """Whether xllamacpp is there, and a file that begins like a model. Raises ModelUnavailable or UnknownModel."""
    try:
        import xllamacpp  # noqa: F401
    except ImportError as error:
        raise ModelUnavailable(
            f"The model {path} needs xllamacpp, which is not installed.", 'Install it: pip install "news-rag[gguf]"'
        ) from error
    fix = "Set RAG_LLM=gguf:PATH to a GGUF file."
    try:
        with path.open("rb") as file:
            begins = file.read(len(_MAGIC))
    except OSError as error:
        raise UnknownModel(f"The model {path} can't be read ({error.strerror}).", fix) from error
    if begins != _MAGIC:
        raise UnknownModel(f"The file {path} is no GGUF model.", fix)


def look_at(path: str, window: int | None = None) -> str:
    """Load the model of a file and say so in words. Raises what the first call of ``language_model`` does."""
    file = Path(path).expanduser()
    _Served(file, window or WINDOW, secrets.token_urlsafe()).address()
    return f"{file} loads."


class _Served:
    """The server of a file, started by the first who asks for its address."""

    def __init__(self, path: Path, window: int, key: str) -> None:
        self._path, self._window, self._key = path, window, key
        self._server: Any = None

    def address(self) -> str:
        """Where it is served. Loads the model, which takes seconds."""
        if self._server is None:
            check(self._path)
            self._server = self._start()
        return f"{self._server.listening_address}/v1"

    def _start(self) -> Any:
        from xllamacpp import CommonParams, Server

        params = CommonParams()
        params.model.path = str(self._path)
        params.n_ctx = self._window
        params.n_parallel = 1
        params.port = 0
        params.api_keys = [self._key]
        params.ui = False
        params.endpoint_slots = False
        params.endpoint_metrics = True
        params.verbosity = -1  # else llama.cpp writes its log to standard error, past Python
        # llama.cpp's threads wait for one another by spinning: with one for each core, another busy program makes it 15
        # to 50 times slower (2 cores, 135M parameters: 40 tokens in 20 to 84 s; in 1.6 s with a core left free).
        params.cpuparams.n_threads = max(1, (os.cpu_count() or 2) - 1)
        try:
            server = Server(params)
        except RuntimeError as error:
            raise UnknownModel(
                f"The model {self._path} can't be loaded: it is damaged, or too large for this computer's memory.",
                "Fetch the file again and compare its size, or set RAG_LLM_WINDOW to less.",
            ) from error
        # Its queue begins to run a moment later; a server that is dropped before never ends. This waits in that queue.
        server.handle_metrics()
        return server
