"""The real `openai` client against a server with a language model: statement by statement, nothing withdrawn."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from openai.types.chat import ChatCompletionChunk

from rag import Library
from tests.llm.conftest import drafted
from tests.llm.test_answering import LASTED, MET
from tests.serve.completions import LONG, NEWS, WHO, ask, client_of, said, text_of
from tests.serve.modelled import Endless, modelled, pieces
from tests.serve.running import Served
from tests.servers import Reply, Request, ScriptedServer


def content(chunk: ChatCompletionChunk) -> str:
    return chunk.choices[0].delta.content or ""


@pytest.fixture
def model() -> Iterator[ScriptedServer]:
    with ScriptedServer() as one:
        yield one


@pytest.fixture
def written(model: ScriptedServer, tmp_path: Path, samples: Library) -> Iterator[Served]:
    with modelled(tmp_path / "library", model, samples) as server:
        yield server


def test_each_statement_is_streamed_as_soon_as_it_is_verified(written: Served, model: ScriptedServer) -> None:
    go_on = threading.Event()

    def slowly(request: Request) -> Reply:
        first, rest = pieces(request)

        def reply() -> Iterator[str]:
            yield first
            assert go_on.wait(20)
            yield rest

        return Reply(pieces=reply(), usage=(700, 60))

    model.default = slowly
    with client_of(written.url) as client:
        stream = client.chat.completions.create(
            model="news", messages=said(WHO), stream=True, stream_options={"include_usage": True}, extra_body=NEWS
        )
        texts = filter(None, (content(chunk) if chunk.choices else "" for chunk in stream))
        assert next(texts) == f"{MET} [1]"  # the model hasn't written the rest yet
        go_on.set()
        assert next(texts) == f"\n{LASTED} [2]"
        assert next(texts).startswith("\n\nSources:\n- [1] “PELLAM")
        assert list(texts) == []


def test_the_model_s_tokens_are_the_usage(written: Served, model: ScriptedServer) -> None:
    model.default = lambda request: Reply("".join(pieces(request)), usage=(700, 60))
    with client_of(written.url) as client:
        reply = ask(client, WHO)
    assert text_of(reply).startswith(f"{MET} [1]\n{LASTED} [2]\n\nSources:\n")
    assert reply.usage is not None
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (700, 60)


def test_a_false_statement_is_left_out_and_said_to_be(written: Served, model: ScriptedServer) -> None:
    model.default = drafted([(MET, MET), ("The meeting lasted nine hours.", LASTED)])
    with client_of(written.url) as client:
        stream = client.chat.completions.create(model="news", messages=said(WHO), stream=True, extra_body=NEWS)
        text = "".join(map(content, stream))
        assert text == text_of(ask(client, WHO))
    assert "nine" not in text
    assert "1 statement was left out" in text


def test_a_model_that_breaks_off_leaves_what_was_said(written: Served, model: ScriptedServer) -> None:
    model.default = lambda request: Reply(pieces=pieces(request), cut_after=1)
    with client_of(written.url) as client:
        reply = ask(client, WHO)
    assert text_of(reply).startswith(f"{MET} [1]\n\nSources:\n")
    assert "\n\nNote: The language model broke off" in text_of(reply)


def test_a_client_that_leaves_ends_the_work(written: Served, model: ScriptedServer) -> None:
    endless = Endless()
    model.default = endless.reply
    with client_of(written.url) as client:
        with client.chat.completions.create(model="news", messages=said(WHO), stream=True, extra_body=NEWS) as stream:
            for chunk in stream:
                if MET in content(chunk):
                    break
        model.default = drafted([(LASTED, LASTED)])
        timer = threading.Timer(0.3, endless.go_on.set)
        timer.start()
        assert LASTED in text_of(ask(client, LONG))  # there is one worker: it is free again
        timer.join()
    assert endless.ended.wait(5)
