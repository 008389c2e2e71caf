"""Whatever is in an article and whatever is asked of it: a plain refusal or a verbatim answer, and no crash."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag import Library, Turn
from rag.errors import EmptyInput
from rag.ingest.pipeline import Outcome
from rag.models import Answer, Status
from tests.asking import assert_verbatim, citations

DAY = date(2026, 3, 14)
FERRY = "The ferry Linnet ran aground off Arden on Monday. Nobody was hurt."
QUESTIONS = ("Where did the ferry Linnet run aground?", "Who won the election in Wend?", "What happened?")


@pytest.fixture
def library(tmp_path: Path, models: Library) -> Iterator[Library]:
    with Library.open(tmp_path / "library", beside=models) as one:
        yield one


def ask(library: Library, question: str) -> Answer:
    answer = library.ask(question, asked=DAY)
    assert_verbatim(library, answer)
    return answer


def test_a_library_can_be_asked_before_and_after_it_is_indexed_anew(library: Library) -> None:
    library.add_text(FERRY, title="Ferry runs aground", published=DAY)
    before = ask(library, QUESTIONS[0])
    assert library.reindex() == 1
    after = ask(library, QUESTIONS[0])
    assert (after.status, after.text, after.claims) == (before.status, before.text, before.claims)
    library.add_text("The bridge of Wend opened on Friday.", title="Bridge", published=DAY)
    assert {one.title for one in citations(ask(library, "What opened on Friday?"))} >= {"Bridge"}


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u200b"])
def test_an_empty_article_is_reported_and_the_library_answers_on(text: str, library: Library) -> None:
    added = library.add_text(text, title="Nothing")
    assert added.outcome is Outcome.FAILED
    assert isinstance(added.error, EmptyInput)
    assert added.error.fix
    assert ask(library, QUESTIONS[0]).status is Status.NOT_IN_ARTICLES


@pytest.mark.parametrize(
    "text",
    [
        "The ferry Linnet ran aground. " * 4000,
        "Arden. " * 3000,
        "word " * 5000 + "end.",
        "The ferry Linnet, " + "which was late, " * 1700 + "ran aground off Arden.",
        "x" * 20_000,
        "“" * 500,
        "第一艘渡轮在星期一搁浅。" * 300,
    ],
    ids=["identical sentences", "one word", "5,000 words", "one sentence", "one letter", "quotation marks", "Chinese"],
)
def test_a_strange_article_is_answered_from_word_for_word_or_refused(text: str, library: Library) -> None:
    library.add_text(text, title="Strange", published=DAY)
    library.add_text(FERRY, title="Ferry", published=DAY)
    for question in QUESTIONS:
        ask(library, question)


def test_a_sentence_of_many_copies_is_told_once(library: Library) -> None:
    library.add_text("The ferry Linnet ran aground off Arden on Monday. " * 400, title="Copies", published=DAY)
    answer = ask(library, QUESTIONS[0])
    assert len({claim.text for claim in answer.claims}) == len(answer.claims)


@pytest.mark.parametrize(
    "question",
    [
        "Wo lief die Fähre Linnet auf Grund?",
        "Où le ferry s’est-il échoué ?",
        "Где села на мель «Линнет»?",
        "渡轮在哪里搁浅了？",
        "أين جنحت العبارة؟",
    ],
)
def test_a_question_in_another_language_is_answered_word_for_word_or_refused(question: str, library: Library) -> None:
    library.add_text(FERRY, title="Ferry", published=DAY)
    assert ask(library, question).status in {Status.ANSWERED, Status.NOT_IN_ARTICLES}


def test_an_article_in_another_language_may_be_cited(library: Library) -> None:
    library.add_text(
        "Die Fähre „Linnet“ lief am Montag vor Arden auf Grund. Niemand wurde verletzt.", title="Fähre", published=DAY
    )
    ask(library, "Wann lief die Fähre auf Grund?")
    ask(library, QUESTIONS[0])


def test_a_refusal_does_not_hang_on_what_was_asked_before(library: Library) -> None:
    library.add_text(FERRY, title="Ferry", published=DAY)
    refused = ask(library, "What did Angela Merkel say about 2,500 ships?")
    assert refused.reason == "They don’t mention Angela Merkel."
    answer = library.ask(QUESTIONS[0], asked=DAY, history=[Turn(refused.question, refused)])
    assert_verbatim(library, answer)
    assert "Merkel" not in (answer.reason or "")


def test_many_notices_that_are_alike_do_not_hide_the_news(library: Library, tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(f"Notice {number}\n\nThe office is closed on Sunday.", "utf-8")
    library.add(*sorted(tmp_path.glob("*.txt")))
    library.add_text(FERRY, title="Ferry", published=DAY)
    found = {one.title for one in citations(ask(library, QUESTIONS[0]))}
    assert "Ferry" in found
