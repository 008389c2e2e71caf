"""The baselines answer like the pipelines people build first: the best chunk, whatever it says, word for word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from evals.baselines.bm25 import Bm25
from evals.baselines.chunks import OVERLAP, SIZE, TOP, articles_of, cut
from evals.baselines.lead3 import Lead3
from evals.baselines.tutorial import Tutorial
from evals.documents import Document
from evals.engines import Engine, Response
from rag.errors import NotFound
from rag.ingest.sentences import split
from rag.models import Status
from tests.conftest import SAMPLES
from tests.embedders import Counting, WordEmbedder

ASKED = date(2026, 6, 1)
NEWS = [Document(SAMPLES)]
BOTH = pytest.mark.parametrize("engine", [lambda: Tutorial(WordEmbedder()), Bm25], ids=["tutorial", "bm25"])


def ask(
    engine: Engine, folder: Path, *turns: str, since: date | None = None, sources: tuple[str, ...] = ()
) -> Response:
    with engine.open(NEWS, folder) as asker:
        return asker.ask(turns, asked=ASKED, since=since, until=None, sources=sources)


def test_chunks_stand_in_their_articles_overlap_and_leave_nothing_out() -> None:
    articles = articles_of(NEWS)
    chunks = cut(articles.values())
    for article in articles.values():
        own = [chunk for chunk in chunks if chunk.article is article]
        assert all(0 < len(chunk.text) <= SIZE for chunk in own)
        covered = {place for chunk in own for place in range(*chunk.span)}
        assert all(article.text[place].isspace() for place in set(range(len(article.text))) - covered)
        assert all(a.span.end - b.span.start <= OVERLAP for a, b in pairwise(own))
    assert any(a.span.end > b.span.start for a, b in pairwise(chunks) if a.article is b.article)


@BOTH
def test_the_best_chunk_is_the_answer_and_cites_itself(engine: Callable[[], Engine], tmp_path: Path) -> None:
    articles = articles_of(NEWS)
    looked_for = cut(articles.values())[3].text
    response = ask(engine(), tmp_path, looked_for)
    [claim] = response.answer.claims
    [citation] = claim.citations
    assert response.answer.status is Status.ANSWERED
    assert response.answer.text == claim.text == citation.quote == response.evidence[0].text == looked_for
    assert articles[citation.article_id].text[citation.start : citation.end] == citation.quote
    assert len(response.evidence) == TOP
    assert [one.score for one in response.evidence] == sorted((one.score for one in response.evidence), reverse=True)
    assert response.answer.timings_ms["total"] >= response.answer.timings_ms["models"]


@BOTH
@pytest.mark.parametrize("question", ["What is the capital of Mongolia?", "zxqv?", "?"])
def test_there_is_always_an_answer(engine: Callable[[], Engine], tmp_path: Path, question: str) -> None:
    assert ask(engine(), tmp_path, question).answer.status is Status.ANSWERED


@BOTH
def test_of_a_conversation_the_last_turn_alone_is_heard(engine: Callable[[], Engine], tmp_path: Path) -> None:
    first, last = "Who rejected the bid for Corvane?", "When is the tram vote in Brackwater?"
    with engine().open(NEWS, tmp_path) as asker:
        both = asker.ask([first, last], asked=ASKED, since=None, until=None, sources=())
        alone = asker.ask([last], asked=ASKED, since=None, until=None, sources=())
    assert both.answer.text == alone.answer.text


@BOTH
def test_filters_are_kept(engine: Callable[[], Engine], tmp_path: Path) -> None:
    question = "Who attended the meeting in Halvern?"
    wire = ask(engine(), tmp_path, question, sources=("Northgate Wire",))
    assert {one.article.source for one in wire.evidence} == {"Northgate Wire"}
    late = ask(engine(), tmp_path, question, since=date(2030, 1, 1))
    assert (late.answer.status, late.answer.claims, late.evidence) == (Status.NOT_IN_ARTICLES, (), ())


@BOTH
def test_a_library_of_fewer_chunks_than_are_read_is_no_failure(engine: Callable[[], Engine], tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Ferry is late\n\nThe ferry left the harbour an hour late on Monday.")
    with engine().open([Document(tmp_path / "one.txt")], tmp_path / "library") as asker:
        response = asker.ask(["When did the ferry leave?"], asked=ASKED, since=None, until=None, sources=())
        assert asker.article(response.evidence[0].article.id).title == "Ferry is late"
        with pytest.raises(NotFound):
            asker.article("a0")
    assert len(response.evidence) == 1


def test_a_kept_collection_embeds_new_chunks_alone_and_forgets_removed_ones(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("Ferry is late\n\nThe ferry left the harbour an hour late.")
    (texts / "b.txt").write_text("Tram is early\n\nThe tram came five minutes early.")
    embedder = Counting(WordEmbedder())
    with Tutorial(embedder).open([Document(texts)], tmp_path / "kept"):
        assert len(embedder.passages) == 2
    (texts / "a.txt").unlink()
    (texts / "c.txt").write_text("Bus is full\n\nThe bus was full on Monday.")
    with Tutorial(embedder).open([Document(texts)], tmp_path / "kept") as asker:
        response = asker.ask(["Is the ferry late?"], asked=ASKED, since=None, until=None, sources=())
    assert embedder.passages[2:] == ["The bus was full on Monday."]
    assert {one.article.title for one in response.evidence} == {"Tram is early", "Bus is full"}


def test_lead3_gives_the_first_three_sentences_of_an_article(tmp_path: Path) -> None:
    (article,) = articles_of([Document(SAMPLES / "08-corrandia-rate-cut-to-425.md")]).values()
    with Lead3().open(NEWS, tmp_path) as asker:
        answer = asker.summarize(article.id, None, asked=ASKED, since=None, until=None).answer
    assert len(answer.claims) == 3
    assert [claim.text for claim in answer.claims] == [article.text[slice(*span)] for span in split(article.text)[:3]]


def test_lead3_gives_a_topic_the_first_sentences_of_three_articles(tmp_path: Path) -> None:
    with Lead3().open(NEWS, tmp_path) as asker:
        answer = asker.summarize(None, "the Aune flood", asked=ASKED, since=None, until=None).answer
        cited = [citation for claim in answer.claims for citation in claim.citations]
        assert [one.start for one in cited] == [0, 0, 0]
        assert len({one.article_id for one in cited}) == 3
        assert all("Aune" in asker.article(one.article_id).text for one in cited)


def test_settings_tell_what_the_answers_depend_on() -> None:
    assert Tutorial(WordEmbedder("words-2")).settings()["embedder"] == "words-2"
    assert Bm25().settings()["bm25s"]
    assert {"chunk_size", "chunk_overlap", "k"} <= Lead3().settings().keys()
