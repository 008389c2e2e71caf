"""Ask the reader: does this sentence answer the question, and with which words?

Knows nothing of articles, only of a sentence and the context it is read in. Probabilities are calibrated on questions
that the model was neither trained nor judged on (Platt scaling, Platt 1999).
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from rag.models import Span
from rag.read.encode import Encoded, PairEncoder
from rag.read.weights import located

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rag.index.onnx import OnnxSession

_OUTSIDE, _BEGINS, _WITHIN = range(3)

# Probabilities of tags, chosen on held-out training articles: where one in twenty answers is wrongly one or several.
TAGGED = 0.4  # from which a word is of an answer
NEARLY = 0.9  # of the surest stretch: what a further one must reach
ALSO = 0.85  # and this
_OPENS = "“\"‘'£$€(₹"
_CLOSES = "”\"’%)"


class Form(Enum):
    """How a sentence answers: with some of its words, or with a plain yes or no."""

    WORDS = 0
    YES = 1
    NO = 2


@dataclass(frozen=True, slots=True)
class Window:
    """A sentence and what is read around it: title, day, the sentence before."""

    sentence: str
    context: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of a window.

    ``probability``: that the sentence answers. ``spans``: the words that do, as places in the sentence, in order; they
    mean nothing unless ``form`` is WORDS. ``certainty``: the mean probability of the surest of them.
    """

    probability: float
    form: Form
    form_probability: float
    spans: tuple[Span, ...]
    certainty: float


class Reader:
    """The reader through ONNX Runtime. Loads at first use; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._session: OnnxSession | None = None
        self._encoder: PairEncoder | None = None
        self._calibration: dict[str, float] = {}

    @property
    def seconds(self) -> float:
        """Time spent inside the model so far."""
        return self._session.seconds if self._session else 0.0

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """What it makes of each window, in order. Of a long question the end is read, of a long sentence the beginning.

        Raises:
            ModelUnavailable: the weights are missing or altered.
        """
        session, encoder = self._loaded()
        encoded = [encoder.encode(question, one.sentence, one.context) for one in windows]
        outputs = session.run([(one.ids, one.types) for one in encoded])
        rows = zip(windows, encoded, outputs, strict=True)
        return [self._reading(one.sentence, pair, *found) for one, pair, found in rows]

    def _loaded(self) -> tuple[OnnxSession, PairEncoder]:
        with self._lock:
            if self._session is None or self._encoder is None:
                from rag.index.onnx import OnnxSession
                from rag.read.tokens import tokenizer

                trained = located("reader")
                self._encoder = PairEncoder(tokenizer())
                self._calibration = trained.calibration
                self._session = OnnxSession(trained.model)
            return self._session, self._encoder

    def _reading(
        self,
        sentence: str,
        encoded: Encoded,
        answers: NDArray[np.float32],
        form: NDArray[np.float32],
        tags: NDArray[np.float32],
    ) -> Reading:
        logit = self._calibration["slope"] * float(answers) + self._calibration["intercept"]
        forms = softmax(form)
        inside = softmax(tags[encoded.start : encoded.start + len(encoded.offsets)])
        spans, certainty = tagged(sentence, inside, encoded.offsets)
        return Reading(
            probability=1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))),
            form=Form(int(forms.argmax())),
            form_probability=float(forms.max()),
            spans=spans,
            certainty=certainty,
        )


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities over the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


def tagged(
    sentence: str, probabilities: NDArray[np.float32], offsets: Sequence[Span]
) -> tuple[tuple[Span, ...], float]:
    """The stretches that tokens are tagged as (outside, begins, within; shape (tokens, 3)), and how sure that is.

    Pieces of one word go together, and so do neighbouring stretches that nothing parts, whatever their tags say. A
    stretch stays when it is nearly as sure as the surest. Where no token is tagged, the likeliest one is.
    """
    words = _words(offsets)
    if not words:
        return (), 0.0
    inside, begins = [], []
    for word in words:
        letters = [n for n in word if any(map(str.isalnum, sentence[slice(*offsets[n])]))] or word
        inside.append(float(1 - probabilities[letters, _OUTSIDE].mean()))
        begins.append(probabilities[letters[0], _BEGINS] > probabilities[letters[0], _WITHIN])
    least = min(TAGGED, max(inside))
    stretches: list[list[int]] = []
    for number, likely in enumerate(inside):
        if likely < least:
            continue
        before = words[number - 1] if number else []
        if (
            stretches
            and stretches[-1][-1] == number - 1
            and not (begins[number] and _parts(sentence[offsets[before[0]].start : offsets[before[-1]].end]))
        ):
            stretches[-1].append(number)
        else:
            stretches.append([number])
    sure = [sum(inside[number] for number in one) / len(one) for one in stretches]
    enough = max(NEARLY * max(sure), min(ALSO, max(sure)))
    kept = [one for one, how in zip(stretches, sure, strict=True) if how >= enough]
    spans = (
        _trimmed(sentence, Span(offsets[words[one[0]][0]].start, offsets[words[one[-1]][-1]].end)) for one in kept
    )
    return tuple(span for span in spans if span.start < span.end), max(sure)


def _words(offsets: Sequence[Span]) -> list[list[int]]:
    """The tokens by words: those between which nothing stands."""
    words: list[list[int]] = []
    for place, span in enumerate(offsets):
        if words and span.start == offsets[place - 1].end:
            words[-1].append(place)
        else:
            words.append([place])
    return words


def _parts(word: str) -> bool:
    """Whether a word parts what stands before it from what comes after, as in a row of names."""
    return word[-1:] in ",;:" or word.lower() in ("and", "or", "&")


def _trimmed(sentence: str, span: Span) -> Span:
    """The stretch without the punctuation around it."""
    start, end = span
    while start < end and not (sentence[start].isalnum() or sentence[start] in _OPENS):
        start += 1
    while end > start and not (sentence[end - 1].isalnum() or sentence[end - 1] in _CLOSES):
        end -= 1
    return Span(start, end)
