"""Asking as part of somebody's own LangChain chain."""

from __future__ import annotations

import operator
from datetime import date
from functools import reduce
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough
from langchain_core.tracers.base import BaseTracer
from langchain_core.tracers.schemas import Run

from rag import Library, Turn
from rag.errors import InputError
from rag.models import Stage, Status
from tests.llm.conftest import drafted, reading, server, written  # noqa: F401 - fixtures
from tests.llm.test_answering import HOW_LONG, LASTED, MET, WHO
from tests.servers import ScriptedServer

DAY = date(2026, 2, 21)


class Names(BaseTracer):
    """Remembers the runs it hears of."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def _persist_run(self, run: Run) -> None:
        def walk(one: Run) -> None:
            self.names.append(one.name)
            for child in one.child_runs:
                walk(child)

        walk(run)


@pytest.fixture(params=["extractive", "model"])
def library(request: pytest.FixtureRequest) -> Library:
    made: Library = request.getfixturevalue("written")
    if request.param == "model":
        server: ScriptedServer = request.getfixturevalue("server")
        server.default = drafted([(MET, MET), (LASTED, LASTED)])
    else:
        made.llm = None
    return made


def test_a_question_goes_in_and_the_answer_with_its_sentences_comes_out(library: Library) -> None:
    given = library.chain().invoke({"question": WHO, "asked": DAY})
    answer = given["result"]
    assert answer.status is Status.ANSWERED
    assert given["answer"] == answer.text
    assert tuple(given["claims"]) == answer.claims
    for document in given["context"]:
        article = library.article(document.metadata["article_id"])
        assert article.text[document.metadata["start"] : document.metadata["end"]] == document.page_content


def test_it_streams_pieces_that_add_up_to_what_invoke_gives(library: Library) -> None:
    pieces = list(library.chain().stream({"input": WHO, "asked": DAY}))
    whole: dict[str, Any] = reduce(operator.add, pieces)
    assert whole["answer"] == whole["result"].text
    assert tuple(whole["claims"]) == whole["result"].claims


def test_it_answers_several_questions_at_once(library: Library) -> None:
    given = library.chain().batch([WHO, HOW_LONG])
    assert [one["result"].question for one in given] == [WHO, HOW_LONG]
    assert all(one["result"].status is Status.ANSWERED for one in given)


def test_it_is_a_link_of_a_longer_chain(library: Library) -> None:
    upper = RunnableLambda(lambda given: given["answer"].upper())
    shout: Runnable[Any, str] = RunnablePassthrough() | library.chain() | upper
    assert "THREE HOURS" in shout.invoke(HOW_LONG)


def test_its_steps_are_seen_by_a_tracer(library: Library) -> None:
    tracer = Names()
    library.chain().invoke(WHO, {"callbacks": [tracer]})
    assert tracer.names[0] == "news"
    for step in ("rewrite", "retrieve", "rerank", "fit", "write", "verify"):
        assert step in tracer.names


def test_a_conversation_may_be_given_as_messages_or_as_turns(library: Library) -> None:
    library.llm = None
    first = library.ask("Who promised a review of the price?", asked=DAY)
    messages = [HumanMessage(first.question), AIMessage(first.text)]
    for history in (messages, [Turn(first.question, first)]):
        given = library.chain().invoke(
            {"question": "When did she promise it by?", "chat_history": history, "asked": DAY}
        )
        assert given["result"].question == "When did she promise it by?"


@pytest.mark.parametrize("given", [{}, {"question": 3}, 3, {"question": WHO, "k": 4}])
def test_what_is_no_question_is_refused(given: object, library: Library) -> None:
    with pytest.raises(InputError):
        library.chain().invoke(given)  # type: ignore[arg-type]


def test_an_answer_nobody_waits_for_is_not_written(request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue("written")
    asked: ScriptedServer = request.getfixturevalue("server")
    asked.default = drafted([(LASTED, LASTED)])
    for event in library.stream(HOW_LONG, asked=DAY):
        if event == Stage("rerank"):
            break
    assert asked.chats == []
    assert library.ask(HOW_LONG, asked=DAY).text == LASTED
    assert len(asked.chats) == 1
