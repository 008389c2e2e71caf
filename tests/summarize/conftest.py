from __future__ import annotations

import pytest

from rag.answer.syntax import Syntax


@pytest.fixture(scope="session")
def syntax() -> Syntax:
    return Syntax()
