"""Who came, told over several articles: plans and reports, meetings in a row, calls, and what was called off."""

from __future__ import annotations

import pytest

from rag.models import EventStatus, Status
from tests.asking import Asking, taking_part


def test_the_report_of_who_came_takes_the_place_of_the_plan(talks: Asking) -> None:
    answer = talks("Who took part in the herring talks at Lamp House?")
    named = taking_part(answer)
    assert all(name in named for name in ("Lindqvist", "Brisk", "Toll", "Fell"))
    assert "Kern" not in named
    assert {c.event_status for c in answer.claims if c.text == "Henrik Fell"} == {EventStatus.HAPPENED}


def test_who_was_missed_is_told_as_missing(talks: Asking) -> None:
    answer = talks("Who took part in the herring talks at Lamp House?")
    assert [c.text for c in answer.claims if c.event_status is EventStatus.DENIED] == [
        "Admiral Sofia Kern did not come."
    ]


def test_the_plan_is_given_when_it_is_asked_for(talks: Asking) -> None:
    named = taking_part(talks("Who was expected to attend the herring talks at Lamp House?"))
    assert "Kern" in named
    assert "Fell" not in named


def test_whether_someone_came_is_told_by_the_report(talks: Asking) -> None:
    answer = talks("Did Admiral Kern attend the herring talks at Lamp House?")
    assert answer.claims[0].event_status is EventStatus.DENIED
    assert "did not come" in answer.text
    assert "Henrik Fell" in answer.text


def test_one_side_alone_is_given(talks: Asking) -> None:
    named = taking_part(talks("Who was named on the islands’ list for the meeting at Lamp House?"))
    assert "Marsh" in named
    assert "Lindqvist" not in named


@pytest.mark.parametrize(
    ("question", "there", "not_there"),
    [
        ("Who attended the first pay meeting at the cannery, on March 3?", ("Quill", "Reed", "Stamm"), "Lunde"),
        ("Who attended the March 9 pay meeting at the cannery?", ("Quill", "Reed", "Lunde"), "Stamm"),
        ("Who was on Dora Lindqvist’s 25-minute telephone call?", ("Vos", "Almond"), "Brisk"),
    ],
)
def test_meetings_are_told_apart_by_number_day_and_length(
    talks: Asking, question: str, there: tuple[str, ...], not_there: str
) -> None:
    named = taking_part(talks(question))
    assert all(name in named for name in there)
    assert not_there not in named


def test_nobody_attends_what_was_cancelled(talks: Asking) -> None:
    answer = talks("Who attended the summit in Port Velm on 20 March?")
    assert "cancelled" in answer.text
    assert {claim.event_status for claim in answer.claims} == {EventStatus.DENIED}


def test_who_said_they_would_come_to_it_is_still_told(talks: Asking) -> None:
    named = taking_part(talks("Who was expected to attend the summit in Port Velm?"))
    assert all(name in named for name in ("Brisk", "Calder", "Marr"))


def test_when_nobody_else_is_named_it_says_so(talks: Asking) -> None:
    answer = talks("Who else besides Olga Penn and Lars Holt was at the meeting in the galley?")
    assert answer.status is not Status.ANSWERED


def test_talks_of_another_day_are_not_given(talks: Asking) -> None:
    assert talks("Who attended the herring talks on Friday 20 March?").status is Status.NOT_IN_ARTICLES


def test_who_was_missing_can_be_asked_for(talks: Asking) -> None:
    answer = talks("Who did not attend the second pay meeting at the cannery?")
    assert [claim.text.split(" — ")[0] for claim in answer.claims] == ["Paula Stamm"]


def test_someone_who_said_they_would_come_did_not_attend_what_was_cancelled(talks: Asking) -> None:
    answer = talks("Did Hugo Marr attend the summit in Port Velm?")
    assert {claim.event_status for claim in answer.claims} == {EventStatus.DENIED}
