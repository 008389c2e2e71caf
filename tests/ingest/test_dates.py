from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.dates import parse_date, take_dateline
from rag.models import Stamp

DAY = "2025-03-18"
MOMENT = "2025-03-18T09:30:00+00:00"


def iso(value: object) -> str | None:
    stamp = parse_date(value, "test")
    return stamp.iso if stamp else None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-03-18", DAY),
        ("2025/03/18", DAY),
        ("20250318", DAY),
        (20250318, DAY),
        ("18 March 2025", DAY),
        ("March 18, 2025", DAY),
        ("Tuesday, 18th March 2025", DAY),
        ("18/03/2025", DAY),
        ("2025-03-04", "2025-03-04"),
        ("2025/03/04", "2025-03-04"),
        ("04/04/2025", "2025-04-04"),
        (date(2025, 3, 18), DAY),
        ("2025-03-18T09:30:00Z", MOMENT),
        ("2025-03-18T10:30:00+01:00", MOMENT),
        ("2025-03-18 04:30:00 -0500", MOMENT),
        ("Tue, 18 Mar 2025 10:30:00 +0100", MOMENT),
        ("18 Mar 2025 09:30 GMT", MOMENT),
        ("March 18, 2025, 4:30 AM EST", MOMENT),
        (1742290200, MOMENT),
        (1742290200000, MOMENT),
        ("1742290200", MOMENT),
        (datetime(2025, 3, 18, 10, 30, tzinfo=timezone(timedelta(hours=1))), MOMENT),
    ],
)
def test_a_date_that_is_stated_in_full_is_read(value: object, expected: str) -> None:
    assert iso(value) == expected


@pytest.mark.parametrize(
    "value",
    ["March", "Tuesday", "2025", 2025, "March 2025", "2025-03", "2025-W12", "18 March", "18 Mar 25", "10:30"],
)
def test_missing_parts_are_never_guessed(value: object) -> None:
    assert iso(value) is None


@pytest.mark.parametrize("value", ["03/04/2025", "3.4.2025", "03-04-2025"])
def test_a_day_that_may_be_a_month_is_no_date(value: str) -> None:
    assert iso(value) is None


@pytest.mark.parametrize("value", ["18 March 2025 10:30 BST", "18 March 2025 10:30 IST"])
def test_a_zone_that_differs_between_countries_leaves_the_day_alone(value: str) -> None:
    assert iso(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 0, -1, 17, float("nan"), float("inf"), 10**400, [], {}),
        *("", "9" * 20, "2025-13-45", "0001-01-01", "9999-12-31T23:59:59-05:00", "18 March 2025 00:00 -25:00"),
    ],
)
def test_what_is_no_date_is_none(value: object) -> None:
    assert iso(value) is None


@given(st.one_of(st.text(max_size=40), st.text("0123456789-/:.,TZ+ aMprch", max_size=30), st.integers(), st.floats()))
def test_nothing_makes_it_fail(value: object) -> None:
    stamp = parse_date(value, "test")
    assert stamp is None or stamp.at.tzinfo is UTC


@given(st.datetimes(datetime(1700, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_iso_moments_survive(moment: datetime) -> None:
    assert parse_date(moment.isoformat(), "test") == Stamp(moment, "test")


@pytest.mark.parametrize(
    "line",
    [
        "Published: 18 March 2025",
        "Published 2025-03-18",
        "Published on March 18, 2025",
        "Published: Tuesday, 18 March 2025, 10:30 GMT",
        "Published: 2025-03-18T10:30:00Z",
    ],
)
def test_a_line_that_only_says_when_it_was_published_becomes_the_date(line: str) -> None:
    stamp, text = take_dateline(f"Harbour plan approved\n\n{line}\n\nThe council met.")

    assert stamp == parse_date("2025-03-18", "dateline")
    assert text == "Harbour plan approved\n\nThe council met."


@pytest.mark.parametrize(
    "opening",
    ["LONDON, March 18, 2025 — ", "WASHINGTON, D.C., 18 March 2025 (Wire) - ", "SÃO PAULO (Wire), March 18, 2025 – "],
)
def test_a_dateline_gives_the_date_and_stays_in_the_text(opening: str) -> None:
    text = f"{opening}The council met."

    assert take_dateline(text) == (parse_date("2025-03-18", "dateline"), text)


@pytest.mark.parametrize(
    "text",
    [
        "Published on 18 March 2025, the report says that the harbour is safe.",
        "Published: 03/04/2025\nThe council met.",
        "LONDON, March 18 — The council met.",
        "The council met on 18 March 2025 – and again in May.",
        "One\nTwo\nThree\nPublished: 18 March 2025",
    ],
)
def test_other_dates_in_the_text_are_not_its_publication(text: str) -> None:
    assert take_dateline(text) == (None, text)
