"""Every kind of false statement, written by a server and asked for by a reader: none is shown, and the true ones are.

The whole way: the real client, the prompt, the stream, the parser, the verification. What is judged how, and why, is
tested statement by statement in test_grounding.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby

import pytest

from rag import Library
from rag.models import Claim
from rag.provider import language_model
from tests.asking import assert_verbatim
from tests.llm.conftest import passages
from tests.llm.drafted import Drafted, drafted
from tests.servers import Request, ScriptedServer

FEWEST_KINDS = 40
SURVIVING = {
    "development": 0.95,
    "held_out": 0.85,
    "afterwards": 0.85,
    "second_development": 0.85,
    "second_held_out": 0.82,
    "third_held_out": 0.85,
    "third_development": 0.78,
    "fourth_held_out": 0.5,
}
"""True statements that reach the reader, at least. Those of development chose the rules and the others mended them, but
for the fourth held out: nothing was mended by that, so it is the fair figure."""
AT_ONCE = 30  # statements of one reply


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as one:
        yield one


@pytest.fixture(scope="module")
def library(server: ScriptedServer, reading: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    model = language_model("tiny", base_url=server.url, kind="openai-compatible", window=32_000)
    with Library.open(tmp_path_factory.mktemp("false"), llm=model, beside=reading) as made:
        articles = {one.shown.article.id: one.shown.article for name in SURVIVING for one in drafted(name)}
        assert len(articles) == sum(len({one.shown.article.id for one in drafted(name)}) for name in SURVIVING)
        for source, article in articles.items():
            published = article.published_at.at if article.published_at else date(2026, 2, 1)
            made.add_text(article.text, title=article.title, source=source, published=published)
        yield made


def reply(request: Request, given: Sequence[Drafted]) -> str:
    """The statements with the ids under which their passages are shown; ids that were invented stay."""
    there = passages(request)

    def known(one: Drafted, place: int) -> str:
        quote = one.written.quotes[place]
        if quote.passage != one.shown.id:
            return quote.passage
        return next((name for name, body in there.items() if quote.words[:20] in body), next(iter(there)))

    claims = [
        {
            "text": one.written.text,
            "quotes": [{"id": known(one, n), "quote": quote.words} for n, quote in enumerate(one.written.quotes)],
        }
        for one in given
    ]
    return json.dumps({"claims": claims}, ensure_ascii=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", SURVIVING)
def test_no_false_statement_reaches_the_reader_and_true_ones_do(
    name: str, library: Library, server: ScriptedServer
) -> None:
    rows = sorted(drafted(name), key=lambda one: one.shown.article.id)
    shown: set[tuple[str, str]] = set()
    for source, group in groupby(rows, lambda one: one.shown.article.id):
        those = list(group)
        for start in range(0, len(those), AT_ONCE):
            server.default = partial(reply, given=those[start : start + AT_ONCE])
            question = f"Tell me all about the {source}, part {start}."
            *events, answer = library.stream(question, asked=date(2026, 2, 2), sources=(source,))
            assert_verbatim(library, answer)  # type: ignore[arg-type]
            shown |= {(source, one.text) for one in events if isinstance(one, Claim)}
    texts = {(one.shown.article.id, " ".join(one.written.text.split())): one for one in rows}
    false = [one for key, one in texts.items() if not one.true and key in shown]
    true = [key for key, one in texts.items() if one.true]
    assert [(one.kind, one.written.text) for one in false] == []
    assert sum(key in shown for key in true) / len(true) >= SURVIVING[name]
    whole = {one.shown.article.id: " ".join(one.shown.article.text.split()) for one in rows}
    assert [text for source, text in shown - texts.keys() if text not in whole[source]] == []


def test_the_kinds_are_as_many_as_promised() -> None:
    for name in ("development", "held_out"):
        assert len({one.kind for one in drafted(name) if not one.true}) >= FEWEST_KINDS
