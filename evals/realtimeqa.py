"""Retrieval and answers over real news: RealTime QA's questions on 1,516 articles.

    python -m evals.realtimeqa [--limit N] [--json OUT] [--check]

An article's rank is the order in which its sentences first appear among the evidence; articles that gave no evidence
follow in the order of the passage ranking. The library is built once and kept in the cache (see ``evals.corpus``).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

from rich.console import Console
from rich.progress import track
from rich.table import Table

from evals import benchmarks, corpus
from evals.benchmarks import RealtimeQaQuestion
from evals.memory import peak_mib
from evals.metrics.latency import p50, p95
from evals.metrics.ranking import first_seen, hit, ndcg, rank, reciprocal_rank
from evals.metrics.text import contains
from rag import progress
from rag.errors import RagError
from rag.library import Library
from rag.models import Query, Status
from rag.retrieve.hybrid import Retriever

BARS = {"hit@1": 0.74, "hit@4": 0.95, "in top sentence": 0.68, "in top three": 0.86}
SLICE_OTHERS = 150    # articles in a slice that no question of it needs


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question. ``ranking`` holds the URLs of articles, ``sentences`` the three best sentences."""

    id: str
    question: str
    answer: str
    gold: tuple[str, ...]
    ranking: tuple[str, ...]
    sentences: tuple[str, ...]
    cited: tuple[str, ...]
    status: str
    total_ms: float
    models_ms: float


def outcome(library: Library, retriever: Retriever, one: RealtimeQaQuestion) -> Outcome:
    """Ask one question on its day, through the retriever and as a user would."""
    query = Query(one.question, one.asked)
    passages = retriever.passages(query)
    evidence = retriever.read(query, passages)
    articles = [*(sentence.article for sentence in evidence), *(passage.article for passage in passages)]
    answer = library.ask(one.question, asked=one.asked)
    return Outcome(
        id=one.id,
        question=one.question,
        answer=one.answer,
        gold=one.gold_urls,
        ranking=tuple(first_seen(str(article.url) for article in articles)),
        sentences=tuple(sentence.text for sentence in evidence[:3]),
        cited=tuple(first_seen(citation.quote for claim in answer.claims for citation in claim.citations)),
        status=answer.status.value,
        total_ms=answer.timings_ms["total"],
        models_ms=answer.timings_ms["models"],
    )


def scores(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Means over the questions; times in milliseconds."""
    answered = [one for one in outcomes if one.status == Status.ANSWERED]

    def told(one: Outcome, texts: Sequence[str]) -> bool:
        return any(contains(text, one.answer, whole=True) for text in texts)

    def in_cited(one: Outcome) -> bool:
        return told(one, one.cited)

    return {
        **{f"hit@{k}": fmean(hit(one.ranking, one.gold, k) for one in outcomes) for k in (1, 4, 10)},
        "MRR": fmean(reciprocal_rank(one.ranking, one.gold) for one in outcomes),
        "nDCG@10": fmean(ndcg(one.ranking, one.gold, 10) for one in outcomes),
        "in top sentence": fmean(told(one, one.sentences[:1]) for one in outcomes),
        "in top three": fmean(told(one, one.sentences[:3]) for one in outcomes),
        "in cited": fmean(in_cited(one) for one in outcomes),
        "in cited, of answered": fmean(map(in_cited, answered)) if answered else 0.0,
        "answered": len(answered) / len(outcomes),
        "total ms p50": p50([one.total_ms for one in outcomes]),
        "total ms p95": p95([one.total_ms for one in outcomes]),
        "models ms p50": p50([one.models_ms for one in outcomes]),
        "models ms p95": p95([one.models_ms for one in outcomes]),
    }


def measured(limit: int | None) -> list[Outcome]:
    """Ask the questions, or the first ``limit`` of them over a slice of the articles, building what is missing."""
    questions = benchmarks.realtimeqa_questions()[:limit]
    with progress.adding() as on_progress:
        if limit is None:
            folder = corpus.build_whole(on_progress)
        else:
            needed = {url for one in questions for url in one.gold_urls}
            articles = corpus.part(benchmarks.realtimeqa_articles(), needed, len(needed) + SLICE_OTHERS)
            folder = corpus.build_part(articles, on_progress)
    screen = Console(stderr=True)
    with Library.open(folder) as library:
        retriever = library.retriever().retriever
        library.ask(questions[0].question, asked=questions[0].asked)    # loads the models, which is no question's time
        shown = track(questions, "Asking", console=screen, transient=True, disable=not screen.is_terminal)
        return [outcome(library, retriever, one) for one in shown]


def report(found: dict[str, float], questions: int) -> Table:
    """The scores beside their bars."""
    table = Table("measure", "value", "bar", "", title=f"RealTime QA, {questions} questions")
    for name, value in found.items():
        bar = BARS.get(name)
        shown = f"{value:,.0f}" if " ms " in name or name.endswith("MiB") else f"{value:.3f}"
        verdict = "" if bar is None else "ok" if value >= bar else "missed"
        table.add_row(name, shown, "" if bar is None else f">= {bar}", verdict)
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.realtimeqa", description=__doc__.partition("\n")[0])
    parser.add_argument("--limit", type=int, metavar="N", help="the first N questions only, over a slice of articles")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write scores and every question's outcome here")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a bar is missed")
    chosen = parser.parse_args(arguments)
    try:
        outcomes = measured(chosen.limit)
    except RagError as error:
        Console(stderr=True).print(f"{error.what}\n{error.fix}", soft_wrap=True, markup=False, highlight=False)
        return 2
    found = {**scores(outcomes), "peak memory MiB": peak_mib()}
    Console().print(report(found, len(outcomes)))
    if chosen.json:
        rows = [{**asdict(one), "rank": rank(one.ranking, one.gold)} for one in outcomes]
        chosen.json.write_text(json.dumps({"scores": found, "questions": rows}, ensure_ascii=False, indent=1), "utf-8")
    missed = any(found[name] < bar for name, bar in BARS.items())
    return 1 if chosen.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
