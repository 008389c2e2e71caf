"""Statements as a language model might write them, true and false, about articles of our own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rag.ingest.sentences import split
from rag.llm.drafts import Quoted, Written
from rag.llm.shown import Shown
from rag.models import Article, Stamp

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
    days = rows.get("published", {})
    passages = {one: _passage(one, text, days.get(one)) for one, text in rows["articles"].items()}
    for true in (False, True):
        for article, kind, text, quotes in rows[true]:
            shown = passages[article]
            yield Drafted(true, kind, Written(text, tuple(_quoted(one, shown) for one in quotes)), shown)


def paraphrased(name: str) -> Iterator[Drafted]:
    """The true statements of a file of drafts/ that are far from their article's words."""
    rows = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    days = rows.get("published", {})
    for article, kind, text, quotes in rows["paraphrase"]:
        shown = _passage(article, rows["articles"][article], days.get(article))
        yield Drafted(True, kind, Written(text, tuple(_quoted(one, shown) for one in quotes)), shown)


def _passage(name: str, text: str, published: date | None) -> Shown:
    stamp = Stamp.of(published, "given") if published is not None else None
    article = Article(name, name.title(), text.strip(), published_at=stamp)
    return Shown("p1", article, split(article.text))


def _quoted(given: Any, shown: Shown) -> Quoted:
    if isinstance(given, int):
        span = shown.spans[given]
        return Quoted(shown.id, shown.article.text[span.start : span.end])
    if isinstance(given, str):
        return Quoted(shown.id, given)
    return Quoted(given["id"], given["words"])
