"""What the README shows is true."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "seeds").mkdir()
    shutil.copy(ROOT / "seeds" / "08-corrandia-rate-cut-to-425.md", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    exec(example, {})  # noqa: S102
    assert capsys.readouterr().out.startswith("answered 1.3 per cent")


def test_the_file_tree_names_every_module() -> None:
    tree = README.split("## Files")[1]
    modules = {path.name for path in (*(ROOT / "rag").rglob("*.py"), *(ROOT / "evals").glob("*.py"))}
    assert modules - {"__init__.py"} == set(re.findall(r"^ {6,}(\w+\.py) ", tree, re.MULTILINE))
