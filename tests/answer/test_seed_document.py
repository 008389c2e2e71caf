"""One day of real news, where the article is at hand: who is to attend the meeting."""

from __future__ import annotations

import pytest

from rag.models import EventStatus, Status
from tests.asking import Asking, assert_verbatim, cites

WHO_ATTENDED = "Who attended the meeting?"
ELSEWHERE = ("Vance", "Trump", "Putin", "Starmer", "Carney")


def test_one_who_is_to_attend_is_named_with_the_sentence_that_says_so(document: Asking) -> None:
    answer = document(WHO_ATTENDED)
    assert answer.status is Status.ANSWERED
    assert "Kallas" in answer.text
    assert cites(answer, "Kallas")
    assert not any(name in answer.text for name in ELSEWHERE)


def test_a_meeting_that_is_set_for_tuesday_is_planned_and_has_not_happened(document: Asking) -> None:
    answer = document(WHO_ATTENDED)
    statuses = {claim.event_status for claim in answer.claims if "meet" in claim.text}
    assert statuses == {EventStatus.PLANNED}


@pytest.mark.parametrize(
    "question",
    [
        "At which hotel are the ministers staying?",
        "What did Emmanuel Macron tell Starmer?",
        "Which song won the Eurovision Song Contest?",
        "Who resigned in 1997?",
    ],
)
def test_whatever_is_asked_of_it_every_citation_is_verbatim(document: Asking, question: str) -> None:
    assert_verbatim(document.library, document(question))


@pytest.mark.parametrize("question", ["What did Emmanuel Macron tell Starmer?", "Who resigned in 1997?"])
def test_a_name_or_a_year_that_it_does_not_have_is_refused(document: Asking, question: str) -> None:
    answer = document(question)
    assert answer.status is Status.NOT_IN_ARTICLES
    assert answer.nearest
