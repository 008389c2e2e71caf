"""Ask the support model: do sentences carry a statement, contradict it, or not say it? And did what they tell happen?

Knows nothing of articles and language models. Probabilities are calibrated on statements that the model was neither
trained nor judged on (temperature scaling, Guo et al., ICML 2017).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.models import EventStatus
from rag.read.encode import PairEncoder
from rag.read.reader import Window, softmax
from rag.read.weights import located

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rag.index.onnx import OnnxSession

WHAT_HAPPENED = "What happened?"  # what stands in a statement's place where a sentence's event status is asked for
_STATUSES = (EventStatus.HAPPENED, EventStatus.PLANNED, EventStatus.DENIED, EventStatus.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement, the sentences it leans on, and what is read around them: title, day, the sentences before."""

    statement: str
    evidence: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Three probabilities that add up to 1."""

    carried: float
    contradicted: float
    not_said: float


class SupportModel:
    """The support model through ONNX Runtime. Loads at first use; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._session: OnnxSession | None = None
        self._encoder: PairEncoder | None = None
        self._temperature = 1.0

    @property
    def seconds(self) -> float:
        """Time spent inside the model so far."""
        return self._session.seconds if self._session else 0.0

    def judge(self, pairs: Sequence[Pair]) -> list[Verdict]:
        """A verdict on each pair, in order. Raises ModelUnavailable: the weights are missing or altered."""
        outputs = self._outputs(pairs)
        return [Verdict(*map(float, softmax(found[0] / self._temperature))) for found in outputs]

    def status(self, windows: Sequence[Window]) -> list[EventStatus]:
        """Whether what each sentence tells happened, is planned, is denied or is unclear. Raises ModelUnavailable."""
        outputs = self._outputs([Pair(WHAT_HAPPENED, one.sentence, one.context) for one in windows])
        return [_STATUSES[int(found[1].argmax())] for found in outputs]

    def _outputs(self, pairs: Sequence[Pair]) -> list[list[NDArray[np.float32]]]:
        session, encoder = self._loaded()
        encoded = [encoder.encode(one.statement, one.evidence, one.context) for one in pairs]
        return session.run([(one.ids, one.types) for one in encoded])

    def _loaded(self) -> tuple[OnnxSession, PairEncoder]:
        with self._lock:
            if self._session is None or self._encoder is None:
                from rag.index.onnx import OnnxSession
                from rag.read.tokens import tokenizer

                trained = located("support")
                self._encoder = PairEncoder(tokenizer())
                self._temperature = trained.calibration["temperature"]
                self._session = OnnxSession(trained.model)
            return self._session, self._encoder
