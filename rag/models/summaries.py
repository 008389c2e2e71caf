"""Summaries and their parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from rag.models.answers import Claim, Usage


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
    """Articles on the same events and the sentences taken from them; ``title`` is the newest article's."""

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
    """Figures that differ, the newest article's first; ``figures[i]`` stands in what ``claims[i]`` cites."""

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
