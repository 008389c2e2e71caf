"""Questions for the news itself are answered with a summary of it; others as ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag import Library
from rag.models import Answer, Status
from tests.asking import assert_verbatim
from tests.llm.conftest import drafted, passages, reading, server, written  # noqa: F401 - fixtures
from tests.servers import Request, ScriptedServer

SATURDAY = date(2026, 2, 21)
STRIKE = "Crews of the Tellin ferries walked out on Thursday over night shifts, and no boat left the harbour."
OVER = "The strike on the Tellin ferries ended on Friday after the company gave in on night shifts."
MUSEUM = "The cider museum in Quarrey was closed in January after a pipe burst."


@pytest.fixture
def news_of_a_month(tmp_path: Path, samples: Library) -> Iterator[Library]:
    with Library.open(tmp_path / "month", beside=samples) as library:
        library.add_text(STRIKE, title="Ferry crews walk out", source="Harbour Gazette", published=date(2026, 2, 19))
        library.add_text(OVER, title="Ferry strike is over", source="Tellin Post", published=date(2026, 2, 20))
        library.add_text(MUSEUM, title="Museum closed", source="Quarrey News", published=date(2026, 1, 12))
        yield library


def ask(library: Library, question: str, asked: date = SATURDAY, **options: object) -> Answer:
    answer = library.ask(question, asked=asked, **options)  # type: ignore[arg-type]
    assert_verbatim(library, answer)
    return answer


@pytest.mark.parametrize("question", ["Summarise this week", "What's new?", "What changed since Thursday?"])
def test_the_news_of_a_time_is_what_was_published_then(question: str, news_of_a_month: Library) -> None:
    answer = ask(news_of_a_month, question)
    assert answer.status is Status.ANSWERED
    assert {OVER, STRIKE} >= {claim.text for claim in answer.claims} >= {OVER}
    assert all(claim.text in answer.text for claim in answer.claims)


def test_the_news_about_a_topic_leaves_the_rest_out(news_of_a_month: Library) -> None:
    answer = ask(news_of_a_month, "What is the latest on the cider museum?")
    assert [claim.text for claim in answer.claims] == [MUSEUM]


def test_filters_hold_for_the_news_too(news_of_a_month: Library) -> None:
    answer = ask(news_of_a_month, "Summarise the articles", sources=("Quarrey News",))
    assert [claim.text for claim in answer.claims] == [MUSEUM]
    answer = ask(news_of_a_month, "What happened this month?", until=date(2026, 2, 19))
    assert [claim.text for claim in answer.claims] == [STRIKE]


def test_a_time_without_news_is_told_with_the_day_of_the_newest(news_of_a_month: Library) -> None:
    answer = ask(news_of_a_month, "What happened this week?", date(2026, 6, 1))
    assert answer.status is Status.NOT_IN_ARTICLES
    assert answer.reason == "No article was published from 2026-05-25 to 2026-06-01; the newest is of 2026-02-20."


@pytest.mark.parametrize("question", ["Any news about Edmund Gale?", "What is the latest on the lunar eclipse?"])
def test_a_topic_that_no_article_is_about_has_no_news(question: str, news_of_a_month: Library) -> None:
    answer = ask(news_of_a_month, question)
    assert answer.status is Status.NOT_IN_ARTICLES
    assert answer.reason


def test_an_empty_library_says_so(tmp_path: Path, samples: Library) -> None:
    with Library.open(tmp_path / "empty", beside=samples) as library:
        assert ask(library, "What's new?").reason == "There are no articles."


def test_a_language_model_writes_it_and_is_held_to_the_articles(written: Library, server: ScriptedServer) -> None:  # noqa: F811
    said = "The meeting lasted three hours."

    def model(request: Request) -> str:
        there = "".join(passages(request).values())
        return drafted([(said, said), ("Nine people came.", said)] if said in there else [])(request)

    server.default = model
    answer = ask(written, "Summarise the growers' meeting in Pellam")
    assert answer.engine == "openai-compatible:tiny"
    assert [claim.text for claim in answer.claims] == [said]
    assert answer.dropped == 1
    assert answer.usage is not None


def test_of_many_stories_the_most_important_are_told_and_the_rest_counted(tmp_path: Path, samples: Library) -> None:
    places = [
        "Arvik",
        "Belm",
        "Corrin",
        "Dunmoor",
        "Eskel",
        "Farrow",
        "Gellin",
        "Hask",
        "Irvane",
        "Jolt",
        "Kestrin",
        "Lorne",
        "Marl",
    ]
    things = [
        "bridge",
        "school",
        "mill",
        "theatre",
        "harbour",
        "clinic",
        "library",
        "tunnel",
        "market",
        "dam",
        "zoo",
        "prison",
        "stadium",
    ]
    with Library.open(tmp_path / "many", beside=samples) as library:
        for place, thing in zip(places, things, strict=True):
            library.add_text(
                f"The {thing} of {place} was closed on Friday.", title=f"{place} {thing}", published=SATURDAY
            )
        answer = ask(library, "What's new?")
    assert len(answer.claims) == 12
    assert answer.note == "Articles left out: 1. A summary has all of them."
