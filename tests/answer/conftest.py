from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag import Library
from tests.asking import Asking

SEED_DOCUMENT = Path(__file__).parents[3] / "shared" / "seeds" / "000_06e2386ba6d7f42a.txt"
DAY = date(2025, 3, 18)


@pytest.fixture(scope="session")
def document(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Iterator[Asking]:
    """The article that the first sample retells, in its own words; it is not part of the project."""
    path = Path(os.environ.get("RAG_SEED_DOCUMENT", SEED_DOCUMENT))
    if not path.is_file():
        pytest.skip(f"The seed document is not at {path}; name it in RAG_SEED_DOCUMENT.")
    with Library.open(tmp_path_factory.mktemp("document"), beside=models) as library:
        library.add(path, published=DAY)
        yield Asking(library, DAY)
