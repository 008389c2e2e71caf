"""A right answer counts 1, silence 0, a wrong answer -1; worked by hand."""

from __future__ import annotations

import pytest

from evals.gold import Case, score
from rag.models import Answer, Claim, Status

MEETING: Case = {
    "category": "attendance",
    "status": "answered",
    "must": [["Thursday"]],
    "must_not": ["Loxley"],
    "items": [["Nadia Ferrow", "Ms Ferrow"], ["Askew"]],
}


def answer(text: str, status: Status = Status.ANSWERED, claims: tuple[Claim, ...] = ()) -> Answer:
    return Answer("?", status, text, claims, None, (), "extractive")


@pytest.mark.parametrize(
    ("case", "given", "expected"),
    [
        (MEETING, answer("Ms Ferrow and Tom Askew met on Thursday; Mr Loxley stayed away."), 1),
        (MEETING, answer("Ms Ferrow met someone on Thursday."), -1),
        (MEETING, answer("Ms Ferrow and Mr Askew met."), -1),
        (MEETING, answer("Ferrow, Ms Ferrow, Askew. Thursday.", claims=(Claim("Mr Loxley", ()),)), -1),
        (MEETING, answer("They don’t say.", Status.NOT_IN_ARTICLES), 0),
        ({"category": "far", "status": "not_in_articles"}, answer("They don’t say.", Status.NOT_IN_ARTICLES), 1),
        ({"category": "far", "status": "not_in_articles"}, answer("Canberra."), -1),
        ({"category": "ambiguous", "status": "ambiguous"}, answer("Which one?", Status.AMBIGUOUS), 1),
        ({"category": "ambiguous", "status": "ambiguous"}, answer("The first."), -1),
    ],
)
def test_scores(case: Case, given: Answer, expected: int) -> None:
    assert score(case, given) == expected
