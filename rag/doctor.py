"""Find out whether everything an answer needs is there and sound, and say what mends what isn't."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from rag.errors import RagError
from rag.front import DATABASE, embedder, engine, key, language_model, open_library

if TYPE_CHECKING:
    from rag.settings import Settings

_VERSIONS = ("news-rag", "chromadb", "langchain-core", "onnxruntime")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; a ``fix`` is there when it is a problem."""

    subject: str
    what: str
    fix: str | None = None


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at the installation, the models and the library; a problem with one hides none of the others."""
    yield Finding("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield Finding("versions", ", ".join(f"{name} {metadata.version(name)}" for name in _VERSIONS))
    yield _sqlite()
    yield from _models(settings)
    yield _language_model(settings)
    yield from _library(settings)
    yield _network(settings)


def _sqlite() -> Finding:
    version = sqlite3.sqlite_version
    try:
        sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE words USING fts5 (text)").connection.close()
    except sqlite3.OperationalError:
        return Finding(
            "SQLite", f"{version} without full-text search", "Use a Python whose SQLite was built with FTS5."
        )
    return Finding("SQLite", f"{version} with full-text search")


def _models(settings: Settings) -> Iterator[Finding]:
    from rag.index import weights
    from rag.read.weights import located

    try:
        yield Finding("embedder", embedder(settings).fingerprint)
    except RagError as error:
        yield Finding("embedder", error.what, error.fix)
    needed = {"cross-encoder": weights.CROSS_ENCODER}
    if settings.embedder == "local":
        needed = {"embedding model": weights.EMBEDDER, **needed}
    for subject, model in needed.items():
        try:
            weights.locate(model)
            yield Finding(subject, f"found in {model.package}, every file verified")
        except RagError as error:
            yield Finding(subject, error.what, error.fix)
    for name in ("reader", "support"):
        try:
            located(name)
            yield Finding(f"{name} model", "found in this package, verified")
        except RagError as error:
            yield Finding(f"{name} model", error.what, error.fix)


def _language_model(settings: Settings) -> Finding:
    """Which, why, and whether it can be used: a server is asked for its models, a file is loaded."""
    subject = "language model"
    try:
        kind, name, why = engine(settings)
        model = language_model(settings)
        if model is None or kind == "none":
            return Finding(subject, f"none, since {why}: answers are made of the articles' own sentences")
        if kind == "gguf":
            from rag import gguf

            seen = gguf.look_at(name, settings.llm_window)
        else:
            from rag import provider

            seen = provider.look_at(name, base_url=settings.llm_base_url, api_key=key(settings), kind=kind)
    except RagError as error:
        return Finding(subject, error.what, error.fix)
    price = "its price isn't known"
    if model.price:
        price = f"${model.price.input:g} and ${model.price.output:g} for a million tokens in and out"
    return Finding(subject, f"{model.name}, since {why}. {seen} {model.window:,} tokens; {price}")


def _library(settings: Settings) -> Iterator[Finding]:
    folder = settings.library.expanduser()
    if not (folder / DATABASE).exists():
        yield Finding("library", f"none in {folder} yet; rag add PATH makes one")
        return
    try:
        with open_library(settings, writes=False) as library:
            articles, passages = library.store.count(), library.store.passage_count()
            yield Finding("library", f"{folder}: {articles:,} articles in {passages:,} passages")
            try:
                library.check_index()
                yield Finding("index", f"agrees with the library ({settings.chroma_url or 'embedded Chroma'})")
            except RagError as error:
                yield Finding("index", error.what, error.fix)
    except RagError as error:
        yield Finding("library", error.what, error.fix)


def _network(settings: Settings) -> Finding:
    from rag.provider import told_address

    asked = []
    if settings.embedder != "local":
        asked.append(f"the embedding service at {told_address(settings.openai_base_url or 'api.openai.com')}")
    if settings.chroma_url:
        asked.append(f"the Chroma server at {told_address(settings.chroma_url)}")
    with suppress(RagError):  # told above
        if engine(settings).kind in {"openai", "openai-compatible"}:
            asked.append(f"the language model at {told_address(settings.llm_base_url or 'api.openai.com')}")
    return Finding("network", f"asks {' and '.join(asked)}" if asked else "never used: everything works offline")
