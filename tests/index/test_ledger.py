"""No call breaks a budget, nothing is paid for twice, and bookkeeping never stands in the way of an answer."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from rag.errors import BudgetExhausted, StorageFull
from rag.index import ledger as ledger_module
from rag.index.articles import ArticleStore
from rag.index.ledger import Ledger, Reply
from tests.index.samples import BUDGET, article, put

REPLY = Reply("The council met [p1].", 812, 44, 0.0031)


def fill(store: ArticleStore) -> None:
    """Leave the database no room to grow."""
    with store.reading() as db:
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(StorageFull):
        put(store, article("filler", BUDGET * 500))


def make_room(store: ArticleStore) -> None:
    with store.reading() as db:
        db.execute("PRAGMA max_page_count = 1000000")


# Replies


def test_a_reply_comes_back_as_it_was_kept_after_opening_again(tmp_path: Path) -> None:
    store = ArticleStore(tmp_path)
    Ledger(store).keep("k1", REPLY)
    Ledger(store).keep("free", Reply("“Ünïcode” 🌊\n", 1, 0, None))
    store.close()
    store = ArticleStore(tmp_path)
    assert Ledger(store).reply("k1") == REPLY
    assert Ledger(store).reply("free") == Reply("“Ünïcode” 🌊\n", 1, 0, None)
    assert Ledger(store).reply("another") is None
    store.close()


def test_only_the_newest_replies_are_kept(store: ArticleStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "MOST_REPLIES", 3)
    ledger = Ledger(store)
    for key in ("a", "b", "c", "a", "d"):  # "a" is new again
        ledger.keep(key, REPLY)
    assert [key for key in "abcd" if ledger.reply(key)] == ["a", "c", "d"]


def test_a_full_disk_keeps_no_reply_and_fails_no_answer(store: ArticleStore) -> None:
    put(store, article("a1", BUDGET))
    ledger = Ledger(store)
    ledger.keep("before", REPLY)
    fill(store)
    ledger.keep("k1", Reply("x" * 1_000_000, 1, 1, None))
    assert ledger.reply("k1") is None
    assert ledger.reply("before") == REPLY
    assert store.get("a1").text == BUDGET
    make_room(store)
    ledger.keep("k1", REPLY)
    assert ledger.reply("k1") == REPLY


def test_what_was_written_from_a_removed_article_is_gone_with_it(store: ArticleStore) -> None:
    put(store, article("a1", BUDGET))
    Ledger(store).keep("k1", REPLY)
    store.remove("a1")
    assert Ledger(store).reply("k1") is None


def test_keeping_a_reply_takes_milliseconds_however_many_there_are(store: ArticleStore) -> None:
    with store.writing() as db:
        rows = [(f"k{n}", "x" * 2_000) for n in range(ledger_module.MOST_REPLIES)]
        db.executemany("INSERT INTO replies (key, text, input_tokens, output_tokens) VALUES (?, ?, 1, 1)", rows)
    ledger = Ledger(store)
    took = []
    for n in range(20):
        started = time.perf_counter()
        ledger.keep(f"new{n}", REPLY)
        took.append(time.perf_counter() - started)
    assert sorted(took)[10] < 0.1
    assert ledger.reply("k19") is None
    assert ledger.reply("k20") is not None


# Spending


def test_a_call_counts_with_all_it_may_cost_until_it_is_settled(store: ArticleStore) -> None:
    ledger = Ledger(store)
    with ledger.spending(0.5) as bill:
        assert (ledger.spent_run, ledger.spent_today) == (0.5, 0.5)
        bill.settle(0.2)
    assert (ledger.spent_run, ledger.spent_today) == (0.2, 0.2)
    with ledger.spending(0.5):
        pass
    assert ledger.spent_run == 0.7


def test_what_cost_more_than_was_thought_is_booked_as_it_was(store: ArticleStore) -> None:
    ledger = Ledger(store, run_usd=1)
    with ledger.spending(0.5) as bill:
        bill.settle(0.9)
    assert ledger.spent_run == 0.9
    with pytest.raises(BudgetExhausted), ledger.spending(0.2):
        pass


@pytest.mark.parametrize(("settled", "booked"), [(None, 0.0), (0.1, 0.1)], ids=["refused", "broken off"])
def test_a_failed_call_is_booked_at_what_is_known_of_it(
    store: ArticleStore, settled: float | None, booked: float
) -> None:
    ledger = Ledger(store)

    def call() -> None:
        with ledger.spending(0.5) as bill:
            if settled is not None:
                bill.settle(settled)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        call()
    assert (ledger.spent_run, ledger.spent_today) == (booked, booked)


def test_a_call_that_doesnt_fit_is_refused_naming_the_budget_and_the_fix(store: ArticleStore) -> None:
    ledger = Ledger(store, run_usd=0.05)
    with ledger.spending(0.04) as bill:
        bill.settle(0.04)
    expected = r"for this run is \$0\.05: \$0\.04 is spent, .* cost \$0\.0125\. Raise RAG_BUDGET_USD, .*RAG_LLM=none"
    with pytest.raises(BudgetExhausted, match=expected), ledger.spending(0.0125):
        pass
    with ledger.spending(0.01) as bill:  # what fits to the last cent is made
        bill.settle(0.01)
    assert ledger.spent_run == 0.05


def test_the_budget_of_a_day_holds_across_openings_and_ends_at_midnight_utc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "_today", lambda: "2026-03-18")
    store = ArticleStore(tmp_path)
    with Ledger(store, day_usd=1).spending(0.7) as bill:
        bill.settle(0.7)
    store.close()
    store = ArticleStore(tmp_path)
    ledger = Ledger(store, day_usd=1)
    assert (ledger.spent_run, ledger.spent_today) == (0, 0.7)
    expected = r"today \(2026-03-18, UTC\) is \$1\.00: \$0\.70 is spent.*midnight UTC.*RAG_BUDGET_USD_PER_DAY"
    with pytest.raises(BudgetExhausted, match=expected), ledger.spending(0.4):
        pass
    with ledger.spending(0.3) as bill:
        monkeypatch.setattr(ledger_module, "_today", lambda: "2026-03-19")
        bill.settle(0.1)  # booked on the day it was set aside
    assert ledger.spent_today == 0
    with ledger.spending(1.0) as bill:
        bill.settle(0.25)
    monkeypatch.setattr(ledger_module, "_today", lambda: "2026-03-18")
    assert ledger.spent_today == 0.8
    store.close()


@pytest.mark.parametrize("budget", ["run_usd", "day_usd"])
def test_a_budget_of_nothing_allows_only_what_is_free(store: ArticleStore, budget: str) -> None:
    ledger = Ledger(store, **{budget: 0.0})
    with pytest.raises(BudgetExhausted), ledger.spending(0.000001):
        pass
    with ledger.spending(0.0) as bill:
        bill.settle(0.0)
    assert ledger.spent_today == 0


@pytest.mark.parametrize("budget", ["run_usd", "day_usd"])
def test_a_model_of_unknown_price_is_held_back_by_any_budget(store: ArticleStore, budget: str) -> None:
    with pytest.raises(BudgetExhausted, match=r"price .* isn't known.*RAG_LLM_PRICE"):
        Ledger(store, **{budget: 100.0}).spending(None).__enter__()
    with Ledger(store).spending(None) as bill:
        bill.settle(None)
    assert Ledger(store).spent_today == 0


def test_an_endless_budget_is_none(store: ArticleStore) -> None:
    with Ledger(store, run_usd=float("inf"), day_usd=float("inf")).spending(None) as bill:
        bill.settle(None)


def test_sums_are_exact(store: ArticleStore) -> None:
    ledger = Ledger(store, run_usd=1, day_usd=1)
    for _ in range(10):
        with ledger.spending(0.1) as bill:
            bill.settle(0.1)
    assert (ledger.spent_run, ledger.spent_today) == (1.0, 1.0)
    with pytest.raises(BudgetExhausted), ledger.spending(5e-8):  # a token
        pass


def test_eight_threads_at_once_never_break_a_budget(store: ArticleStore) -> None:
    ledger = Ledger(store, run_usd=1, day_usd=2)
    most, refused, started = [0.0], [0], threading.Barrier(8)

    def calls() -> None:
        started.wait()
        for _ in range(10):
            try:
                with ledger.spending(0.05) as bill:
                    most[0] = max(most[0], ledger.spent_run)
                    time.sleep(0.001)
                    bill.settle(0.03)
            except BudgetExhausted:
                refused[0] += 1

    threads = [threading.Thread(target=calls) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0.9 < most[0] <= 1
    assert refused[0] > 0
    assert ledger.spent_run == ledger.spent_today == pytest.approx(0.03 * (80 - refused[0]))
    assert ledger.spent_run <= 1


def spend_and_die(folder: Path) -> None:
    with Ledger(ArticleStore(folder)).spending(0.4):
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_call_that_was_killed_counts_with_all_it_may_have_cost(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=spend_and_die, args=(tmp_path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    store = ArticleStore(tmp_path)
    assert Ledger(store).spent_today == 0.4
    store.close()


def test_on_a_full_disk_spending_is_counted_and_written_down_when_there_is_room(
    store: ArticleStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(store, run_usd=1)
    writing = store.writing

    def full() -> None:
        raise StorageFull("The library can't be written.", "Free some space.")

    monkeypatch.setattr(store, "writing", full)
    with ledger.spending(0.5) as bill:
        bill.settle(0.4)
    assert (ledger.spent_run, ledger.spent_today, Ledger(store).spent_today) == (0.4, 0.4, 0)
    with pytest.raises(BudgetExhausted), ledger.spending(0.7):
        pass
    daily = Ledger(store, day_usd=1)
    with pytest.raises(BudgetExhausted, match=r"can't be written down.*can't be written.*Free some space"):
        daily.spending(0.5).__enter__()
    assert (daily.spent_run, daily.spent_today) == (0, 0)
    monkeypatch.setattr(store, "writing", writing)
    with ledger.spending(0.1) as bill:
        bill.settle(0.1)
    assert Ledger(store).spent_today == 0.5


def test_a_call_that_ends_after_the_library_was_closed_stays_booked_whole(tmp_path: Path) -> None:
    store = ArticleStore(tmp_path)
    call = Ledger(store).spending(0.5)
    bill = call.__enter__()
    store.close()
    bill.settle(0.1)
    call.__exit__(None, None, None)
    store = ArticleStore(tmp_path)
    assert Ledger(store).spent_today == 0.5
    store.close()
