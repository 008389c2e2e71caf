"""Articles in Markdown: YAML front matter, and the words without the markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.errors import UnreadableInput
from rag.ingest.fields import Fields, read_fields
from rag.ingest.html import text_of
from rag.ingest.text import decode

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MAX_FRONT_MATTER = 64_000
_MAX_CHARS = 1_000_000
_MAX_BRACKETS = 20_000
"""Looking for the ends of links takes time quadratic in these; articles have a few hundred."""
_BLOCK_END = "\n\n"


def from_markdown(data: bytes, name: str) -> Fields:
    """The article; a heading at its top is the title if the front matter has none. Raises UnreadableInput."""
    text = decode(data, name).replace("\r\n", "\n")
    if len(text) > _MAX_CHARS or text.count("[") > _MAX_BRACKETS:
        raise UnreadableInput(f"{name} is too long for an article in Markdown.", "Split it, or save its text as .txt.")
    values, body = _split_front_matter(text, name)
    blocks = list(_blocks(body))
    fields = read_fields(values, "", name, "front matter")
    if fields.title is None and blocks and blocks[0][0] == "h1":
        fields = replace(fields, title=blocks.pop(0)[1])
    return replace(fields, text="".join(text for _, text in blocks))


def _split_front_matter(text: str, name: str) -> tuple[Mapping[str, object], str]:
    import yaml

    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    if len(match[1]) > _MAX_FRONT_MATTER:
        raise UnreadableInput(f"The front matter of {name} is too long.", "Keep to title, source, authors and dates.")
    try:
        # BaseLoader builds nothing but strings, lists and mappings: a title such as No or 10:30 stays as written.
        values = yaml.load(match[1], Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 2}" if mark else name
        raise UnreadableInput(
            f"The front matter at {where} is not valid YAML.", "Put values that contain ': ' in quotation marks."
        ) from error
    return (values, text[match.end() :]) if isinstance(values, dict) else ({}, text)


def _blocks(markdown: str) -> Iterator[tuple[str, str]]:
    """The HTML tag and the words of each block; the words end with what parts them from the next block."""
    from markdown_it import MarkdownIt

    # Indented paragraphs are prose in news, not program code.
    tokens = MarkdownIt("commonmark").enable("table").disable("code").parse(markdown)
    number = ""
    row: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "inline":
            tag = before.tag if before else ""
            words = _words(token)
            if tag in ("th", "td"):
                row.append(words)
                continue
            if words.strip():
                yield tag, number + words + ("\n" if before and before.hidden else _BLOCK_END)
            number = ""
        elif token.type == "tr_close":
            yield "tr", " | ".join(row) + "\n"
            row = []
        elif token.type in ("bullet_list_close", "ordered_list_close", "table_close"):
            yield "", "\n"
        elif token.type == "fence":
            yield "code", token.content + "\n"
        elif token.type == "html_block" and (words := text_of(token.content)):
            yield "", words + _BLOCK_END


def _words(inline: Token) -> str:
    """The words of an inline token: links and emphasis leave their text, images and tags nothing."""
    words = {"softbreak": " ", "hardbreak": "\n"}
    kept = (child for child in inline.children or () if child.type not in ("image", "html_inline"))
    return "".join(words.get(child.type, child.content) for child in kept)
