"""MultiHop-RAG: questions whose evidence is several facts. The articles are not in the set, so each fact is one.

What is published counts a retrieval as right when any of the facts is found; `all_evidence@10` wants all of them. Most
answers are a yes or no about the facts, which a quoted sentence never says: there only retrieval is scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from evals import benchmarks
from evals.cases import Case
from evals.public.writing import Text, file_of
from evals.suite import Corpus, Loaded
from rag.models import Status

_NAMED = "inference_query"
"""The type whose answer is a name."""
_NULL = "null_query"
"""The type that the facts don't answer."""


@dataclass(frozen=True, slots=True)
class _Fact:
    page: str
    title: str
    source: str
    published: datetime
    text: str


@dataclass(frozen=True, slots=True)
class _Question:
    id: str
    text: str
    type: str
    answer: str
    facts: tuple[_Fact, ...]


def load(_limit: int | None) -> Loaded:
    """Raises BenchmarkMissing, BenchmarkBroken."""
    questions = benchmarks.rows("multihop-rag", "questions.jsonl", _question)
    facts = list(dict.fromkeys(fact for one in questions for fact in one.facts))
    urls = {fact: _address(fact.page, number) for number, fact in enumerate(facts, start=1)}
    texts = [
        Text(url, fact.text, fact.title, fact.source, fact.published.isoformat()) for fact, url in urls.items()
    ]
    asked = max(fact.published for fact in facts).date()
    cases = tuple(_case(one, asked, tuple(urls[fact] for fact in one.facts)) for one in questions)
    return Loaded((Corpus("facts", cases, file_of(texts)),))


def _question(fields: dict[str, Any]) -> _Question:
    facts = tuple(
        _Fact(
            page=fact["url"],
            title=fact["title"],
            source=fact["source"],
            published=datetime.fromisoformat(fact["published_at"]),
            text=fact["fact"],
        )
        for fact in fields["evidence"]
    )
    return _Question(fields["id"], fields["question"], fields["type"], fields["answer"], facts)


def _address(page: str, number: int) -> str:
    """The page's address, made the fact's own: several facts may be of one page."""
    return f"{page}{'&' if '?' in page else '?'}fact={number}"


def _case(one: _Question, asked: date, urls: tuple[str, ...]) -> Case:
    answerable = one.type != _NULL
    return Case(
        id=one.id,
        category=one.type.removesuffix("_query"),
        turns=(one.text,),
        asked=asked,
        status=Status.ANSWERED if answerable else Status.NOT_IN_ARTICLES,
        gold=(one.answer.rstrip("."),) if answerable else (),
        urls=urls,
        free_form=one.type != _NAMED,
    )
