"""Embedders for tests of what is embedded, and when: vectors don’t matter there, and the real model costs seconds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rag.index.embed import Embedder, OnProgress

_WORD = re.compile(r"\w+")


class WordEmbedder:
    """A vector counts words by their hash: deterministic, and texts that share words are near each other."""

    dimension = 32
    seconds = 0.0

    def __init__(self, name: str = "words-1") -> None:
        self.fingerprint = name

    def embed(self, texts: Sequence[str], on_progress: OnProgress | None = None) -> NDArray[np.float32]:
        vectors = np.full((len(texts), self.dimension), 1e-3, np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in _WORD.findall(text.lower()):
                row[crc32(word.encode()) % self.dimension] += 1
        if on_progress:
            on_progress(len(texts))
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return np.asarray(self.embed([text])[0], np.float32)


class Counting:
    """Another embedder, and every passage it was asked to embed."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.fingerprint = embedder.fingerprint
        self.passages: list[str] = []

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    @property
    def seconds(self) -> float:
        return self._embedder.seconds

    def embed(self, texts: Sequence[str], on_progress: OnProgress | None = None) -> NDArray[np.float32]:
        self.passages += texts
        return self._embedder.embed(texts, on_progress)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return self._embedder.embed_query(text)
