"""From a source to articles. Unknown fields stay None; a missing title is made of the article's first words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from rag.errors import EmptyInput, InputError, UnreadableInput
from rag.ingest import language
from rag.ingest.dates import take_dateline
from rag.ingest.export import from_json, from_json_lines
from rag.ingest.fields import Fields
from rag.ingest.html import from_html
from rag.ingest.ids import article_id, canonical_url
from rag.ingest.markdown import from_markdown
from rag.ingest.pdf import from_pdf
from rag.ingest.sources import Source
from rag.ingest.text import decode, has_letters, normalise, one_line
from rag.ingest.wrap import unwrap
from rag.models import Article, Stamp

_TITLE_CHARS = 120
_MADE_TITLE_CHARS = 80
_MAX_TITLE_CHARS = 300
_CONTINUES = re.compile(r"[.!?…:;,][\"'”’»)\]]*\Z|[\"”»]\Z")
"""How a line ends that is no headline."""
_SENTENCE = re.compile(r".+?[.!?…][\"'”’»)\]]*(?=\s+[^\Wa-z]|\s*\Z)|.+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the caller says of the articles; it wins over what the file says."""

    title: str | None = None
    source: str | None = None
    published: date | datetime | None = None
    url: str | None = None


def parse(source: Source, overrides: Overrides, *, now: datetime) -> Iterator[Article | InputError]:
    """The articles of ``source``; one that can't be used is an error. ``now`` becomes their ``ingested_at``."""
    found = _found(source)
    first = list(islice(found, 2))
    if len(first) > 1 and (overrides.title or overrides.url):
        what = f"{source.name} holds several articles, and a title or URL belongs to one."
        yield UnreadableInput(what, "Leave them out, or write them in the file.")
        return
    if overrides.url and not canonical_url(overrides.url):
        fix = "Give one that begins with http:// or https://."
        yield UnreadableInput(f"{overrides.url} is not a web address.", fix)
        return
    for name, fields in (*first, *found):
        try:
            yield fields if isinstance(fields, InputError) else _article(fields, overrides, name, now)
        except InputError as error:
            yield error


def _found(source: Source) -> Iterator[tuple[str, Fields | InputError]]:
    """What each article of ``source`` is called in errors, and what the format says of it."""
    data, name = source.data, source.name
    several = {".json": from_json, ".jsonl": from_json_lines}
    single = {".md": from_markdown, ".html": from_html, ".pdf": from_pdf, ".txt": _from_text}
    try:
        if source.suffix in several:
            yield from several[source.suffix](data, name)
        else:
            yield name, single[source.suffix](data, name)
    except InputError as error:
        yield name, error


def _from_text(data: bytes, name: str) -> Fields:
    return Fields(unwrap(normalise(decode(data, name))))


def _article(fields: Fields, overrides: Overrides, name: str, now: datetime) -> Article:
    text = normalise(fields.text)
    published = fields.published
    if published is None:
        published, text = take_dateline(text)
    title = one_line(fields.title or "")
    if title:
        line, _, rest = text.partition("\n")  # which often only repeats the title
        text = rest.strip() if rest and line == title else text
    else:
        title, text = _split_title(text)
    if not has_letters(text):
        raise EmptyInput(f"{name} has no words in it.", "Give a file with an article in it.")
    url = overrides.url or fields.url
    url = url.strip() if url and canonical_url(url) else None  # a javascript: link must never reach a page
    return Article(
        id=article_id(url, text),
        title=_shortened(one_line(overrides.title or "") or title, _MAX_TITLE_CHARS),
        text=text,
        source=one_line(overrides.source or fields.source or "") or None,
        url=url,
        authors=tuple(author for author in map(one_line, fields.authors) if author),
        language=_language_code(fields.language) or language.guess(text),
        published_at=Stamp.of(overrides.published, "given") if overrides.published else published,
        updated_at=fields.updated,
        ingested_at=Stamp.of(now, "added"),
    )


def _split_title(text: str) -> tuple[str, str]:
    """The headline and the rest: the first line where it looks like one, else the beginning of the first sentence."""
    line, _, rest = text.partition("\n")
    if rest and len(line) <= _TITLE_CHARS and has_letters(line) and not _CONTINUES.search(line):
        return line, rest.strip()
    sentence = _SENTENCE.match(line)
    return _shortened(sentence[0] if sentence else line, _MADE_TITLE_CHARS), text


def _shortened(title: str, limit: int) -> str:
    """``title``, cut between words and marked with "…" where it is longer than ``limit`` characters."""
    if len(title) <= limit:
        return title
    cut = title[: limit + 1].rsplit(" ", 1)[0][:limit]
    return cut.rstrip(" ,;:–—-") + "…"


def _language_code(declared: str | None) -> str | None:
    """The ISO 639 code in a language tag such as "en-GB"; None for anything else."""
    match = re.fullmatch(r"\s*([A-Za-z]{2,3})(?:[-_][\w-]*)?\s*", declared or "")
    return match[1].lower() if match else None
