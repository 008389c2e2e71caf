"""What articles date is told under its date, the oldest first, and a planned event never as one that happened."""

from __future__ import annotations

from datetime import date

import pytest

from rag.models import EventStatus
from rag.summarize.meaning import Meaning
from rag.summarize.timeline import main_date, timeline
from rag.summarize.units import units
from tests.summarize.samples import DAY, read, sentence

STORY = "The bridge of Arden is to open on 4 April. The bridge of Arden was begun in 2024. Bo Ek died on Monday."


@pytest.mark.parametrize(
    ("text", "when", "status"),
    [
        ("Ada Lund met Bo Ek on Thursday.", "2026-03-12", EventStatus.HAPPENED),
        ("Ada Lund is set to meet Bo Ek on Thursday.", "2026-03-19", EventStatus.PLANNED),
        ("The bridge of Arden opened in 2019.", "2019", EventStatus.HAPPENED),
        ("The bridge of Arden will open on 30 June.", "2026-06-30", EventStatus.PLANNED),
    ],
)
def test_planned_events_lie_ahead_and_past_ones_behind(
    text: str, when: str, status: EventStatus, meaning: Meaning
) -> None:
    dated = main_date(sentence(text), meaning)
    assert dated is not None
    assert dated[1:] == (when, status)


@pytest.mark.parametrize("text", ["The bridge of Arden opened on 4 April 2026.", "The bridge opens on 4 April 2026."])
def test_nothing_has_happened_on_a_day_to_come(text: str, meaning: Meaning) -> None:
    dated = main_date(sentence(text), meaning)
    assert dated is not None
    assert dated[1] == "2026-04-04" > DAY.isoformat()
    assert dated[2] is not EventStatus.HAPPENED


@pytest.mark.parametrize(
    "text", ["The bridge of Arden was opened.", "It is due on 31 April.", "Next week will be warm."]
)
def test_what_names_no_day_that_can_be_told_is_undated(text: str, meaning: Meaning) -> None:
    assert main_date(sentence(text), meaning) is None


def test_an_undated_article_dates_only_what_it_dates_in_full(meaning: Meaning) -> None:
    assert main_date(sentence("She came on Thursday.", published=None), meaning) is None
    dated = main_date(sentence("She came on 3 May 2024.", published=None), meaning)
    assert dated is not None
    assert dated[1] == "2024-05-03"


def test_a_timeline_goes_from_the_oldest_to_the_newest(meaning: Meaning) -> None:
    read_ = read(STORY)
    found = timeline(units(read_), read_, meaning, 5)
    assert len(found) == 3
    assert [one.when for one in found] == sorted(one.when for one in found)
    assert (found[0].when, found[-1].when) == ("2024", "2026-04-04")
    assert found[-1].claim.event_status is not EventStatus.HAPPENED


def test_a_timeline_is_no_longer_than_asked_for(meaning: Meaning) -> None:
    read_ = read(STORY)
    assert len(timeline(units(read_), read_, meaning, 2)) == 2


def test_what_two_articles_date_alike_is_told_once(meaning: Meaning) -> None:
    one = read("Ada Lund opened the new bridge of Arden on Thursday.")
    other = read("Ada Lund opened the new bridge of Arden on Thursday.", published=date(2026, 3, 14), name="b")
    (dated,) = timeline(units(one) + units(other), one + other, meaning, 5)
    assert {citation.article_id for citation in dated.claim.citations} <= {"a", "b"}
    assert dated.claim.text == one[0].text
