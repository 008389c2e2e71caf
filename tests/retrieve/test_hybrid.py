from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Library
from rag.models import Article, Query, Stamp
from rag.retrieve.hybrid import Retriever, timeliness
from rag.retrieve.when import Period

QUESTION = "How many ships will Ostrania release after the talks in Halvern?"
ASKED = date(2026, 3, 14)


@pytest.fixture(scope="module")
def retriever(samples: Library) -> Retriever:
    return samples.retriever().retriever


def test_the_sentence_that_answers_comes_first(retriever: Retriever) -> None:
    found = retriever.retrieve(Query(QUESTION, ASKED))
    assert any("ships" in one.text and ("26" in one.text or "19" in one.text) for one in found[:3])
    for one in found:
        assert one.passage.start <= one.span.start < one.span.end <= one.passage.end
        assert one.passage.article_id == one.article.id
        assert one.text == one.article.text[one.span.start : one.span.end]
    assert len({(one.article.id, one.span) for one in found}) == len(found)


def test_asking_at_another_time_reorders_and_never_hides(retriever: Retriever) -> None:
    near = retriever.passages(Query(QUESTION, ASKED))
    far = retriever.passages(Query(QUESTION, ASKED + timedelta(days=900)))
    before = retriever.passages(Query(QUESTION, ASKED - timedelta(days=900)))
    first = {one.article.id for one in near[:3]}
    assert first <= {one.article.id for one in far}
    assert first <= {one.article.id for one in before}


def test_of_two_equals_the_one_published_nearer_to_the_question_comes_first(retriever: Retriever) -> None:
    question = "What does the Central Bank of Corrandia do with its interest rate?"
    early = retriever.passages(Query(question, date(2026, 4, 20)))[0].article
    assert early.published_at is not None
    assert early.published_at.at.date() <= date(2026, 4, 21)
    named = retriever.passages(Query(f"{question[:-1]} on 20 April 2026?", date(2027, 1, 1)))[0].article
    assert named.published_at is not None
    assert abs((named.published_at.at.date() - date(2026, 4, 20)).days) <= 3


@pytest.mark.parametrize(
    "filters",
    [{"since": date(2026, 4, 1)}, {"until": date(2026, 3, 9)}, {"sources": ("Drevnik Tribune",)}],
    ids=str,
)
def test_filters_hold_in_both_searches(samples: Library, filters: dict[str, object]) -> None:
    query = Query(QUESTION, ASKED, **filters)  # type: ignore[arg-type]
    allowed = {article.id for article in samples.articles(**filters)}  # type: ignore[arg-type]
    vector = samples.embedder.embed_query(query.text)
    index, lexical = samples._services.index(), samples._services.lexical
    for search in (lexical.search(query, 60), index.search(vector, 60, query)):
        articles = {passage.article_id for passage in samples.store.passages([i for i, _ in search])}
        assert articles
        assert articles <= allowed
    assert {one.article.id for one in samples.retriever().retriever.retrieve(query)} <= allowed


def test_one_article_may_be_asked_for_alone(samples: Library, retriever: Retriever) -> None:
    wanted = samples.articles()[0].id
    found = retriever.retrieve(Query(QUESTION, ASKED, article_ids=(wanted,)))
    assert {one.article.id for one in found} == {wanted}


def article(published: date | None) -> Article:
    return Article("a", "", "", published_at=Stamp.of(published, "test") if published else None)


days = st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 1, 1))


@given(days, days, days, days)
def test_timeliness_lies_between_nothing_and_all(published: date, asked: date, one: date, other: date) -> None:
    asked_of = Period(min(one, other), max(one, other))
    assert 0 <= timeliness(article(published), asked, None) <= 1
    assert 0 <= timeliness(article(published), asked, asked_of) <= 1
    assert timeliness(article(asked_of.first), asked, asked_of) == 1
    assert timeliness(article(None), asked, asked_of) == 0


@given(days, st.integers(0, 1000), st.integers(1, 1000))
def test_the_older_the_less_timely(asked: date, age: int, older: int) -> None:
    newer = timeliness(article(asked - timedelta(days=age)), asked, None)
    assert timeliness(article(asked - timedelta(days=age + older)), asked, None) <= newer
    assert timeliness(article(asked), asked, None) == 1
    assert timeliness(article(asked + timedelta(days=older + 1)), asked, None) == 0
