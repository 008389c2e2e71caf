"""Texts as the engine reads them."""

from __future__ import annotations

from rag.answer.reading import Reading
from rag.answer.syntax import Syntax
from rag.ingest.sentences import split
from rag.models import Article


def reading(text: str, syntax: Syntax) -> Reading:
    return Reading(Article("sample", "", text), split(text), syntax)
