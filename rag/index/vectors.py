"""Dense search in a Chroma collection that can be rebuilt from the database. Chroma gets vectors and ids, no texts."""

from __future__ import annotations

import errno
import re
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from rag.errors import EmbedderMismatch, IndexCorrupt, LibraryError, StorageFull
from rag.index.filters import first_second, last_second
from rag.models import Query

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Metadata, Where
    from numpy.typing import NDArray

    from rag.index.articles import Record

_OR_ANOTHER = "Run `rag reindex`, or choose the embedder that made them."
REINDEX = "Run `rag reindex`: it rebuilds the index from the stored articles."

# How many neighbours HNSW looks at: the more, the fewer it misses.
_SEARCH_WIDTH = 400
_SERVER_SECONDS = 60.0

# How Chroma's messages name the failure of SQLite or of the operating system beneath.
_CAUSE = re.compile(r"\((code|os error):? (\d+)\)")
_NOT_WRITABLE = {
    "code": {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN},
    "os error": {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM},
}


class VectorIndex:
    """The vectors in ``folder/chroma``, or in the collection `name` of the Chroma server at `url`. Opens at first use.

    Every method raises EmbedderMismatch, IndexCorrupt, StorageFull, and LibraryError for a server out of reach.
    """

    def __init__(self, folder: Path, url: str | None, *, name: str, fingerprint: str, dimension: int) -> None:
        self.folder = folder / "chroma"
        self.url = url
        self._name = name
        self._about = {"fingerprint": fingerprint, "dimension": dimension, "distance": "cosine"}
        self._opening = threading.Lock()
        self._client: Client | None = None
        self._opened: Collection | None = None

    def upsert(self, ids: Sequence[str], vectors: NDArray[np.float32], records: Sequence[Record]) -> None:
        """Add passages or replace them, at least one. Vectors are L2-normalised, shape (n, dimension)."""
        self._check_dimension(vectors)
        with self._failures():
            self._collection().upsert(ids=list(ids), embeddings=vectors, metadatas=[_metadata(r) for r in records])

    def delete(self, ids: Sequence[str]) -> None:
        """Remove passages; unknown ids are ignored."""
        if ids:
            with self._failures():
                self._collection().delete(ids=list(ids))

    def search(self, vector: NDArray[np.float32], limit: int, query: Query) -> list[tuple[str, float]]:
        """The nearest passages as (passage id, cosine similarity), best first. A needless filter costs time."""
        self._check_dimension(vector[np.newaxis])
        with self._failures():
            found = self._collection().query(
                query_embeddings=vector[np.newaxis], n_results=limit, where=_where(query), include=["distances"]
            )
        distances = found["distances"] or [[]]
        return [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances[0], strict=True)]

    def ids(self) -> set[str]:
        """The ids of all passages."""
        with self._failures():
            return set(self._collection().get(include=[])["ids"])

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of these passages as they are in the index, shape (dimension,) each."""
        with self._failures():
            found = self._collection().get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))

    def count(self) -> int:
        """How many passages there are."""
        with self._failures():
            return self._collection().count()

    def reset(self) -> None:
        """Throw the index away, damaged or not, and begin an empty one for this embedder."""
        self.close()
        with self._failures():
            if self.url:
                self._delete_collection()
            else:
                _forget(self.folder)
                shutil.rmtree(self.folder) if self.folder.is_dir() else self.folder.unlink(missing_ok=True)
            self._collection()

    def close(self) -> None:
        """Let go of the files or the connection; the next use opens them again."""
        with self._opening:
            client, self._client, self._opened = self._client, None, None
        if client is not None:
            _close(client)

    def _collection(self) -> Collection:
        with self._opening:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _open(self) -> Collection:
        if self._client is None:
            self._client = _server(self.url) if self.url else _embedded(self.folder)
        collection = self._client.get_or_create_collection(
            self._name,
            embedding_function=None,
            metadata=self._about,
            configuration={"hnsw": {"space": "cosine", "ef_search": _SEARCH_WIDTH}},
        )
        stored = collection.metadata or {}
        if any(stored.get(key) != value for key, value in self._about.items()):
            maker, own = stored.get("fingerprint", "an unknown embedder"), self._about["fingerprint"]
            raise EmbedderMismatch(f"The vectors in {self._place} were made by {maker}, not by {own}.", _OR_ANOTHER)
        return collection

    def _delete_collection(self) -> None:
        from chromadb.errors import NotFoundError

        client = _server(str(self.url))
        try:
            with suppress(NotFoundError):
                client.delete_collection(self._name)
        finally:
            _close(client)

    @property
    def _place(self) -> str:
        return f"the Chroma server at {self.url}" if self.url else str(self.folder)

    def _check_dimension(self, vectors: NDArray[np.float32]) -> None:
        if vectors.shape[1] != self._about["dimension"]:
            held, given = self._about["dimension"], vectors.shape[1]
            what = f"The index in {self._place} holds vectors of {held} numbers, not of {given}."
            raise EmbedderMismatch(what, _OR_ANOTHER)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Turn Chroma's failures, the disk's and the network's into this package's errors."""
        import httpx
        from chromadb.errors import ChromaError

        try:
            yield
        except OSError as error:
            raise self._mapped(f"{error} (os error {error.errno})" if error.errno else str(error)) from error
        except (ChromaError, httpx.HTTPError) as error:
            raise self._mapped(str(error)) from error

    def _mapped(self, message: str) -> LibraryError:
        message = message.rstrip(".")
        if self.url:
            fix = "Start it, or check RAG_CHROMA_URL; if it is running, run `rag reindex`."
            return LibraryError(f"The Chroma server at {self.url} can't be used: {message}.", fix)
        cause = _CAUSE.search(message)
        if cause and int(cause[2]) & (0xFF if cause[1] == "code" else -1) in _NOT_WRITABLE[cause[1]]:
            fix = "Free some space or allow writing there, then try again; nothing already stored is lost."
            return StorageFull(f"The index in {self._place} can't be written: {message}.", fix)
        return IndexCorrupt(f"The index in {self._place} is damaged: {message}.", REINDEX)


