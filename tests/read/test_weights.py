"""The weights are the ones their cards describe, or nothing is read with them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rag.errors import ModelUnavailable
from rag.read import weights
from rag.read.reader import Reader, Window
from rag.read.support import Pair, SupportModel

NAMES = ["reader", "support"]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the weights that a test may spoil."""
    folder = shutil.copytree(weights.FOLDER, tmp_path / "trained")
    monkeypatch.setattr(weights, "FOLDER", folder)
    return Path(folder)


def asked(name: str) -> None:
    if name == "reader":
        Reader().read("Who?", [Window("Odile.", "")])
    else:
        SupportModel().judge([Pair("Odile.", "Odile.")])


@pytest.mark.parametrize("name", NAMES)
def test_what_ships_is_what_was_tested(name: str) -> None:
    trained = weights.located(name)
    assert trained.model.is_file()
    assert all(isinstance(value, float) for value in trained.calibration.values())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("file", ["model.onnx", "calibration.json"])
def test_a_missing_file_is_named_with_the_fix(name: str, file: str, copied: Path) -> None:
    (copied / name / file).unlink()
    with pytest.raises(ModelUnavailable, match=f"{name}/{file}") as error:
        asked(name)
    assert "pip install" in error.value.fix


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cut", [True, False], ids=["cut off", "one byte changed"])
def test_an_altered_model_is_named_with_the_fix(name: str, cut: bool, copied: Path) -> None:
    path = copied / name / "model.onnx"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content[: len(content) // 2] if cut else content)
    with pytest.raises(ModelUnavailable, match=f"{name}/model.onnx is not the tested one") as error:
        asked(name)
    assert "pip install" in error.value.fix


@pytest.mark.parametrize("name", NAMES)
def test_a_calibration_that_is_not_json_is_named(name: str, copied: Path) -> None:
    (copied / name / "calibration.json").write_text("slope: 1", "utf-8")
    with pytest.raises(ModelUnavailable, match=f"{name}/calibration.json is not JSON"):
        asked(name)
