"""Run a BERT-like model with ONNX Runtime on the processor. Knows nothing of what the numbers mean.

Texts are run one at a time: the int8 weights quantise what flows through the network by the range of the whole batch,
so in a batch a text's result would depend on its neighbours. It is also faster than any batch, which computes padding.
Threads don't spin while they wait, as ONNX Runtime would have them: it makes everything two to three times slower as
soon as anything else runs on the machine. `docs/decisions/0002-embedder-speed.md` has the numbers.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_TOKENS = 512


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class OnnxModel:
    """A tokenizer and an ONNX session. Thread-safe: ONNX Runtime sessions may be run from several threads.

    ``seconds`` is the time spent inside the session so far, for the timings an answer reports.
    """

    def __init__(self, folder: Path, *, max_tokens: int = MAX_TOKENS) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = processors()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            (folder / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {put.name for put in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)
        self.seconds = 0.0

    def run(
        self,
        texts: Sequence[str] | Sequence[tuple[str, str]],
        on_progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """The first output's first position for each text or pair of texts, shape (n, width), in the order given.

        ``on_progress`` is called with the number of texts finished since it was last called.
        """
        rows: list[NDArray[np.float32]] = []
        for encoding in self._tokenizer.encode_batch(list(texts)):
            fields = {
                "input_ids": encoding.ids,
                "attention_mask": encoding.attention_mask,
                "token_type_ids": encoding.type_ids,
            }
            feed = {name: np.array([fields[name]], np.int64) for name in self._inputs}
            started = time.perf_counter()
            output = self._session.run(None, feed)[0]
            self.seconds += time.perf_counter() - started
            rows.append(output[0, 0] if output.ndim == 3 else output[0])
            if on_progress:
                on_progress(1)
        return np.stack(rows) if rows else np.zeros((0, 0), np.float32)
