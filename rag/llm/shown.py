"""The passages that a language model is shown, under ids that mean nothing, and how much of them it can read."""

from __future__ import annotations

from dataclasses import dataclass

from rag.models import Article, Span


@dataclass(frozen=True, slots=True)
class Shown:
    """Sentences of one article, in its order, under an id. What an article says to the machine is not among them."""

    id: str
    article: Article
    spans: tuple[Span, ...]
