"""Summaries and first sentences are held to the same number of words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evals.cases import Fact, SummaryCase
from evals.documents import Document
from evals.lead import LEAD3, Outcome, gains, outcomes
from rag import Library

FIRST = """The harbour of Arden was closed on Monday after a crane fell on the ferry Linnet.

It was a quiet morning. The gulls were out. People came to look at it.

Two workers, Ada Lund and Bo Ek, were taken to Wend Hospital with broken legs on Monday.

The harbour opens again on 4 April."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    folder = tmp_path_factory.mktemp("lead")
    path = folder / "harbour.md"
    path.write_text(f"---\ntitle: Crane falls on ferry in Arden\npublished: 2026-03-16\n---\n{FIRST}\n", "utf-8")
    facts = (Fact((("Linnet",),), ()), Fact((("Bo Ek",),), ()))
    case = SummaryCase("one", "article", date(2026, 3, 17), facts, article="harbour.md")
    with Library.open(folder / "library") as library:
        library.add(path)
        return list(outcomes(library, [case], [Document(path)]))


def test_ours_is_never_longer_than_lead_3(found: list[Outcome]) -> None:
    (one,) = (outcome for outcome in found if outcome.length == LEAD3)
    assert one.words <= one.lead_words
    assert one.lead == 0.5  # the ferry is in the first three sentences, the injured are not


def test_at_every_other_length_both_have_as_many_words(found: list[Outcome]) -> None:
    others = [one for one in found if one.length != LEAD3]
    assert [one.length for one in others] == ["headline", "short", "medium", "long"]
    assert all(one.words == one.lead_words for one in others)


def test_the_gain_is_ours_less_that_of_the_first_sentences(found: list[Outcome]) -> None:
    more, less = replace(found[0], ours=1.0, lead=0.5), replace(found[0], ours=0.25, lead=0.5)
    assert gains([more, less])[LEAD3, "all"].value == pytest.approx(0.125)
