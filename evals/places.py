"""Where the data of evals is, in a checkout and in an installed wheel. Knows nothing of what is in it."""

from __future__ import annotations

import os
from pathlib import Path

from rag import samples

PROJECT = Path(__file__).resolve().parent.parent
GOLD = Path(__file__).resolve().parent / "gold"
BLIND = Path(__file__).resolve().parent / "blind"
_DOCUMENT = "000_06e2386ba6d7f42a.txt"


def seeds() -> Path:
    """The folder of the sample articles. Raises UnreadableInput where it is missing."""
    return samples.folder()


def seed_document() -> Path:
    """Where the seed document is, or would be: ``$RAG_SEED_DOCUMENT``, else beside the project."""
    named = os.environ.get("RAG_SEED_DOCUMENT")
    return Path(named).expanduser() if named else PROJECT.parent / "shared" / "seeds" / _DOCUMENT
