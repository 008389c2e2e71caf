"""Where articles differ, a model that tells one account doesn't hide the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag import Library
from rag.answer.compose import with_other_accounts
from rag.models import Answer, Article, Citation, Claim, Draft, Span, Status
from rag.provider import language_model
from tests.asking import assert_verbatim
from tests.llm.conftest import drafted
from tests.servers import ScriptedServer

COAST = "The fire on the ferry Anneke killed 12 people, the coast guard said on Monday."
HOSPITAL = "Fire on the ferry Anneke killed 15 people, the hospital in Dunmoor said on Tuesday."
BOUND = "The Anneke was bound for Tellin."
HOW_MANY = "How many people were killed on the ferry Anneke?"


@pytest.fixture
def ferries(server: ScriptedServer, tmp_path: Path, reading: Library) -> Iterator[Library]:
    model = language_model("tiny", base_url=server.url, kind="openai-compatible")
    with Library.open(tmp_path / "ferries", llm=model, beside=reading) as library:
        library.add_text(f"{COAST} {BOUND}", title="Ferry fire", source="Coast Post", published=date(2026, 2, 2))
        library.add_text(f"{HOSPITAL} {BOUND}", title="Toll rises", source="Dunmoor News", published=date(2026, 2, 3))
        yield library


def ask(library: Library, question: str) -> Answer:
    answer = library.ask(question, asked=date(2026, 2, 4))
    assert_verbatim(library, answer)
    return answer


def test_the_account_that_a_model_passes_over_is_set_beside_the_one_it_tells(
    ferries: Library, server: ScriptedServer
) -> None:
    server.default = drafted([(HOSPITAL, HOSPITAL)])
    answer = ask(ferries, HOW_MANY)
    assert [claim.citations[0].quote for claim in answer.claims] == [HOSPITAL, COAST]
    assert answer.disagreements == ((0, 1),)


def test_accounts_that_a_model_tells_are_marked_and_told_once(ferries: Library, server: ScriptedServer) -> None:
    server.default = drafted([(COAST, COAST), (BOUND, BOUND), (HOSPITAL, HOSPITAL)])
    answer = ask(ferries, HOW_MANY)
    assert [claim.text for claim in answer.claims] == [COAST, BOUND, HOSPITAL]
    assert [sorted(group) for group in answer.disagreements] == [[0, 2]]


def test_what_articles_agree_on_is_not_marked(ferries: Library, server: ScriptedServer) -> None:
    server.default = drafted([(BOUND, BOUND)])
    answer = ask(ferries, "Where was the Anneke bound for?")
    assert [claim.text for claim in answer.claims] == [BOUND]
    assert answer.disagreements == ()


TEXT = "Two died. Three died. Nobody swam."
ARTICLE = Article("a", "Fire", TEXT)


def claim(words: str) -> Claim:
    start = TEXT.index(words)
    return Claim(words, (Citation.of(ARTICLE, Span(start, start + len(words))),))


def test_accounts_of_something_that_was_not_told_are_left_out() -> None:
    own = Draft(Status.ANSWERED, "", (claim("Two died."), claim("Three died.")), disagreements=((0, 1),))
    assert with_other_accounts([claim("Nobody swam.")], own) == ([claim("Nobody swam.")], ())
    told, differing = with_other_accounts([claim("Nobody swam."), claim("Three died.")], own)
    assert [one.text for one in told] == ["Nobody swam.", "Three died.", "Two died."]
    assert differing == ((2, 1),)
