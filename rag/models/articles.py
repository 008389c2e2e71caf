"""Articles, what they are cut into, and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple


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
    """Consecutive whole sentences, ``article.text[start:end]``; ``heading`` is the subheading above."""

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
    """A question, its day, and what may answer it: inclusive days of publication, sources, articles (empty: all)."""

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
