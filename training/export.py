"""Turn a checkpoint into what ships: `python -m training.export reader`.

Exports to ONNX, quantises the matrices to int8 by column, and writes the file beside the model's card. A model that was
trained on from what ships may be averaged with it, weight by weight, which keeps what either alone would lose (WiSE-FT;
Wortsman et al., CVPR 2022).
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import warnings
from pathlib import Path

import torch

from rag.index.weights import CROSS_ENCODER, locate
from rag.read.weights import FOLDER
from training.bert import Reader, Support, pretrained, shipped
from training.reader import OUT

LAST_STAGE = {"reader": "reader-ours.pt", "support": "support-ours.pt"}


def loaded(name: str, checkpoint: Path) -> Reader | Support:
    """A model with the weights of a checkpoint, in float32."""
    model = Reader() if name == "reader" else Support()
    start = pretrained(locate(CROSS_ENCODER) / "model.onnx")
    model.load_state_dict({one: start[one] for one in start if one in model.state_dict()}, strict=False)
    model.load_state_dict(torch.load(checkpoint)["weights"], strict=False)
    return model.eval()


def export(model: Reader | Support, target: Path) -> None:
    """Write the model as int8 ONNX with the inputs that BERT files have."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    names = ["input_ids", "token_type_ids", "attention_mask"]
    example = tuple(torch.ones((1, 16), dtype=torch.int64) for _ in names)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            model,
            example,
            str(plain),
            input_names=names,
            output_names=list(model.outputs),
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names},
            dynamo=False,
            opset_version=17,
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        quantize_dynamic(plain, target, weight_type=QuantType.QInt8, per_channel=True)


def main() -> None:
    """The command: prints the SHA-256 to pin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=["reader", "support"])
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--share", type=float, default=1.0, help="of the checkpoint; the rest is what ships now")
    given = parser.parse_args()
    target = FOLDER / given.name / "model.onnx"
    model = loaded(given.name, given.checkpoint or OUT / LAST_STAGE[given.name])
    if given.share < 1:
        now = shipped(target)
        mixed = {name: torch.lerp(now[name], value, given.share) for name, value in model.state_dict().items()}
        model.load_state_dict(mixed)
    export(model, target)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, SHA-256 {digest}")


if __name__ == "__main__":
    main()
