"""The tokenizer of our models: the cross-encoder's, which they were trained from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rag.index.weights import CROSS_ENCODER, locate

if TYPE_CHECKING:
    from tokenizers import Tokenizer


@cache
def tokenizer() -> Tokenizer:
    """It neither pads nor truncates. Raises ModelUnavailable."""
    from tokenizers import Tokenizer

    loaded = Tokenizer.from_file(str(locate(CROSS_ENCODER) / "tokenizer.json"))
    loaded.no_padding()
    loaded.no_truncation()
    return loaded


def is_known(word: str) -> bool:
    """Whether a lower-case word is one piece of the vocabulary: the common words of English are, slips are not."""
    return tokenizer().token_to_id(word) is not None
