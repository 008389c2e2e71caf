"""What a run is going to do: which cases are put to which engine over which library. Builds and asks nothing."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.cases import AnyCase, Case, ClaimCase
from evals.documents import Document, digest
from evals.engines import Engine, Kind
from evals.records import expected
from evals.suite import Corpus, Loaded, Suite, spread

CHECKER = "checker"    # the engine of records on which only the support model is asked


@dataclass(frozen=True, slots=True)
class Task:
    """Cases for one engine over one library, which is built in ``folder`` and, with ``keep``, stays there.

    ``engine`` is None for the support model.
    """

    suite: str
    library: str
    engine: Engine | None
    cases: tuple[AnyCase, ...]
    documents: tuple[Document, ...]
    folder: Path
    keep: bool

    @property
    def engine_name(self) -> str:
        """What records call the engine."""
        return self.engine.name if self.engine else CHECKER

    def key(self, case: AnyCase) -> tuple[str, str, str, str]:
        """What the record of this case is known by."""
        return self.suite, self.library, self.engine_name, case.id


@dataclass(frozen=True, slots=True)
class Plan:
    """The tasks in order, the SHA-256 of each suite's gold (cases and articles), and notes for the reader."""

    tasks: tuple[Task, ...]
    gold: dict[str, str]
    notes: tuple[str, ...]


def plan(suites: Sequence[Suite], engines: Sequence[Engine], limit: int | None, temporary: Path) -> Plan:
    """Load the suites and write their articles under ``temporary``. Raises what loading a suite raises."""
    tasks: list[Task] = []
    gold: dict[str, str] = {}
    notes: list[str] = []
    for suite in suites:
        loaded = suite.load(limit)
        notes += loaded.notes
        written = _written(loaded, temporary / suite.name)
        gold[suite.name] = _digest(written)
        corpora = _limited(written, limit)
        for engine in _able(engines, loaded, notes, suite.name):
            tasks += _tasks(suite.name, corpora, engine, temporary / suite.name)
    return Plan(tuple(tasks), gold, tuple(notes))


_Written = tuple[Corpus, tuple[Document, ...]]
_Asked = tuple[Corpus, tuple[Document, ...], tuple[AnyCase, ...]]


def _written(loaded: Loaded, folder: Path) -> list[_Written]:
    found = []
    for number, corpus in enumerate(loaded.corpora):
        place = folder / "articles" / str(number)
        place.mkdir(parents=True)
        found.append((corpus, tuple(corpus.write(place))))
    return found


def _digest(written: Sequence[_Written]) -> str:
    total = hashlib.sha256()
    for corpus, documents in written:
        total.update(f"{corpus.name}\0{digest(documents)}\0".encode())
        for case in corpus.cases:
            total.update(json.dumps([case.id, expected(case)], sort_keys=True).encode() + b"\n")
    return total.hexdigest()


def _limited(written: Sequence[_Written], limit: int | None) -> list[_Asked]:
    """Corpora with what is asked of them: of those that share a name at most ``limit`` cases together."""
    ids: dict[str, list[str]] = defaultdict(list)
    for corpus, _ in written:
        ids[corpus.name] += [case.id for case in corpus.cases]
    chosen = {name: set(spread(found, limit)) for name, found in ids.items()}
    asked = ((c, documents, tuple(case for case in c.cases if case.id in chosen[c.name])) for c, documents in written)
    return [(corpus, documents, cases) for corpus, documents, cases in asked if cases]


def _able(engines: Sequence[Engine], loaded: Loaded, notes: list[str], suite: str) -> Iterator[Engine | None]:
    """The engines that can do what the suite asks; the others are noted."""
    kinds = {_kind(case) for corpus in loaded.corpora for case in corpus.cases}
    if kinds == {None}:
        yield None
        return
    for engine in engines:
        if kinds <= engine.kinds:
            yield engine
        else:
            lacks = " and ".join(sorted(f"{kind} cases" for kind in kinds if kind and kind not in engine.kinds))
            notes.append(f"The engine {engine.name} was left out of {suite}: it does no {lacks}.")


def _kind(case: AnyCase) -> Kind | None:
    if isinstance(case, ClaimCase):
        return None
    return "question" if isinstance(case, Case) else "summary"


def _tasks(
    suite: str,
    corpora: Sequence[_Asked],
    engine: Engine | None,
    temporary: Path,
) -> Iterator[Task]:
    name = engine.name if engine else CHECKER
    for number, (corpus, documents, cases) in enumerate(corpora):
        folder = _kept(corpus.keep, name) if corpus.keep else temporary / "libraries" / name / str(number)
        yield Task(suite, corpus.name, engine, cases, documents, folder, bool(corpus.keep))


def _kept(keep: str, engine: str) -> Path:
    from evals.corpus import cache

    return cache() / (keep if engine == "extractive" else f"{keep}-{engine}")
