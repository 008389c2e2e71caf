"""A small BERT (Devlin et al., NAACL 2019) with heads, begun from the cross-encoder that ranks today.

The published file is int8; multiplied out it gives back float weights good enough to go on from. Attention is written
out, which on a processor trains twice as fast as the fused kernel and exports cleanly.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, INNER = 384, 12, 1536
VOCABULARY, POSITIONS = 30522, 512


class Layer(nn.Module):
    """One transformer layer, normalised after each part, as BERT does."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out = nn.Linear(WIDTH, WIDTH)
        self.out_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.outer_norm = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """``states`` (texts, tokens, width); ``mask`` (texts, 1, 1, tokens): 0, or very negative where nothing is."""

        def split(one: Tensor) -> Tensor:
            return one.unflatten(-1, (HEADS, WIDTH // HEADS)).transpose(1, 2)

        query, key, value = split(self.query(states)), split(self.key(states)), split(self.value(states))
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + mask, dim=-1)
        states = self.out_norm(states + self.out((weights @ value).transpose(1, 2).flatten(2)))
        return self.outer_norm(states + self.outer(functional.gelu(self.inner(states))))


class Trunk(nn.Module):
    """Token ids and types to states, shape (texts, tokens, width), and the pooled first state, (texts, width)."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.types = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.pooler = nn.Linear(WIDTH, WIDTH)

    def forward(self, ids: Tensor, types: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """All of shape (texts, tokens); ``present`` is 1 where there is a token."""
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.norm(self.words(ids) + self.positions(places) + self.types(types))
        mask = (1.0 - present[:, None, None, :].to(states.dtype)) * -30000.0
        for layer in self.layers:
            states = layer(states, mask)
        return states, torch.tanh(self.pooler(states[:, 0]))


class Reader(nn.Module):
    """Does the sentence answer (1 logit), how (words, yes, no), which words (O, B, I a token)."""

    outputs = ("answers", "form", "tags")

    def __init__(self, layers: int = 12) -> None:
        super().__init__()
        self.trunk = Trunk(layers)
        self.answers = nn.Linear(WIDTH, 1)
        self.form = nn.Linear(WIDTH, 3)
        self.tags = nn.Linear(WIDTH, 3)

    def forward(self, ids: Tensor, types: Tensor, present: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits: (texts,), (texts, 3), (texts, tokens, 3)."""
        states, pooled = self.trunk(ids, types, present)
        return self.answers(pooled)[:, 0], self.form(pooled), self.tags(states)


class Support(nn.Module):
    """Do the sentences carry the statement (carried, contradicted, not said), and did it happen (four kinds)."""

    outputs = ("support", "status")

    def __init__(self, layers: int = 12) -> None:
        super().__init__()
        self.trunk = Trunk(layers)
        self.support = nn.Linear(WIDTH, 3)
        self.status = nn.Linear(WIDTH, 4)

    def forward(self, ids: Tensor, types: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Logits, shapes (texts, 3) and (texts, 4)."""
        pooled = self.trunk(ids, types, present)[1]
        return self.support(pooled), self.status(pooled)


_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "out_norm",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "outer_norm",
}
_EMBEDDINGS = {
    "word_embeddings": "words",
    "position_embeddings": "positions",
    "token_type_embeddings": "types",
    "LayerNorm": "norm",
}


def pretrained(path: Path) -> dict[str, Tensor]:
    """The weights of an int8 cross-encoder file as float32 ones, under the names of `Reader`.

    The names of the graph's nodes are the paths of the layers, which is how a matrix is told from another.
    """
    plain, matrices = _multiplied_out(path)
    found = {renamed: value for name, value in plain.items() if (renamed := _renamed(name.removeprefix("bert.")))}
    for node, base, weight in matrices:
        layer = re.search(r"/bert/encoder/layer\.(\d+)/(.*?)/MatMul", node)
        if layer:
            found[f"trunk.layers.{layer[1]}.{_NAMES[layer[2].replace('/', '.')]}.weight"] = weight.T
        elif "embeddings" in base and (renamed := _renamed(base.removeprefix("bert."))):
            found[renamed] = weight
        elif "pooler" in node:
            found["trunk.pooler.weight"] = weight.T
        elif "classifier" in base:
            found["answers.weight"] = weight.reshape(1, WIDTH)
    found["answers.bias"] = plain["classifier.bias"].reshape(1)
    return {name: value.contiguous() for name, value in found.items()}


def shipped(path: Path) -> dict[str, Tensor]:
    """The weights of one of our own int8 files as float32 ones, to train it further."""
    found, matrices = _multiplied_out(path)
    for node, base, weight in matrices:
        if base.startswith("trunk.") and base.endswith(".weight"):  # an embedding, which keeps its name
            found[base] = weight
        else:  # "/trunk/layers.0/query/MatMul_quant", or "/answers/Gemm_MatMul_quant"
            found[f"{'.'.join(node.strip('/').split('/')[:-1])}.weight"] = weight.T
    return {name: value.contiguous() for name, value in found.items()}


def _multiplied_out(path: Path) -> tuple[dict[str, Tensor], list[tuple[str, str, Tensor]]]:
    """The float weights and biases of an int8 file by name, and its matrices: name of the node, own name, values."""
    import numpy as np
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    plain = {
        name: torch.from_numpy(np.array(value, np.float32))
        for name, value in values.items()
        if name.endswith((".weight", ".bias"))
    }
    matrices = []
    for node in graph.node:
        for name in node.input:
            base = name.removesuffix("_quantized")
            if base != name and name in values:
                weight = (values[name].astype(np.float32) - values[f"{base}_zero_point"]) * values[f"{base}_scale"]
                matrices.append((node.name, base, torch.from_numpy(np.array(weight, np.float32))))
    return plain, matrices


def _renamed(name: str) -> str | None:
    """The name in `Trunk` for a name in the file, which is as published."""
    layer = re.fullmatch(r"encoder\.layer\.(\d+)\.(.+)\.(weight|bias)", name)
    if layer:
        return f"trunk.layers.{layer[1]}.{_NAMES[layer[2]]}.{layer[3]}"
    embedding = re.fullmatch(r"embeddings\.(\w+)\.(weight|bias)", name)
    if embedding:
        return f"trunk.{_EMBEDDINGS[embedding[1]]}.{embedding[2]}"
    if name == "pooler.dense.bias":
        return "trunk.pooler.bias"
    return None
