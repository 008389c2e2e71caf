"""RealTime QA: a news quiz, each question asked on its day. What an answer holds is told by its words.

All articles are asked, or a slice of them when the questions are limited: those that hold the answers, and others.
"""

from __future__ import annotations

from evals import benchmarks, corpus
from evals.benchmarks import RealtimeQaQuestion
from evals.cases import Case
from evals.documents import Document
from evals.public.writing import Text, file_of
from evals.realtimeqa import SLICE_OTHERS
from evals.suite import Corpus, Loaded, given, spread
from rag.models import Status


def load(limit: int | None) -> Loaded:
    """Raises BenchmarkMissing, BenchmarkBroken."""
    questions = spread(benchmarks.realtimeqa_questions(), limit)
    cases = tuple(map(_case, questions))
    if limit is None:
        document = Document(benchmarks.file("realtimeqa", "articles.jsonl"))
        return Loaded((Corpus("all articles", cases, given(document), keep=corpus.whole_folder().name),))
    needed = {url for one in questions for url in one.gold_urls}
    articles = corpus.part(benchmarks.realtimeqa_articles(), needed, len(needed) + SLICE_OTHERS)
    texts = [Text(one.url, one.text, one.title, published=one.published.isoformat()) for one in articles]
    note = f"RealTime QA was asked of {len(articles)} of its articles; without a limit all are asked, which is harder."
    return Loaded((Corpus("slice", cases, file_of(texts), keep=f"realtimeqa-slice-{limit}"),), (note,))


def _case(one: RealtimeQaQuestion) -> Case:
    return Case(
        id=one.id,
        category="news quiz",
        turns=(one.question,),
        asked=one.asked,
        status=Status.ANSWERED,
        gold=(one.answer,),
        choices=one.choices,
        urls=one.gold_urls,
    )
