"""QAGS: sentences of machine-written summaries of CNN/DailyMail articles, which people called supported or not.

    python -m evals.public.qags

Scores the support model on these and on made-up pairs. The articles are split at their punctuation ("1. 3 billion",
"2 - 0"), the summaries aren't: numbers are put together again before anything is asked.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from evals import benchmarks, places
from evals.cases import ClaimCase
from evals.checking import ENOUGH, Checking
from evals.metrics.classify import auc, balanced_accuracy, best_threshold
from evals.suite import Corpus, Loaded, given, spread
from rag.errors import RagError
from rag.ingest.sentences import split

_FOLDS = 5
_RESAMPLES = 1000
_SEED = 0
_SPLIT_NUMBER = re.compile(r"(?<=\d)([.,:]) (?=\d)|(?<=\d) (-) (?=\w)")


@dataclass(frozen=True, slots=True)
class Summary:
    """An article, and a summary's sentences, each with whether the article supports it."""

    article: str
    sentences: tuple[tuple[str, bool], ...]


class Agreement(NamedTuple):
    """How well scores agree with people; ``low`` and ``high`` bound the AUC with 95 % confidence.

    ``balanced_accuracy`` is that of thresholds chosen on other articles.
    """

    auc: float
    low: float
    high: float
    balanced_accuracy: float


def load(limit: int | None) -> Loaded:
    """The sentences as cases for the support model. Raises BenchmarkMissing, BenchmarkBroken."""
    cases = [
        ClaimCase(
            id=f"{number:03}-{place}",
            category="supported" if supported else "unsupported",
            premise=summary.article,
            claim=claim,
            supported=supported,
        )
        for number, summary in enumerate(summaries(), start=1)
        for place, (claim, supported) in enumerate(summary.sentences, start=1)
    ]
    return Loaded((Corpus("summaries", tuple(spread(cases, limit)), given()),))


def summaries() -> list[Summary]:
    """Raises BenchmarkMissing, BenchmarkBroken."""
    return benchmarks.rows("qags-cnndm", "summaries.jsonl", _summary)


def made_up() -> list[Summary]:
    """Short premises in our own words, each with paraphrases and with claims that are wrong in one respect."""
    lines = (places.GOLD / "claims" / "pairs.jsonl").read_text("utf-8").splitlines()
    return [_summary(json.loads(line)) for line in lines]


def _summary(fields: dict[str, Any]) -> Summary:
    article = _SPLIT_NUMBER.sub(lambda found: found.group().strip(), fields["article"])
    return Summary(article, tuple((str(one["text"]), bool(one["supported"])) for one in fields["sentences"]))


def sentences(text: str) -> list[str]:
    """A premise, as the support model wants it."""
    return [text[span.start : span.end] for span in split(text)]


def agreement(found: Sequence[Summary], scores: Sequence[float]) -> Agreement:
    """``scores`` are those of all sentences, in order. Articles are drawn, and put into folds, as wholes."""
    groups = list(_grouped(found, scores))
    return Agreement(auc(*_flat(groups)), *_interval(groups), _out_of_fold(groups))


_Group = list[tuple[bool, float]]


def _grouped(found: Sequence[Summary], scores: Sequence[float]) -> Iterator[_Group]:
    rest = iter(scores)
    for summary in found:
        yield [(supported, next(rest)) for _, supported in summary.sentences]


def _flat(groups: Sequence[_Group]) -> tuple[list[bool], list[float]]:
    truth, scores = zip(*(pair for group in groups for pair in group), strict=True)
    return list(truth), list(scores)


def _interval(groups: Sequence[_Group]) -> tuple[float, float]:
    """The percentile bootstrap."""
    draw = random.Random(_SEED)
    found = sorted(auc(*_flat(draw.choices(groups, k=len(groups)))) for _ in range(_RESAMPLES))
    return found[round(0.025 * _RESAMPLES)], found[round(0.975 * _RESAMPLES) - 1]


def folds(number: int) -> list[list[int]]:
    """The numbers below ``number``, shuffled and dealt out; always the same way."""
    order = random.Random(_SEED).sample(range(number), number)
    return [order[fold::_FOLDS] for fold in range(_FOLDS)]


def _out_of_fold(groups: Sequence[_Group]) -> float:
    truth: list[bool] = []
    told: list[bool] = []
    for held in folds(len(groups)):
        threshold = best_threshold(*_flat([group for place, group in enumerate(groups) if place not in held])).value
        pairs = [pair for place in held for pair in groups[place]]
        truth += [supported for supported, _ in pairs]
        told += [score >= threshold for _, score in pairs]
    return balanced_accuracy(truth, told)


def judged(found: Sequence[Summary]) -> list[float]:
    """The probability that the support model gives to each sentence of these summaries, in order."""
    checking = Checking()
    return [checking.judged(one.article, claim).carried for one in found for claim, _ in one.sentences]


def report(title: str, found: Sequence[Summary], scores: Mapping[str, Sequence[float]]) -> Table:
    """How well each way agrees with people, the best first."""
    claims = sum(len(summary.sentences) for summary in found)
    table = Table("way", "AUC", "95 %", "balanced accuracy", title=f"{title}: {claims} claims, {len(found)} premises")
    agreed = {way: agreement(found, values) for way, values in scores.items()}
    for way, one in sorted(agreed.items(), key=lambda pair: -pair[1].auc):
        table.add_row(way, f"{one.auc:.3f}", f"{one.low:.3f}–{one.high:.3f}", f"{one.balanced_accuracy:.3f}")
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.public.qags", description=__doc__.partition("\n")[0])
    parser.parse_args(arguments)
    try:
        for title, found in (("Made-up pairs", made_up()), ("QAGS", summaries())):
            scores = judged(found)
            truth = [supported for summary in found for _, supported in summary.sentences]
            Console().print(report(title, found, {"the support model": scores}))
            told = [score >= ENOUGH for score in scores]
            Console().print(f"Balanced accuracy at the service's own threshold: {balanced_accuracy(truth, told):.3f}")
    except RagError as error:
        print(f"{error.what}\n{error.fix}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
