from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from rag import Library
from rag.models import Status
from tests.asking import Asking, cites

HARBOUR = """Engineers from Norway, Chile and Ghana came to Port Ellery on Tuesday to repair the storm barrier.

The barrier, which broke on Sunday 7 June, will be rebuilt by Otto Barr, the harbour engineer.
His contract runs until April 2029.

The repair ship carries three machines: a crane, a dredger and a pile driver.

The regatta and the boat fair, both on Saturday, will go ahead. So will the children's swim.
The night market has been cancelled.

Mayor Ada Lind welcomed the engineers on Wednesday 10 June. The barrier is to reopen on Friday 26 June.

The city will pay 40 million crowns. The province is to give 15 million, and the rest, 9 million, will be lent.

Chilean President Rosa Vidal telephoned the mayor.
The former Ghanaian President, Kofi Mensa, sent a letter, and Norwegian President Liv Dahl a telegram."""

FERRY = """The ferry workers of Port Ellery have asked for a rise of 8 per cent, their union said on Monday.

The ferry company first offered 2 per cent. On Thursday both sides agreed on 5 per cent.

Union leader Petra Holm said the rise was fair. Company director Jan Roos said the rise was expensive."""


@pytest.fixture(scope="module")
def ellery(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Iterator[Asking]:
    with Library.open(tmp_path_factory.mktemp("ellery"), beside=models) as library:
        for title, text in (("Storm barrier of Port Ellery to be rebuilt", HARBOUR), ("Ferry pay settled", FERRY)):
            library.add_text(text, title=title, source="Ellery Times", published=date(2026, 6, 12))
        yield Asking(library, date(2026, 6, 12))


def leads(asking: Asking, question: str) -> list[str]:
    return [claim.text.split(" — ")[0] for claim in asking(question).claims]


def test_the_things_joined_where_the_question_asks_are_the_list(ellery: Asking) -> None:
    assert leads(ellery, "From which countries did engineers come to Port Ellery?") == ["Norway, Chile and Ghana"]


def test_what_a_sentence_counts_up_is_the_list(ellery: Asking) -> None:
    assert leads(ellery, "Which machines does the repair ship carry?") == ["crane, dredger and pile driver"]


def test_the_next_sentence_may_continue_a_list(ellery: Asking) -> None:
    answer = ellery("Which events in Port Ellery will go ahead?")
    assert cites(answer, "regatta", "boat fair")
    assert cites(answer, "swim")
    assert "night market" not in answer.text


def test_everyone_with_a_figure_is_told_when_each_is_asked(ellery: Asking) -> None:
    answer = ellery("Who will pay for the barrier in Port Ellery, and how much each?")
    assert cites(answer, "40 million")
    assert cites(answer, "15 million", "9 million")


def test_those_who_are_named_in_an_office(ellery: Asking) -> None:
    assert leads(ellery, "Which presidents are mentioned?") == ["Rosa Vidal", "Kofi Mensa", "Liv Dahl"]
    assert leads(ellery, "Which serving presidents are mentioned?") == ["Rosa Vidal", "Liv Dahl"]


def test_a_list_of_what_did_not_happen_is_refused(ellery: Asking) -> None:
    assert ellery("Which countries refused to repair the storm barrier?").status is Status.NOT_IN_ARTICLES
    assert ellery("Which senators are mentioned?").status is Status.NOT_IN_ARTICLES


def test_until_when_is_answered_with_the_date_that_bounds_it(ellery: Asking) -> None:
    assert leads(ellery, "Until when does Otto Barr's contract run?") == ["April 2029"]


def test_the_parts_of_a_question_are_answered_in_its_order(ellery: Asking) -> None:
    answer = ellery("When did the barrier break, and when is it to reopen?")
    assert answer.status is Status.ANSWERED
    assert answer.text.index("7 June") < answer.text.index("26 June")


def test_a_part_that_is_not_in_the_articles_is_said_to_be_missing(ellery: Asking) -> None:
    answer = ellery("When did the barrier break, and who insured it?")
    assert answer.status is Status.ANSWERED
    assert "7 June" in answer.text
    assert answer.text.endswith("The articles don’t say: “Who insured it?”")
    assert answer.reason is not None


def test_a_question_without_an_answered_part_is_refused(ellery: Asking) -> None:
    answer = ellery("Who insured the barrier, and which bank lent the money?")
    assert answer.status is Status.NOT_IN_ARTICLES
    assert not answer.claims


def test_both_sides_of_a_comparison_are_told(ellery: Asking) -> None:
    answer = ellery("Which came first, the fire in Tarbeck or the break of the barrier?")
    assert answer.status is Status.NOT_IN_ARTICLES
    answer = ellery("What do Petra Holm and Jan Roos each say about the rise?")
    assert cites(answer, "fair")
    assert cites(answer, "expensive")


def test_times_of_several_parts_add_up(ellery: Asking) -> None:
    timings = ellery("When did the barrier break, and when is it to reopen?").timings_ms
    assert timings["retrieve"] + timings["rerank"] + timings["write"] + timings["verify"] <= timings["total"] + 1
