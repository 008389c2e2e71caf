"""Ask a library questions in tests: every answer is held to the citation promise, and no question is read twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from rag import Library
from rag.models import Answer, Citation, EventStatus, Status


class Asking:
    """Questions to one library on one day."""

    def __init__(self, library: Library, asked: date) -> None:
        self.library = library
        self._asked = asked
        self._answer = cache(self._ask)

    def __call__(self, question: str, source: str | None = None) -> Answer:
        return self._answer(question, source)

    def _ask(self, question: str, source: str | None) -> Answer:
        answer = self.library.ask(question, asked=self._asked, sources=(source,) if source else ())
        assert_verbatim(self.library, answer)
        return answer


def citations(answer: Answer) -> Iterator[Citation]:
    for claim in answer.claims:
        yield from claim.citations
    yield from answer.nearest


def assert_verbatim(library: Library, answer: Answer) -> None:
    """Every citation says what its article says, where it says it; every claim has one; what is answered has claims."""
    for one in citations(answer):
        assert library.store.get(one.article_id).text[one.start : one.end] == one.quote, answer.question
        assert one.quote.strip(), answer.question
    assert all(claim.citations for claim in answer.claims), answer.question
    assert answer.status is not Status.ANSWERED or answer.claims, answer.question
    assert answer.status is not Status.NOT_IN_ARTICLES or (answer.reason and not answer.claims), answer.question
    assert answer.text.strip(), answer.question


def taking_part(answer: Answer) -> str:
    """The claims that put someone at the event, one a line; who is said to be absent is not among them."""
    return "\n".join(claim.text for claim in answer.claims if claim.event_status is not EventStatus.DENIED)


def cites(answer: Answer, *terms: str) -> bool:
    """Whether one cited sentence has all these terms."""
    return any(all(term in one.quote for term in terms) for claim in answer.claims for one in claim.citations)
