"""Speed and memory: the command line, asking, adding, and how all of it grows with the library.

    python -m evals.bench [--json OUT] [--check]

Takes ten minutes or so, and wants a machine that does nothing else. What needs RealTime QA or its library
(`python -m evals.realtimeqa` builds it) is left out, and said so, where they are not there.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from evals import adding, benchmarks, corpus, startup
from evals.asking import Question, Times, ask_apart
from evals.benchmarks import PROJECT
from evals.metrics.latency import p50, p95
from rag.errors import RagError
from rag.library import Library
from rag.pipeline import MAX_QUESTION
from rag.read.support import Pair, SupportModel

# What each measure is held to; those that are not here are only reported.
AT_MOST = {
    "rag --help, s": 0.4,
    "cold rag ask, seeds, s": 4.0,
    "warm ask p50, seeds, ms": 600.0,
    "total / models, seeds": 1.2,
    "warm ask of 2,000 characters p50, seeds, ms": 2000.0,
    "warm ask p50, 1516, ms": 1000.0,
    "total / models, 1516": 1.2,
    "peak memory, 1516, MiB": 1536.0,
    "verify five statements p50, ms": 150.0,
}
AT_LEAST = {"add / embedder alone": 0.9, "adding again, times faster": 50.0}

SIZES = (100, 400)    # articles, besides all of them
ROUNDS = 3    # of all libraries in turns, so that a slow minute slows every one of them
QUESTIONS = 20
STATEMENTS = 30
ADDED = 40    # articles


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that was measured."""

    name: str
    value: float

    @property
    def bar(self) -> str:
        """What the value is held to, for people; "" when to nothing."""
        if self.name in AT_MOST:
            return f"<= {AT_MOST[self.name]:g}"
        return f">= {AT_LEAST[self.name]:g}" if self.name in AT_LEAST else ""

    @property
    def ok(self) -> bool:
        """Whether the value reaches its bar; one without a bar always does."""
        return AT_LEAST.get(self.name, self.value) <= self.value <= AT_MOST.get(self.name, self.value)


def commands(seeds: Path) -> Iterator[Measure]:
    """The command line from a standing start."""
    yield Measure("rag --help, s", startup.seconds(["--help"], seeds))
    question, asked = seed_questions()[0]
    yield Measure("cold rag ask, seeds, s", startup.seconds(["ask", question, "--asked", asked.isoformat()], seeds))


def asking(libraries: dict[str, tuple[Path, Sequence[Question]]]) -> Iterator[Measure]:
    """Warm questions to these libraries, in turns, each in a process of its own."""
    times = {name: Times() for name in libraries}
    for turn in range(ROUNDS):
        for name, (folder, questions) in libraries.items():
            tell(f"asking {name} articles, round {turn + 1} of {ROUNDS}")
            times[name].extend(ask_apart(folder, questions))
    for name, found in times.items():
        ratios = [total / models for total, models in zip(found.total, found.models, strict=True) if models]
        yield Measure(f"warm ask p50, {name}, ms", p50(found.total))
        yield Measure(f"warm ask p95, {name}, ms", p95(found.total))
        yield Measure(f"total / models, {name}", p50(ratios))
        yield Measure(f"retrieve p50, {name}, ms", p50(found.retrieve))
        yield Measure(f"peak memory, {name}, MiB", found.peak_mib)
        folder = libraries[name][0]
        yield Measure(f"database, {name}, MiB", _mib(folder.glob("library.db*")))
        yield Measure(f"Chroma, {name}, MiB", _mib((folder / "chroma").rglob("*")))
    if {"100", "1516"} <= times.keys():
        small, large = (p50(times[name].total) for name in ("100", "1516"))
        yield Measure("p50 ask, 1516 / 100", large / small)


def longest(folder: Path) -> Iterator[Measure]:
    """A question of as many characters as one may have, warm."""
    tell("asking a question of 2,000 characters")
    asked = seed_questions()
    text = " ".join(question for question, _ in asked * 2)[:MAX_QUESTION]
    times = ask_apart(folder, [(text, asked[0][1])] * 3)
    yield Measure("warm ask of 2,000 characters p50, seeds, ms", p50(times.total))


