"""What an article tells of: the names and years of a question, and its words in some form."""

from __future__ import annotations

import re
from calendar import day_name, month_name
from typing import TYPE_CHECKING

from rag.answer.language.synonyms import synonyms
from rag.answer.language.words import is_present, words_of
from rag.answer.reading import bare

if TYPE_CHECKING:
    from rag.answer.question import Question
    from rag.answer.reading import Reading
    from rag.models import Article

_CALENDAR = frozenset(name.lower() for name in [*month_name, *day_name])


def tells(word: str, present: frozenset[str]) -> bool:
    """Whether a word, a form of it or a synonym is among these; forms of short verbs ("died") included."""
    return is_present(word, present) or any(
        f"{other}{ending}" in present for other in synonyms(word) for ending in ("d", "s", "ed", "ing")
    )


def published_year(reading: Reading) -> str:
    """The year an article is of; empty when unknown."""
    published = reading.article.published_at
    return str(published.at.year) if published else ""


def years(text: str) -> set[str]:
    """The years that a text names."""
    return set(re.findall(r"\b(?:1[5-9]|20)\d\d\b", text))


def names_asked(question: Question) -> list[str]:
    """The names of the question, without the months and weekdays that stand apart from a date."""
    return [name for name in question.names if not words_of(name) <= _CALENDAR]


def named_in(name: str, article: Article) -> bool:
    """Whether an article, or what is known about it, has every word of a name."""
    present = words_of(f"{article.title} {article.source or ''} {article.text}")
    return all(is_present(word, present) for word in words_of(bare(name)) if word not in ("the", "of", "and"))
