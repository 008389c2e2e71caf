"""Asking a server through the real `openai` client."""

from __future__ import annotations

from typing import Any

from openai import OpenAI
from openai.types.chat import ChatCompletion

NEWS = {"news": {"asked": "2026-02-21"}}
WHO = "Who met at the Corn Exchange in Pellam?"
LONG = "How long did the meeting in Pellam last?"


def client_of(url: str, key: str = "none") -> OpenAI:
    return OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0, timeout=60)


def said(*texts: str) -> list[Any]:
    """A conversation: user and assistant in turn."""
    return [{"role": ("user", "assistant")[at % 2], "content": text} for at, text in enumerate(texts)]


def ask(client: OpenAI, *texts: str, **others: Any) -> ChatCompletion:
    reply = client.chat.completions.create(model="news", messages=said(*texts), **{"extra_body": NEWS, **others})
    assert isinstance(reply, ChatCompletion)
    return reply


def text_of(reply: ChatCompletion) -> str:
    return reply.choices[0].message.content or ""


def news_of(reply: ChatCompletion) -> dict[str, Any]:
    found: dict[str, Any] = (reply.choices[0].message.model_extra or {})["news"]
    return found
