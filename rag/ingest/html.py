"""Articles in HTML pages: the main text without navigation and notices, and what the page's markup says of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from rag.errors import EmptyInput, UnreadableInput
from rag.ingest.dates import parse_date
from rag.ingest.fields import Fields
from rag.ingest.text import decode
from rag.models import Stamp

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
# Pages that say iso-8859-1 or ascii are really in cp1252, which undeclared text falls back to anyway.
_BELIEVED_CHARSET = re.compile(r"iso-8859-(?!1\Z)|windows-|koi8|big5|gb|euc|shift|iso-2022", re.IGNORECASE)
_HEAD_BYTES = 4_096
_MAX_DEPTH = 8
_MAX_TAGS = 200_000
"""Extraction takes about 20 s for this many; long news pages have a few thousand."""
_META_DATES = {
    "datePublished": "//meta[@property='article:published_time' or @itemprop='datePublished']/@content"
    " | //time[@itemprop='datePublished' or @pubdate]/@datetime",
    "dateModified": "//meta[@property='article:modified_time' or @itemprop='dateModified']/@content"
    " | //time[@itemprop='dateModified']/@datetime",
}


def from_html(data: bytes, name: str) -> Fields:
    """The article in the page, with the dates that its markup declares. Raises UnreadableInput and EmptyInput."""
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "1"  # or short articles are replaced by the whole page on one line
    config["DEFAULT"]["EXTENSIVE_DATE_SEARCH"] = "off"
    page = decode(data, name, _declared_charset(data))
    if page.count("<") > _MAX_TAGS:
        raise UnreadableInput(f"{name} is too large for an article's page.", "Save the article's text as .txt.")
    tree = trafilatura.load_html(page)
    if tree is None:
        raise EmptyInput(f"{name} is not an HTML page.", "Save its text as .txt and add that.")
    linked = list(_linked_data(tree))
    published, updated = (_stamp(tree, linked, key) for key in _META_DATES)
    languages = tree.xpath("/html/@lang")
    found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=True, config=config)
    if found is None or not found.text:
        raise EmptyInput(f"{name} has no article text.", "Save the article's text as .txt and add that.")
    return Fields(
        text=found.text,
        title=found.title,
        source=found.sitename,
        url=found.url,
        authors=tuple(found.author.split("; ")) if found.author else (),
        language=str(languages[0]) if languages else None,
        published=published,
        updated=updated,
    )


def text_of(fragment: str) -> str:
    """The words of a piece of HTML, without scripts, styles and comments."""
    import trafilatura

    words: str = trafilatura.html2txt(f"<html><body>{fragment}</body></html>")
    return words


def _declared_charset(data: bytes) -> str | None:
    match = _CHARSET.search(data[:_HEAD_BYTES])
    charset = match[1].decode() if match else ""
    return charset if _BELIEVED_CHARSET.match(charset) else None


def _stamp(tree: Any, linked: list[dict[str, object]], key: str) -> Stamp | None:
    declared = [*(article.get(key) for article in linked), *map(str, tree.xpath(_META_DATES[key]))]
    stamps = (parse_date(value, "HTML metadata") for value in declared)
    return next((stamp for stamp in stamps if stamp), None)


def _linked_data(tree: Any) -> Iterator[dict[str, object]]:
    """The schema.org articles that the page describes in JSON-LD."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            yield from _articles(json.loads(script, strict=False))
        except (ValueError, RecursionError):
            continue  # pages with broken JSON-LD are common, and the other markup is still there


def _articles(value: object, depth: int = 0) -> Iterator[dict[str, object]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        kinds = value.get("@type")
        if any(str(kind).endswith(("Article", "Posting")) for kind in (kinds if isinstance(kinds, list) else [kinds])):
            yield value
        yield from _articles(value.get("@graph"), depth + 1)
        yield from _articles(value.get("mainEntity"), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _articles(item, depth + 1)
