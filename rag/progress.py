"""Progress bars for long work, on standard error and only in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.text import Text

if TYPE_CHECKING:
    from rag.ingest.pipeline import Progress


@contextmanager
def adding() -> Iterator[Callable[[Progress], None]]:
    """A bar for articles that are added, fed by the pipeline's progress."""
    with _bars(_Rate()) as bars:
        task = bars.add_task("Reading", total=None)

        def told(progress: Progress) -> None:
            bars.update(task, description="Adding", completed=progress.passages, total=progress.passages_total or None)

        yield told


@contextmanager
def reindexing() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage of a rebuild, fed with the stage, how much of it is done and how much there is."""
    with _stages(_bars(_Rate()), {"embed": "Embedding", "index": "Indexing"}) as told:
        yield told


@contextmanager
def summarizing() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage of a summary, fed with the stage, how much of it is done and how much there is."""
    names = {
        "gather": "Reading articles",
        "write": "Choosing sentences",
        "read": "Asking the language model",
        "merge": "Merging what it wrote",
    }
    with _stages(_bars(), names) as told:
        yield told


@contextmanager
def _stages(bars: Bars, names: Mapping[str, str]) -> Iterator[Callable[[str, int, int], None]]:
    with bars:
        tasks = {stage: bars.add_task(name, total=None, visible=False) for stage, name in names.items()}

        def told(stage: str, done: int, total: int) -> None:
            bars.update(tasks[stage], completed=done, total=total, visible=True)

        yield told


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f} passages/s" if task.speed else "")


def _bars(*of_their_own: ProgressColumn) -> Bars:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), *of_their_own)
    return Bars(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal, transient=True)
