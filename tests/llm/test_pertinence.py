"""True statements that don't answer what was asked are no answer; beside one that does they are shown."""

from __future__ import annotations

import time
from datetime import date

import pytest

from rag import Library, Turn
from rag.models import Answer, Claim, Stage, Status
from rag.writers import BESIDE_THE_POINT
from tests.asking import assert_verbatim
from tests.llm.conftest import drafted
from tests.servers import Reply, Request, ScriptedServer

DAY = date(2026, 2, 21)
LASTED = "The meeting lasted three hours."
LEFT = "The first boat left Ardle at 6.15 a.m. with two passengers on board."
BACK = (
    "Crews on the Lorn Sound ferries went back to work on Thursday after nine days, when the company offered them a "
    "rise of 6 per cent."
)
UNSAID = "She did not say who would lead it."


def said(text: str) -> tuple[str, str]:
    """A statement in the words of its sentence."""
    return text, text


def ask(library: Library, question: str, **options: object) -> Answer:
    answer = library.ask(question, asked=DAY, **options)  # type: ignore[arg-type]
    assert_verbatim(library, answer)
    return answer


@pytest.mark.parametrize(
    ("question", "true"),
    [
        ("Why did Nora Teal resign?", LASTED),  # what it asks the reason of isn't told
        ("When did the packers’ league dismiss Lena Quist?", UNSAID),
        ("How many growers were arrested in Pellam?", UNSAID),
        ("Which opera did the composer write in Salzburg?", LASTED),  # another matter
        ("How do I bake sourdough bread?", LEFT),
    ],
)
def test_a_true_statement_beside_the_point_is_no_answer(
    question: str, true: str, written: Library, server: ScriptedServer
) -> None:
    server.default = drafted([said(true)])
    trace = written.trace(question, asked=DAY)
    assert trace.answer.status is Status.NOT_IN_ARTICLES
    assert not trace.answer.claims
    assert trace.answer.nearest
    assert [(one.text, one.reason) for one in trace.dropped] == [(true, BESIDE_THE_POINT)]
    assert trace.answer.dropped == 1


@pytest.mark.parametrize(
    ("question", "true"),
    [
        ("Why did the crews go back to work?", BACK),
        ("How long did the meeting in Pellam last?", LASTED),
        ("When did the first boat leave Ardle?", LEFT),
        ("Did anyone sail on the first boat from Ardle?", LEFT),
        ("What happened?", LEFT),
    ],
)
def test_a_statement_that_may_answer_is_shown(
    question: str, true: str, written: Library, server: ScriptedServer
) -> None:
    server.default = drafted([said(true)])
    answer = ask(written, question)
    assert [claim.text for claim in answer.claims] == [true]
    assert answer.dropped == 0


def test_background_is_shown_with_the_statement_that_answers_and_not_before_it(
    written: Library, server: ScriptedServer
) -> None:
    ask(written, "What did Lena Quist say?")  # the client takes seconds to load

    def slow(request: Request) -> Reply:
        text = drafted([said(LEFT), said(BACK), said(LASTED)])(request)
        cut = text.index("}]}") + 3
        return Reply(pieces=(text[:cut], text[cut:]), stall_after=1, stall_s=1.0)

    server.default = slow
    times = {}
    for event in written.stream("Why did the crews go back to work?", asked=DAY):
        times[event.text if isinstance(event, Claim) else str(event)] = time.perf_counter()
        last = event
    assert isinstance(last, Answer)
    assert [claim.text for claim in last.claims] == [one for one in times if one in (LEFT, BACK, LASTED)]
    assert [claim.text for claim in last.claims] == [LEFT, BACK, LASTED]
    assert times[LEFT] - times[str(Stage("write"))] > 0.8


def test_what_was_held_back_is_never_shown_when_the_model_breaks_off(written: Library, server: ScriptedServer) -> None:
    def cut(request: Request) -> Reply:
        text = drafted([said(LASTED), said(BACK)])(request)
        at = text.index("}]}") + 3
        return Reply(pieces=(text[:at], text[at : at + 5], text[at + 5 :]), cut_after=2)

    server.default = cut
    *events, answer = written.stream("Why did Nora Teal resign?", asked=DAY)
    assert not any(isinstance(event, Claim) for event in events)
    assert isinstance(answer, Answer)
    assert answer.status is Status.NOT_IN_ARTICLES
    assert answer.dropped == 1


def test_a_follow_up_is_judged_by_the_question_it_was_read_as(written: Library, server: ScriptedServer) -> None:
    server.default = drafted([said(LASTED)])
    before = Turn("How long did Nora Teal’s meeting in Pellam last?", ask(written, "How long did it last?"))
    server.say('{"question": "Why did Nora Teal resign after the meeting in Pellam?"}')
    trace = written.trace("And why?", asked=DAY, history=[before])
    assert server.chats[-1].prompt.endswith("Why did Nora Teal resign after the meeting in Pellam?")
    assert [(one.text, one.reason) for one in trace.dropped] == [(LASTED, BESIDE_THE_POINT)]
