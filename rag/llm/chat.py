"""The one way to a language model: counted, paid for within the budget, answered from earlier replies where possible.

Knows nothing of articles. What a call sends decides its key among the earlier replies: the model, the prompt's
version, and the messages, word for word.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rag.errors import ContextTooLong, LanguageModelError, ModelRefused, ModelUnreachable, SchemaRefused
from rag.index.ledger import Ledger, Reply
from rag.models import Usage
from rag.tokens import count_tokens

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk
    from langchain_core.messages.ai import UsageMetadata

    from rag.llm.model import LanguageModel
    from rag.llm.prompts import Rendered

_AROUND = 16  # tokens that a chat adds around its messages
BUSY_S = 300.0  # that a call waits for others to end: one that somebody left open may never do so
_CHARACTERS = 8  # that a token has at most, on average: a server that goes on beyond what was asked is not read on


class Meter:
    """What the calls of one answer took. May be shared by threads."""

    def __init__(self, model: str) -> None:
        self._lock = threading.Lock()
        self.usage = Usage(model)
        self.prompts: dict[str, str] = {}

    def add(self, asked: Rendered, reply: Reply, *, cached: bool) -> None:
        """Count one call."""
        with self._lock:
            self.prompts[asked.name] = asked.version
            now = replace(self.usage, calls=self.usage.calls + 1, cached=self.usage.cached + cached)
            if not cached:
                total = None
                if now.cost_usd is not None and reply.cost_usd is not None:
                    total = now.cost_usd + reply.cost_usd
                now = replace(
                    now,
                    input_tokens=now.input_tokens + reply.input_tokens,
                    output_tokens=now.output_tokens + reply.output_tokens,
                    cost_usd=total,
                )
            self.usage = now


class Chat:
    """Talks to one model on behalf of one library. May be called from several threads."""

    def __init__(self, model: LanguageModel, ledger: Ledger) -> None:
        self.model = model
        self._ledger = ledger
        self._slots = threading.BoundedSemaphore(model.at_once)
        self._takes_schema = True
        model.load_beside()

    def room(self, asked: Rendered, most: int) -> int:
        """How many more tokens than this prompt the model can read and still write ``most``; may be negative.

        A tenth of the window is left alone: models count otherwise than we do.
        """
        return int(0.9 * self.model.window) - _size(asked) - most

    def reply(self, asked: Rendered, meter: Meter, *, most: int, schema: Mapping[str, Any] | None = None) -> str:
        """The whole reply, of at most ``most`` tokens. Raises what ``stream`` raises."""
        return "".join(self.stream(asked, meter, most=most, schema=schema))

    def stream(
        self, asked: Rendered, meter: Meter, *, most: int, schema: Mapping[str, Any] | None = None
    ) -> Generator[str]:
        """The reply piece by piece, held to a JSON schema where the server can.

        Raises:
            LanguageModelError: the prompt doesn't fit, the budget is spent, or the model failed; its subclass says how.
        """
        key = self._key(asked, most, schema)
        kept = self._ledger.reply(key)
        if kept is not None:
            meter.add(asked, kept, cached=True)
            yield kept.text
            return
        if self.room(asked, most) < 0:
            raise ContextTooLong(
                f"The prompt has {_size(asked):,} tokens; {self.model.name} reads {self.model.window:,} in all.",
                "Use a model with a larger window, or set RAG_LLM_WINDOW if it has one.",
            )
        yield from self._asked(key, asked, meter, most, schema)

    def _asked(
        self, key: str, asked: Rendered, meter: Meter, most: int, schema: Mapping[str, Any] | None
    ) -> Iterator[str]:
        price = self.model.price
        at_most = price.of(_size(asked), most + self.model.thinking) if price else None
        reply, began = Reply("", _size(asked), 0, None), False
        with self._slot(), self._ledger.spending(at_most) as bill:
            try:
                with closing(self._chunks(asked, most, schema)) as chunks:
                    for chunk in chunks:
                        began = True
                        text = chunk.text.encode("utf-8", "replace").decode()  # half a character can't be stored
                        reply = _with(reply, text, chunk.usage_metadata)
                        _check_refusal(chunk, self.model.name)
                        if text:
                            yield text
                        if len(reply.text) > _CHARACTERS * most:
                            break
            finally:
                if began:  # and so was paid for, whatever became of it
                    if not reply.output_tokens:  # nobody says how long it thought: as long as it may
                        reply = replace(reply, output_tokens=count_tokens(reply.text) + self.model.thinking)
                    cost = price.of(reply.input_tokens, reply.output_tokens) if price else None
                    reply = replace(reply, cost_usd=cost)
                    bill.settle(cost)
                    meter.add(asked, reply, cached=False)
        if reply.text:  # else another try may give one
            self._ledger.keep(key, reply)

    @contextmanager
    def _slot(self) -> Iterator[None]:
        if not self._slots.acquire(timeout=BUSY_S):
            raise ModelUnreachable(
                f"The language model {self.model.name} is busy: it takes {self.model.at_once} at a time, and none of"
                f" them ended within {BUSY_S:,.0f} seconds.",
                "Ask later, and close every stream of answers that isn't read to its end.",
            )
        try:
            yield
        finally:
            self._slots.release()

    def _chunks(self, asked: Rendered, most: int, schema: Mapping[str, Any] | None) -> Generator[AIMessageChunk]:
        held, began = schema if self._takes_schema else None, False
        try:
            with closing(self._sent(asked, most, held)) as pieces:
                for piece in pieces:
                    began = began or bool(piece.text)
                    yield piece
        except SchemaRefused:
            if held is None or began:
                raise
            self._takes_schema = False
            yield from self._sent(asked, most, None)

    def _sent(self, asked: Rendered, most: int, schema: Mapping[str, Any] | None) -> Generator[AIMessageChunk]:
        pieces = self.model.chat.stream(list(asked.messages), **self.model.options(schema, most))
        try:
            yield from pieces
        except LanguageModelError:
            raise
        except Exception as error:
            # Any chat model may be plugged in, and each fails in its own way.
            raise self.model.explain(error) or LanguageModelError(
                f"The language model {self.model.name} failed ({type(error).__name__}: {error}).",
                "Try again, or set RAG_LLM=none.",
            ) from error

    def _key(self, asked: Rendered, most: int, schema: Mapping[str, Any] | None) -> str:
        sent = [self.model.name, self.model.where, asked.name, asked.version, asked.messages, most, schema]
        return hashlib.sha256(json.dumps(sent).encode()).hexdigest()


def _size(asked: Rendered) -> int:
    return _AROUND + sum(count_tokens(text) for _, text in asked.messages)


def _with(reply: Reply, text: str, counted: UsageMetadata | None) -> Reply:
    """The reply with one more piece; what the server counted takes the place of our count."""
    return replace(
        reply,
        text=reply.text + text,
        input_tokens=counted["input_tokens"] if counted else reply.input_tokens,
        output_tokens=counted["output_tokens"] if counted else reply.output_tokens,
    )


def _check_refusal(piece: AIMessageChunk, name: str) -> None:
    if piece.additional_kwargs.get("refusal") or piece.response_metadata.get("finish_reason") == "content_filter":
        raise ModelRefused(f"The language model {name} declined to answer.", "Ask otherwise, or set RAG_LLM=none.")
