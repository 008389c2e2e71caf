"""Both models are trained for a few batches, resumed, exported and asked: the way from data to a file works."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed: `make train-smoke` installs it")
pytest.importorskip("onnx", reason="onnx is not installed: `make train-smoke` installs it")

import torch

from rag.index.onnx import OnnxSession
from rag.index.weights import CROSS_ENCODER, locate
from training import export, loop, reader, reader_data, support, support_data
from training.bert import Reader, Support, pretrained, shipped


def trained(name: str, batches: list[list[object]], checkpoint: Path) -> Reader | Support:
    """A model after these batches, the last of them after a resumption."""
    kind, loss = (Reader, reader.Loss()) if name == "reader" else (Support, support.Loss())
    for upto in (len(batches) - 1, len(batches)):
        model = kind()
        model.load_state_dict(pretrained(locate(CROSS_ENCODER) / "model.onnx"), strict=False)
        loop.train(model, batches[:upto], loss, checkpoint, frozen=11)  # type: ignore[arg-type]
    return export.loaded(name, checkpoint)


@pytest.mark.parametrize("name", ["reader", "support"])
@pytest.mark.filterwarnings("ignore")
def test_a_short_training_ends_in_a_file_that_gives_what_the_model_gives(name: str, tmp_path: Path) -> None:
    rng = random.Random(1)
    if name == "reader":
        made: list[list[object]] = list(reader_data.shuffled_batches(reader_data.ours(rng)[:48], 8, rng))  # type: ignore[arg-type]
    else:
        made = list(support_data.shuffled_batches((support_data.ours() + support_data.statuses())[:96], 16, rng))  # type: ignore[arg-type]
    model = trained(name, made, tmp_path / "checkpoint.pt")
    assert torch.load(tmp_path / "checkpoint.pt")["done"] == len(made)
    file = tmp_path / "model.onnx"
    export.export(model, file)
    assert file.stat().st_size < 36e6
    again = shipped(file)
    assert again.keys() == model.state_dict().keys()
    assert all(torch.allclose(again[key], value, atol=0.03) for key, value in model.state_dict().items())
    encoded = reader.encoder().encode("Who met?", "Odile Varga met Tom Bell in Leeds.", "Talks | Tuesday 3 May 2022")
    (outputs,) = OnnxSession(file).run([(encoded.ids, encoded.types)])
    with torch.inference_mode():
        expected = model(torch.tensor([encoded.ids]), torch.tensor([encoded.types]), torch.ones(1, len(encoded.ids)))
    for found, wanted in zip(outputs, expected, strict=True):
        assert np.allclose(found, wanted[0].numpy(), atol=0.6)
