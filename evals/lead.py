"""Do the summaries tell more than the first sentences of the articles do, in as many words?

    python -m evals.lead [--json OUT] [--check]

Two measures on the gold summaries. At the length of lead-3 (three first sentences; for a topic, the first sentence of
each of the three articles that BM25 finds first): what tells most, in whole sentences of at most as many words. And at
each length that a summary can have: the summary as a user gets it, against as many first words of the same articles in
turn. The verdict is that of the first measure over all cases.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path
from statistics import fmean

from rich.console import Console
from rich.table import Table

from evals import places
from evals.baselines.lead3 import Lead3
from evals.cases import SummaryCase, load_summaries
from evals.documents import Document, article_id
from evals.metrics.interval import Interval, difference
from evals.metrics.summary import fact_recall
from rag.errors import RagError
from rag.library import Library
from rag.models import Length, Storyline
from rag.summarize.digest import telling
from rag.summarize.pipeline import read
from rag.summarize.sentences import Sentence

LEAD3 = "lead-3"
_ALL = 1000  # sentences: more than any article of the samples has


@dataclass(frozen=True, slots=True)
class Outcome:
    """How much of a case's facts, by weight, is told by a summary and by first sentences, and in how many words.

    Lead-3 has at least as many words as the summary beside it, the first words of articles have exactly as many.
    """

    id: str
    category: str
    length: str
    ours: float
    lead: float
    words: int
    lead_words: int


def outcomes(library: Library, cases: Sequence[SummaryCase], documents: Sequence[Document]) -> Iterator[Outcome]:
    """Both measures of every case. Raises what summarising raises."""
    with tempfile.TemporaryDirectory() as folder, Lead3().open(documents, Path(folder)) as lead3:
        for case in cases:
            article = article_id(documents, case.article) if case.article else None
            first = lead3.summarize(article, case.query, asked=case.asked, since=case.since, until=case.until).answer
            for length in (None, *Length):
                made = library.summarize(
                    [article] if article else [],
                    query=case.query,
                    since=case.since,
                    until=case.until,
                    asked=case.asked,
                    length=length or Length.MEDIUM,
                )
                stories = [_articles(library, line) for line in made.storylines]
                if length is None:
                    lead = " ".join(claim.text for claim in first.claims)
                    ours = _within(stories, len(lead.split()))
                else:
                    ours = " ".join(claim.text for claim in made.sentences)
                    lead = _first(stories, len(ours.split()))
                yield _outcome(case, length or LEAD3, ours, lead)


def _outcome(case: SummaryCase, length: str, ours: str, lead: str) -> Outcome:
    facts = [(fact.must, fact.weight) for fact in case.facts]
    return Outcome(
        case.id,
        "article" if case.article else "topic",
        length,
        fact_recall(ours, facts) or 0,
        fact_recall(lead, facts) or 0,
        len(ours.split()),
        len(lead.split()),
    )


def _articles(library: Library, line: Storyline) -> list[list[Sentence]]:
    return [read(library.article(one), library.store) for one in line.article_ids]


def _within(stories: Sequence[Sequence[Sequence[Sentence]]], words: int) -> str:
    """What tells most, in order of importance, while it fits whole."""
    taken: dict[Sentence, None] = {}
    for story in stories:
        for unit in telling(story, _ALL):
            new = [one for one in unit.sentences if one not in taken]
            if sum(one.words for one in (*taken, *new)) <= words:
                taken.update(dict.fromkeys(new))
    return " ".join(one.text for one in taken)


def _first(stories: Sequence[Sequence[Sequence[Sentence]]], words: int) -> str:
    """So many first words of the articles' first sentences, then of their second ones, and so on."""
    in_turn = zip_longest(*(article for story in stories for article in story))
    text = " ".join(one.text for sentences in in_turn for one in sentences if one)
    return " ".join(text.split()[:words])


def gains(found: Sequence[Outcome]) -> dict[tuple[str, str], Interval]:
    """By length and category, how much more of the facts is told than by first sentences."""
    kinds: dict[tuple[str, str], list[Outcome]] = {}
    for one in found:
        for category in (one.category, "all"):
            kinds.setdefault((one.length, category), []).append(one)
    return {kind: difference([one.ours for one in of], [one.lead for one in of]) for kind, of in kinds.items()}


def report(found: Sequence[Outcome]) -> Table:
    """Means by length and category."""
    table = Table("length", "cases", "words", "told", "by the first", "more", "95 %", title="Facts told, by weight")
    for (length, category), gain in gains(found).items():
        of = [one for one in found if one.length == length and category in (one.category, "all")]
        table.add_row(
            length,
            f"{len(of)} {category}",
            f"{fmean(one.words for one in of):.0f}",
            f"{fmean(one.ours for one in of):.3f}",
            f"{fmean(one.lead for one in of):.3f}",
            f"{gain.value:+.3f}",
            f"{gain.low:+.3f} to {gain.high:+.3f}",
        )
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.lead", description=__doc__.partition("\n")[0])
    parser.add_argument("--json", type=Path, metavar="OUT", help="write every case's outcome here")
    parser.add_argument("--check", action="store_true", help="exit with 1 unless more is told at lead-3's length")
    chosen = parser.parse_args(arguments)
    try:
        cases = load_summaries(places.GOLD / "summaries.jsonl")
        with tempfile.TemporaryDirectory() as folder, Library.open(folder) as library:
            library.add(places.seeds())
            found = list(outcomes(library, cases, [Document(places.seeds())]))
    except RagError as error:
        Console(stderr=True).print(f"{error.what}\n{error.fix}", soft_wrap=True, markup=False, highlight=False)
        return 2
    Console().print(report(found))
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(one) for one in found], indent=1), "utf-8")
    return 1 if chosen.check and gains(found)[LEAD3, "all"].low <= 0 else 0


if __name__ == "__main__":
    sys.exit(main())
