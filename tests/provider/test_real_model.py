"""A real model behind llama.cpp's own server, through the real clients. It is weak: only the form is tested."""

from __future__ import annotations

import json

import pytest

from rag import errors, provider
from rag.llm.model import LanguageModel
from tests.real_model import WINDOW, Served

COLOURS = {
    "type": "object",
    "properties": {"colours": {"type": "array", "items": {"type": "string", "maxLength": 20}, "maxItems": 3}},
    "required": ["colours"],
    "additionalProperties": False,
}


def test_it_streams_and_counts_its_tokens(smol: LanguageModel) -> None:
    pieces = list(smol.chat.stream("Count from one to ten.", **smol.options(None, 24)))
    assert len([piece for piece in pieces if piece.text]) > 5
    [usage] = [piece.usage_metadata for piece in pieces if piece.usage_metadata]
    assert usage["input_tokens"] > 5
    assert 5 < usage["output_tokens"] <= 24


def test_it_stops_at_the_most_tokens_and_says_so(smol: LanguageModel) -> None:
    pieces = list(smol.chat.stream("Tell a long story.", **smol.options(None, 8)))
    assert "length" in {piece.response_metadata.get("finish_reason") for piece in pieces}
    assert max(piece.usage_metadata["output_tokens"] for piece in pieces if piece.usage_metadata) == 8


def test_it_keeps_to_a_schema(smol: LanguageModel) -> None:
    reply = "".join(piece.text for piece in smol.chat.stream("Name three colours.", **smol.options(COLOURS, 200)))
    read = json.loads(reply)
    assert set(read) == {"colours"}
    assert all(isinstance(colour, str) for colour in read["colours"])


def test_a_schema_cut_at_the_most_tokens_is_no_error(smol: LanguageModel) -> None:
    reply = "".join(piece.text for piece in smol.chat.stream("Name three colours.", **smol.options(COLOURS, 4)))
    with pytest.raises(json.JSONDecodeError):
        json.loads(reply)


def test_the_same_question_gets_the_same_reply(smol: LanguageModel) -> None:
    first, second = (smol.chat.invoke("Name a fruit.", **smol.options(None, 12)).text for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("prompt", "schema", "kind"),
    [
        ("hello " * (WINDOW + 100), None, errors.ContextTooLong),
        ("Hello", {"type": "nonsense"}, errors.SchemaRefused),
    ],
)
def test_what_it_refuses_is_told_by_its_kind(
    smol: LanguageModel, prompt: str, schema: dict[str, str] | None, kind: type[Exception]
) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        list(smol.chat.stream(prompt, **smol.options(schema, 8)))
    assert type(smol.explain(caught.value)) is kind


def test_it_can_be_looked_at(smol_server: Served) -> None:
    for name in ("smollm2", "any other"):  # llama.cpp answers to every name
        said = provider.look_at(name, base_url=smol_server.url, api_key=None, kind="openai-compatible")
        assert "has the model" in said
