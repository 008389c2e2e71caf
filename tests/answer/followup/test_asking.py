from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag import Library
from rag.index.embed import LocalEmbedder
from rag.models import Answer, Status, Turn
from tests.answer.followup.story import STORY
from tests.asking import assert_verbatim

DAY = date(2026, 5, 7)
BRIDGE = (
    "Engineer Nell Ostrow spoke against a second bridge in Quarne on Monday. "
    "The council rejected the proposal because the ground on the west bank is soft. The ferry will run on."
)


@pytest.fixture(scope="module")
def opera(tmp_path_factory: pytest.TempPathFactory, local_embedder: LocalEmbedder) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("opera"), embedder=local_embedder) as library:
        library.add_text(STORY, title="Opera house in Pellbrook to stay closed", published=DAY)
        yield library


def converse(library: Library, *questions: str) -> Answer:
    """The answer to the last of these, each being asked with those before as its history."""
    history: list[Turn] = []
    for question in questions:
        answer = library.ask(question, asked=DAY, history=history)
        assert_verbatim(library, answer)
        history.append(Turn(question, answer))
    return history[-1].answer


def test_a_follow_up_is_answered_like_the_full_question(opera: Library) -> None:
    full = opera.ask("When did Ingrid Salo meet Tobias Renk in Varnby?", asked=DAY)
    answer = converse(opera, "Who did Ingrid Salo meet in Varnby?", "When?")
    assert full.status is Status.ANSWERED
    assert answer.claims == full.claims


def test_the_answer_tells_how_the_question_was_read(opera: Library) -> None:
    answer = converse(opera, "Who will lead the inquiry into the damage?", "When is she to report?")
    assert answer.question == "When is she to report?"
    assert answer.read_as == "When is Odile Marsh to report?"


def test_what_was_read_as_it_was_asked_needs_no_telling(opera: Library) -> None:
    answer = converse(opera, "Who did Ingrid Salo meet in Varnby?", "How much has Halden Mutual offered?")
    assert answer.read_as is None
    assert not answer.text.startswith("(")


def test_a_chain_of_follow_ups_holds(opera: Library) -> None:
    answer = converse(opera, "Who did Ingrid Salo meet in Varnby?", "When?", "Why?")
    assert answer.read_as == "Why did Ingrid Salo meet Tobias Renk in Varnby?"


def test_a_question_without_names_goes_on_about_what_was_spoken_of(tmp_path: Path, opera: Library) -> None:
    with Library.open(tmp_path, beside=opera) as library:
        library.add_text(STORY, title="Opera house in Pellbrook to stay closed", published=DAY)
        library.add_text(BRIDGE, title="No new bridge for Quarne", published=DAY)
        after_dome = converse(library, "Who did Ingrid Salo meet in Varnby?", "Why was the proposal rejected?")
        after_bridge = converse(library, "Who spoke against a bridge in Quarne?", "Why was the proposal rejected?")
    assert after_dome.status is after_bridge.status is Status.ANSWERED
    assert "4 million talers" in after_dome.text
    assert "soft" in after_bridge.text


def test_a_conversation_goes_on_after_its_article_was_removed(opera: Library) -> None:
    added = opera.add_text("Mayor Nell Ostrow opened the bridge at Quarne on Monday. She wore a hat.", title="Bridge")
    first = opera.ask("Who opened the bridge at Quarne?", asked=DAY)
    assert added.article is not None
    opera.remove(added.article.id)
    answer = opera.ask("What did she wear?", asked=DAY, history=[Turn("Who opened the bridge at Quarne?", first)])
    assert answer.status is Status.NOT_IN_ARTICLES
