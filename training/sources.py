"""The public sets, read from where `RAG_TRAINING` points (default: ../shared/training beside the project)."""

from __future__ import annotations

import gzip
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

HELD_OUT = 10  # one context in so many is kept out of training, for calibration and the card


class DataMissing(Exception):
    """A set of training data is not there."""


def folder() -> Path:
    """Where the sets lie."""
    return Path(os.environ.get("RAG_TRAINING", Path(__file__).parents[2] / "shared" / "training"))


@cache
def rows(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of a set such as "qa/qed_nq". Raises DataMissing, which says where it was looked for."""
    path = folder() / f"{name}.jsonl.gz"
    if not path.exists():
        raise DataMissing(f"There is no {path}. Point RAG_TRAINING at the folder that holds the training sets.")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return tuple(json.loads(line) for line in lines)


def held_out(key: str) -> bool:
    """Whether what has this key (a context, an article's id) is kept out of training; the same on every machine."""
    import zlib

    return zlib.crc32(key.encode()) % HELD_OUT == 0
