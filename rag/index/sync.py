"""Carry the store's outbox to the vector index, and rebuild that index. Carrying a change twice does no harm."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rag.errors import EmbedderMismatch, IndexCorrupt
from rag.index.articles import ArticleStore
from rag.index.vectors import REINDEX, VectorIndex

OnProgress = Callable[[int], None]

_BATCH = 512
_SAMPLE = 32
# Set while the index is thrown away and begun anew: what it holds then can't be trusted.
_REBUILDING = "rebuilding"


def sync(store: ArticleStore, vectors: VectorIndex, fingerprint: str, on_progress: OnProgress | None = None) -> int:
    """Carry all changes and return how many; finishes a `rebuild`. Raises EmbedderMismatch for lacking vectors."""
    carried = 0
    with store.syncing:
        if store.meta(_REBUILDING):
            vectors.reset()
            store.set_meta(_REBUILDING, None)
        while changes := store.pending(_BATCH):
            present = [(change.passage_id, change.record) for change in changes if change.record]
            stored = store.vectors([record.vector_key for _, record in present], fingerprint)
            if missing := sum(record.vector_key not in stored for _, record in present):
                raise EmbedderMismatch(f"{missing} passages of {store.path} have no vector of {fingerprint}.", REINDEX)
            vectors.delete([change.passage_id for change in changes if not change.record])
            if present:
                vectors.upsert(
                    [passage_id for passage_id, _ in present],
                    np.stack([stored[record.vector_key] for _, record in present]),
                    [record for _, record in present],
                )
            store.done([change.number for change in changes])
            carried += len(changes)
            if on_progress:
                on_progress(len(changes))
    return carried


def check(store: ArticleStore, vectors: VectorIndex, fingerprint: str) -> None:
    """Raise IndexCorrupt unless the vector index holds the store's passages and no others. Call it after `sync`.

    It compares all ids and some vectors: Chroma can lose vectors and still list their ids.
    """
    with store.syncing:
        keys = store.vector_keys()
        if vectors.ids() != keys.keys():
            what = f"The index of {store.path} doesn't hold its {len(keys)} passages, or holds others."
            raise IndexCorrupt(what, REINDEX)
        if not keys:
            return
        some = list(keys)[:: max(1, len(keys) // _SAMPLE)]
        truth = store.vectors([keys[passage_id] for passage_id in some], fingerprint)
        indexed = vectors.vectors(some)
        for passage_id in some:
            true = truth.get(keys[passage_id])
            if true is None or passage_id not in indexed or not np.allclose(true, indexed[passage_id], atol=1e-5):
                raise IndexCorrupt(f"The index of {store.path} has lost or altered vectors.", REINDEX)


def rebuild(store: ArticleStore, vectors: VectorIndex, fingerprint: str, on_progress: OnProgress | None = None) -> int:
    """Build the vector index anew from the stored vectors; when this is interrupted, the next `sync` finishes it."""
    with store.syncing:
        store.announce_all(_REBUILDING, fingerprint)
    return sync(store, vectors, fingerprint, on_progress)
