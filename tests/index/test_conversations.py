"""Turns come back as they were appended, in their order, and none that was appended is ever lost."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.errors import InputError, NotFound, StorageFull
from rag.index.articles import ArticleStore
from rag.index.conversations import MOST_TITLE, ConversationStore, new_id, title_of
from rag.models import Answer, Citation, Claim, EventStatus, Status, Turn, Usage
from tests.index.samples import BUDGET, article, put

CITATION = Citation("a1", "Flood walls", "gazette", "2025-03-10", 0, 11, "The council")
ANSWER = Answer(
    question="Who met?",
    status=Status.ANSWERED,
    text="The council.",
    claims=(Claim("The council", (CITATION,), EventStatus.HAPPENED),),
    reason=None,
    nearest=(),
    engine="extractive",
    timings_ms={"total": 3.5},
    usage=Usage("gpt", 100, 20, 1, 0, 0.002),
    prompts={"answer": "ab12"},
    disagreements=((0,),),
)


def turn(question: str, asked: date | None = date(2026, 5, 1)) -> Turn:
    return Turn(question, replace(ANSWER, question=question), asked)


@pytest.fixture
def kept(store: ArticleStore) -> ConversationStore:
    return ConversationStore(store)


# Turns

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
citations = st.builds(
    Citation,
    article_id=texts,
    title=texts,
    source=st.none() | texts,
    published=st.none() | texts,
    start=st.integers(0, 9_000),
    end=st.integers(0, 9_000),
    quote=texts,
)
claims = st.builds(
    Claim, texts, st.lists(citations, max_size=3).map(tuple), st.none() | st.sampled_from(list(EventStatus))
)
usages = st.builds(Usage, texts, cost_usd=st.none() | st.floats(0, 10), input_tokens=st.integers(0, 10**6))
answers = st.builds(
    Answer,
    question=texts,
    status=st.sampled_from(list(Status)),
    text=texts,
    claims=st.lists(claims, max_size=3).map(tuple),
    reason=st.none() | texts,
    nearest=st.lists(citations, max_size=2).map(tuple),
    engine=texts,
    timings_ms=st.dictionaries(texts, st.floats(0, 1e6), max_size=3),
    read_as=st.none() | texts,
    note=st.none() | texts,
    dropped=st.integers(0, 50),
    usage=st.none() | usages,
    prompts=st.dictionaries(texts, texts, max_size=2),
    disagreements=st.lists(st.lists(st.integers(0, 9), max_size=3).map(tuple), max_size=2).map(tuple),
)


@given(answers)
def test_an_answer_comes_back_from_its_json_as_it_was(answer: Answer) -> None:
    again = Answer.from_dict(json.loads(json.dumps(answer.to_dict())))
    assert again == answer
    assert type(again.status) is Status
    assert all(type(claim.event_status) in {EventStatus, type(None)} for claim in again.claims)


def test_an_answer_of_another_version_is_read_with_what_both_know() -> None:
    stored = ANSWER.to_dict() | {"mood": "sunny"}
    stored["claims"][0]["weight"] = 1
    stored["claims"][0]["citations"][0]["page"] = 2
    stored["usage"]["watts"] = 3
    assert Answer.from_dict(stored) == ANSWER
    for newer in ("timings_ms", "read_as", "note", "dropped", "usage", "prompts", "disagreements"):
        del stored[newer]
    del stored["claims"][0]["event_status"]
    old = Answer.from_dict(stored)
    assert (old.text, old.claims[0].event_status, old.usage, old.dropped) == (ANSWER.text, None, None, 0)
    assert old.disagreements == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(st.tuples(texts, answers, st.none() | st.dates()), min_size=1, max_size=4))
def test_turns_come_back_as_they_were_appended(kept: ConversationStore, told: list[tuple[str, Answer, date]]) -> None:
    turns = tuple(Turn(*one) for one in told)
    conversation_id = new_id()
    kept.start(conversation_id, turns[:1])
    for one in turns[1:]:
        kept.append(conversation_id, [one])
    assert kept.turns(conversation_id) == turns


def test_they_are_all_there_after_opening_again(tmp_path: Path) -> None:
    store = ArticleStore(tmp_path)
    ConversationStore(store).start("c1", [turn("One?"), turn("Two?", None)])
    store.close()
    store = ArticleStore(tmp_path)
    assert ConversationStore(store).turns("c1") == (turn("One?"), turn("Two?", None))
    store.close()


def test_answers_outlive_the_articles_they_quote(store: ArticleStore, kept: ConversationStore) -> None:
    put(store, article("a1", BUDGET))
    kept.start("c1", [turn("Who met?")])
    store.remove("a1")
    assert kept.turns("c1")[0].answer.claims[0].citations[0].quote == "The council"


# Listing and finding


def test_the_conversation_last_added_to_comes_first(kept: ConversationStore, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_760_000_000_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: now)
    for name in ("a", "b", "c"):
        kept.start(name, [turn(f"About {name}?")])
    assert [one.id for one in kept.newest()] == ["c", "b", "a"]  # of the same moment: the one begun last
    now += 5_000_000_000
    kept.append("a", [turn("More?"), turn("Still more?")])
    assert [(one.id, one.turns) for one in kept.newest()] == [("a", 3), ("c", 1), ("b", 1)]
    assert [one.id for one in kept.newest(limit=1)] == ["a"]
    assert [one.id for one in kept.newest(limit=2, offset=1)] == ["c", "b"]
    assert kept.newest(offset=3) == []
    first = kept.newest()[0]
    assert first.created_at == datetime(2025, 10, 9, 8, 53, 20, tzinfo=UTC)
    assert (first.updated_at - first.created_at).total_seconds() == 5
    kept.rename("b", "Another name")  # is no turn
    assert [one.id for one in kept.newest()] == ["a", "c", "b"]


def test_an_id_may_be_shortened_as_long_as_only_one_begins_so(kept: ConversationStore) -> None:
    for name in ("abc1", "abd2", "abd2f"):
        kept.start(name, [turn("?")])
    assert kept.find("abc").id == "abc1"
    assert kept.find("abd2").id == "abd2"
    with pytest.raises(NotFound, match=r"More than one .* begins with 'ab': abc1, abd2, abd2f\. Give more"):
        kept.find("ab")
    for unknown in ("x", "", "%", "_bc1"):
        with pytest.raises(NotFound, match="rag chat list"):
            kept.find(unknown)


def test_what_is_deleted_is_gone_and_nothing_else_is(store: ArticleStore, kept: ConversationStore) -> None:
    kept.start("c1", [turn("One?")])
    kept.start("c2", [turn("Two?")])
    kept.delete("c1")
    assert [one.id for one in kept.newest()] == ["c2"]
    assert kept.turns("c1") == ()
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM turns").fetchone() == (1,)
    for call in (lambda: kept.delete("c1"), lambda: kept.append("c1", [turn("?")]), lambda: kept.rename("c1", "x")):
        with pytest.raises(NotFound, match=r"'c1'.*rag chat list"):
            call()


# Titles


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Who met?", "Who met?"),
        ("  Who\nmet,\tand where? ", "Who met, and where?"),
        ("w" * 100, "w" * (MOST_TITLE - 1) + "…"),
        ("word " * 20, " ".join(["word"] * 16) + "…"),
        ("lone \ud800 half", "lone ? half"),
    ],
)
def test_a_title_is_the_question_on_one_line_cut_after_a_word(question: str, title: str) -> None:
    assert title_of(question) == title


def test_a_conversation_can_be_renamed_but_not_to_nothing(kept: ConversationStore) -> None:
    kept.start("c1", [turn("One?")])
    assert kept.rename("c1", " The  talks\n") == "The talks"
    with pytest.raises(InputError, match="title is empty"):
        kept.rename("c1", " \n ")
    assert kept.find("c1").title == "The talks"


# Failures


def test_turns_appended_at_once_are_all_kept_and_each_has_its_place(kept: ConversationStore) -> None:
    kept.start("c0", [turn("first")])
    started = threading.Barrier(8)

    def append(thread: int) -> None:
        started.wait()
        for n in range(10):
            kept.append("c0", [turn(f"{thread}-{n}")])
            kept.start(f"t{thread}-{n}", [turn("?")])

    threads = [threading.Thread(target=append, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked = [one.question for one in kept.turns("c0")]
    assert len(asked) == len(set(asked)) == 81
    for number in range(8):
        assert [one for one in asked if one.startswith(f"{number}-")] == [f"{number}-{n}" for n in range(10)]
    assert len(kept.newest()) == 81


def talk(folder: Path) -> None:
    kept = ConversationStore(ArticleStore(folder))
    kept.start("c1", [turn("0")])
    (folder / "told").write_text("0")
    for n in range(1, 100_000):
        kept.append("c1", [turn(str(n))])
        (folder / "told.new").write_text(str(n))
        (folder / "told.new").rename(folder / "told")


@pytest.fixture(scope="module")
def server() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.index.test_conversations"])
    return context


@pytest.mark.parametrize("after", [0.0, 0.003, 0.01, 0.03])
def test_killed_at_any_time_it_holds_every_turn_that_was_reported(
    server: ForkServerContext, tmp_path: Path, after: float
) -> None:
    process = server.Process(target=talk, args=(tmp_path,))
    process.start()
    while not (tmp_path / "told").exists():
        assert process.is_alive()
        time.sleep(0.001)
    time.sleep(after)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    told = int((tmp_path / "told").read_text())
    store = ArticleStore(tmp_path)
    asked = [int(one.question) for one in ConversationStore(store).turns("c1")]
    assert asked in (list(range(told + 1)), list(range(told + 2)))
    store.close()


def test_a_turn_that_doesnt_fit_on_the_disk_changes_nothing(store: ArticleStore, kept: ConversationStore) -> None:
    kept.start("c1", [turn("One?")])
    with store.reading() as db:
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
    before = kept.newest()
    large = Turn("Two?", replace(ANSWER, text="x" * 100_000))
    with pytest.raises(StorageFull, match="Free some space"):
        kept.append("c1", [turn("Small?"), large])
    with pytest.raises(StorageFull):
        kept.start("c2", [large])
    assert kept.turns("c1") == (turn("One?"),)
    assert kept.newest() == before
