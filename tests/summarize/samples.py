"""Articles and sentences as the summariser reads them, and what every summary is held to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rag import Library
from rag.ingest.chunk import Chunker
from rag.models import Article, Citation, Claim, Stamp, Summary
from rag.summarize.sentences import Sentence, sentences

DAY = date(2026, 3, 13)  # a Friday


def article(text: str, title: str = "", published: date | None = DAY, name: str = "a") -> Article:
    return Article(
        name, title, text, source=f"Wire {name}", published_at=Stamp.of(published, "t") if published else None
    )


def read(text: str, title: str = "", published: date | None = DAY, name: str = "a") -> list[Sentence]:
    one = article(text, title, published, name)
    return sentences(one, [span for passage in Chunker().chunk(one) for span in passage.sentences])


def sentence(text: str, published: date | None = DAY, name: str = "a") -> Sentence:
    (one,) = read(text, published=published, name=name)
    return one


def claims(summary: Summary) -> Iterator[Claim]:
    yield from summary.sentences
    yield from summary.key_points
    yield from (fact.what for fact in summary.facts)
    yield from (dated.claim for dated in summary.timeline)
    yield from (claim for one in summary.disagreements for claim in one.claims)


def citations(summary: Summary) -> Iterator[Citation]:
    for claim in claims(summary):
        yield from claim.citations


def assert_true(library: Library, summary: Summary) -> None:
    """Every word of every claim is its articles' own, cited where it stands; the articles cited are those covered."""
    for one in citations(summary):
        assert library.article(one.article_id).text[one.start : one.end] == one.quote
        assert one.article_id in {covered.id for covered in summary.articles}
    for claim in claims(summary):
        quoted = {" ".join(one.quote.split()) for one in claim.citations}
        rest = claim.text
        for quote in sorted(quoted, key=len, reverse=True):
            rest = rest.replace(quote, "")
        assert not rest.strip(), claim
    assert summary.sentences
    assert [claim for story in summary.storylines for claim in story.sentences] == list(summary.sentences)
    assert [one.when for one in summary.timeline] == sorted(one.when for one in summary.timeline)
    for different in summary.disagreements:
        assert len(set(different.figures)) == len(different.claims) > 1
        for figure, claim in zip(different.figures, different.claims, strict=True):
            assert figure in claim.text
    for fact in summary.facts:
        for words in (*fact.who, *fact.where, *([fact.when] if fact.when else [])):
            assert words in fact.what.text