def _embedded(folder: Path) -> Client:
    from chromadb.api.client import Client
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    place = str(folder)
    settings = Settings(
        chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
        is_persistent=True,
        persist_directory=place,
        anonymized_telemetry=False,
    )
    try:
        return Client(settings=settings)
    except BaseException:
        if place not in SharedSystemClient._identifier_to_refcount:
            _forget(folder)
        raise


def _forget(folder: Path) -> None:
    """Make Chroma let go of a folder: a client that failed to start or was left open would be handed out again."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient._identifier_to_refcount.pop(str(folder), None)
    system = SharedSystemClient._identifier_to_system.pop(str(folder), None)
    if system is not None:
        with suppress(AttributeError):  # it has nothing to stop when its start failed
            system.stop()


def _server(url: str) -> Client:
    from chromadb.api.client import Client
    from chromadb.config import Settings

    parts = urlsplit(url if "//" in url else f"//{url}")
    secure = parts.scheme == "https"
    settings = Settings(
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=parts.hostname,
        chroma_server_http_port=parts.port or (443 if secure else 8000),
        chroma_server_ssl_enabled=secure,
        anonymized_telemetry=False,
    )
    try:
        client = Client(settings=settings)
    except ValueError as error:  # how it says that nobody answers
        raise ConnectionError(str(error)) from error
    for session in _sessions(client):
        session.timeout = _SERVER_SECONDS
    return client


def _close(client: Client) -> None:
    sessions = _sessions(client)
    client.close()
    for session in sessions:
        session.close()


def _sessions(client: Client) -> list[httpx.Client]:
    """The HTTP connections of a client, which it neither bounds in time nor closes itself."""
    servers: list[Any] = [client._server, getattr(client._admin_client, "_server", None)]
    return [server._session for server in servers if hasattr(server, "_session")]


def _metadata(record: Record) -> Metadata:
    """What Chroma filters by. A date or source that is unknown is left out, so that it passes no filter."""
    known = {"article_id": record.article_id, "source": record.source, "published": record.published}
    return {key: value for key, value in known.items() if value is not None}


def _where(query: Query) -> Where | None:
    known = (
        ("published", "$gte", query.since and first_second(query.since)),
        ("published", "$lte", query.until and last_second(query.until)),
        ("source", "$in", list(query.sources) or None),
        ("article_id", "$in", list(query.article_ids) or None),
    )
    conditions: list[Any] = [{name: {how: value}} for name, how, value in known if value is not None]
    return {"$and": conditions} if len(conditions) > 1 else next(iter(conditions), None)
