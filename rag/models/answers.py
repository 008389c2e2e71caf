"""Answers: from the draft of a writer to what a reader gets, with what was cited, dropped and spent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Self, cast

from rag.models.articles import Article, Evidence, Span

if TYPE_CHECKING:
    from pydantic import TypeAdapter


class EventStatus(StrEnum):
    """What the articles say of an event: "are set to meet" is not "met"."""

    HAPPENED = "happened"
    PLANNED = "planned"
    DENIED = "denied"
    UNCLEAR = "unclear"


class Status(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    NOT_IN_ARTICLES = "not_in_articles"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim stretch of an article that carries a claim: ``text[start:end]``, counted in Unicode code points."""

    article_id: str
    title: str
    source: str | None
    published: str | None
    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, article: Article, span: Span) -> Citation:
        """The citation of ``article.text[span.start:span.end]``."""
        published = article.published_at.iso if article.published_at else None
        quote = article.text[span.start : span.end]
        return cls(article.id, article.title, article.source, published, span.start, span.end, quote)


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of an answer and the citations that carry it."""

    text: str
    citations: tuple[Citation, ...]
    event_status: EventStatus | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer proposes before it is verified. ``disagreements`` as in ``Answer``."""

    status: Status
    text: str
    claims: tuple[Claim, ...] = ()
    reason: str | None = None
    nearest: tuple[Citation, ...] = ()
    disagreements: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What was asked of a language model. ``cost_usd`` None: price unknown. ``cached`` calls cost nothing anew."""

    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0
    cached: int = 0
    cost_usd: float | None = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A verified answer. ``reason`` and ``nearest`` are there when the question was not answered.

    ``read_as`` is the question that was answered when it is not the one that was asked: with its spelling mended, and
    a follow-up said in full. ``note`` is what a reader should know of how it was written: that the language model
    could not be used, or broke off. ``dropped`` is how many statements were written and not shown because the articles
    don't carry them or they don't answer, ``prompts`` are the versions of the prompts it was written with, by name.

    ``disagreements`` are the statements in which sources disagree, as places in ``claims``: those of one group give
    different accounts of the same matter, and which of them is right is left to the reader. A group of one is a
    statement whose own sentence gives several accounts. An empty tuple says that none was found, not that all agree.
    """

    question: str
    status: Status
    text: str
    claims: tuple[Claim, ...]
    reason: str | None
    nearest: tuple[Citation, ...]
    engine: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    read_as: str | None = None
    note: str | None = None
    dropped: int = 0
    usage: Usage | None = None
    prompts: Mapping[str, str] = field(default_factory=dict)
    disagreements: tuple[tuple[int, ...], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The answer as nested dicts under the names of the fields, ready for ``json.dumps``."""
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """The inverse of ``to_dict``. Ignores other keys; fields with a default may be missing. Raises ValueError."""
        return cast("Self", _adapter().validate_python(given))


@dataclass(frozen=True, slots=True)
class Turn:
    """A question asked before, its answer, and the day it was asked, where that is known."""

    question: str
    answer: Answer
    asked: date | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A statement that was written and is not shown, why it isn't, and the sentences it quotes."""

    text: str
    reason: str
    quoted: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the way to an answer that begins now: "retrieve", "rerank", "write"."""

    name: str


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer, the ranked sentences it was written from, the likeliest first, and what was not shown."""

    answer: Answer
    evidence: tuple[Evidence, ...]
    dropped: tuple[Dropped, ...] = ()


@cache
def _adapter() -> TypeAdapter[Answer]:
    from pydantic import TypeAdapter

    return TypeAdapter(Answer)
