"""Meetings, calls and visits of made-up news: who is there, who is not, and whether it takes place."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from rag.models import EventStatus, Status
from tests.asking import Asking, taking_part

HAPPENED, PLANNED, DENIED = EventStatus.HAPPENED, EventStatus.PLANNED, EventStatus.DENIED


class Case(NamedTuple):
    """A question to one source, who takes part, who does not, and what becomes of the event."""

    source: str
    question: str
    there: tuple[str, ...]
    not_there: tuple[str, ...]
    status: EventStatus


ATTENDANCE = [
    Case("Dock News", "Who attended the meeting?", ("Ferrow", "Askew", "Varga"), ("Loxley", "BRINDLE"), HAPPENED),
    Case("Selm Courier", "Who met at Hartwell House?", ("Denholm", "Dusan"), ("Calder", "Rothwell"), HAPPENED),
    Case("Selm Courier", "Who will attend the meeting in Port Selm?", ("Calder", "Rothwell"), ("Dusan",), PLANNED),
    Case("Selm Courier", "Who did Orla Denholm receive on Monday?", ("Dusan",), ("Calder", "Rothwell"), HAPPENED),
    Case("Selm Courier", "Who will meet Anna Rothwell?", ("Calder",), ("Denholm", "Dusan"), PLANNED),
    Case("Orlan Wire", "Who was on the call?", ("Torvan", "Holm"), ("Pace",), HAPPENED),
    Case("Grid Daily", "Who was to meet Lidia Kohl?", ("Arkel",), (), DENIED),
    Case("Tarsk Herald", "Who will visit the shipyard?", ("Matilde",), ("Otto",), PLANNED),
    Case("Tarsk Herald", "Who will receive the Queen?", ("Bielik",), ("Otto",), PLANNED),
    Case("Odrin Post", "Who took part in the round table?", ("Stene",), ("Brandt",), HAPPENED),
]


@pytest.mark.parametrize("case", ATTENDANCE, ids=[f"{case.source}: {case.question}" for case in ATTENDANCE])
def test_who_takes_part_and_whether_it_takes_place(meetings: Asking, case: Case) -> None:
    answer = meetings(case.question, case.source)
    assert answer.status is Status.ANSWERED
    named = "\n".join(claim.text for claim in answer.claims) if case.status is DENIED else taking_part(answer)
    assert [name for name in case.there if name not in named] == []
    assert [name for name in case.not_there if name in named] == []
    for claim in answer.claims:
        if any(name in claim.text for name in case.there):
            assert claim.event_status is case.status, claim.text


@pytest.mark.parametrize(
    ("source", "question", "absent"),
    [
        ("Dock News", "Did Mayor Loxley attend the talks?", "Loxley"),
        ("Odrin Post", "Who refused to take part?", "Brandt"),
    ],
)
def test_who_stayed_away_is_told_as_the_article_tells_it(
    meetings: Asking, source: str, question: str, absent: str
) -> None:
    answer = meetings(question, source)
    assert answer.status is Status.ANSWERED
    assert absent in answer.claims[0].text
    assert any("not attend" in one.quote or "refused" in one.quote for one in answer.claims[0].citations)


@pytest.mark.parametrize(
    ("source", "question", "asserted"),
    [
        ("Selm Courier", "Where did Calder meet Dusan?", ("Port Selm", "Hartwell House")),
        ("Dock News", "How long did the talks last?", ("nine days",)),
        ("Orlan Wire", "How many tents did Torvan promise?", ("two hundred",)),
    ],
)
def test_what_belongs_to_something_else_is_not_given_as_the_answer(
    meetings: Asking, source: str, question: str, asserted: tuple[str, ...]
) -> None:
    assert not any(claim.text.startswith(asserted) for claim in meetings(question, source).claims)


def test_a_question_that_fits_several_meetings_asks_which(meetings: Asking) -> None:
    answer = meetings("Who attended the meeting?")
    assert answer.status is Status.AMBIGUOUS
    assert len({claim.citations[0].article_id for claim in answer.claims}) > 1
    assert "which" in answer.text


def test_a_particular_tells_the_meeting_apart(meetings: Asking) -> None:
    answer = meetings("Who spoke by telephone about the flooded mines?")
    assert answer.status is Status.ANSWERED
    assert {claim.text for claim in answer.claims} == {"Ilya Torvan", "Greta Holm"}


def test_someone_no_article_knows_attends_nothing(meetings: Asking) -> None:
    answer = meetings("Did Percival Quillfeather attend the round table?")
    assert answer.status is Status.NOT_IN_ARTICLES
    assert "Quillfeather" in (answer.reason or "")
