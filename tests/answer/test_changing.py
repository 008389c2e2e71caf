"""Figures that differ, mistakes put right, plans that fell through and the course of events, asked of a library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from rag import Library
from rag.models import EventStatus
from tests.answer.changing import ARTICLES
from tests.asking import Asking, cites

TODAY = date(2026, 9, 12)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Iterator[Asking]:
    with Library.open(tmp_path_factory.mktemp("changing"), beside=models) as library:
        for told in ARTICLES:
            library.add_text(told.text, title=told.title, source=told.source, published=told.day)
        yield Asking(library, TODAY)


def test_every_toll_is_shown_the_newest_first_with_its_source_and_day(news: Asking) -> None:
    answer = news("How many people died in the landslide at Velm?")
    order = [answer.text.index(lead) for lead in ("• 14 —", "• 11 —", "• nine —", "• At least four —")]
    assert order == sorted(order)
    assert "(Orrin Times, 2026-09-10)" in answer.text
    assert len(answer.claims) == 4
    assert answer.disagreements == ((0, 1, 2, 3),)


def test_the_same_toll_told_twice_is_shown_once(news: Asking) -> None:
    answer = news("How many people died in the landslide at Velm?")
    assert answer.text.lower().count("nine —") == 1


@pytest.mark.parametrize("other", ["Thirty", "one man", "12 dogs", "Two ministers", "A further 20"])
def test_what_counts_something_else_is_no_other_toll(news: Asking, other: str) -> None:
    assert not cites(news("How many people died in the landslide at Velm?"), other)


def test_two_sources_of_one_article_are_both_shown(news: Asking) -> None:
    answer = news("How many people marched in Hask?")
    assert cites(answer, "2,000")
    assert cites(answer, "5,000")
    assert not cites(answer, "tractors")
    assert answer.text.startswith("The article gives more than one figure:\n")
    assert answer.disagreements == ((0, 1),)


def test_a_single_figure_is_no_disagreement(news: Asking) -> None:
    answer = news("How many people were hurt in the landslide at Velm?")
    assert "differ" not in answer.text
    assert answer.disagreements == ()


def test_an_offer_that_was_raised_is_told_with_the_earlier_one(news: Asking) -> None:
    answer = news("How much did Tarvo offer a share for Ellmann?")
    assert answer.text.index("104") < answer.text.index("90 marks")


def test_a_correction_replaces_the_figure_it_corrects(news: Asking) -> None:
    answer = news("How much will the clinic in Hask cost?")
    assert answer.claims[0].text.startswith("68 million")
    assert cites(answer, "right figure", "68 million")


def test_asked_about_the_wrong_figure_the_correction_answers(news: Asking) -> None:
    answer = news("Is it true that the Hask clinic costs 88 million marks?")
    assert cites(answer, "right figure", "68 million")


def test_a_cancelled_event_is_not_given_its_old_day(news: Asking) -> None:
    answer = news("When will the autumn regatta on Lake Ond be held?")
    assert cites(answer, "cancelled")
    assert not cites(answer, "19 September")
    assert answer.claims[0].event_status is EventStatus.DENIED


def test_a_postponed_event_is_given_its_new_day(news: Asking) -> None:
    answer = news("When will the concert of the choir of Sund take place?")
    assert answer.claims[0].text.startswith("Sunday 4 October")
    assert answer.claims[0].event_status is EventStatus.PLANNED


def test_a_withdrawn_offer_is_told_as_withdrawn(news: Asking) -> None:
    assert cites(news("What is Tarvo's offer for Ellmann now?"), "withdrew")


def test_a_timeline_tells_each_article_once_in_order(news: Asking) -> None:
    answer = news("Give me a timeline of the landslide at Velm.")
    days = [line[2:12] for line in answer.text.splitlines()]
    assert days == sorted(days)
    assert days[0] == "2026-09-07"
    assert days[-1] == "2026-09-10"
    assert not cites(answer, "Hask")


def test_a_timeline_keeps_to_the_days_asked_about(news: Asking) -> None:
    answer = news("What happened at Velm between 7 and 8 September 2026?")
    assert "2026-09-07" in answer.text
    assert "2026-09-10" not in answer.text


def test_how_a_toll_rose_is_told_from_the_first_to_the_last(news: Asking) -> None:
    answer = news("How did the death toll of the Velm landslide rise from 7 to 10 September?")
    order = [answer.text.index(figure) for figure in ("four", "nine", "14 people", "at 11")]
    assert order == sorted(order)


def test_an_event_that_was_cancelled_had_no_winner(news: Asking) -> None:
    answer = news("Who won the regatta on Lake Ond?")
    assert cites(answer, "cancelled")
    assert answer.claims[0].event_status is EventStatus.DENIED


def test_a_claim_is_shown_with_its_denial(news: Asking) -> None:
    answer = news("Has the ministry promised the fishermen of Hask a grant for nets?")
    assert cites(answer, "according to their union")
    assert cites(answer, "denied on Friday")
    assert answer.disagreements == ((0, 1),)


def test_both_sides_of_one_matter_are_shown(news: Asking) -> None:
    answer = news("Was the tanker Marit drifting?")
    assert cites(answer, "drifting")
    assert cites(answer, "at anchor")
    assert answer.disagreements == ((0, 1),)


def test_a_disagreement_keeps_to_its_statements_in_an_answer_of_several_parts(news: Asking) -> None:
    answer = news("How much will the clinic in Hask cost, and how many people marched in Hask?")
    ((first, second),) = answer.disagreements
    assert "2,000" in answer.claims[first].text
    assert "5,000" in answer.claims[second].text
    assert first > 0
