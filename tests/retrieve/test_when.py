from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.when import Period, period

WEDNESDAY = date(2026, 3, 18)


def days(first: tuple[int, int, int], last: tuple[int, int, int] | None = None) -> Period:
    return Period(date(*first), date(*(last or first)))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What happened on 2026-03-13?", days((2026, 3, 13))),
        ("What happened on 13 March 2025?", days((2025, 3, 13))),
        ("What happened on the 3rd of March?", days((2026, 3, 3))),
        ("What happened on March 3, 2024?", days((2024, 3, 3))),
        ("What happened on March 3rd?", days((2026, 3, 3))),
        ("What is planned for 6 May?", days((2026, 5, 6))),
        ("What happened on 24 December?", days((2025, 12, 24))),
        ("What happened today?", days((2026, 3, 18))),
        ("What happened yesterday?", days((2026, 3, 17))),
        ("What changed since Monday?", days((2026, 3, 16), (2026, 3, 18))),
        ("What changed since last Friday?", days((2026, 3, 13), (2026, 3, 18))),
        ("What changed since Wednesday?", days((2026, 3, 18))),
        ("Who resigned last month?", days((2026, 2, 1), (2026, 2, 28))),
        ("Who resigned this month?", days((2026, 3, 1), (2026, 3, 18))),
        ("Who resigned last year?", days((2025, 1, 1), (2025, 12, 31))),
        ("Who resigned in February?", days((2026, 2, 1), (2026, 2, 28))),
        ("Who resigned in February 2024?", days((2024, 2, 1), (2024, 2, 29))),
        ("Who resigned in April?", days((2025, 4, 1), (2025, 4, 30))),
        ("Who resigned in 2024?", days((2024, 1, 1), (2024, 12, 31))),
    ],
)
def test_it_reads_the_time_a_question_names(question: str, meant: Period) -> None:
    assert period(question, WEDNESDAY) == meant


@pytest.mark.parametrize("question", ["What happened this week?", "What happened in the last few days?"])
def test_days_just_gone_end_on_the_day_of_asking(question: str) -> None:
    found = period(question, WEDNESDAY)
    assert found is not None
    assert found.last == WEDNESDAY
    assert 4 <= (found.last - found.first).days <= 7


@pytest.mark.parametrize(
    "question",
    [
        "Who attended the meeting?",
        "May I ask who attended?",
        "Who said the ships march on?",
        "Which 2026 ships were freed?",
        "What happened on 31 February?",
        "What happened on 2026-13-45?",
        "Who won in 0000?",
    ],
)
def test_where_no_time_is_named_there_is_none(question: str) -> None:
    assert period(question, WEDNESDAY) is None


@given(st.text(max_size=60), st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_any_text_is_read_without_harm(text: str, asked: date) -> None:
    assert period(text, asked) is None or period(text, asked) == period(text, asked)


@given(
    st.sampled_from(["today", "yesterday", "this week", "last week", "last month", "this year", "last weekend"]),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)),
)
def test_a_time_gone_by_begins_before_it_ends_and_is_near(words: str, asked: date) -> None:
    found = period(f"What happened {words}?", asked)
    assert found is not None
    assert found.first <= found.last
    assert abs((asked - found.first).days) <= 366


@pytest.mark.parametrize("asked", [date.min, date.min.replace(day=3), date.max])
@pytest.mark.parametrize("question", ["this week", "last month", "yesterday", "last weekend", "in March"])
def test_the_ends_of_the_calendar_do_no_harm(question: str, asked: date) -> None:
    found = period(question, asked)
    assert found is None or found.first <= found.last
