"""Run a BERT-like model with ONNX Runtime: each text alone on one thread, as many at a time as there are processors.

In a batch, int8 results would depend on the other texts. `docs/decisions/0002-embedder-speed.md` has the numbers.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_TOKENS = 512


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class OnnxSession:
    """A model file, run on token ids. Thread-safe. ``seconds`` is the time spent running texts so far."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])
        self._inputs = {put.name for put in self._session.get_inputs()}
        self._workers = ThreadPoolExecutor(processors(), thread_name_prefix="onnx")
        self.seconds = 0.0

    def run(
        self, texts: Sequence[tuple[Sequence[int], Sequence[int]]], on_progress: Callable[[int], None] | None = None
    ) -> list[list[NDArray[np.float32]]]:
        """For each text, given as token ids and token types, the model's outputs without the axis of the batch.

        ``on_progress`` is called with the number of texts finished since it was last called.
        """
        if not texts:
            return []
        rows = []
        started = time.perf_counter()
        for row in self._workers.map(self._outputs, texts):
            rows.append(row)
            if on_progress:
                on_progress(1)
        self.seconds += time.perf_counter() - started
        return rows

    def _outputs(self, text: tuple[Sequence[int], Sequence[int]]) -> list[NDArray[np.float32]]:
        ids, types = text
        fields = {"input_ids": ids, "attention_mask": [1] * len(ids), "token_type_ids": types}
        found = self._session.run(None, {name: np.array([fields[name]], np.int64) for name in self._inputs})
        return [np.asarray(one[0], np.float32) for one in found]


class OnnxModel:
    """A session with the tokenizer that its texts are read with."""

    def __init__(self, folder: Path, *, max_tokens: int = MAX_TOKENS) -> None:
        from tokenizers import Tokenizer

        self._session = OnnxSession(folder / "model.onnx")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)

    @property
    def seconds(self) -> float:
        """Time spent running texts so far."""
        return self._session.seconds

    def run(
        self, texts: Sequence[str] | Sequence[tuple[str, str]], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """The first output's first position for each text or pair of texts, shape (n, width), in the order given.

        ``on_progress`` is called with the number of texts finished since it was last called.
        """
        encodings = self._tokenizer.encode_batch(list(texts))
        outputs = self._session.run([(one.ids, one.type_ids) for one in encodings], on_progress)
        rows = [found[0][0] if found[0].ndim == 2 else found[0] for found in outputs]
        return np.stack(rows) if rows else np.zeros((0, 0), np.float32)

    def end(self, text: str, tokens: int) -> str:
        """As much of the end of a text as so many tokens hold (at most those that the model reads)."""
        offsets = self._tokenizer.encode(text, add_special_tokens=False).offsets
        return text if len(offsets) <= tokens else text[offsets[-tokens][0] :]
