from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.evals.public.sets import put


@pytest.fixture
def given_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Writes files of sets, which are then looked for there alone."""
    monkeypatch.setenv("RAG_BENCHMARKS", str(tmp_path / "sets"))
    return partial(put, tmp_path / "sets")
