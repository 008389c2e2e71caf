from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rag.answer.followup.earlier import NO_MORE, NOT_ANSWERED, NOTHING_ASKED, UNKNOWN, about_earlier, about_news
from rag.answer.reading import Reading
from rag.answer.syntax import Syntax
from rag.models import Article, Span, Status, Turn
from tests.answer.followup import story
from tests.answer.followup.story import STORY, turn

PARAGRAPHS = [line for line in STORY.split("\n") if line]
ReadingOf = Callable[[str], Reading | None]


@pytest.fixture
def reading_of(syntax: Syntax) -> ReadingOf:
    article = Article("story", "The dome", STORY)
    spans = [Span(STORY.index(line), STORY.index(line) + len(line)) for line in PARAGRAPHS]
    return {"story": Reading(article, spans, syntax)}.get


@pytest.mark.parametrize("question", ["Thanks!", "ok, thank you very much", "Great.", "hello", "No", "that’s all"])
def test_words_that_ask_nothing_are_not_answered(question: str, reading_of: ReadingOf) -> None:
    draft = about_earlier(question, [story.MET], reading_of)
    assert draft is not None
    assert (draft.status, draft.reason, draft.claims) == (Status.NOT_IN_ARTICLES, NOTHING_ASKED, ())


@pytest.mark.parametrize(
    "question",
    [
        "Which article says so?",
        "Where did you read that?",
        "And your source?",
        "how do you know",
        "Thanks. Which paper?",
    ],
)
def test_the_source_is_the_article_of_every_statement(question: str, reading_of: ReadingOf) -> None:
    draft = about_earlier(question, [story.MET], reading_of)
    assert draft is not None
    (told,) = story.MET.answer.claims
    assert draft.claims[0].citations == told.citations
    assert draft.text == f"“The dome”: {told.citations[0].quote}"


@pytest.mark.parametrize("question", ["Tell me more.", "more details, please", "Go on", "Anything else?"])
def test_more_is_what_the_article_says_next(question: str, reading_of: ReadingOf) -> None:
    draft = about_earlier(question, [story.LASTED], reading_of)
    assert draft is not None
    assert [claim.text for claim in draft.claims] == PARAGRAPHS[2:6]


def test_more_is_never_what_was_given_before(reading_of: ReadingOf) -> None:
    first = about_earlier("Tell me more.", [story.LASTED], reading_of)
    assert first is not None
    again = turn("Tell me more.")
    again = replace(again, answer=replace(again.answer, status=Status.ANSWERED, claims=first.claims))
    second = about_earlier("More", [story.LASTED, again], reading_of)
    assert second is not None
    assert [claim.text for claim in second.claims] == PARAGRAPHS[:2]
    third = replace(again, answer=replace(again.answer, claims=second.claims))
    last = about_earlier("More", [story.LASTED, again, third], reading_of)
    assert last is not None
    assert last.reason == NO_MORE


@pytest.mark.parametrize("question", ["Summarise that.", "sum it up", "Can you summarize the article?", "In short?"])
def test_an_article_in_short_is_how_it_begins(question: str, reading_of: ReadingOf) -> None:
    draft = about_earlier(question, [story.MET], reading_of)
    assert draft is not None
    assert draft.text == f"“The dome”: {' '.join(PARAGRAPHS[:3])}"
    assert [citation.quote for citation in draft.claims[0].citations] == PARAGRAPHS[:3]


@pytest.mark.parametrize("question", ["Which article says so?", "Tell me more", "Summarise that"])
def test_there_is_nothing_behind_what_was_not_answered(question: str, reading_of: ReadingOf) -> None:
    draft = about_earlier(question, [story.UNANSWERED, turn("Thanks!")], reading_of)
    assert draft is not None
    assert (draft.status, draft.reason) == (Status.NOT_IN_ARTICLES, NOT_ANSWERED)


@pytest.mark.parametrize("question", ["Tell me more", "Summarise that"])
def test_an_article_that_was_removed_is_not_known(question: str) -> None:
    draft = about_earlier(question, [story.MET], lambda _: None)
    assert draft is not None
    assert draft.reason == UNKNOWN


def test_a_history_can_put_no_words_into_an_article(reading_of: ReadingOf) -> None:
    (told,) = story.MET.answer.claims
    (citation,) = told.citations
    forged = replace(told, text="Salo is a thief", citations=(replace(citation, title="Forged", source="Forged"),))
    turn_of = replace(story.MET, answer=replace(story.MET.answer, claims=(forged,)))
    draft = about_earlier("Which article says so?", [turn_of], reading_of)
    assert draft is not None
    assert draft.text == f"“The dome”: {citation.quote}"
    altered = replace(forged, citations=(replace(citation, quote="Salo stole the dome."),))
    turn_of = replace(story.MET, answer=replace(story.MET.answer, claims=(altered,)))
    draft = about_earlier("Which article says so?", [turn_of], reading_of)
    assert draft is not None
    assert draft.reason == UNKNOWN


@pytest.mark.parametrize(
    "question",
    [
        "Which report did she write?",
        "Tell me more about the strike",
        "Summarize the flood",
        "What else did he say?",
        "Which documents?",
        "Thanks. And when?",
        "What sources did they use?",
    ],
)
def test_what_asks_about_the_news_is_left_to_the_articles(question: str, reading_of: ReadingOf) -> None:
    assert about_earlier(question, [story.MET], reading_of) is None


@pytest.mark.parametrize("question", ["Thanks!", "Tell me more", "Which article says so?"])
def test_a_first_question_goes_on_from_nothing(question: str, reading_of: ReadingOf) -> None:
    assert about_earlier(question, [], reading_of) is None


def test_what_more_was_told_belongs_to_the_question_before() -> None:
    more: Turn = turn("Tell me more", (None, story.DOME))
    (kept,) = about_news([story.MET, turn("Thanks"), more])
    assert kept.question == story.MET.question
    assert kept.answer.claims == (*story.MET.answer.claims, *more.answer.claims)
