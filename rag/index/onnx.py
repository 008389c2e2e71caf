"""Run a BERT-like model with ONNX Runtime on the processor. Knows nothing of what the numbers mean.

Each text is run by itself, on one thread, and as many texts at a time as there are processors. By itself, because the
int8 weights quantise what flows through the network by the range of the whole batch: in a batch a text's result would
depend on its neighbours. On one thread, because threads that share one short text mostly wait for each other.
`docs/decisions/0002-embedder-speed.md` has the numbers.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.models import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Encoding

MAX_TOKENS = 512


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class OnnxModel:
    """A tokenizer and an ONNX session. Thread-safe: ONNX Runtime sessions may be run from several threads.

    ``seconds`` is the time spent running texts so far, for the timings an answer reports.
    """

    def __init__(self, folder: Path, *, max_tokens: int = MAX_TOKENS) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            (folder / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {put.name for put in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)
        self._workers = ThreadPoolExecutor(processors(), thread_name_prefix="onnx")
        self.seconds = 0.0

    def run(
        self,
        texts: Sequence[str] | Sequence[tuple[str, str]],
        on_progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """The first output's first position for each text or pair of texts, shape (n, width), in the order given.

        ``on_progress`` is called with the number of texts finished since it was last called.
        """
        encodings = self._tokenizer.encode_batch(list(texts))
        rows: list[NDArray[np.float32]] = []
        started = time.perf_counter()
        for row in self._workers.map(self._row, encodings):
            rows.append(row)
            if on_progress:
                on_progress(1)
        self.seconds += time.perf_counter() - started
        return np.stack(rows) if rows else np.zeros((0, 0), np.float32)

    def beginning(self, text: str, tokens: int) -> str:
        """As much of a text, from its beginning, as so many tokens hold (at most those that the model reads)."""
        offsets = self._tokenizer.encode(text, add_special_tokens=False).offsets
        return text if len(offsets) <= tokens else text[: offsets[tokens - 1][1]]

    def states(self, texts: Sequence[str]) -> list[tuple[list[Span], NDArray[np.float32]]]:
        """For each text, where its tokens stand (special ones: nowhere) and the first output, shape (tokens, width)."""
        encodings = self._tokenizer.encode_batch(list(texts))
        started = time.perf_counter()
        outputs = list(self._workers.map(self._output, encodings))
        self.seconds += time.perf_counter() - started
        return [([Span(*put) for put in one.offsets], out) for one, out in zip(encodings, outputs, strict=True)]

    def _row(self, encoding: Encoding) -> NDArray[np.float32]:
        output = self._output(encoding)
        row: NDArray[np.float32] = output[0] if output.ndim == 2 else output
        return row

    def _output(self, encoding: Encoding) -> NDArray[np.float32]:
        fields = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        output = self._session.run(None, {name: np.array([fields[name]], np.int64) for name in self._inputs})[0]
        return np.asarray(output[0], np.float32)
