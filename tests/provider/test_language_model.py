"""Language models behind a scripted server: what is sent, what comes of replies, and of replies that fail."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from rag import errors, provider
from rag.llm.model import WINDOW, LanguageModel, Price
from rag.provider import openai_models
from tests.servers import Reply, ScriptedServer

KEY = "sk-secret-1"
SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        yield server


def model_of(server: ScriptedServer, **options: Any) -> LanguageModel:
    given: dict[str, Any] = {"kind": "openai-compatible", "retries": 0, "api_key": KEY, **options}
    return provider.language_model("tiny", base_url=server.url, **given)


def reply_of(model: LanguageModel, schema: dict[str, Any] | None = None) -> str:
    return "".join(piece.text for piece in model.chat.stream("Hello there", **model.options(schema, 30)))


def failure_of(model: LanguageModel) -> errors.LanguageModelError:
    """What a call that fails is explained as."""
    with pytest.raises(Exception) as caught:  # noqa: PT011
        reply_of(model)
    explained = model.explain(caught.value)
    assert explained is not None
    assert explained.fix
    assert KEY not in str(explained)
    return explained


# What is sent


def test_a_reply_streams_in_its_pieces_with_its_usage_and_how_it_ended(server: ScriptedServer) -> None:
    server.say(Reply(pieces=("The ", "harbour."), usage=(7, 3)))
    model = model_of(server)
    pieces = list(model.chat.stream("Hello", **model.options(None, 30)))
    assert [piece.text for piece in pieces if piece.text] == ["The ", "harbour."]
    [usage] = [piece.usage_metadata for piece in pieces if piece.usage_metadata]
    assert (usage["input_tokens"], usage["output_tokens"]) == (7, 3)
    assert "stop" in {piece.response_metadata.get("finish_reason") for piece in pieces}


def test_a_compatible_server_is_asked_in_the_older_words(server: ScriptedServer) -> None:
    reply_of(model_of(server), SCHEMA)
    [request] = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    named = {"name": "reply", "schema": SCHEMA, "strict": True}
    assert {name: value for name, value in request.body.items() if name != "messages"} == {
        "model": "tiny",
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0,
        "max_tokens": 30,
        "response_format": {"type": "json_schema", "json_schema": named},
    }


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("gpt-6-luna", {"max_completion_tokens": 30, "reasoning_effort": "none"}),
        ("gpt-5.4-mini", {"max_completion_tokens": 30, "reasoning_effort": "none", "temperature": 0}),
        ("gpt-5-mini-2025-08-07", {"max_completion_tokens": 30, "reasoning_effort": "minimal"}),
        ("gpt-4o-mini", {"max_completion_tokens": 30, "temperature": 0}),
        # What can't do without thinking gets room for it, since that counts as part of the reply.
        ("gpt-6.1-sol", {"max_completion_tokens": 30 + 4096, "reasoning_effort": "low"}),
        ("gpt-of-tomorrow", {"max_completion_tokens": 30}),
    ],
)
def test_each_model_of_openai_is_sent_what_it_takes(server: ScriptedServer, name: str, sent: dict[str, Any]) -> None:
    reply_of(provider.language_model(name, base_url=server.url, api_key=KEY, kind="openai"))
    [request] = server.requests
    common = {"model", "stream", "stream_options", "messages"}
    assert {each: value for each, value in request.body.items() if each not in common} == sent


@pytest.mark.parametrize("status", [400, 422])
def test_a_parameter_that_is_not_taken_is_left_out_from_then_on(server: ScriptedServer, status: int) -> None:
    unknown = Reply(status=status, message="extra fields not permitted: stream_options")
    unsupported = Reply(status=400, message="only the default (1) is supported", param="temperature")
    server.say(unknown, unsupported, "Yes.", "No.")
    model = model_of(server)
    assert reply_of(model) == "Yes."
    assert reply_of(model) == "No."
    assert len(server.requests) == 4
    for request in server.requests[2:]:
        assert not {"stream_options", "temperature"} & request.body.keys()


def test_a_whole_reply_is_what_was_streamed(server: ScriptedServer) -> None:
    server.say(Reply("The harbour is closed.", usage=(7, 5)))
    whole = model_of(server).chat.invoke("Hello")
    assert whole.text == "The harbour is closed."
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["total_tokens"] == 12


def test_an_endless_reply_ends_where_the_reader_leaves(server: ScriptedServer) -> None:
    server.say(Reply(pieces=(f"{number} " for number in itertools.count())))
    model = model_of(server)
    stream = model.chat.stream("Hello", **model.options(None, 30))
    read = "".join(piece.text for piece in itertools.islice(stream, 50))
    stream.close()  # type: ignore[attr-defined]
    assert read.startswith("0 1 2 3")
    server.say("Next.")
    assert reply_of(model) == "Next."


def test_an_empty_reply_is_empty(server: ScriptedServer) -> None:
    server.say("")
    assert reply_of(model_of(server)) == ""


def test_nothing_is_loaded_or_asked_before_the_first_call(server: ScriptedServer) -> None:
    asked = []

    def address() -> str:
        asked.append(server.url)
        return server.url

    model = provider.language_model("tiny", base_url=address, kind="gguf", api_key=KEY)
    assert (asked, server.requests) == ([], [])
    model.load_beside()
    reply_of(model)
    reply_of(model)
    assert asked == [server.url]


# What a failure is


CASES = [
    (
        Reply(status=401, code="invalid_api_key", message=f"Wrong: {KEY}"),
        errors.KeyRefused,
        "OPENAI_API_KEY",
    ),
    (Reply(status=403), errors.KeyRefused, "OPENAI_API_KEY"),
    (Reply(status=403, code="model_not_found"), errors.UnknownModel, "RAG_LLM"),
    (Reply(status=404, code="model_not_found"), errors.UnknownModel, "RAG_LLM=openai-compatible:MODEL"),
    (Reply(status=404, message="Not Found"), errors.UnknownModel, "RAG_LLM_BASE_URL"),
    (Reply(status=429, code="insufficient_quota"), errors.QuotaExhausted, "limit"),
    (Reply(status=429), errors.QuotaExhausted, "Wait"),
    (Reply(status=400, code="context_length_exceeded"), errors.ContextTooLong, "RAG_LLM_WINDOW"),
    (Reply(status=400, message="exceeds the available context size"), errors.ContextTooLong, "RAG_LLM_WINDOW"),
    (Reply(status=400, message="maximum context length is 4096 tokens"), errors.ContextTooLong, "RAG_LLM_WINDOW"),
    (Reply(status=413), errors.ContextTooLong, "RAG_LLM_WINDOW"),
    (Reply(status=400, param="response_format"), errors.SchemaRefused, "without"),
    (Reply(status=400, message="Invalid schema for response_format 'reply'"), errors.SchemaRefused, "without"),
    (
        Reply(status=400, message="'response_format' of type 'json_schema' is not supported with this model"),
        errors.SchemaRefused,
        "without",
    ),
    (Reply(status=500, message="failed to parse grammar"), errors.SchemaRefused, "without"),
    (Reply(status=400, code="content_filter"), errors.ModelRefused, "other words"),
    (Reply(refusal="I can't help with that."), errors.ModelRefused, "other words"),
    (Reply("It is", finish_reason="content_filter"), errors.ModelRefused, "other words"),
    (Reply(status=400, message="something else"), errors.LanguageModelError, "RAG_LLM"),
    (Reply(status=408), errors.ModelUnreachable, "RAG_LLM_BASE_URL"),
    (Reply(status=500), errors.ModelUnreachable, "RAG_LLM_BASE_URL"),
    (Reply(status=503, message="Loading model"), errors.ModelUnreachable, "RAG_LLM=none"),
    (Reply("one two three", cut_after=1), errors.ModelUnreachable, "RAG_LLM_BASE_URL"),
    (Reply("one two three", cut_after=1, politely=True), errors.ModelUnreachable, "RAG_LLM_BASE_URL"),
    (Reply("one two three", cut_after=0), errors.ModelUnreachable, "RAG_LLM_BASE_URL"),
    (Reply(raw=b""), errors.ModelUnreachable, "RAG_LLM_BASE_URL"),
    (Reply(raw=b"<html>Welcome</html>\n"), errors.ModelUnreachable, "RAG_LLM_BASE_URL"),
    (Reply(raw=b'data: {"error": {"message": "overloaded"}}\n\n'), errors.ModelUnreachable, "RAG_LLM_BASE_URL"),
    (
        Reply(raw=b'data: {"error": {"message": "no", "code": "context_length_exceeded"}}\n\n'),
        errors.ContextTooLong,
        "RAG_LLM_WINDOW",
    ),
    (Reply(raw=b"data: {not json}\n\n"), errors.MalformedReply, "/v1"),
    (Reply(raw=b"data: \xff\xfe\n\n"), errors.MalformedReply, "/v1"),
    (Reply(raw=b"data: [1, 2]\n\n"), errors.MalformedReply, "/v1"),
]


@pytest.mark.parametrize(("reply", "kind", "fix"), CASES)
def test_a_failure_is_told_by_its_kind_with_what_mends_it(
    server: ScriptedServer, reply: Reply, kind: type[errors.LanguageModelError], fix: str
) -> None:
    server.say(reply)
    failure = failure_of(model_of(server))
    assert type(failure) is kind
    assert fix in failure.fix
    assert "tiny" in failure.what or server.url in failure.what


def test_what_is_no_failure_of_the_model_is_not_explained(server: ScriptedServer) -> None:
    assert model_of(server).explain(ZeroDivisionError()) is None


def test_what_came_before_a_cut_was_shown(server: ScriptedServer) -> None:
    server.say(Reply("one two three", cut_after=2))
    model, read = model_of(server), []
    with pytest.raises(Exception, match="Connection"):  # noqa: PT012
        for piece in model.chat.stream("Hello", **model.options(None, 30)):
            read.append(piece.text)
    assert "".join(read) == "one two"


@pytest.mark.parametrize("stall_after", [None, 1])
def test_a_stall_ends_with_the_timeout(server: ScriptedServer, stall_after: int | None) -> None:
    server.say(Reply("one two", stall_s=30, stall_after=stall_after))
    started = time.perf_counter()
    failure = failure_of(model_of(server, read_s=0.3))
    assert type(failure) is errors.ModelUnreachable
    assert "timed out" in failure.what
    assert time.perf_counter() - started < 5


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    failure = failure_of(provider.language_model("tiny", base_url=url, kind="openai-compatible", retries=0))
    assert type(failure) is errors.ModelUnreachable
    assert url in failure.what
    assert "RAG_LLM_BASE_URL" in failure.fix


def test_a_password_in_its_address_is_not_told() -> None:
    model = provider.language_model(
        "m", base_url="http://ada:s3cret@127.0.0.1:9/v1", kind="openai-compatible", retries=0
    )
    error = failure_of(model)
    assert "http://127.0.0.1:9/v1" in error.what
    assert "s3cret" not in str(error)


def test_openai_itself_is_not_asked_without_a_key() -> None:
    failure = failure_of(provider.language_model("gpt-6-luna"))
    assert type(failure) is errors.KeyRefused
    assert "OPENAI_API_KEY" in failure.fix


def test_a_server_that_asks_for_a_key_is_not_said_to_refuse_one(server: ScriptedServer) -> None:
    server.say(Reply(status=401))
    assert "asks for a key" in failure_of(model_of(server, api_key=None)).what


# Trying again


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_passing_failure_is_tried_again(server: ScriptedServer, status: int) -> None:
    server.say(Reply(status=status), "Yes.")
    assert reply_of(model_of(server, retries=1)) == "Yes."
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_lasting_failure_is_not(server: ScriptedServer, status: int) -> None:
    server.default = Reply(status=status)
    failure_of(model_of(server, retries=3))
    assert len(server.requests) == 1


def test_trying_again_ends(server: ScriptedServer) -> None:
    server.default = Reply(status=500)
    failure_of(model_of(server, retries=2))
    assert len(server.requests) == 3


def waits_of(monkeypatch: pytest.MonkeyPatch, server: ScriptedServer, retries: int, **headers: str) -> list[float]:
    """How long it waits before each new attempt."""
    waits: list[float] = []
    monkeypatch.setattr("openai._base_client.time.sleep", waits.append)
    server.default = Reply(status=429, headers={"Retry-After-Ms": "", **headers})
    failure_of(model_of(server, retries=retries))
    return waits


def test_it_waits_as_long_as_the_server_says(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert waits_of(monkeypatch, server, 2, **{"Retry-After": "7"}) == [7, 7]


def test_it_gives_up_when_that_would_take_minutes(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert waits_of(monkeypatch, server, 2, **{"Retry-After": "121"}) == []


def test_else_it_waits_longer_each_time_and_never_the_same(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = waits_of(monkeypatch, server, 6)
    for wait, most in zip(waits, (0.5, 1, 2, 4, 8, 8), strict=True):
        assert 0.75 * most <= wait <= most
    assert waits[-1] != waits[-2]


# What is known beforehand


def test_a_snapshot_costs_what_its_model_costs() -> None:
    dated = provider.language_model("gpt-4o-mini-2024-07-18", api_key=KEY)
    assert dated.price == provider.language_model("gpt-4o-mini", api_key=KEY).price == Price(0.15, 0.60)
    assert dated.window == openai_models.MOST_WINDOW


def test_the_default_model_is_known() -> None:
    known = openai_models.known(openai_models.DEFAULT)
    assert known is not None
    assert known.price.of(1_000_000, 1_000_000) < 1


def test_of_other_models_only_what_is_said_is_known(server: ScriptedServer) -> None:
    model = model_of(server)
    assert (model.window, model.price, model.name) == (WINDOW, None, "openai-compatible:tiny")
    told = model_of(server, window=300, price=Price(1, 2))
    assert (told.window, told.price) == (300, Price(1, 2))
    # A model of the same name on another server is not OpenAI's: neither is its price.
    other = provider.language_model("gpt-4o", base_url=server.url, kind="openai-compatible")
    assert (other.window, other.price) == (WINDOW, None)


# Asking the server what it has


def look_at(server: ScriptedServer, **options: Any) -> str:
    given: dict[str, Any] = {"base_url": server.url, "api_key": KEY, "kind": "openai-compatible", **options}
    return provider.look_at("tiny", **given)


def test_a_server_that_has_the_model_says_so(server: ScriptedServer) -> None:
    assert "has the model" in look_at(server)
    server.models = ("tiny:latest",)
    assert "has the model" in look_at(server)


@pytest.mark.parametrize(
    ("models", "failure", "kind", "what"),
    [
        (("large", "small"), None, errors.UnknownModel, "large, small"),
        (("tiny",), Reply(status=401), errors.KeyRefused, "key"),
        (("tiny",), Reply(status=500), errors.ModelUnreachable, "RAG_LLM_BASE_URL"),
        (("tiny",), Reply(status=404), errors.UnknownModel, "RAG_LLM_BASE_URL"),
    ],
)
def test_a_server_that_cant_be_used_says_why(
    server: ScriptedServer, models: tuple[str, ...], failure: Reply | None, kind: type[Exception], what: str
) -> None:
    server.models, server.failure, server.failures_left = models, failure, 1
    with pytest.raises(kind, match=what):
        look_at(server)


def test_the_key_is_tried(server: ScriptedServer) -> None:
    server.takes_key = KEY
    look_at(server)
    with pytest.raises(errors.KeyRefused) as caught:
        look_at(server, api_key="sk-wrong")
    assert "sk-wrong" not in str(caught.value)


def test_a_server_that_is_silent_is_not_waited_for(server: ScriptedServer) -> None:
    server.failure, server.failures_left = Reply(stall_s=30), 1
    started = time.perf_counter()
    with pytest.raises(errors.ModelUnreachable, match="timed out"):
        look_at(server, within_s=0.2)
    assert time.perf_counter() - started < 5
