from __future__ import annotations

import pytest

from rag.read.reader import Reader
from rag.read.support import SupportModel
from rag.summarize.meaning import Meaning


@pytest.fixture(scope="session")
def meaning() -> Meaning:
    return Meaning(Reader(), SupportModel())
