"""What articles say alike is found, and what only looks alike is not."""

from __future__ import annotations

from datetime import date

import pytest

from rag.summarize.comparison import repeats
from rag.summarize.meaning import Meaning
from rag.summarize.units import Unit, claim
from tests.summarize.samples import sentence


def same(one: str, other: str, published: date | None = None) -> bool:
    there = sentence(other, published=published, name="b") if published else sentence(other, name="b")
    return bool(repeats(sentence(one), [there]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Eleven people are still missing.", "Eleven people were still missing."),
        (
            "The gate opened at 3.05 am on Sunday, the agency said.",
            "The agency said that the gate had opened at 3.05 am on Sunday.",
        ),
        ("Work on the bridge is to begin on 4 May.", "Work on the bridge begins on 4 May."),
    ],
)
def test_the_same_in_other_words(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The flood killed 19 people in Arden.", "The flood killed 28 people in Arden."),
        ("Ada Lund, the mayor of Arden, opened the bridge.", "Ada Lund, the mayor of Arden, did not open the bridge."),
        ("Ada Lund, mayor of Arden, opened the bridge.", "Ada Lund, mayor of Arden, sold her boat."),
    ],
)
def test_another_number_a_not_and_another_deed_are_not_the_same(one: str, other: str) -> None:
    assert not same(one, other)


def test_thursdays_of_different_weeks_are_not_the_same() -> None:
    told = "Ada Lund met the unions in Arden on Thursday."
    assert same(told, told)
    assert not same(told, told, published=date(2026, 3, 27))


def test_an_article_does_not_repeat_itself() -> None:
    one = sentence("Eleven people are still missing.")
    assert repeats(one, [one]) == []


def test_a_claim_cites_only_those_that_say_the_same_of_the_event(meaning: Meaning) -> None:
    planned = sentence("Bo Ek is expected to open the bridge of Arden on Thursday.", published=date(2026, 3, 11))
    happened = sentence("Bo Ek opened the bridge of Arden as expected on Thursday.", name="b")
    again = sentence(
        "Bo Ek is expected to open the bridge of Arden on Thursday.", published=date(2026, 3, 11), name="c"
    )
    alike = repeats(planned, [happened, again])
    assert alike == [happened, again]
    made = claim(Unit((planned,), planned, quoted=False), alike, meaning)
    statuses = meaning.statuses([planned, happened, again])
    assert made.event_status is statuses[0]
    cited = [
        one.article.id
        for one, status in zip([planned, happened, again], statuses, strict=True)
        if status is statuses[0]
    ]
    assert [one.article_id for one in made.citations] == cited
