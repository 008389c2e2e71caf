"""What a language model writes, before anything of it is believed: statements, each with the words it leans on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that are said to stand in a passage, by the id it was shown under."""

    passage: str
    words: str


@dataclass(frozen=True, slots=True)
class Written:
    """A statement, and what is quoted for it."""

    text: str
    quotes: tuple[Quoted, ...]
