"""Requests and replies of OpenAI's chat completions, as far as they mean something here."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from rag.serve.shapes import Scope

MODEL = "news"


class Part(BaseModel):
    """A piece of a message; only text can be read."""

    type: str
    text: str | None = None


class Message(BaseModel):
    """One message of a conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None


class StreamOptions(BaseModel):
    """What a stream has beside the text."""

    include_usage: bool | None = None


class NewsPart(Scope):
    """This server's own part of a request: the day it is asked, and which articles it may be answered from."""

    asked: date | None = Field(default=None, description='The day "this week" is seen from; today by default.')


class ChatRequest(BaseModel):
    """A conversation to go on with.

    The last user message is the question. System messages and sampling parameters are taken and change nothing: every
    statement has to stand in an article, whatever is asked for.
    """

    model: str
    messages: list[Message] = Field(min_length=1, max_length=2000)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = None
    tool_choice: str | dict[str, Any] | None = None
    function_call: str | dict[str, Any] | None = None
    response_format: dict[str, Any] | None = None
    logprobs: bool | None = None
    modalities: list[str] | None = None
    news: NewsPart | None = None
