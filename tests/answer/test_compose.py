from __future__ import annotations

import pytest

from rag.answer.compose import NEAREST, answered, cite, not_answered, passage_claim
from rag.models import Claim, EventStatus, Span, Status
from tests.answer.samples import article, evidence

TALKS = article("Odile Varga met  Tom Bell. They talked. It rained. They left.")
SPANS = [one.span for one in evidence(TALKS)]


def test_a_claim_gives_its_sentences_on_one_line_and_cites_them_word_for_word() -> None:
    claim = passage_claim(TALKS, SPANS[:2], status=EventStatus.HAPPENED)
    assert claim.text == "Odile Varga met Tom Bell. They talked."
    assert [one.quote for one in claim.citations] == ["Odile Varga met  Tom Bell.", "They talked."]
    assert claim.event_status is EventStatus.HAPPENED


def test_the_short_answer_stands_before_its_sentence() -> None:
    assert passage_claim(TALKS, SPANS[1:2], lead="Yes").text == "Yes — They talked."


def test_a_sentence_is_cited_once() -> None:
    assert len(cite(TALKS, SPANS[0], SPANS[1], SPANS[0])) == 2


@pytest.mark.parametrize("differing", [(), ((0, 1),)])
def test_an_answer_is_its_claims(differing: tuple[tuple[int, ...], ...]) -> None:
    claims = [Claim("One.", cite(TALKS, Span(0, 5))), Claim("Two.", cite(TALKS, Span(0, 5)))]
    draft = answered(claims, differing)
    assert (draft.status, draft.text, draft.disagreements) == (Status.ANSWERED, "One.\nTwo.", differing)


def test_a_refusal_gives_its_reason_and_the_nearest_found() -> None:
    draft = not_answered("Nothing fits.", evidence(TALKS))
    assert draft.status is Status.NOT_IN_ARTICLES
    assert draft.text == "The articles don’t say. Nothing fits."
    assert [one.quote for one in draft.nearest] == [one.text for one in evidence(TALKS)[:NEAREST]]
