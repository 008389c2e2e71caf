"""SQuAD 2.0: each question is asked of its paragraph alone, which answers half of them.

An answer is right when it says one of the accepted phrases. Answers here are sentences, so exact match and F1, which
want the phrase and nothing else, say little about them. All paragraphs are in one library; the source is the filter.
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

_ASKED = date(2018, 6, 11)
"""The day the set was published: its questions have no days."""


@dataclass(frozen=True, slots=True)
class _Question:
    id: str
    context: str
    text: str
    answers: tuple[str, ...]
    answerable: bool


def load(_limit: int | None) -> Loaded:
    """Raises BenchmarkMissing, BenchmarkBroken."""
    questions = benchmarks.rows("squad2-sample", "questions.jsonl", _question)
    contexts = dict.fromkeys(one.context for one in questions)
    sources = {context: f"Paragraph {number}" for number, context in enumerate(contexts, start=1)}
    texts = [
        Text(f"https://squad.example.com/{number}", context, title=source, source=source)
        for number, (context, source) in enumerate(sources.items(), start=1)
    ]
    cases = tuple(_case(one, sources[one.context]) for one in questions)
    return Loaded((Corpus("paragraphs", cases, file_of(texts)),))


def _question(fields: dict[str, Any]) -> _Question:
    return _Question(
        fields["id"], fields["context"], fields["question"], tuple(fields["answers"]), bool(fields["answerable"])
    )


def _case(one: _Question, source: str) -> Case:
    return Case(
        id=one.id,
        category="answerable" if one.answerable else "unanswerable",
        turns=(one.text,),
        asked=_ASKED,
        status=Status.ANSWERED if one.answerable else Status.NOT_IN_ARTICLES,
        source=source,
        gold=tuple(dict.fromkeys(one.answers)) if one.answerable else (),
    )
