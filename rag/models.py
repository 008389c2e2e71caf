"""The values that flow through the system, in flow order. All are immutable; each step returns new ones.

Offsets are Unicode code points into ``Article.text``, end exclusive. For every citation that reaches a user,
``article.text[citation.start:citation.end] == citation.quote``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Self


class Span(NamedTuple):
    """A stretch of an article's text: code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment and where it was learnt from ("front matter", "json field 'published'", "the --published option")."""

    at: datetime
    origin: str

    @classmethod
    def of(cls, value: date | datetime, origin: str) -> Stamp:
        """A stamp in UTC; a bare date is its midnight, a naive time is taken as UTC."""
        if not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day, tzinfo=UTC)
        elif value.tzinfo is None:
            value = value.replace(tzinfo=UTC)
        return cls(value.astimezone(UTC), origin)

    @property
    def iso(self) -> str:
        """ISO 8601: the date alone at midnight UTC (news often gives no time), else date and time."""
        if (self.at.hour, self.at.minute, self.at.second) == (0, 0, 0):
            return self.at.date().isoformat()
        return self.at.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it was given, never corrected. An unknown field is None or empty, never guessed."""

    id: str
    title: str
    text: str
    source: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    published_at: Stamp | None = None
    updated_at: Stamp | None = None
    ingested_at: Stamp | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences of one article: the unit that is embedded and searched.

    ``text == article.text[start:end]``; every sentence of an article lies in exactly one passage.
    ``heading`` is the nearest subheading above, carried as context and not part of ``text``.
    """

    id: str
    article_id: str
    version: int
    ordinal: int
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A question, the day it is asked, and the articles it may be answered from.

    ``since`` and ``until`` are inclusive days that filter on the date of publication; an article of unknown date
    passes no date filter. ``sources`` empty means every source.
    """

    text: str
    asked: date
    since: date | None = None
    until: date | None = None
    sources: tuple[str, ...] = ()
    article_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that may answer a query, with the cross-encoder's score (a logit; higher is better)."""

    article: Article
    passage: Passage
    span: Span
    score: float

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.article.text[self.span.start : self.span.end]


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
    """A verbatim stretch of an article that carries a claim."""

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
        return cls(
            article_id=article.id,
            title=article.title,
            source=article.source,
            published=article.published_at.iso if article.published_at else None,
            start=span.start,
            end=span.end,
            quote=article.text[span.start : span.end],
        )

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """The citation with these fields; other keys are ignored."""
        return cls(**_fields(cls, given))


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of an answer and the citations that carry it."""

    text: str
    citations: tuple[Citation, ...]
    event_status: EventStatus | None = None

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """The claim with these fields; other keys are ignored."""
        status = given.get("event_status")
        return cls(
            text=given["text"],
            citations=tuple(map(Citation.from_dict, given["citations"])),
            event_status=EventStatus(status) if status else None,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer proposes before it is verified."""

    status: Status
    text: str
    claims: tuple[Claim, ...] = ()
    reason: str | None = None
    nearest: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What was asked of a language model: calls, tokens put in and got out, and US dollars.

    ``cost_usd`` is None where the price isn't known. ``cached`` of the calls were answered from earlier replies: their
    tokens were paid for then, and don't count again.
    """

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
    don't carry them, ``prompts`` are the versions of the prompts it was written with, by their names.
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

    def to_dict(self) -> dict[str, Any]:
        """The answer as nested dicts under the names of the fields, ready for ``json.dumps``."""
        return asdict(self)

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        """The answer whose ``to_dict`` this was; other keys are ignored, and fields with a default may be missing."""
        usage = given.get("usage")
        values = _fields(cls, given) | {
            "status": Status(given["status"]),
            "claims": tuple(map(Claim.from_dict, given["claims"])),
            "nearest": tuple(map(Citation.from_dict, given["nearest"])),
            "usage": Usage(**_fields(Usage, usage)) if usage else None,
        }
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question asked before, its answer, and the day it was asked, where that is known."""

    question: str
    answer: Answer
    asked: date | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A statement that was written and is not shown, and why the articles don't carry it."""

    text: str
    reason: str


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


class Length(StrEnum):
    """How much of what it covers a summary gives; a headline is one sentence of every storyline."""

    HEADLINE = "headline"
    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class Format(StrEnum):
    """How the text of a summary is laid out. Whatever it is, a summary has all its parts."""

    PROSE = "prose"
    BULLETS = "bullets"
    TIMELINE = "timeline"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Covered:
    """An article that was read in full for a summary."""

    id: str
    title: str
    source: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Storyline:
    """Articles that tell of the same events, and the sentences taken from them, in the order they are to be read.

    ``title`` is that of the newest article.
    """

    title: str
    article_ids: tuple[str, ...]
    sentences: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Who, what, when and where, in the words of the cited sentences; what they don't say is empty or None."""

    who: tuple[str, ...]
    what: Claim
    when: str | None
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that articles date. ``when`` is ISO 8601 as exactly as they say: "2026-03-12", "2023-10", "1788"."""

    when: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Different figures that articles give for one thing, the newest article's first.

    ``figures[i]`` stands, word for word, in what ``claims[i]`` cites; ``about`` is what is counted.
    """

    about: str
    figures: tuple[str, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A verified summary: every sentence of it is cited, and an article's own unless a language model wrote it.

    ``sentences`` are those of the storylines one after the other, ``key_points`` the most important of them first.
    ``timeline`` may have other sentences, the oldest date first. ``articles`` were read in full; ``left_out`` is how
    many more there were to summarise than a summary can hold.
    """

    title: str
    text: str
    sentences: tuple[Claim, ...]
    key_points: tuple[Claim, ...]
    storylines: tuple[Storyline, ...]
    facts: tuple[Fact, ...]
    timeline: tuple[Dated, ...]
    disagreements: tuple[Disagreement, ...]
    articles: tuple[Covered, ...]
    left_out: int
    length: Length
    format: Format
    engine: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    note: str | None = None
    dropped: int = 0
    usage: Usage | None = None
    prompts: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The summary as nested dicts under the names of the fields, ready for ``json.dumps``."""
        return asdict(self)


def _fields(kind: type[Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Of these values, those that this dataclass has a field for."""
    return {one.name: given[one.name] for one in fields(kind) if one.name in given}
