"""Turn a run folder into one page that tells what is good, what is not, and why: ``write(run)``.

reading.py reads a run, figures.py lays out its figures, cards.py its cases, differences.py what changed since another
run; page.py renders them safely.
"""

from __future__ import annotations

import sys
from pathlib import Path

from evals.compare import Comparison, compare
from evals.report.cards import ORDER, Room, cards, under_test
from evals.report.differences import since
from evals.report.figures import failing_first, panels
from evals.report.page import render
from evals.report.reading import Info, Run, checked
from evals.runs import read

LARGEST = 6_000_000  # bytes: a page beyond it is slow to open and hard to send
# How much is shown of each of at most so many cases: the roomiest that keeps the page small enough is taken.
ROOMS = (
    (1_000, Room(text=1_500, passage=700, passages=4, scores=True, baselines=True)),
    (1_500, Room(text=900, passage=420, passages=2, scores=True, baselines=True)),
    (2_200, Room(text=500, passage=280, passages=1, baselines=True)),
    (sys.maxsize, Room(text=200, passage=140, passages=1)),
)


def write(run: Path, against: Path | None = None) -> Path:
    """Write ``run``/report.html, compared with the run in ``against`` when one is given; returns its path.

    Raises:
        RunBroken: a folder is missing, or holds no run, an unfinished one or a malformed one.
        RunMismatch: the two runs can't be compared.
    """
    now = read(run)
    change = None
    if against:
        before = read(against)
        change = checked(before).info, compare(before, now)
    path = run / "report.html"
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(page(checked(now), change))
    unfinished.replace(path)
    return path


def page(run: Run, change: tuple[Info, Comparison] | None = None) -> bytes:
    """The page of a run, as UTF-8; ``change`` is another run and what changed since."""
    asked = len(under_test(run))
    for room in [room for cases, room in ROOMS if asked <= cases]:
        made = _page(run, change, room).encode()
        if len(made) <= LARGEST:
            break
    return made


def _page(run: Run, change: tuple[Info, Comparison] | None, room: Room) -> str:
    found = panels(run)
    shown = cards(run, room)
    verdicts = {record.verdict for record in run.records}
    return render(
        {
            "run": run,
            "panels": found,
            "thresholds": failing_first(run.info.thresholds),
            "compared": [panel for panel in found if len(panel.rows) > 1],
            "found": [panel for panel in found if panel.retrieval],
            "slowest": max((row.figures.latency_ms.p95 or 0 for panel in found for row in panel.rows), default=0),
            "since": since(*change, shown) if change else None,
            "cards": shown,
            "told": [verdict for verdict in ORDER if verdict in verdicts],
            "categories": sorted({record.category for record in run.records}),
            "several": any(len(panel.ours) > 1 for panel in found),
            "scores": room.scores,
        }
    )
