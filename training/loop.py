"""The training loop that both models share: bfloat16 with float32 masters, checkpoints, resuming.

Knows nothing of what is learnt: it is given batches and a loss.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

Batch = TypeVar("Batch")
CHECKPOINT_SECONDS = 120.0
_EMBEDDINGS = ("trunk.positions.", "trunk.types.", "trunk.norm.")


def train(
    model: nn.Module,
    batches: Sequence[Batch],
    loss: Callable[[nn.Module, Batch], Tensor],
    checkpoint: Path,
    *,
    rate: float = 5e-5,
    head_rate: float = 3e-4,
    frozen: int = 0,
) -> None:
    """Train, going on from the checkpoint if there is one; the checkpoint is what comes of it.

    Word embeddings stay as they are, and so do the ``frozen`` lowest layers: that saves their share of the time.

    A checkpoint holds the float32 weights, the optimiser and the number of batches done, so the same batches in the
    same order must be given again to resume.
    """
    for name, value in model.named_parameters():
        layer = re.match(r"trunk\.layers\.(\d+)\.", name)
        fixed = name == "trunk.words.weight" or (frozen and not layer and name.startswith(_EMBEDDINGS))
        value.requires_grad = not (fixed or (layer and int(layer[1]) < frozen))
    whole = {name: value.detach().clone() for name, value in model.named_parameters()}
    masters = {name: whole[name] for name, value in model.named_parameters() if value.requires_grad}
    heads = [one for name, one in masters.items() if not name.startswith("trunk.")]
    body = [one for name, one in masters.items() if name.startswith("trunk.")]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": heads, "lr": head_rate}], weight_decay=0.01, foreach=True
    )
    warm = max(1, len(batches) // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / warm) * max(0.02, 1 - step / len(batches))
    )
    done = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        done = saved["done"]
        for name, master in masters.items():
            master.copy_(saved["weights"][name])
        optimiser.load_state_dict(saved["optimiser"])
        schedule.load_state_dict(saved["schedule"])
    model.bfloat16().train()
    parameters = dict(model.named_parameters())
    _copy(masters, parameters)
    started = saved_at = time.monotonic()
    mean = 0.0
    for step in range(done, len(batches)):
        value = loss(model, batches[step])
        value.backward()
        for name, master in masters.items():
            grad = parameters[name].grad
            master.grad = None if grad is None else grad.float()
            parameters[name].grad = None
        torch.nn.utils.clip_grad_norm_(list(masters.values()), 1.0)
        optimiser.step()
        schedule.step()
        _copy(masters, parameters)
        mean = 0.98 * mean + 0.02 * value.item() if step > done else value.item()
        if step % 50 == 0:
            left = (time.monotonic() - started) / (step - done + 1) * (len(batches) - step)
            print(f"{step}/{len(batches)} loss {mean:.3f}, {left / 60:.0f} min left", flush=True)
        if time.monotonic() - saved_at > CHECKPOINT_SECONDS:
            _save(checkpoint, whole, optimiser, schedule, step + 1)
            saved_at = time.monotonic()
    _save(checkpoint, whole, optimiser, schedule, len(batches))


def _copy(masters: dict[str, Tensor], parameters: dict[str, nn.Parameter]) -> None:
    with torch.no_grad():
        for name, master in masters.items():
            parameters[name].copy_(master)


def _save(
    path: Path,
    weights: dict[str, Tensor],
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    done: int,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(".part")
    state = {"done": done, "weights": weights, "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
    torch.save(state, waiting)
    waiting.replace(path)
