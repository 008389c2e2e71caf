"""OpenAI itself, with the key of whoever runs this: only with RAG_LIVE=1. It costs a fraction of a cent."""

from __future__ import annotations

import json
import os

import pytest

from rag import errors, provider
from rag.llm.model import LanguageModel
from rag.provider import openai_models

# Both as the environment has them: a fixture takes them away from every test.
KEY = os.environ.get("OPENAI_API_KEY")
MODEL = os.environ.get("RAG_LIVE_MODEL", openai_models.DEFAULT)
SCHEMA = {
    "type": "object",
    "properties": {"capital": {"type": "string"}},
    "required": ["capital"],
    "additionalProperties": False,
}

pytestmark = [pytest.mark.live, pytest.mark.enable_socket]


@pytest.fixture
def model() -> LanguageModel:
    return provider.language_model(MODEL, api_key=KEY)


def test_it_is_there() -> None:
    assert "has the model" in provider.look_at(MODEL, base_url=None, api_key=KEY, kind="openai")


def test_it_streams_to_a_schema_and_counts_its_tokens(model: LanguageModel) -> None:
    pieces = list(model.chat.stream("What is the capital of France?", **model.options(SCHEMA, 100)))
    assert json.loads("".join(piece.text for piece in pieces)) == {"capital": "Paris"}
    [usage] = [piece.usage_metadata for piece in pieces if piece.usage_metadata]
    assert usage["output_tokens"] <= 100


def test_it_takes_every_parameter_it_is_sent(model: LanguageModel) -> None:
    model.chat.invoke("Say yes.", **model.options(None, 50))
    assert not model.chat._refused  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "key", "kind"),
    [(MODEL, "sk-wrong", errors.KeyRefused), ("gpt-that-never-was", KEY, errors.UnknownModel)],
)
def test_a_refusal_is_told_by_its_kind(name: str, key: str | None, kind: type[Exception]) -> None:
    model = provider.language_model(name, api_key=key)
    with pytest.raises(Exception) as caught:  # noqa: PT011
        model.chat.invoke("Say yes.", **model.options(None, 50))
    assert type(model.explain(caught.value)) is kind
