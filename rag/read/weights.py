"""Our own weights: where they lie, and proof that they are the ones their cards describe.

They ship inside the package, one folder a model: `model.onnx` (int8), `calibration.json` and `CARD.md`. The tokenizer
is that of the cross-encoder they were trained from.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from rag.errors import ModelUnavailable

FOLDER = Path(__file__).parent / "trained"
SHA256 = {
    "reader": "c0069ab722fc540b668e66b1dcd7f0d9490195f490ee53ad8f845bb7647723e5",
    "support": "3a5e198d58bb5462cd999987d41f57d9ccf6c17a143447731a4d5325fc83af76",
}


@dataclass(frozen=True, slots=True)
class Trained:
    """A model of ours: its file, and the numbers its outputs are calibrated with."""

    model: Path
    calibration: dict[str, float]


def located(name: str) -> Trained:
    """The weights called "reader" or "support", checked against their SHA-256.

    Raises:
        ModelUnavailable: a file is missing, or is not the one that was tested.
    """
    folder = FOLDER / name
    fix = "Install the package again: pip install --force-reinstall --no-deps news-rag"
    try:
        found = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
        calibration = json.loads((folder / "calibration.json").read_text("utf-8"))
    except OSError as error:
        raise ModelUnavailable(f"The model file {error.filename} can't be read ({error.strerror}).", fix) from error
    except ValueError as error:
        raise ModelUnavailable(f"The file {folder / 'calibration.json'} is not JSON.", fix) from error
    if found != SHA256[name]:
        where = folder / "model.onnx"
        raise ModelUnavailable(f"The model file {where} is not the tested one (SHA-256 {found[:12]}…).", fix)
    return Trained(folder / "model.onnx", calibration)
