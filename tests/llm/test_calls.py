"""Calls of a model: every one that was begun is paid for and told, and none waits for ever for another."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import LanguageModelError, ModelRefused, ModelUnreachable, SchemaRefused
from rag.index.articles import ArticleStore
from rag.index.ledger import Ledger
from rag.llm import chat as calls
from rag.llm import prompts
from rag.llm.chat import Chat, Meter
from rag.llm.model import Price
from rag.llm.statements import CLAIMS_SCHEMA
from rag.provider import language_model
from rag.provider.failures import Kind
from tests.servers import Reply, ScriptedServer

PRICE = Price(1.0, 2.0)
ASKED = prompts.load("repair").render(reply="The meeting lasted three hours.")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    store = ArticleStore(tmp_path)
    yield Ledger(store)
    store.close()


def chat_of(
    server: ScriptedServer, ledger: Ledger, *, model: str = "tiny", kind: Kind = "openai-compatible", at_once: int = 4
) -> Chat:
    asked = language_model(
        model, base_url=server.url, api_key="k", kind=kind, price=PRICE, at_once=at_once, read_s=2.0, retries=0
    )
    return Chat(asked, ledger)


@pytest.mark.parametrize(
    ("reply", "spent"),
    [
        (Reply("", usage=(1000, 50), finish_reason="length"), PRICE.of(1000, 50)),
        (Reply("Yes, it did.", usage=(1000, 50)), PRICE.of(1000, 50)),
    ],
    ids=["empty", "whole"],
)
def test_a_reply_is_paid_for_and_told_though_it_is_empty(
    reply: Reply, spent: float, server: ScriptedServer, ledger: Ledger
) -> None:
    server.default = reply
    meter = Meter("tiny")
    assert chat_of(server, ledger).reply(ASKED, meter, most=100) == reply.text
    assert meter.usage.calls == 1
    assert meter.usage.cost_usd == ledger.spent_run == pytest.approx(spent)


@pytest.mark.parametrize(
    ("reply", "error"), [(Reply(refusal="I cannot."), ModelRefused), (Reply("Yes, it", cut_after=0), ModelUnreachable)]
)
def test_what_was_read_is_paid_for_though_nothing_came_of_it(
    reply: Reply, error: type[LanguageModelError], server: ScriptedServer, ledger: Ledger
) -> None:
    server.default = reply
    meter = Meter("tiny")
    with pytest.raises(error):
        chat_of(server, ledger).reply(ASKED, meter, most=100)
    assert meter.usage.input_tokens > 100
    assert meter.usage.cost_usd == ledger.spent_run > 0


def test_a_call_that_never_began_costs_nothing(server: ScriptedServer, ledger: Ledger) -> None:
    server.default = Reply(status=500)
    meter = Meter("tiny")
    with pytest.raises(ModelUnreachable):
        chat_of(server, ledger).reply(ASKED, meter, most=100)
    assert (meter.usage.calls, ledger.spent_run) == (0, 0)


def test_thinking_that_nobody_counted_is_booked_as_long_as_it_may_be(server: ScriptedServer, ledger: Ledger) -> None:
    server.default = Reply(pieces=("Yes, ", "it ", "did."), cut_after=2)
    chat = chat_of(server, ledger, model="gpt-6-astra", kind="openai")
    with pytest.raises(ModelUnreachable):
        chat.reply(ASKED, Meter("gpt-6-astra"), most=100)
    assert chat.model.thinking > 1000
    assert ledger.spent_run > PRICE.of(0, chat.model.thinking)


def test_an_empty_reply_is_asked_for_again_the_next_time(server: ScriptedServer, ledger: Ledger) -> None:
    server.say("", "Yes.")
    chat = chat_of(server, ledger)
    assert [chat.reply(ASKED, Meter("tiny"), most=100) for _ in range(3)] == ["", "Yes.", "Yes."]
    assert len(server.chats) == 2


def test_a_stream_that_was_left_open_holds_nobody_up_for_ever(
    server: ScriptedServer, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "BUSY_S", 0.1)
    chat = chat_of(server, ledger, at_once=1)
    left_open = chat.stream(ASKED, Meter("tiny"), most=100)
    next(left_open)
    other = prompts.load("repair").render(reply="It rained.")
    with pytest.raises(ModelUnreachable, match="takes 1 at a time"):
        chat.reply(other, Meter("tiny"), most=100)
    left_open.close()
    assert chat.reply(other, Meter("tiny"), most=100) == "OK."


BROKEN_OFF = b"".join(
    b"data: " + json.dumps(one).encode() + b"\n\n"
    for one in (
        {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "tiny",
            "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Half"}, "finish_reason": None}],
        },
        {"error": {"message": "the grammar has no way on", "type": "error", "code": None, "param": None}},
    )
)


def test_a_reply_that_breaks_off_over_its_schema_is_not_begun_anew(server: ScriptedServer, ledger: Ledger) -> None:
    server.say(Reply(raw=BROKEN_OFF), "A whole reply.")
    with pytest.raises(SchemaRefused):
        chat_of(server, ledger).reply(ASKED, Meter("tiny"), most=100, schema=CLAIMS_SCHEMA)
    assert len(server.chats) == 1


def test_half_a_character_harms_nothing(server: ScriptedServer, ledger: Ledger) -> None:
    server.default = Reply(pieces=("Yes \ud83d", ", it did."))
    chat = chat_of(server, ledger)
    assert [chat.reply(ASKED, Meter("tiny"), most=100) for _ in range(2)] == ["Yes ?, it did."] * 2


def test_a_program_doesnt_end_in_the_middle_of_loading_a_model() -> None:
    program = """
import time
from rag.llm.model import LanguageModel
def connect():
    time.sleep(0.3)
    print("loaded")
LanguageModel("slow", connect).load_beside()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout == "loaded\n"
