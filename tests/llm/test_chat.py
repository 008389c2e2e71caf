"""Conversations whose answers a language model writes: kept as they were shown, and within the budget."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rag import Library
from rag.cli import app
from rag.models import Answer, Claim
from tests.llm.conftest import drafted
from tests.llm.test_answering import DAY, LASTED, MET, WHO
from tests.servers import Reply, Request, ScriptedServer


def test_what_was_streamed_is_what_is_kept(written: Library, server: ScriptedServer) -> None:
    server.default = drafted([(MET, MET), (LASTED, LASTED)])
    chat = written.chat()
    events = list(chat.stream(WHO, asked=DAY))
    answer = events[-1]
    assert isinstance(answer, Answer)
    (turn,) = written.chat(chat.id).turns
    assert turn.answer == answer
    assert turn.answer.usage is not None
    assert [claim for claim in events if isinstance(claim, Claim)] == list(turn.answer.claims)


def test_an_abandoned_stream_is_not_kept_and_a_broken_one_is_kept_with_its_note(
    written: Library, server: ScriptedServer
) -> None:
    server.default = drafted([(MET, MET), (LASTED, LASTED)])
    chat = written.chat()
    for event in chat.stream(WHO, asked=DAY):
        if isinstance(event, Claim):
            break
    assert written.conversations() == []

    def cut(request: Request) -> Reply:
        text = drafted([(MET, MET), (LASTED, LASTED)])(request)
        end = text.index("}]}") + 3
        return Reply(pieces=(text[:end], text[end:]), cut_after=1)

    server.default = cut
    answer = chat.ask(f"{WHO} ", asked=DAY, sources=["Harbour Gazette"])
    assert [claim.text for claim in answer.claims] == [MET]
    assert "broke off" in (answer.note or "")
    assert written.chat(chat.id).turns[0].answer == answer


@pytest.fixture
def served(written: Library, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a library that the command line opens with the scripted model."""
    written.close()
    for name, value in {
        "RAG_LLM": "openai-compatible:tiny",
        "RAG_LLM_BASE_URL": server.url,
        "RAG_LLM_PRICE": "1,2",
    }.items():
        monkeypatch.setenv(name, value)
    return written.folder


def rag_chat(folder: Path, questions: str) -> str:
    arguments = ["--library", str(folder), "chat", "--asked", DAY.isoformat()]
    result = CliRunner().invoke(app, arguments, input=questions)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_prints_statements_with_their_sources_and_cost(served: Path, server: ScriptedServer) -> None:
    server.default = drafted([(MET, MET), (LASTED, LASTED)])
    told = rag_chat(served, f"{WHO}\n")
    assert f"{MET} [1]\n{LASTED} [2]\n\nSources\n[1] " in told
    assert "tokens in" in told
    assert ", $0.0" in told


def test_the_budget_of_a_day_holds_from_one_conversation_to_the_next(
    served: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.default = drafted([(MET, MET)])
    monkeypatch.setenv("RAG_BUDGET_USD_PER_DAY", "0.0052")
    first = rag_chat(served, f"{WHO}\n")
    assert "Note: " not in first
    asked = len(server.chats)
    later = rag_chat(served, f"{WHO}\nWho is Joss Farrow?\n")
    assert "answered from earlier replies" in later  # the same question again costs nothing
    assert "RAG_BUDGET_USD_PER_DAY" in later
    assert not any("<passage" in request.prompt for request in server.chats[asked:])
