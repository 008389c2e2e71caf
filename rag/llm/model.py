"""A language model as the rest of the package knows it: any LangChain chat model, and what has to be known of it.

Knows no vendor: ``rag.provider`` makes these from settings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from rag.errors import LanguageModelError

WINDOW = 8192  # tokens, where nothing is known: what small local servers are commonly started with


class Price(NamedTuple):
    """US dollars for a million tokens put in, and got out."""

    input: float
    output: float

    def of(self, input_tokens: int, output_tokens: int) -> float:
        """What so many tokens cost, in US dollars."""
        return (self.input * input_tokens + self.output * output_tokens) / 1_000_000


def _nothing_known(_error: Exception) -> LanguageModelError | None:
    return None


def _most(_schema: Mapping[str, Any] | None, most: int) -> dict[str, Any]:
    return {"max_tokens": most}


@dataclass(frozen=True, slots=True, eq=False)
class LanguageModel:
    """A chat model with its name, its window in tokens (of what goes in and comes out together) and its price.

    ``price`` is None where it isn't known. ``options`` turns a JSON schema (or None) and the most tokens a reply may
    have into the keywords its ``stream`` takes. ``explain`` says what a failure of it means, or None where it can't.
    At most ``at_once`` calls run at a time.
    """

    name: str
    chat: BaseChatModel
    window: int = WINDOW
    price: Price | None = None
    options: Callable[[Mapping[str, Any] | None, int], dict[str, Any]] = _most
    explain: Callable[[Exception], LanguageModelError | None] = _nothing_known
    at_once: int = 4

    @classmethod
    def of(cls, chat: BaseChatModel) -> LanguageModel:
        """Any chat model, with what LangChain knows of it."""
        known = chat.profile or {}
        name = getattr(chat, "model_name", None) or getattr(chat, "model", None) or type(chat).__name__
        return cls(str(name), chat, window=known.get("max_input_tokens") or WINDOW)
