"""Dates are seen from the day of publication, and only those that can be told."""

from __future__ import annotations

from datetime import date

import pytest

from rag.answer.dates import named, resolve

DAY = date(2026, 3, 13)  # a Friday
PAST, AHEAD = False, True


@pytest.mark.parametrize(
    ("text", "ahead", "when"),
    [
        ("met on Thursday", PAST, "2026-03-12"),
        ("will meet on Thursday", AHEAD, "2026-03-19"),
        ("met on Friday", PAST, "2026-03-13"),
        ("will meet on Friday", AHEAD, "2026-03-13"),
        ("met last Friday", PAST, "2026-03-06"),
        ("will meet next Friday", AHEAD, "2026-03-20"),
        ("are to sail by Friday 20 March", AHEAD, "2026-03-20"),
        ("opened on May 17, 2024", PAST, "2024-05-17"),
        ("began on 3 December", PAST, "2025-12-03"),
        ("begins on 3 December", AHEAD, "2026-12-03"),
        ("sail on 20 March", PAST, "2026-03-20"),
        ("resigned in November 2023", PAST, "2023-11"),
        ("was dropped in February", PAST, "2026-02"),
        ("will open in February", AHEAD, "2027-02"),
        ("was built in 1788", PAST, "1788"),
        ("left yesterday", PAST, "2026-03-12"),
        ("leaves tomorrow", AHEAD, "2026-03-14"),
        ("signed on 2026-03-01", PAST, "2026-03-01"),
    ],
)
def test_a_date_is_the_one_that_is_meant(text: str, ahead: bool, when: str) -> None:
    (one,) = named(f"The ministers {text}.")
    assert resolve(one, DAY, ahead=ahead) == when


@pytest.mark.parametrize(
    "text",
    [
        "They may march in the sun.",
        "He earned 1,788 crowns, 2.024 in all.",
        "The vote was 26 to 23.",
        "More than 2000 people came.",
        "Next week will be warm.",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert named(text) == []


def test_a_day_that_does_not_exist_is_none() -> None:
    (one,) = named("The report is due on 31 April.")
    assert resolve(one, DAY, ahead=True) is None


def test_an_undated_article_dates_nothing_but_what_it_dates_in_full() -> None:
    thursday, full = named("She came on Thursday and left on 3 May 2024.")
    assert resolve(thursday, None, ahead=False) is None
    assert resolve(full, None, ahead=False) == "2024-05-03"


def test_a_dateline_is_no_event() -> None:
    assert named("HALVERN, March 3 (Arden Wire) – The talks failed.") == []
