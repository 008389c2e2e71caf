"""A language model as the rest of the package knows it: any LangChain chat model, and what has to be known of it.

Knows no vendor: ``rag.provider`` makes these from settings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from threading import Thread
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


def _ready(_chat: BaseChatModel) -> None:
    pass


@dataclass(frozen=True, eq=False)
class LanguageModel:
    """A chat model with its name, its window in tokens (of what goes in and comes out together) and its price.

    ``connect`` makes the chat model; it is called once, by the first use, because its libraries take seconds to load,
    and ``prepare`` does what else a first call would wait for. ``price`` is None where it isn't known. ``thinking`` are
    tokens that it may spend besides a reply. ``where`` tells models of one name apart. ``options`` turns a JSON
    schema (or None) and the most tokens a reply may have into the keywords that its ``stream`` takes. ``explain``
    says what a failure of it means, or None where it can't. At most ``at_once`` calls run at a time.
    """

    name: str
    connect: Callable[[], BaseChatModel]
    window: int = WINDOW
    price: Price | None = None
    thinking: int = 0
    where: str = ""
    options: Callable[[Mapping[str, Any] | None, int], dict[str, Any]] = _most
    explain: Callable[[Exception], LanguageModelError | None] = _nothing_known
    prepare: Callable[[BaseChatModel], None] = _ready
    at_once: int = 4

    @cached_property
    def chat(self) -> BaseChatModel:
        """The chat model, made when first used."""
        return self.connect()

    def load_beside(self) -> None:
        """Begin to load it in a thread. What fails fails again, and is told, when it is asked.

        A program that ends meanwhile waits for it: a thread that is cut off in C++ aborts the whole process.
        """

        def load() -> None:
            with suppress(Exception):
                self.prepare(self.chat)

        Thread(target=load, name="language-model").start()

    @classmethod
    def of(cls, chat: BaseChatModel) -> LanguageModel:
        """Any chat model, with what LangChain knows of it."""
        known = chat.profile or {}
        name = getattr(chat, "model_name", None) or getattr(chat, "model", None) or type(chat).__name__
        return cls(str(name), lambda: chat, window=known.get("max_input_tokens") or WINDOW)
