"""How long the command line takes from a standing start."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from evals.benchmarks import PROJECT

REPEATS = 5
_COMMAND = [sys.executable, "-c", "from rag.cli import main; main()"]
_ANSWERED_OR_NOT = (0, 3)


def seconds(arguments: Sequence[str], library: Path) -> float:
    """The median wall time of ``rag`` with these arguments, in seconds. Raises RuntimeError when it fails."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        done = subprocess.run(    # noqa: S603 - this very program
            [*_COMMAND, *arguments], env={**os.environ, "RAG_LIBRARY": str(library)}, cwd=PROJECT, capture_output=True,
            text=True, check=False,
        )
        times.append(time.perf_counter() - started)
        if done.returncode not in _ANSWERED_OR_NOT:
            raise RuntimeError(f"rag {' '.join(arguments)} failed:\n{done.stderr}")
    return median(times)
