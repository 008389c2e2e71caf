"""What the README shows is true."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_examples_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, chain, *_ = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "seeds").mkdir()
    shutil.copy(ROOT / "seeds" / "08-corrandia-rate-cut-to-425.md", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    exec(plain, {})  # noqa: S102
    assert capsys.readouterr().out.startswith("answered 1.3 per cent")
    exec(chain, {})  # noqa: S102
    answered, explained, *_ = capsys.readouterr().out.split("Human: Explain to a child: ")
    assert "1.3 per cent" in answered
    assert "thaler" in explained


def test_the_file_tree_names_every_folder() -> None:
    named = set(re.findall(r"^ {6,}(\w+)/ ", README.split("## Files")[1], re.MULTILINE))
    folders = {one.parent.name for top in ("rag", "evals") for one in (ROOT / top).rglob("__init__.py")}
    assert folders - {"rag", "evals"} <= named
