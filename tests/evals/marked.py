"""Suites and engines for tests of how runs go. The engines are the real bm25 with one marked fault each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from evals.baselines.bm25 import Bm25
from evals.cases import AnyCase, Case
from evals.documents import Document
from evals.engines import Asker, Response
from evals.suite import Corpus, Loaded, Suite, given
from rag.models import Article, Status
from tests.conftest import FIXTURES

TALKS = Document(FIXTURES / "news" / "orchard-talks.md")


def case(name: str, question: str, *must: str, status: Status = Status.ANSWERED) -> Case:
    return Case(name, "number", (question,), date(2026, 2, 21), status, must=tuple((one,) for one in must))


CASES = (
    case("one", "How much are growers paid a kilogram?", "31 pence"),
    case("two", "How long did the meeting last?", "three hours"),
    case("three", "Who met Joss Farrow?", "Nora Teal"),
    case("four", "Who won the football match?", status=Status.NOT_IN_ARTICLES),
)


def suite(name: str = "orchard", cases: Sequence[AnyCase] = CASES, documents: Sequence[Document] = (TALKS,)) -> Suite:
    """A suite of one article."""
    return Suite(name, "for tests", lambda _limit: Loaded((Corpus("talks", tuple(cases), given(*documents)),)))


class Faulty(Bm25):
    """bm25 that calls ``before`` with each question before it answers, and ``opening`` before it opens."""

    def __init__(
        self,
        before: Callable[[str], object] = lambda _question: None,
        opening: Callable[[], object] = lambda: None,
        name: str = "bm25",
        parallel: int = 1,
    ) -> None:
        self.name = name
        self.parallel = parallel
        self._before = before
        self._opening = opening

    @contextmanager
    def open(self, documents: Sequence[Document], folder: Path) -> Iterator[Asker]:
        self._opening()
        with super().open(documents, folder) as asker:
            yield _Before(asker, self._before)


class _Before:
    def __init__(self, asker: Asker, before: Callable[[str], object]) -> None:
        self._asker = asker
        self._before = before

    def ask(
        self, turns: Sequence[str], *, asked: date, since: date | None, until: date | None, sources: Sequence[str]
    ) -> Response:
        self._before(turns[-1])
        return self._asker.ask(turns, asked=asked, since=since, until=until, sources=sources)

    def summarize(
        self, article: str | None, query: str | None, *, asked: date, since: date | None, until: date | None
    ) -> Response:
        return self._asker.summarize(article, query, asked=asked, since=since, until=until)

    def article(self, article_id: str) -> Article:
        return self._asker.article(article_id)


def raising(error: BaseException) -> Callable[..., object]:
    """A fault that raises this."""

    def fault(*_given: object) -> object:
        raise error

    return fault
