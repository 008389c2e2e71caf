"""An article's passages and sentences with the words they are found by: independent of questions, so cached."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.models import Article, Passage, Span
from rag.retrieve.spelling import words_in
from rag.retrieve.telling import STEM, between_blanks, stems

OVERLONG = 300  # characters: longer "sentences" are mostly lists and captions run together

_LONG_WORD = re.compile(r"[a-z]{4,}|\d+")
_NEWS = re.compile(r"(?<!^)\b(?:[A-Z][a-z]+|\d[\d,.]*)")


@dataclass(frozen=True, slots=True)
class SkimmedSentence:
    """A sentence: its ``stems`` and ``long_stems``, and its names and numbers in lower case."""

    span: Span
    text: str
    stems: str
    long_stems: str
    news: tuple[str, ...]
    overlong: bool
    asks: bool  # it ends with a question mark


@dataclass(frozen=True, slots=True)
class SkimmedPassage:
    """A passage, its sentences, and the ``stems`` of all its words, title and subheading among them."""

    passage: Passage
    sentences: tuple[SkimmedSentence, ...]
    stems: str


@dataclass(frozen=True, slots=True)
class Skimmed:
    """An article's passages by their ids, and the words of it and of what is known about it, as they are written."""

    passages: dict[str, SkimmedPassage]
    words: frozenset[str]


def skimmed(article: Article, passages: Sequence[Passage]) -> Skimmed:
    """An article in its passages, skimmed."""
    about = "\n".join((article.title, article.source or "", " ".join(article.authors), article.text))
    return Skimmed({p.id: _passage(article, p) for p in passages}, frozenset(words_in([about])))


def long_stems(text: str) -> list[str]:
    """The longer words of a text, cut short: enough to see that two sentences speak of the same."""
    return [word[:STEM] for word in _LONG_WORD.findall(text.lower())]


def _passage(article: Article, passage: Passage) -> SkimmedPassage:
    sentences = tuple(_sentence(span, article.text[span.start : span.end]) for span in passage.sentences)
    return SkimmedPassage(passage, sentences, stems(f"{article.title} {passage.heading} {passage.text}"))


def _sentence(span: Span, text: str) -> SkimmedSentence:
    return SkimmedSentence(
        span,
        text,
        stems(text),
        between_blanks(long_stems(text)),
        tuple(found.lower() for found in _NEWS.findall(text)),
        overlong=len(text) > OVERLONG,
        asks=text.rstrip(" ”’\"'").endswith("?"),
    )
