"""How often is nothing shown of a language model that answers whatever it is asked, and what does that cost?

    python -m evals.overeager [--limit N] [--check]

No model is asked. To what the articles don't say it is taken to give, word for word, the three sentences that rank
highest of those it is shown (and beside that the highest alone): all true, and no answer. To what they do say it gives
the gold evidence. Both are judged as its statements are. Knows nothing of how often a model does so.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from rich.console import Console
from rich.table import Table

from evals import engines, registry
from evals.asked import response
from evals.cases import Case
from evals.engines import Asker, Engine, Response
from evals.metrics.citations import evidence_recall
from evals.plan import plan
from evals.suite import Suite
from rag.answer.compound.parts import parts
from rag.answer.compound.sides import sides
from rag.answer.syntax import Syntax
from rag.errors import RagError
from rag.llm.pertinence import Pertinence
from rag.llm.shown import MOST_TOKENS, fitting
from rag.models import Citation, Claim, Evidence, Status

SUITES = ("seed", "sample", "hostile")
BEST = 3  # sentences that are given where there is no answer
MOST_LOST = 0.01  # of the answerable questions


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, and which of the sentences given to it (at least one; to an unanswerable one by rank) may answer."""

    suite: str
    id: str
    answerable: bool
    passed: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """How many questions, and the shares (None of none) to which nothing is shown: ``silent``, to an unanswerable one
    given three sentences, ``of_one`` given the best alone; ``lost``, to an answerable one."""

    unanswerable: int
    silent: float | None
    of_one: float | None
    answerable: int
    lost: float | None

    @property
    def ok(self) -> bool:
        """Whether no more is lost than may be."""
        return (self.lost or 0.0) <= MOST_LOST


def outcomes(suites: Sequence[Suite], engine: Engine, limit: int | None = None) -> Iterator[Outcome]:
    """Every question for which there is something to give. Raises what loading a suite or asking the engine raises."""
    syntax = Syntax()
    with tempfile.TemporaryDirectory(prefix="evals-") as temporary:
        for task in plan(suites, [engine], limit, Path(temporary)).tasks:
            with engine.open(task.documents, task.folder) as asker:
                for case in task.cases:
                    if isinstance(case, Case) and case.status in {Status.ANSWERED, Status.NOT_IN_ARTICLES}:
                        yield from _outcome(task.suite, case, asker, syntax)


def _outcome(suite: str, case: Case, asker: Asker, syntax: Syntax) -> Iterator[Outcome]:
    made = response(asker, case)
    given = _given(case, made)
    if given:
        asked = made.answer.read_as or case.turns[-1]
        doc = syntax.parse([asked])[0]
        pertinence = Pertinence([asked, *(sides(doc) or parts(doc))], made.evidence, syntax)
        claims = (Claim(one.text, (Citation.of(one.article, one.span),)) for one in given)
        passed = tuple(map(pertinence.answers, claims))
        yield Outcome(suite, case.id, case.status is Status.ANSWERED, passed)


def _given(case: Case, made: Response) -> list[Evidence]:
    """Of the ranked sentences that a model is shown the best, or the first with each piece of the gold evidence."""
    shown = {(one.article.id, span) for one in fitting(made.evidence, MOST_TOKENS).values() for span in one.spans}
    ranked = [one for one in made.evidence if (one.article.id, one.span) in shown]
    if case.status is not Status.ANSWERED:
        return ranked[:BEST]
    pieces = (next((one for one in ranked if evidence_recall([one.text], [terms])), None) for terms in case.evidence)
    return [one for one in pieces if one]


def totals(found: Sequence[Outcome]) -> Totals:
    """The shares of these outcomes."""
    without = [one.passed for one in found if not one.answerable]
    given = [one.passed for one in found if one.answerable]
    return Totals(
        len(without),
        _share([not any(passed) for passed in without]),
        _share([not passed[0] for passed in without]),
        len(given),
        _share([not any(passed) for passed in given]),
    )


def _share(values: Sequence[bool]) -> float | None:
    return fmean(values) if values else None


def report(by_suite: dict[str, Totals]) -> Table:
    """The shares by suite."""
    heads = ("suite", "no answer", "silent", "of one", "answer", "lost", "bar", "")
    table = Table(*heads, title="Silent where the articles have no answer, lost where they have one")
    for name, one in by_suite.items():
        silent, of_one, lost = ("" if share is None else f"{share:.3f}" for share in (one.silent, one.of_one, one.lost))
        bar = (f"<= {MOST_LOST:g}", "ok" if one.ok else "missed")
        table.add_row(name, str(one.unanswerable), silent, of_one, str(one.answerable), lost, *bar)
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.overeager", description=__doc__.partition("\n")[0])
    parser.add_argument("--limit", type=int, metavar="N", help="of each library put at most N cases, evenly spread")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a bar is missed")
    chosen = parser.parse_args(arguments)
    try:
        (engine,) = engines.named(["extractive"])
        found = list(outcomes(registry.named(SUITES), engine, chosen.limit))
    except RagError as error:
        Console(stderr=True).print(f"{error.what}\n{error.fix}", soft_wrap=True, markup=False, highlight=False)
        return 2
    by_suite = {name: totals([one for one in found if one.suite == name]) for name in SUITES}
    lost = [one.id for one in found if one.answerable and not any(one.passed)]
    Console().print(report(by_suite), f"Lost: {', '.join(lost) or 'none'}")
    return 1 if chosen.check and not all(one.ok for one in by_suite.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
