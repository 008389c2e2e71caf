"""The steps to an answer, in their order: a question is read by the turns before it and by the articles' own words."""

from __future__ import annotations

from datetime import date

import pytest

from rag import Library, Turn
from rag.models import Answer, Stage
from tests.asking import assert_verbatim

DAY = date(2026, 3, 14)
WHO = "Who did Radek Milosh meet in Halvern?"


@pytest.fixture(scope="module")
def first(samples: Library) -> Turn:
    return Turn(WHO, samples.ask(WHO, asked=DAY))


def test_each_step_is_told_as_it_begins_and_the_answer_comes_last(samples: Library) -> None:
    *events, answer = samples.stream(WHO, asked=DAY)
    assert [one.name for one in events if isinstance(one, Stage)] == ["rewrite", "retrieve", "rerank", "fit", "write"]
    assert isinstance(answer, Answer)
    assert answer.read_as is None
    assert_verbatim(samples, answer)


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("Who did Radek Milsoh meet in Halvren?", WHO),
        ("who did radek milosh meet in halvern", "who did Radek Milosh meet in Halvern"),
    ],
)
def test_a_slip_is_read_as_it_was_meant_and_told(asked: str, read: str, samples: Library) -> None:
    answer = samples.ask(asked, asked=DAY)
    assert (answer.question, answer.read_as) == (asked, read)


def test_a_follow_up_is_read_after_the_question_before_it(first: Turn, samples: Library) -> None:
    answer = samples.ask("And when?", asked=DAY, history=[first])
    assert answer.read_as == f"{WHO} And when?"
    assert_verbatim(samples, answer)


def test_the_trace_has_the_sentences_it_was_written_from_the_likeliest_first(samples: Library) -> None:
    trace = samples.trace(WHO, asked=DAY)
    assert trace.answer.text == samples.ask(WHO, asked=DAY).text
    read = {(one.article.id, one.span.start) for one in trace.evidence}
    cited = {(one.article_id, one.start) for claim in trace.answer.claims for one in claim.citations[:1]}
    assert len(read) == len(trace.evidence) > 0
    assert not cited or cited & read
