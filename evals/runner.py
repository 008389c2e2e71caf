"""Run suites on engines: build each library, put every case, keep every record.

A case that is finished is on the disk and never asked again; an engine that fails takes its own cases with it and no
others. Knows nothing of how cases are scored.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals import engines as engine_registry
from evals import provenance, records, registry, thresholds
from evals.asked import Desk, checked
from evals.cases import AnyCase, ClaimCase
from evals.checking import Checking
from evals.engines import Engine
from evals.errors import RunMismatch
from evals.plan import Plan, Task, plan
from evals.records import Record
from evals.runs import Run, RunFolder, read
from evals.suite import Suite
from evals.totals import summary

OWN = ("seed", "sample", "summaries", "hostile")
RUNS = Path(".cache") / "evals" / "runs"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the run's cases are done, and what is being worked on."""

    done: int
    total: int
    suite: str
    library: str
    engine: str


OnProgress = Callable[[Progress], None]


def run(
    suites: Sequence[str | Suite] = OWN,
    engines: Sequence[str | Engine] = ("extractive",),
    *,
    limit: int | None = None,
    out: Path | None = None,
    fail_under: Path | None = None,
    on_progress: OnProgress | None = None,
) -> Run:
    """Run the suites on the engines, or go on where an earlier run in the folder ``out`` stopped.

    Of each library at most ``limit`` cases are asked, evenly spread. ``fail_under`` is a file of thresholds.

    Raises:
        UnknownName: a suite or an engine that is not there.
        RunMismatch: ``out`` holds a run of other gold, engines or code.
        RagError: a suite's files, the thresholds or the earlier run are missing or malformed.
    """
    chosen = registry.named(suites)
    able = engine_registry.named(engines)
    bars = thresholds.load(fail_under) if fail_under else []
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="evals-") as temporary:
        planned = plan(chosen, able, limit, Path(temporary))
        folder = RunFolder(out or new_folder())
        facts = _facts(planned, able, limit, folder)
        work = _Work(folder, planned, on_progress)
        folder.write(facts)
        try:
            for task in planned.tasks:
                work.do(task)
            facts["complete"] = True
        finally:
            facts["finished"] = _now()
            facts["summary"] = summary(folder.records)
            facts["thresholds"] = thresholds.judge(bars, facts["summary"])
            _add_overhead(facts, work.engine_seconds, time.perf_counter() - started)
            folder.write(facts)
    return read(folder.folder)


class _Work:
    """The tasks of a run, one after the other. ``engine_seconds`` is what the engines took so far."""

    def __init__(self, folder: RunFolder, planned: Plan, on_progress: OnProgress | None) -> None:
        wanted = {task.key(case) for task in planned.tasks for case in task.cases}
        folder.keep(one for one in folder.records if one["verdict"] != "failed" or records.key(one) not in wanted)
        self._folder = folder
        self._checking = Checking()
        self._told = on_progress or (lambda _progress: None)
        self._finished = {records.key(record) for record in folder.records}
        self._total, self._done = len(wanted), len(wanted & self._finished)
        self.engine_seconds = 0.0

    def do(self, task: Task) -> None:
        """Put the task's cases that are not finished."""
        left = [case for case in task.cases if task.key(case) not in self._finished]
        if not left:
            return
        self._tell(task)
        if task.engine is None:
            for case in left:
                assert isinstance(case, ClaimCase)
                self._keep(task, *checked(_opening(task, case), case, self._checking))
            return
        with ExitStack() as stack:
            started = time.perf_counter()
            try:
                asker = stack.enter_context(task.engine.open(task.documents, task.folder))
            except Exception as error:    # an engine may fail in any way; the records say how
                for case in left:
                    self._keep(task, records.failed(_opening(task, case), error), 0.0)
                return
            finally:
                self.engine_seconds += time.perf_counter() - started
            desk = Desk(asker, task.documents, self._checking)
            workers = min(task.engine.parallel, len(left))
            for record, seconds in _each(left, lambda case: desk.put(_opening(task, case), case), workers):
                self._keep(task, record, seconds / workers)
        if not task.keep:
            shutil.rmtree(task.folder, ignore_errors=True)

    def _keep(self, task: Task, record: Record, seconds: float) -> None:
        self._folder.append(record)
        self._finished.add(records.key(record))
        self.engine_seconds += seconds
        self._done += 1
        self._tell(task)

    def _tell(self, task: Task) -> None:
        self._told(Progress(self._done, self._total, task.suite, task.library, task.engine_name))


_Done = tuple[Record, float]


def _each(cases: Sequence[AnyCase], work: Callable[[AnyCase], _Done], workers: int) -> Iterator[_Done]:
    """The work on each case, as soon as it is done."""
    if workers == 1:
        yield from map(work, cases)
        return
    pool = ThreadPoolExecutor(workers)
    try:
        for future in as_completed([pool.submit(work, case) for case in cases]):
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _opening(task: Task, case: AnyCase) -> Record:
    return records.opening(task.suite, task.library, task.engine_name, case)


def _facts(planned: Plan, engines: Sequence[Engine], limit: int | None, folder: RunFolder) -> dict[str, Any]:
    """What is known before anything is asked, joined with what an earlier, interrupted run was. Raises RunMismatch."""
    commit, dirty = provenance.commit()
    settings = {engine.name: dict(engine.settings()) for engine in engines}
    earlier = folder.earlier.facts if folder.earlier else {}
    if earlier:
        _check_same(folder.folder, earlier, planned.gold, settings, commit)
    gold, settings = earlier.get("gold", {}) | planned.gold, earlier.get("settings", {}) | settings
    return {
        "id": earlier.get("id") or secrets.token_hex(4),
        "started": earlier.get("started") or _now(),
        "finished": None,
        "complete": False,
        "suites": list(gold),
        "engines": list(settings),
        "limit": limit,
        "settings": settings,
        "commit": commit,
        "dirty": dirty,
        "python": provenance.python(),
        "machine": provenance.machine(),
        "gold": gold,
        "models": {name: value for one in settings.values() for name, value in one.items()},
        "notes": list(dict.fromkeys([*earlier.get("notes", []), *planned.notes])),
        "overhead": earlier.get("overhead"),
        "summary": {},
        "thresholds": [],
    }


def _check_same(
    folder: Path, earlier: dict[str, Any], gold: dict[str, str], settings: dict[str, dict[str, str]], commit: str | None
) -> None:
    """Raise RunMismatch when what was run in the folder is not what is to be run now."""
    differs = [f"the gold of {name}" for name, value in gold.items() if earlier["gold"].get(name, value) != value]
    differs += [
        f"the settings of {name}" for name, value in settings.items() if earlier["settings"].get(name, value) != value
    ]
    if earlier["commit"] != commit:
        differs.append("the code")
    if differs:
        raise RunMismatch(
            f"The run in {folder} can't be resumed: {' and '.join(differs)} changed since.", "Give another --out DIR."
        )


def _add_overhead(facts: dict[str, Any], engine_seconds: float, seconds: float) -> None:
    """Add to the time that engines took, and to the time that all else took, what this part of the run needed."""
    before = facts["overhead"] or {"engine_s": 0.0, "runner_s": 0.0}
    engine, runner = before["engine_s"] + engine_seconds, before["runner_s"] + seconds - engine_seconds
    share = runner / engine if engine else None
    facts["overhead"] = {"engine_s": round(engine, 3), "runner_s": round(runner, 3), "share": share}


def new_folder() -> Path:
    """A folder for a run, under the working folder, that no other run has."""
    return RUNS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
