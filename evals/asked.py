"""Put one case to an engine and score what comes back. An engine's failure becomes a record, never an exception."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache

from evals import records
from evals.cases import AnyCase, Case, ClaimCase, SummaryCase
from evals.checking import ENOUGH, Checking
from evals.documents import Document, article_id
from evals.engines import Asker, Response
from evals.records import Record
from evals.references import References
from evals.scoring import Score, Scored, score
from evals.summary_scoring import score_summary
from rag.errors import NotFound
from rag.models import Article


class Desk:
    """An opened engine and the articles it was given; may be used from several threads."""

    def __init__(self, asker: Asker, documents: Sequence[Document], checking: Checking) -> None:
        self._asker = asker
        self._checking = checking
        self._documents = documents
        self._references = References(documents)
        self._article = cache(self._stored)    # the same articles are cited again and again

    def put(self, opening: Record, case: AnyCase) -> tuple[Record, float]:
        """The finished record, and the seconds that the engine took."""
        started = time.perf_counter()
        try:
            made = self._response(case)
        except Exception as error:    # an engine may fail in any way; the record says how
            return records.failed(opening, error), time.perf_counter() - started
        seconds = time.perf_counter() - started
        if isinstance(case, SummaryCase):
            reference = self._references.of(case, self._id(case))
            scored = score_summary(case, made.answer, reference, self._text, self._checking.supports)
        else:
            assert isinstance(case, Case)
            scored = score(case, made.answer, made.evidence, self._text, self._checking.supports)
        return records.finished(opening, made, scored, self._article), seconds

    def _response(self, case: AnyCase) -> Response:
        if isinstance(case, Case):
            return response(self._asker, case)
        if isinstance(case, SummaryCase):
            article = self._id(case)
            return self._asker.summarize(article, case.query, asked=case.asked, since=case.since, until=case.until)
        raise TypeError(f"the claim {case.id} is for the checker alone")

    def _id(self, case: SummaryCase) -> str | None:
        return article_id(self._documents, case.article) if case.article else None

    def _stored(self, article_id: str) -> Article | None:
        try:
            return self._asker.article(article_id)
        except NotFound:
            return None

    def _text(self, article_id: str) -> str | None:
        article = self._article(article_id)
        return article.text if article else None


def response(asker: Asker, case: Case) -> Response:
    """What an engine answers to a question, or to the last turn of a conversation."""
    sources = [case.source] if case.source else []
    return asker.ask(case.turns, asked=case.asked, since=case.since, until=case.until, sources=sources)


def checked(opening: Record, case: ClaimCase, checking: Checking) -> tuple[Record, float]:
    """The record of a claim that the checker was asked about, and the seconds that it took."""
    started = time.perf_counter()
    verdict = checking.judged(case.premise, case.claim)
    seconds = time.perf_counter() - started
    told = verdict.carried >= ENOUGH
    right = told == case.supported
    why = f"told {'supported' if told else 'unsupported'}, and people said {'so' if right else 'otherwise'}"
    scores = {"supported": Score(verdict.carried), "correct": Score(right, why)}
    scored = Scored(scores, "right" if right else "wrong", why)
    record = records.finished(opening, None, scored, lambda _: None)
    return {**record, "timings_ms": {"total": round(seconds * 1000, 1)}}, seconds
