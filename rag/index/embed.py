"""Turn texts into vectors. Embedders with the same fingerprint give the same vectors, so none is computed twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rag.index import weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rag.index.onnx import OnnxModel

# What bge-small-en-v1.5 was trained to see before a question (its model card); passages get no prefix.
QUERY_PREFIX = "Represent this sentence for searching relevant passages: "

OnProgress = Callable[[int], None]


class Embedder(Protocol):
    """What the library asks of an embedder. Vectors are float32, L2-normalised, shape (n, dimension)."""

    fingerprint: str

    @property
    def dimension(self) -> int:
        """The width of its vectors."""

    @property
    def seconds(self) -> float:
        """Time spent embedding so far."""

    def embed(self, texts: Sequence[str], on_progress: OnProgress | None = None) -> NDArray[np.float32]:
        """Vectors of passages, in order; ``on_progress`` hears how many each batch finished."""

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, shape (dimension,)."""


def key(text: str) -> str:
    """The content hash a text's vector is stored under."""
    return hashlib.sha256(text.encode()).hexdigest()


class LocalEmbedder:
    """bge-small-en-v1.5 through ONNX Runtime: the first token's state, L2-normalised. Loads at first use."""

    dimension = 384

    def __init__(self) -> None:
        self.fingerprint = f"bge-small-en-v1.5-int8-{weights.fingerprint(weights.EMBEDDER)}"
        self._model: OnnxModel | None = None

    @property
    def seconds(self) -> float:
        """Time spent inside the model so far."""
        return self._model.seconds if self._model else 0.0

    def _loaded(self) -> OnnxModel:
        if self._model is None:
            from rag.index.onnx import OnnxModel

            self._model = OnnxModel(weights.locate(weights.EMBEDDER))
        return self._model

    def embed(self, texts: Sequence[str], on_progress: OnProgress | None = None) -> NDArray[np.float32]:
        """Vectors of passages, shape (n, 384)."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return normalised(self._loaded().run(texts, on_progress))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, shape (384,)."""
        vector: NDArray[np.float32] = self.embed([QUERY_PREFIX + text])[0]
        return vector


def normalised(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row divided by its length."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)
