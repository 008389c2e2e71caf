"""Train the reader: `python -m training.reader --stage public`, then `--stage ours`.

The first stage passes over public sets and the articles we wrote, the second over ours again, beside other sentences,
with a few of the public ones.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from rag.index.weights import CROSS_ENCODER, locate
from rag.read.encode import Encoded, PairEncoder
from rag.read.weights import FOLDER
from training import loop, reader_data
from training.bert import Reader, pretrained, shipped
from training.reader_data import Group, Row

OUT = Path(".cache") / "training"
BATCH = 32  # sentences a step
FEWER = 24  # in the second stage, one in so many of the public questions
FROZEN = 4  # lowest layers that the second stage leaves as they are
STAGES = ("public", "ours")
SEED = 7


def encoder() -> PairEncoder:
    """The encoder of the cross-encoder's vocabulary."""
    tokenizer = Tokenizer.from_file(str(locate(CROSS_ENCODER) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return PairEncoder(tokenizer)


def padded(encoded: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, types and presence, each of shape (texts, longest), rounded up: each new shape costs making its kernels."""
    longest = -(-max(len(one.ids) for one in encoded) // 16) * 16
    encoded = [*encoded, *[encoded[-1]] * (-len(encoded) % 8)]

    def filled(lists: Sequence[Sequence[int]]) -> Tensor:
        return torch.tensor([[*one, *[0] * (longest - len(one))] for one in lists])

    ids, types = filled([one.ids for one in encoded]), filled([one.types for one in encoded])
    return ids, types, filled([[1] * len(one.ids) for one in encoded])


def tags_of(row: Row, encoded: Encoded, longest: int) -> list[int]:
    """For each token 0 outside an answer, 1 where one begins, 2 within; -100 where nothing is learnt."""
    tags = [-100] * longest
    if row.spans is None:
        return tags
    for place, span in enumerate(encoded.offsets):
        inside = [one for one in row.spans if span.end > one[0] and span.start < one[1]]
        before = encoded.offsets[place - 1] if place else None
        tags[encoded.start + place] = 0 if not inside else 1 if before is None or before.end <= inside[0][0] else 2
    return tags


class Loss:
    """The reader's loss on a batch of groups: compare within a group, judge each alone, tag the one that answers."""

    def __init__(self) -> None:
        self._encoder = encoder()

    def __call__(self, model: nn.Module, groups: Sequence[Group]) -> Tensor:
        """The loss on a batch."""
        rows = [row for group in groups for row in group]
        encoded = [self._encoder.encode(row.question, row.sentence, row.context) for row in rows]
        ids, types, present = padded(encoded)
        answers, form, tags = (one[: len(rows)].float() for one in model(ids, types, present))
        wanted = torch.tensor([float(row.answers) for row in rows])
        total = functional.binary_cross_entropy_with_logits(answers, wanted)
        compared, start = [], 0
        for group in groups:
            if group[0].answers and len(group) > 1:
                compared.append(functional.cross_entropy(answers[start : start + len(group)], torch.tensor(0)))
            start += len(group)
        if compared:
            total = total + 0.7 * torch.stack(compared).mean()
        forms = torch.tensor([row.form for row in rows])
        if (forms >= 0).any():
            total = total + 0.5 * functional.cross_entropy(form, forms, ignore_index=-1)
        labels = torch.tensor([tags_of(row, one, ids.shape[1]) for row, one in zip(rows, encoded, strict=True)])
        if (labels >= 0).any():
            weights = torch.tensor([1.0, 2.0, 2.0])
            total = total + functional.cross_entropy(tags.flatten(0, 1), labels.flatten(), weights, ignore_index=-100)
        return total


def stage_batches(stage: str, share: float = 1.0) -> list[list[Group]]:
    """The batches of a stage, always the same. ``share`` of the data is taken, for a short try."""
    rng = random.Random(SEED)
    if stage == "public":
        groups = reader_data.public(rng) + reader_data.ours(rng)
        batches = list(reader_data.shuffled_batches(groups, BATCH, rng))
    else:
        fewer = {name: count // FEWER for name, count in reader_data.PUBLIC.items()}
        groups = reader_data.ours(rng) + reader_data.public(rng, quota=fewer)
        batches = list(reader_data.shuffled_batches(groups, BATCH, rng))
    return batches[: max(1, int(len(batches) * share))]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--share", type=float, default=1.0, help="of the batches")
    parser.add_argument("--start", choices=["published", "shipped"], default="published", help="weights to begin with")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    torch.manual_seed(SEED)
    model = Reader()
    if given.start == "shipped":
        model.load_state_dict(shipped(FOLDER / "reader" / "model.onnx"))
    else:
        model.load_state_dict(pretrained(locate(CROSS_ENCODER) / "model.onnx"), strict=False)
    second = given.stage == "ours"
    if second:
        model.load_state_dict(torch.load(given.out / "reader-public.pt")["weights"], strict=False)
    batches = stage_batches(given.stage, given.share)
    print(f"{len(batches)} batches, {sum(len(group) for batch in batches for group in batch)} sentences", flush=True)
    loop.train(model, batches, Loss(), given.out / f"reader-{given.stage}.pt", frozen=FROZEN if second else 0)


if __name__ == "__main__":
    main()
