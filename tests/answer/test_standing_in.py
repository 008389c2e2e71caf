"""Who took somebody's place, never the one who was away."""

from __future__ import annotations

import pytest

from rag.answer.standing_in import stands_in
from rag.answer.syntax import Syntax
from rag.answer.understanding import understand
from rag.models import EventStatus
from tests.answer.samples import reading

FLOODS = (
    "The mayor of Stavel, Karin Holt, did not attend the meeting on the floods.\nHer deputy, Emil Roos, took her place "
    "and sat beside Anton Vey."
)
OIL = "The oil firm has appointed a new chief executive, Jon Aker.\nHe replaces Eva Blom, who was dismissed in May."
COURT = "Judge Ada Lind will stand in for Tom Reed at the trial on Monday.\nOle Kern did not replace Mr Reed."


@pytest.mark.parametrize(
    ("question", "text", "person"),
    [
        ("Who took the mayor's place at the flood meeting?", FLOODS, "Emil Roos"),
        ("Who took Karin Holt's place?", FLOODS, "Emil Roos"),
        ("Who replaced Eva Blom?", OIL, "Jon Aker"),
        ("Who will stand in for Tom Reed?", COURT, "Ada Lind"),
    ],
)
def test_whoever_took_a_place_is_named(syntax: Syntax, question: str, text: str, person: str) -> None:
    draft = stands_in(understand(question, syntax.parse([question])[0]), [reading(text, syntax)])
    assert draft is not None
    assert draft.text.startswith(f"{person} — ")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who took Karin Holt's place at the trial?", FLOODS),
        ("Who took Anton Vey's place?", FLOODS),
        ("Who attended the meeting?", FLOODS),
        ("Who replaced Jon Aker?", OIL),
    ],
)
def test_nobody_is_named_who_took_another_place_or_none(syntax: Syntax, question: str, text: str) -> None:
    assert stands_in(understand(question, syntax.parse([question])[0]), [reading(text, syntax)]) is None


def test_it_is_told_that_somebody_is_only_to_stand_in(syntax: Syntax) -> None:
    question = "Who will stand in for Tom Reed?"
    draft = stands_in(understand(question, syntax.parse([question])[0]), [reading(COURT, syntax)])
    assert draft is not None
    assert draft.claims[0].event_status is EventStatus.PLANNED
