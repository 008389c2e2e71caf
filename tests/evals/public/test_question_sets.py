"""What the loaders make of questions: which library they are asked of, and what counts as right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evals.benchmarks import BenchmarkBroken
from evals.cases import AnyCase, Case
from evals.public import mtrag, multihop_rag, realtimeqa, squad2
from evals.suite import Corpus
from rag.models import Status
from tests.evals.public.sets import articles

Given = Callable[..., None]


def case(corpus: Corpus, number: int) -> Case:
    found: AnyCase = corpus.cases[number]
    assert isinstance(found, Case)
    return found


# MultiHop-RAG


def fact(text: str, day: str = "2023-11-01") -> dict[str, str]:
    page = "https://news.example.com/ferry?ref=rss"
    return {"title": "Ferry", "source": "The Post", "published_at": f"{day}T10:00:00+00:00", "url": page, "fact": text}


LATE, EARLY = fact("The ferry was late."), fact("The tram was early.", "2023-12-24")


def multihop(kind: str, answer: str, *evidence: dict[str, str]) -> dict[str, Any]:
    return {"id": kind, "question": "Which?", "type": f"{kind}_query", "answer": answer, "evidence": evidence}


def test_every_fact_is_an_article_of_its_own_though_it_be_of_the_same_page(given_set: Given, tmp_path: Path) -> None:
    questions = multihop("inference", "Ferry Co.", LATE, EARLY), multihop("temporal", "Yes", LATE)
    given_set("multihop-rag/questions.jsonl", *questions)
    [corpus] = multihop_rag.load(None).corpora
    held = {one.url: one for one in articles(corpus, tmp_path / "articles")}
    first, second = case(corpus, 0), case(corpus, 1)
    assert [held[url].text for url in first.urls] == ["The ferry was late.", "The tram was early."]
    assert [held[url].text for url in second.urls] == ["The ferry was late."]
    assert len(held) == 2
    assert {(one.source, one.title) for one in held.values()} == {("The Post", "Ferry")}
    assert {one.published_at.iso[:10] for one in held.values() if one.published_at} == {"2023-11-01", "2023-12-24"}
    assert first.asked == second.asked == date(2023, 12, 24)


def test_only_answers_that_are_names_are_looked_for_in_words(given_set: Given) -> None:
    given_set(
        "multihop-rag/questions.jsonl",
        multihop("inference", "Ferry Co.", LATE),
        multihop("comparison", "no", LATE, EARLY),
        multihop("null", "Insufficient information."),
    )
    [corpus] = multihop_rag.load(None).corpora
    named, compared, null = (case(corpus, number) for number in range(3))
    assert (named.status, named.gold, named.free_form) == (Status.ANSWERED, ("Ferry Co",), False)
    assert (compared.status, compared.free_form) == (Status.ANSWERED, True)
    assert (null.status, null.gold, null.urls) == (Status.NOT_IN_ARTICLES, (), ())


# SQuAD 2.0


def test_a_question_is_asked_of_its_paragraph_alone(given_set: Given, tmp_path: Path) -> None:
    rows = [
        {"id": "1", "context": "The ferry was late.", "question": "What was late?", "answers": ["ferry", "ferry"]},
        {"id": "2", "context": "The tram was early.", "question": "What was late?", "answers": []},
        {"id": "3", "context": "The ferry was late.", "question": "Who was late?", "answers": []},
    ]
    given_set("squad2-sample/questions.jsonl", *({**row, "answerable": bool(row["answers"])} for row in rows))
    [corpus] = squad2.load(None).corpora
    texts = {one.source: one.text for one in articles(corpus, tmp_path / "articles")}
    cases = [case(corpus, number) for number in range(3)]
    assert [texts[one.source] for one in cases] == [row["context"] for row in rows]
    assert len(texts) == 2
    assert [one.status for one in cases] == [Status.ANSWERED, Status.NOT_IN_ARTICLES, Status.NOT_IN_ARTICLES]
    assert [one.gold for one in cases] == [("ferry",), (), ()]


# MTRAG-UN


def turn(answerability: str, *passages: str) -> dict[str, Any]:
    said = [("user", "Was the ferry late?"), ("agent", "Yes."), ("user", "And the tram?")]
    return {
        "task_id": f"{answerability}-1",
        "Collection": "ferries",
        "answerability": [answerability],
        "input": [{"speaker": speaker, "text": text} for speaker, text in said],
        "contexts": [{"text": f"\n{text}", "document_id": text} for text in passages],
        "targets": [{"text": "The tram was early."}],
    }


@pytest.mark.parametrize(
    ("answerability", "status"),
    [
        ("ANSWERABLE", Status.ANSWERED),
        ("PARTIAL", Status.ANSWERED),
        ("UNANSWERABLE", Status.NOT_IN_ARTICLES),
        ("UNDERSPECIFIED", Status.AMBIGUOUS),
    ],
)
def test_a_turn_is_asked_of_its_whole_collection(
    answerability: str, status: Status, given_set: Given, tmp_path: Path
) -> None:
    other = {**turn("ANSWERABLE", "Buses are full."), "task_id": "other", "Collection": "buses"}
    given_set("mtrag-un/turns.jsonl", turn(answerability, "Trams run early."), other)
    [corpus] = mtrag.load(None).corpora
    one = case(corpus, 0)
    held = articles(corpus, tmp_path / "articles")
    assert one.turns == ("Was the ferry late?", "And the tram?")
    assert (one.status, one.category) == (status, answerability.lower())
    assert [article.text for article in held if article.source == one.source] == ["Trams run early."]
    assert bool(one.gold) == bool(one.urls) == one.free_form == (status is Status.ANSWERED)


def test_an_unknown_class_of_turns_is_named_by_its_line(given_set: Given) -> None:
    given_set("mtrag-un/turns.jsonl", turn("ANSWERABLE"), turn("SECRET"))
    with pytest.raises(BenchmarkBroken, match=r"turns.jsonl:2 .*SECRET"):
        mtrag.load(None)


# RealTime QA


def test_limited_questions_are_asked_of_a_slice_that_holds_their_answers(given_set: Given, tmp_path: Path) -> None:
    urls = [f"https://example.com/{number}" for number in range(200)]
    given_set(
        "realtimeqa/articles.jsonl",
        *(
            {"url": url, "title": "Ferry", "authors": [], "published": "2026-03-12", "text": f"Ferry {url} is late."}
            for url in urls
        ),
    )
    quiz = {"asked": "2026-03-13", "question": "Which?", "choices": ["a", "b"], "answer": "a"}
    given_set("realtimeqa/questions.jsonl", *({**quiz, "id": url, "gold_urls": [url]} for url in urls[::10]))
    [whole] = realtimeqa.load(None).corpora
    [part] = realtimeqa.load(5).corpora
    assert (len(whole.cases), len(articles(whole, tmp_path / "whole")), whole.keep) == (20, 200, "realtimeqa")
    held = {one.url for one in articles(part, tmp_path / "part")}
    assert len(part.cases) == 5
    assert len(held) == 155
    assert {url for number in range(5) for url in case(part, number).urls} <= held
    assert part.keep != whole.keep
    assert case(part, 0).asked == date(2026, 3, 13)
    assert realtimeqa.load(5).notes
