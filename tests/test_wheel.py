"""An installed wheel works like a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, folder: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL", "RAG_"))}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_wheel_in_an_empty_environment_answers_from_another_folder(tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, folder=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    program = environment / "bin"
    run(program / "pip", "install", "--no-deps", "--no-index", wheel, folder=tmp_path)
    # The dependencies are borrowed from here; what is installed in editable mode, this package, is not borrowed.
    (site,) = environment.glob("lib/python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")

    folder = tmp_path / "elsewhere"
    folder.mkdir()
    package = Path(run(program / "python", "-c", "import rag; print(rag.__path__[0])", folder=folder).strip())
    assert package == site / "rag"
    assert len(list((package / "data" / "seeds").glob("*.md"))) == 35
    carried = {path.name for path in (package / "data" / "prompts").iterdir()}
    assert carried == {path.name for path in (ROOT / "prompts").iterdir()}
    assert all((package / "read" / "trained" / name / "model.onnx").is_file() for name in ("reader", "support"))
    library = ("--library", folder / "library")
    run(program / "rag", *library, "add", package / "data" / "seeds" / "08-corrandia-rate-cut-to-425.md", folder=folder)
    question = ("By how much did the thaler fall?", "--asked", "2026-04-23")
    assert "1.3 per cent" in run(program / "rag", *library, "ask", *question, folder=folder)
    evaluated = run(program / "rag", "eval", "seed", "sample", "--engine", "bm25", "--limit", "2", folder=folder)
    assert "retelling, bm25" in evaluated
    assert (folder / ".cache" / "evals" / "runs").is_dir()
