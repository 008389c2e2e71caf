"""Time questions to a library in a process of its own, so that its memory and its models are nobody else's.

    python -m evals.asking FOLDER < questions.json    (a list of [question, day it is asked])

Knows nothing about whether the answers are right.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from evals.benchmarks import PROJECT
from evals.memory import peak_mib
from rag.library import Library

Question = tuple[str, date]


@dataclass(slots=True)
class Times:
    """Milliseconds of each question asked, and the peak memory of the process in MiB."""

    total: list[float] = field(default_factory=list)
    models: list[float] = field(default_factory=list)
    retrieve: list[float] = field(default_factory=list)
    peak_mib: float = 0.0

    def extend(self, other: Times) -> None:
        """Take over the times of another run; the peak is the higher one."""
        self.total += other.total
        self.models += other.models
        self.retrieve += other.retrieve
        self.peak_mib = max(self.peak_mib, other.peak_mib)


def ask(folder: Path, questions: Sequence[Question]) -> Times:
    """Ask each question once, warm, in this process."""
    times = Times()
    with Library.open(folder) as library:
        library.ask(questions[0][0], asked=questions[0][1])    # loads the models
        for text, asked in questions:
            timings = library.ask(text, asked=asked).timings_ms
            times.total.append(timings["total"])
            times.models.append(timings["models"])
            times.retrieve.append(timings["retrieve"])
    times.peak_mib = peak_mib()
    return times


def ask_apart(folder: Path, questions: Sequence[Question]) -> Times:
    """Ask each question once, warm, in a new process. Raises CalledProcessError when it fails."""
    given = json.dumps([[text, asked.isoformat()] for text, asked in questions])
    done = subprocess.run(    # noqa: S603 - this very program
        [sys.executable, "-m", "evals.asking", str(folder.resolve())],
        input=given, capture_output=True, text=True, check=True, cwd=PROJECT,
    )
    return Times(**json.loads(done.stdout))


if __name__ == "__main__":
    rows = [(text, date.fromisoformat(asked)) for text, asked in json.load(sys.stdin)]
    print(json.dumps(asdict(ask(Path(sys.argv[1]), rows))))
