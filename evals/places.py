"""Where the data of evals is, in a checkout and in an installed wheel. Knows nothing of what is in it."""

from __future__ import annotations

import os
from pathlib import Path

from evals.errors import EvalError

PROJECT = Path(__file__).resolve().parent.parent
GOLD = Path(__file__).resolve().parent / "gold"
_DOCUMENT = "000_06e2386ba6d7f42a.txt"


def seeds() -> Path:
    """The folder of the sample articles: ``seeds/`` of a checkout, or what an installed wheel carries of it.

    Raises EvalError where there is neither.
    """
    import rag

    places = (PROJECT / "seeds", Path(rag.__file__).resolve().parent / "data" / "seeds")
    for place in places:
        if place.is_dir():
            return place
    looked = " and ".join(map(str, places))
    raise EvalError(f"The sample articles are missing: looked in {looked}.", "Install the package again.")


def seed_document() -> Path:
    """Where the seed document is, or would be: ``$RAG_SEED_DOCUMENT``, else beside the project."""
    named = os.environ.get("RAG_SEED_DOCUMENT")
    return Path(named).expanduser() if named else PROJECT.parent / "shared" / "seeds" / _DOCUMENT
