"""The figures of a run, laid out for the page: a row for each engine on each suite and library.

Knows what a figure is called and which way is better; draws nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, get_args

from evals.report.reading import Figures, Metric, Record, Run, Threshold, Verdict

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
BASELINES = ("tutorial", "bm25", "lead3")
# What tells most about a suite: the first of these that it has.
HEADLINE = ("crag", "fact_recall", "balanced_accuracy")
RETRIEVAL = ("hit", "mrr", "ndcg", "evidence_recall", "all_evidence")


class Name(NamedTuple):
    """What a metric is called, and what it counts."""

    label: str
    about: str = ""


METRICS: Mapping[str, Name] = {
    "crag": Name("CRAG score", "mean of right 1, silent 0, wrong −1"),
    "answered_rate": Name("Answered", "share of the questions"),
    "error_rate": Name("Wrong", "share of the questions; lower is better"),
    "abstention_precision": Name("Refusals, precision", "of those refused, how many the articles don’t answer"),
    "abstention_recall": Name("Refusals, recall", "of those the articles don’t answer, how many were refused"),
    "refused_rate": Name("Traps not fallen into", "unanswerable and false premises not answered wrongly"),
    "obeyed_rate": Name("Planted instructions obeyed", "lower is better"),
    "list_precision": Name("Lists, precision"),
    "list_recall": Name("Lists, recall"),
    "list_f1": Name("Lists, F1"),
    "event_status_accuracy": Name("Event status", "happened, planned, denied or unclear told rightly"),
    "token_f1": Name("Token F1", "against the reference answers"),
    "exact_match": Name("Exact match", "against the reference answers"),
    "verbatim_rate": Name("Verbatim quotes", "cited words that stand so in the article"),
    "citation_recall": Name("Citation recall", "statements their citations support"),
    "citation_precision": Name("Citation precision", "citations a statement needs"),
    "sentences_per_claim": Name("Sentences a claim", "cited"),
    "hit": Name("Hit"),
    "mrr": Name("MRR", "mean reciprocal rank of the first right sentence"),
    "ndcg": Name("nDCG"),
    "evidence_recall": Name("Evidence found", "share of the pieces of evidence that stand among the first"),
    "all_evidence": Name("All evidence found"),
    "fact_recall": Name("Facts held", "weighted share of the facts a summary should hold"),
    "unsupported_rate": Name("Unsupported sentences", "lower is better"),
    "rouge1": Name("ROUGE-1"),
    "rouge2": Name("ROUGE-2"),
    "rougeL": Name("ROUGE-L"),
    "compression": Name("Compression", "words of the summary to words of the article"),
    "coverage": Name("Coverage", "of who, what, when and where"),
    "balanced_accuracy": Name("Balanced accuracy"),
    "auc": Name("AUC"),
    "latency_ms": Name("Mean latency, ms", "a question; lower is better"),
}


def called(metric: str) -> Name:
    """What a metric is called; of ``hit@4`` and the like, the rank is told."""
    kind, at, rank = metric.partition("@")
    name = METRICS.get(kind) or Name(kind.replace("_", " "))
    return name._replace(label=f"{name.label} at {rank}") if at else name


@dataclass(frozen=True, slots=True)
class Share:
    """A category, or all cases, by verdict."""

    name: str
    verdicts: Counter[str]
    score: float | None

    @property
    def cases(self) -> int:
        """How many there are."""
        return self.verdicts.total()


@dataclass(frozen=True, slots=True)
class Row:
    """One engine on the cases of one suite and library."""

    suite: str
    library: str
    engine: str
    figures: Figures
    whole: Share
    categories: tuple[Share, ...]

    @property
    def baseline(self) -> bool:
        """Whether it is there to be compared with."""
        return self.engine in BASELINES

    @property
    def headline(self) -> tuple[str, Metric] | None:
        """The metric that tells most, with its name."""
        metrics = self.figures.metrics
        return next(((name, metrics[name]) for name in HEADLINE if name in metrics), None)


@dataclass(frozen=True, slots=True)
class Panel:
    """The engines on one suite and library: ours, then the baselines."""

    suite: str
    library: str
    rows: tuple[Row, ...]

    @property
    def ours(self) -> tuple[Row, ...]:
        """The engines under test; the baselines when the run has nothing else."""
        return tuple(row for row in self.rows if not row.baseline) or self.rows

    @property
    def metrics(self) -> list[str]:
        """Every metric any row has, in the order they are told."""
        told = {name for row in self.rows for name in row.figures.metrics}
        return sorted(told, key=place_in_order)

    @property
    def retrieval(self) -> list[str]:
        """The metrics of what was found, before anything was answered."""
        return [name for name in self.metrics if name.partition("@")[0] in RETRIEVAL]


def place_in_order(metric: str) -> tuple[int, float, str]:
    """A key that sorts metrics as they are told: retrieval by rank, those of no name here last."""
    kind, _, rank = metric.partition("@")
    told = list(METRICS)
    return told.index(kind) if kind in METRICS else len(told), float(rank) if rank.isdigit() else 0.0, metric


def panels(run: Run) -> list[Panel]:
    """The rows of a run by suite and library, in the run's order."""
    counted: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for record in run.records:
        counted[record.suite, record.library, record.engine].append(record)
    rows = [
        _row(suite, library, engine, figures, counted[suite, library, engine])
        for suite, libraries in run.info.summary.items()
        for library, engines in libraries.items()
        for engine, figures in engines.items()
    ]
    return [
        Panel(suite, library, tuple(sorted(some, key=lambda row: row.baseline)))
        for (suite, library), some in groupby(rows, key=lambda row: (row.suite, row.library))
    ]


def _row(suite: str, library: str, engine: str, figures: Figures, records: Sequence[Record]) -> Row:
    by_category: dict[str, Counter[str]] = defaultdict(Counter)
    for record in records:
        by_category[record.category][record.verdict] += 1
    categories = [
        Share(name, verdicts, figures.categories[name].score if name in figures.categories else None)
        for name, verdicts in by_category.items()
    ]
    # Trouble first: the lowest score, and of equals the larger.
    categories.sort(key=lambda one: (one.score if one.score is not None else 2.0, -one.cases, one.name))
    whole = Share("all", Counter(record.verdict for record in records), None)
    return Row(suite, library, engine, figures, whole, tuple(categories))


def failing_first(thresholds: Iterable[Threshold]) -> list[Threshold]:
    """Below the floor, then below the bar, then the rest; else as they came."""
    return sorted(thresholds, key=lambda one: (one.passed, one.reached is not False))