def statements() -> Iterator[Measure]:
    """A statement of a language model, judged beside two sentences and their context."""
    tell("judging statements")
    model = SupportModel()
    sentence = "The council voted on Tuesday to close the swimming pool in June, after a consultation of a month."
    pair = Pair("The pool is to close in June, the council decided.", f"{sentence} {sentence}", sentence)
    times = []
    for _ in range(STATEMENTS):
        started = perf_counter()
        model.judge([pair])
        times.append((perf_counter() - started) * 1000)
    yield Measure("judge one statement p50, ms", p50(times))


def in_and_out() -> Iterator[Measure]:
    """Adding and removing."""
    tell(f"adding {ADDED} articles, {adding.REPEATS} times")
    found = adding.measure(corpus.part(benchmarks.realtimeqa_articles(), (), ADDED))
    yield Measure("embedder alone, passages/s", found.raw_rate)
    yield Measure("add, passages/s", found.add_rate)
    yield Measure("add / embedder alone", found.ratio)
    yield Measure("adding again, times faster", found.again_speedup)
    yield Measure("remove an article, ms", found.remove_ms)


def seed_questions() -> list[Question]:
    """Questions to the articles of seeds/, spread over the gold cases."""
    paths = (PROJECT / "evals" / "gold" / name for name in ("sample_a.jsonl", "sample_b.jsonl"))
    rows = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    single = [(row["question"], date.fromisoformat(row["asked"])) for row in rows if "question" in row]
    return single[:: len(single) // QUESTIONS][:QUESTIONS]


def news_libraries() -> dict[str, tuple[Path, Sequence[Question]]]:
    """Libraries of 100, 400 and all articles of RealTime QA, each holding the answers; none when it wasn't built."""
    if not corpus.is_whole():
        tell("no library of RealTime QA's articles: run `python -m evals.realtimeqa` to build it")
        return {}
    rows = benchmarks.realtimeqa_questions()[:QUESTIONS]
    questions = [(row.question, row.asked) for row in rows]
    needed = {url for row in rows for url in row.gold_urls}
    articles = benchmarks.realtimeqa_articles()
    tell("preparing libraries of " + ", ".join(map(str, SIZES)) + " articles")
    folders = {str(size): corpus.build_part(corpus.part(articles, needed, size)) for size in SIZES}
    folders[str(len(articles))] = corpus.build_whole()
    return {name: (folder, questions) for name, folder in folders.items()}


def measures() -> Iterator[Measure]:
    """Everything, in turn. Raises RagError and RuntimeError when something doesn't work at all."""
    with tempfile.TemporaryDirectory() as temporary:
        seeds = Path(temporary) / "seeds"
        tell("adding the articles of seeds/")
        with Library.open(seeds) as library:
            library.add(PROJECT / "seeds")
        tell("starting rag")
        yield from commands(seeds)
        yield from asking({"seeds": (seeds, seed_questions()), **news_libraries()})
        yield from longest(seeds)
        yield from statements()
    try:
        yield from in_and_out()
    except benchmarks.BenchmarkMissing as error:
        tell(f"adding not measured: {error}")


def tell(what: str) -> None:
    """Say on standard error what is going on."""
    print(what, file=sys.stderr, flush=True)


def _mib(paths: Iterator[Path]) -> float:
    return sum(path.stat().st_size for path in paths if path.is_file()) / 2**20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the measures here")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a bar is missed")
    chosen = parser.parse_args(arguments)
    try:
        found = list(measures())
    except RagError as error:
        tell(f"{error.what}\n{error.fix}")
        return 2
    table = Table("measure", "value", "bar", "", title="Speed and memory")
    for one in found:
        table.add_row(one.name, f"{one.value:,.2f}", one.bar, ("ok" if one.ok else "missed") if one.bar else "")
    Console().print(table)
    if chosen.json:
        rows = [{**asdict(one), "bar": one.bar, "ok": one.ok} for one in found]
        chosen.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 1 if chosen.check and not all(one.ok for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
