"""A real model, too weak to answer: whatever it writes, what is shown keeps every promise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rag import Library, Turn
from rag.llm.model import LanguageModel
from rag.models import Answer, Claim, Status
from tests.asking import assert_verbatim
from tests.conftest import FIXTURES

DAY = date(2026, 2, 21)
QUESTIONS = ("Who met at the Corn Exchange in Pellam?", "Who won the election?")


@pytest.fixture
def library(smol: LanguageModel, reading: Library, tmp_path: Path) -> Iterator[Library]:
    small = replace(smol, window=2048)  # a weak model writes on until it is stopped
    with Library.open(tmp_path / "library", llm=small, beside=reading) as made:
        made.add(FIXTURES / "news")
        yield made


def assert_true(library: Library, answer: Answer, shown: list[Claim]) -> None:
    assert_verbatim(library, answer)
    assert tuple(shown) == (answer.claims if answer.engine != "extractive" else ())
    assert answer.status is not Status.ANSWERED or answer.text
    assert answer.note or answer.engine == library.llm.name  # type: ignore[union-attr]


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_whatever_it_answers_every_promise_is_kept(
    question: str, library: Library, record_property: Callable[[str, object], None]
) -> None:
    *events, answer = library.stream(question, asked=DAY)
    assert isinstance(answer, Answer)
    assert_true(library, answer, [one for one in events if isinstance(one, Claim)])
    assert answer.usage is not None
    assert answer.usage.input_tokens > 100
    assert answer.usage.output_tokens > 0
    record_property("dropped", answer.dropped)


@pytest.mark.slow
def test_whatever_it_makes_of_a_follow_up_every_promise_is_kept(library: Library) -> None:
    first = library.ask(QUESTIONS[0], asked=DAY)
    answer = library.ask("And how long did it last?", asked=DAY, history=[Turn(first.question, first)])
    assert_verbatim(library, answer)


@pytest.mark.slow
def test_whatever_it_sums_up_every_promise_is_kept(library: Library) -> None:
    (talks,) = library.articles(sources=("Harbour Gazette",))
    made = library.summarize([talks.id], length="short")
    for claim in made.sentences:
        for one in claim.citations:
            assert library.article(one.article_id).text[one.start : one.end] == one.quote
    assert made.sentences
