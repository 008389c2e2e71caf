"""A run's folder: run.json, and a record a line in cases.jsonl. Knows nothing about what a record means.

Every record is on the disk before the next case is asked, so that an interrupted run loses nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import RunBroken
from evals.records import Record

FACTS, CASES = "run.json", "cases.jsonl"
_NEEDED = {"suite", "library", "engine", "id", "category", "expected", "scores", "verdict", "timings_ms", "tokens"}


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it lies in its folder: the facts of run.json and the records."""

    folder: Path
    facts: dict[str, Any]
    records: tuple[Record, ...]


def read(folder: Path) -> Run:
    """The run in a folder, finished or not. Raises RunBroken."""
    try:
        facts = json.loads((folder / FACTS).read_text("utf-8"))
        data = (folder / CASES).read_bytes()
    except FileNotFoundError as error:
        raise RunBroken(f"There is no run in {folder}: {error.filename} is missing.", _NAME_A_RUN) from error
    except (OSError, ValueError) as error:
        raise RunBroken(f"The run in {folder} can't be read: {error}.", _NAME_A_RUN) from error
    if not isinstance(facts, dict):
        raise RunBroken(f"{folder / FACTS} holds no run.", _NAME_A_RUN)
    return Run(folder, facts, tuple(_records(folder / CASES, _whole_lines(data))))


class RunFolder:
    """The folder of a run that is under way; ``earlier`` is what an interrupted run left there, if there was one.

    Whatever can't be written raises RunBroken.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with _writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self.earlier = read(folder) if (folder / FACTS).exists() else None
        self.records = list(self.earlier.records) if self.earlier else []

    def keep(self, records: Iterable[Record]) -> None:
        """Begin with these records alone: what was torn or failed is gone."""
        self.records = list(records)
        _replace(self.folder / CASES, "".join(map(_line, self.records)))

    def append(self, record: Record) -> None:
        """Write a record, all of it or (when the power fails) a line that the next reader drops."""
        self.records.append(record)
        path = self.folder / CASES
        with _writing(path), path.open("a", encoding="utf-8") as file:
            file.write(_line(record))

    def write(self, facts: dict[str, Any]) -> None:
        """Write run.json anew."""
        _replace(self.folder / FACTS, json.dumps(facts, ensure_ascii=False, indent=1) + "\n")


_NAME_A_RUN = "Name the folder of a run: it holds run.json and cases.jsonl."


def _line(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _whole_lines(data: bytes) -> bytes:
    """All lines but one that was torn: whole lines end, and the torn one can only be the last."""
    return data[: data.rfind(b"\n") + 1]


def _records(path: Path, data: bytes) -> Iterable[Record]:
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError:
                record = None
            if not isinstance(record, dict) or not record.keys() >= _NEEDED:
                raise RunBroken(f"{path}:{number} is no record.", "Take that line out; its case is asked again.")
            yield record


def _replace(path: Path, text: str) -> None:
    """Write the file so that a reader finds the old one or the new one, never a part."""
    beside = path.with_name(path.name + ".new")
    with _writing(path):
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        fix = "Make room there, or give another --out DIR."
        raise RunBroken(f"{path} can't be written: {error.strerror}.", fix) from error
