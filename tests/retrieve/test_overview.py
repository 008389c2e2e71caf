from __future__ import annotations

from datetime import date

import pytest

from rag.retrieve.overview import Overview, overview

SATURDAY = date(2026, 5, 23)
WEEK = (date(2026, 5, 16), SATURDAY)
MONDAY = (date(2026, 5, 18), SATURDAY)
ALWAYS = (None, None)


@pytest.mark.parametrize(
    ("question", "topic", "days"),
    [
        ("Summarise this week.", "", WEEK),
        ("Can you sum up the week for me?", "", WEEK),
        ("Summarize the articles", "", ALWAYS),
        ("Give me an overview of the harbour trial", "harbour trial", ALWAYS),
        ("Could you give us a summary of today's news?", "", (SATURDAY, SATURDAY)),
        ("What's new?", "", WEEK),
        ("The headlines", "", WEEK),
        ("What is the latest on the ferry strike?", "ferry strike", ALWAYS),
        ("Any news about Lathom this week?", "Lathom", WEEK),
        ("What are the main developments in the trial since Monday?", "trial", MONDAY),
        ("What changed since Monday?", "", MONDAY),
        ("What has changed in the flood since 11 May?", "flood", (date(2026, 5, 11), SATURDAY)),
        ("What happened yesterday?", "", (date(2026, 5, 22), date(2026, 5, 22))),
        ("What happened in Sorrell last month?", "Sorrell", (date(2026, 4, 1), date(2026, 4, 30))),
    ],
)
def test_what_asks_for_the_news_itself(question: str, topic: str, days: tuple[date | None, date | None]) -> None:
    assert overview(question, SATURDAY) == Overview(topic, *days)


@pytest.mark.parametrize(
    "question",
    [
        "What happened to the ship?",
        "What happened on 22 May?",
        "What happened on Monday?",
        "What changed?",
        "What is the latest unemployment figure?",
        "What is the newest ship called?",
        "What changes did the bank make this week?",
        "Who made the news this week?",
        "What did she say about the news?",
        "Summarise it",
        "Summarise that article.",
        "Sum up what the minister said",
        "Give me a summary of his speech",
        "What's the latest on it?",
        "Summarise",
        "",
        "?",
    ],
)
def test_what_asks_for_one_thing_or_goes_on_about_one(question: str) -> None:
    assert overview(question, SATURDAY) is None


def test_the_first_day_there_is_has_news_of_itself_alone() -> None:
    assert overview("What's new?", date.min) == Overview("", date.min, date.min)
