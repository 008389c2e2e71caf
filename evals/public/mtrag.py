"""MTRAG-UN: the next turn of a conversation over manuals, forums and encyclopaedias, not news.

What no passage answers must be refused, what lacks a subject asked back. Whether a free answer is right can't be told
by its words, so of the others F1 with the reference and retrieval are scored. A turn is asked of all passages of its
collection, not only of those that were found for it: a turn without any would be refused for want of anything to read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from evals import benchmarks
from evals.cases import Case
from evals.public.writing import Text, file_of
from evals.suite import Corpus, Loaded
from rag.models import Status

_ASKED = date(2024, 9, 30)
"""A day after all of the conversations."""
_STATUS = {
    "ANSWERABLE": Status.ANSWERED,
    "PARTIAL": Status.ANSWERED,
    "UNANSWERABLE": Status.NOT_IN_ARTICLES,
    "UNDERSPECIFIED": Status.AMBIGUOUS,
}


@dataclass(frozen=True, slots=True)
class _Passage:
    collection: str
    text: str
    title: str | None


@dataclass(frozen=True, slots=True)
class _Turn:
    id: str
    collection: str
    answerability: str
    questions: tuple[str, ...]
    passages: tuple[_Passage, ...]
    reference: str


def load(_limit: int | None) -> Loaded:
    """Raises BenchmarkMissing, BenchmarkBroken."""
    turns = benchmarks.rows("mtrag-un", "turns.jsonl", _turn)
    passages = list(dict.fromkeys(passage for turn in turns for passage in turn.passages))
    urls = {
        passage: f"https://mtrag.example.com/{passage.collection}/{number}"
        for number, passage in enumerate(passages, start=1)
    }
    texts = [Text(url, passage.text, passage.title, passage.collection) for passage, url in urls.items()]
    cases = tuple(_case(turn, tuple(urls[passage] for passage in turn.passages)) for turn in turns)
    return Loaded((Corpus("passages", cases, file_of(texts), keep="mtrag-un"),))


def _turn(fields: dict[str, Any]) -> _Turn:
    collection = fields["Collection"]
    [answerability] = fields["answerability"]
    [reference] = fields["targets"]
    if answerability not in _STATUS:
        raise ValueError(f"unknown answerability {answerability}")
    return _Turn(
        id=fields["task_id"],
        collection=collection,
        answerability=answerability,
        questions=tuple(said["text"] for said in fields["input"] if said["speaker"] == "user"),
        passages=tuple(_Passage(collection, one["text"].strip(), one.get("title")) for one in fields["contexts"]),
        reference=reference["text"],
    )


def _case(turn: _Turn, urls: tuple[str, ...]) -> Case:
    status = _STATUS[turn.answerability]
    answered = status is Status.ANSWERED
    return Case(
        id=turn.id,
        category=turn.answerability.lower(),
        turns=turn.questions,
        asked=_ASKED,
        status=status,
        source=turn.collection,
        gold=(turn.reference,) if answered else (),
        urls=urls if answered else (),
        free_form=answered,
    )
