"""Train the support model: `python -m training.support --stage public`, then `--stage ours`."""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from rag.index.weights import CROSS_ENCODER, locate
from rag.read.weights import FOLDER
from training import loop, support_data
from training.bert import Support, pretrained, shipped
from training.reader import OUT, SEED, encoder, padded
from training.support_data import NOT_CARRIED, Pair

BATCH = 24  # pairs a step
FROZEN = 2  # lowest layers that stay as they are


class Loss:
    """Cross-entropy over the labels that are known; where that is only "not carried", over two against one."""

    def __init__(self) -> None:
        self._encoder = encoder()

    def __call__(self, model: nn.Module, pairs: Sequence[Pair]) -> Tensor:
        """The loss on a batch."""
        encoded = [self._encoder.encode(one.statement, one.evidence, one.context) for one in pairs]
        logits, status = (one[: len(pairs)].float() for one in model(*padded(encoded)))
        labels = torch.tensor([one.label for one in pairs])
        statuses = torch.tensor([one.status for one in pairs])
        told = functional.log_softmax(logits, dim=-1)
        other = torch.logsumexp(told[:, 1:], dim=-1)
        picked = told.gather(1, labels.clamp(0, 2)[:, None])[:, 0]
        carried = torch.where(labels == NOT_CARRIED, other, picked) * (labels >= 0)
        happened = functional.log_softmax(status, dim=-1).gather(1, statuses.clamp(min=0)[:, None])[:, 0]
        return -(carried + happened * (statuses >= 0)).mean()


def stage_batches(stage: str, share: float = 1.0) -> list[list[Pair]]:
    """The batches of a stage, always the same. ``share`` of the data is taken, for a short try."""
    rng = random.Random(SEED)
    if stage == "public":
        batches = list(support_data.shuffled_batches(support_data.public(rng), BATCH, rng))
    else:
        fewer = {name: count // 10 for name, count in support_data.PUBLIC.items()}
        pairs = support_data.ours() + support_data.statuses() + support_data.public(rng, quota=fewer)
        batches = list(support_data.shuffled_batches(pairs, BATCH, rng))
    return batches[: max(1, int(len(batches) * share))]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", choices=["public", "ours"], required=True)
    parser.add_argument("--share", type=float, default=1.0, help="of the batches")
    parser.add_argument("--start", choices=["published", "shipped"], default="published", help="weights to begin with")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    torch.manual_seed(SEED)
    model = Support()
    if given.start == "shipped":
        model.load_state_dict(shipped(FOLDER / "support" / "model.onnx"))
    else:
        start = pretrained(locate(CROSS_ENCODER) / "model.onnx")
        model.load_state_dict({name: start[name] for name in start if name.startswith("trunk.")}, strict=False)
        if given.stage == "ours":
            model.load_state_dict(torch.load(given.out / "support-public.pt")["weights"], strict=False)
    batches = stage_batches(given.stage, given.share)
    print(f"{len(batches)} batches of {BATCH} pairs", flush=True)
    loop.train(model, batches, Loss(), given.out / f"support-{given.stage}.pt", frozen=FROZEN)


if __name__ == "__main__":
    main()
