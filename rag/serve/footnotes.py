"""Answers and summaries as text with marks and footnotes. Nothing in an article can become Markdown or HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.answer.words import one_line
from rag.marks import known, marked, numbered, remarks
from rag.models import Answer, Citation, Claim, Status, Summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ALIVE = re.compile(r"(\\*)(\](?=[(:])|<(?=[A-Za-z/!?]))")  # the end of a link's text, the beginning of a tag


def written(given: Answer, *, ids: bool = False) -> str:
    """The answer with its marks, and its footnotes; ``ids`` as in ``below``."""
    numbers = numbered(given)
    return body(given, numbers) + below(given, numbers, ids=ids)


def summary(given: Summary) -> str:
    """The summary's title and text, the articles it is made of, and what to know of it."""
    parts = [plain(given.title), plain(given.text)]
    parts.append("\n".join(["Articles:", *(f"- {plain(known(one))} (article {one.id})" for one in given.articles)]))
    if given.left_out:
        parts.append(f"{given.left_out:,} more left out: ask for a topic, a time or a source.")
    return "\n\n".join([*parts, *_how_written(given)])


def statement(claim: Claim, numbers: Mapping[Citation, int]) -> str:
    """One statement with the numbers of its sources."""
    marks = "".join(f"[{numbers[citation]}]" for citation in dict.fromkeys(claim.citations))
    return f"{plain(claim.text)} {marks}"


def body(given: Answer, numbers: Mapping[Citation, int]) -> str:
    """The answer's text with the numbers of its sources in it."""
    return plain(marked(given, numbers))


def below(given: Answer, numbers: Mapping[Citation, int], *, ids: bool = False) -> str:
    """The footnotes below an answer; ``ids`` adds the article's id and the offsets of every quote."""
    return "".join(f"\n\n{part}" for part in _parts(given, numbers, ids=ids))


def _parts(given: Answer, numbers: Mapping[Citation, int], *, ids: bool) -> Iterator[str]:
    if given.reason and given.reason not in given.text:
        yield plain(given.reason)
    if given.read_as:
        yield f"Read as: {plain(given.read_as)}"
    if numbers:
        lines = [source(f"[{number}]", one, remarks(given, one, numbers), ids=ids) for one, number in numbers.items()]
        yield "\n".join(["Candidates:" if given.status is Status.AMBIGUOUS else "Sources:", *lines])
    elif given.nearest:
        yield "\n".join(["Nearest in the articles:", *(source("", one, ids=ids) for one in given.nearest)])
    yield from _how_written(given)


def _how_written(given: Answer | Summary) -> Iterator[str]:
    if given.dropped:
        what = "1 statement was" if given.dropped == 1 else f"{given.dropped} statements were"
        yield f"{what} left out: not carried by what was quoted."
    if given.note:
        yield f"Note: {plain(given.note)}"


def source(mark: str, citation: Citation, remarked: Iterable[str] = (), *, ids: bool = False) -> str:
    """A line of a list: mark, quote, title, source and day, and what is to be said of it."""
    said = " ".join(f"({remark})" for remark in remarked)
    place = f"(article {citation.article_id}, characters {citation.start}–{citation.end})" if ids else ""
    quote = f"“{plain(one_line(citation.quote))}” —"
    return " ".join(part for part in ("-", mark, quote, plain(known(citation)), said, place) if part)


def plain(text: str) -> str:
    """A text that can't begin a link, an image or a tag where it is taken for Markdown."""
    return _ALIVE.sub(r"\1\1\\\2", text)  # a backslash before it would else be what is escaped
