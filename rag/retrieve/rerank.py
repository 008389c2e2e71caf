"""Score how well a text answers a question, as a logit. On news, answers score above 2, off-topic text below -3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rag.index import weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rag.index.onnx import OnnxModel

MAX_TOKENS = 256  # of question and text together: a sentence with its context seldom needs more
QUESTION_TOKENS = 64  # of these; it is read again with every text, so that a long one takes seconds


class CrossEncoder:
    """ms-marco-MiniLM-L-12-v2 through ONNX Runtime. Loads at first use."""

    def __init__(self) -> None:
        self._model: OnnxModel | None = None

    @property
    def seconds(self) -> float:
        """Time spent inside the model so far."""
        return self._model.seconds if self._model else 0.0

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """One logit a text, shape (n,), higher is better. Of a long question, which may be several, the end is read."""
        if not texts:
            return np.zeros(0, np.float32)
        if self._model is None:
            from rag.index.onnx import OnnxModel

            self._model = OnnxModel(weights.locate(weights.CROSS_ENCODER), max_tokens=MAX_TOKENS)
        question = self._model.end(question, QUESTION_TOKENS)
        return np.asarray(self._model.run([(question, text) for text in texts])[:, 0], np.float32)
