from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.index.articles import ArticleStore
from tests.index.samples import Index


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    store = ArticleStore(tmp_path)
    yield store
    store.close()


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = Index(tmp_path).open()
    yield index
    index.close()
