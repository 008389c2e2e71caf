"""Articles of a few sentences, and candidates as the reader might make them."""

from __future__ import annotations

from datetime import date

from rag.answer.candidates import Candidate, Told
from rag.answer.leads import lead
from rag.ingest.chunk import Chunker
from rag.models import Article, Evidence, Passage, Span, Stamp
from rag.read.reader import Form, Reading


def article(text: str, name: str = "a", published: date | None = None, title: str = "") -> Article:
    stamp = Stamp.of(published, "given") if published else None
    return Article(name, title, text, source=f"Wire {name}", published_at=stamp)


def passages(one: Article) -> list[Passage]:
    return list(Chunker().chunk(one))


def told(one: Article) -> Told:
    return Told.of(one, passages(one))


def evidence(one: Article, score: float = 0.0) -> list[Evidence]:
    """Every sentence of an article, in its order."""
    return [Evidence(one, passage, span, score) for passage in passages(one) for span in passage.sentences]


def candidate(
    one: Article,
    place: int = 0,
    *words: str,
    probability: float = 0.9,
    form: Form = Form.WORDS,
    certainty: float = 0.9,
) -> Candidate:
    """The sentence at a place of an article, in which these words answer."""
    found = evidence(one)[place]
    spans = tuple(Span(start, start + len(word)) for word in words for start in [found.text.index(word)])
    short = lead(found.text, spans) if form is Form.WORDS else form.name.capitalize()
    return Candidate(found, place, Reading(probability, form, certainty, spans, certainty), spans, short)
