"""Statements as a language model might write them, true and false, about articles of our own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rag.ingest.sentences import split
from rag.llm.drafts import Quoted, Written
from rag.llm.shown import Shown
from rag.models import Article

FOLDER = Path(__file__).parent / "drafts"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A statement, whether the article carries it, what kind it is of, and the passage it is written from."""

    true: bool
    kind: str
    written: Written
    shown: Shown


def drafted(name: str) -> Iterator[Drafted]:
    """The statements of a file of drafts/."""
    rows = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    passages = {one: _passage(one, text) for one, text in rows["articles"].items()}
    for true in (False, True):
        for article, kind, text, quotes in rows[true]:
            shown = passages[article]
            yield Drafted(true, kind, Written(text, tuple(_quoted(one, shown) for one in quotes)), shown)


def _passage(name: str, text: str) -> Shown:
    article = Article(name, name.title(), text.strip())
    return Shown("p1", article, split(article.text))


def _quoted(given: Any, shown: Shown) -> Quoted:
    if isinstance(given, int):
        span = shown.spans[given]
        return Quoted(shown.id, shown.article.text[span.start : span.end])
    if isinstance(given, str):
        return Quoted(shown.id, given)
    return Quoted(given["id"], given["words"])
