"""The commands of `rag eval`: parses arguments, prints, and turns what was measured into exit codes.

Only light imports at the top, so that `rag --help` is instant.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from rich.console import Console

    from evals.runner import OnProgress, Progress

FAILED, INTERRUPTED = 1, 130

HELP = """Score answers against gold cases, and keep every one of them.

`rag eval SUITE...` is short for `rag eval run SUITE...`; without a suite it runs seed, sample, summaries and hostile.

\b
Examples:
  rag eval seed --limit 20
  rag eval seed sample --engine extractive --engine bm25 --fail-under evals/thresholds.toml
  rag eval report .cache/evals/runs/20260318-101500-1a2b
  rag eval compare BEFORE AFTER

\b
Exit codes:
  0  done
  1  failed, or a figure is below its floor
  2  wrong use
  130  interrupted; the same command with --out RUN goes on
"""


class _RunByDefault(TyperGroup):
    """What is no command is an argument of `run`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_RunByDefault, help=HELP, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")]


@app.command()
def run(
    suites: Annotated[list[str] | None, typer.Argument(metavar="[SUITE...]", help="See `rag eval list`.")] = None,
    engines: Annotated[
        list[str] | None, typer.Option("--engine", metavar="NAME", help="Repeatable; extractive by default.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Of each library at most so many cases.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The run's folder; one that was interrupted is resumed.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--compare", metavar="RUN", help="Print what changed since that run.")
    ] = None,
    fail_under: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Thresholds (TOML); a figure below its floor fails.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the cases of suites and score the answers.

    \b
    Examples:
      rag eval seed --limit 20
      rag eval realtimeqa --out runs/realtimeqa
    """
    from evals import runner, show
    from evals.compare import compare
    from evals.runs import read
    from rag.show import error as show_error

    earlier = read(against) if against else None
    folder = out or runner.new_folder()
    try:
        with _bar() as on_progress:
            done = runner.run(
                suites or runner.OWN,
                engines or ("extractive",),
                limit=limit,
                out=folder,
                fail_under=fail_under,
                on_progress=on_progress,
            )
    except KeyboardInterrupt:
        fix = f"Give the same command --out {folder} to go on."
        show_error(_console(stderr=True), "Interrupted; what was finished is kept.", fix)
        raise typer.Exit(INTERRUPTED) from None
    if as_json:
        _print_json({"folder": str(done.folder), **done.facts})
    else:
        show.run(_console(), done)
    if earlier:
        show.comparison(_console(stderr=as_json), compare(earlier, done))
    below = any(not row["passed"] for row in done.facts["thresholds"])
    failed = any(record["verdict"] == "failed" for record in done.records)
    raise typer.Exit(FAILED if below or failed else 0)


@app.command("list")
def list_suites() -> None:
    """List the suites and the engines."""
    from evals.engines import engines
    from evals.registry import suites

    print("Suites")
    for suite in suites().values():
        print(f"  {suite.name:<15}{suite.about}")
    print(f"Engines\n  {', '.join(engines())}")


@app.command()
def report(
    folder: RunFolder,
    against: Annotated[Path | None, typer.Option(metavar="RUN", help="Show what changed since that run.")] = None,
) -> None:
    """Write a run's report: one HTML file that needs nothing else."""
    from evals.report import write

    print(write(folder, against))


@app.command("compare")
def compare_runs(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The folder of a run.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The folder of a later run.")],
    as_json: AsJson = False,
) -> None:
    """Print what changed from one run to another, case by case, the worst first."""
    from evals import show
    from evals.compare import compare
    from evals.runs import read

    found = compare(read(before), read(after))
    if as_json:
        _print_json(asdict(found))
    else:
        show.comparison(_console(), found)


@contextmanager
def _bar() -> Iterator[OnProgress]:
    """A bar for the cases of a run, on standard error and only in a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = _console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=console, disable=not console.is_terminal, transient=True) as bars:
        task = bars.add_task("Reading the gold", total=None)

        def told(progress: Progress) -> None:
            where = f"{progress.suite}/{progress.library} {progress.engine}"
            bars.update(task, description=where, completed=progress.done, total=progress.total)

        yield told


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
