"""Replies of language models, kept so that none is paid for twice, and budgets that no call breaks."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from rag.errors import BudgetExhausted, LibraryClosed, StorageFull
from rag.index.articles import ArticleStore

MOST_REPLIES = 10_000
_NANO = 1_000_000_000  # of a dollar
_WITHOUT_MODEL = "or set RAG_LLM=none to be answered without a language model."


@dataclass(frozen=True, slots=True)
class Reply:
    """What a language model replied, and what that took. ``cost_usd`` is None where the price isn't known."""

    text: str
    input_tokens: int
    output_tokens: int
    cost_usd: float | None


class Bill:
    """What one call cost. Until it is settled, all that was set aside for it."""

    def __init__(self) -> None:
        self.cost: int | None = None

    def settle(self, cost: float | None) -> None:
        """What it really cost, in US dollars; None where the price isn't known."""
        self.cost = _nano(cost or 0.0)


class Ledger:
    """The replies and the spending of one library. Thread-safe. ``run_usd`` is the budget while the library is open,
    ``day_usd`` that of a day (UTC); None is no limit. What is set aside for a call counts as spent until it is settled.
    """

    def __init__(self, store: ArticleStore, *, run_usd: float | None = None, day_usd: float | None = None) -> None:
        self._store = store
        self._lock = threading.RLock()
        self._run_budget = _limit(run_usd)
        self._day_budget = _limit(day_usd)
        self._run = 0
        self._unwritten: dict[str, int] = {}  # what the database still has to be told, by day

    def reply(self, key: str) -> Reply | None:
        """The reply kept under this key."""
        sql = "SELECT text, input_tokens, output_tokens, cost_usd FROM replies WHERE key = ?"
        with self._store.reading() as db:
            row = db.execute(sql, (key,)).fetchone()
        return Reply(*row) if row else None

    def keep(self, key: str, reply: Reply) -> None:
        """Keep a reply, and forget the oldest of too many. Where the disk is full it isn't kept: nobody needs it."""
        sql = "INSERT OR REPLACE INTO replies (key, text, input_tokens, output_tokens, cost_usd) VALUES (?, ?, ?, ?, ?)"
        with suppress(StorageFull), self._store.writing() as db:
            db.execute(sql, (key, *astuple(reply)))
            db.execute("DELETE FROM replies WHERE number <= last_insert_rowid() - ?", (MOST_REPLIES,))

    @property
    def spent_run(self) -> float:
        """US dollars spent or set aside since the library was opened."""
        return self._run / _NANO

    @property
    def spent_today(self) -> float:
        """US dollars spent or set aside today (UTC), by every process."""
        return self._spent_on(_today()) / _NANO

    @contextmanager
    def spending(self, at_most: float | None) -> Iterator[Bill]:
        """Set ``at_most`` dollars aside for a call (None: unknown price), and book what it is settled at; an unsettled
        failure costs nothing. Raises BudgetExhausted where so much isn't left, or that can't be known.
        """
        if at_most is None and (self._run_budget, self._day_budget) != (None, None):
            raise BudgetExhausted(
                "A budget is set, but the price of this language model isn't known.",
                f"Set RAG_LLM_PRICE to what it costs, take the budget away, {_WITHOUT_MODEL}",
            )
        day, set_aside = _today(), _nano(at_most or 0.0)
        self._set_aside(day, set_aside)
        bill = Bill()
        unsettled = 0
        try:
            yield bill
            unsettled = set_aside
        finally:
            cost = unsettled if bill.cost is None else bill.cost
            # Once the library is closed, what was set aside stays booked.
            with suppress(StorageFull, LibraryClosed):
                self._book(day, cost - set_aside)

    def _set_aside(self, day: str, amount: int) -> None:
        if not amount:
            return
        with self._lock:  # nobody else sets anything aside between the look and the booking
            if self._run_budget is not None and self._run + amount > self._run_budget:
                raise _exhausted("this run", self._run_budget, self._run, amount, "Raise RAG_BUDGET_USD,")
            if self._day_budget is not None and (spent := self._spent_on(day)) + amount > self._day_budget:
                fix = "Wait until midnight UTC, raise RAG_BUDGET_USD_PER_DAY,"
                raise _exhausted(f"today ({day}, UTC)", self._day_budget, spent, amount, fix)
            try:
                self._book(day, amount)
            except StorageFull as error:
                if self._day_budget is None:
                    return  # it is counted, and written down as soon as there is room
                self._book_unwritten(day, -amount)
                raise BudgetExhausted(
                    f"What is spent today can't be written down. {error.what}",
                    f"Free some space, take RAG_BUDGET_USD_PER_DAY away, {_WITHOUT_MODEL}",
                ) from error

    def _book(self, day: str, amount: int) -> None:
        """Book an amount, in billionths of a dollar. On StorageFull it counts, and waits to be written down."""
        if not amount:
            return
        with self._lock:
            self._book_unwritten(day, amount)
            sql = "INSERT INTO spending VALUES (?, ?) ON CONFLICT DO UPDATE SET nano_usd = nano_usd + excluded.nano_usd"
            with self._store.writing() as db:
                db.executemany(sql, self._unwritten.items())
            self._unwritten.clear()

    def _book_unwritten(self, day: str, amount: int) -> None:
        self._run += amount
        self._unwritten[day] = self._unwritten.get(day, 0) + amount

    def _spent_on(self, day: str) -> int:
        with self._lock, self._store.reading() as db:
            row = db.execute("SELECT nano_usd FROM spending WHERE day = ?", (day,)).fetchone()
            return (row[0] if row else 0) + self._unwritten.get(day, 0)


def _exhausted(whose: str, budget: int, spent: int, amount: int, fix: str) -> BudgetExhausted:
    return BudgetExhausted(
        f"The budget for {whose} is {_dollars(budget)}: {_dollars(spent)} is spent, and the next call may cost"
        f" {_dollars(amount)}.",
        f"{fix} {_WITHOUT_MODEL}",
    )


def _limit(usd: float | None) -> int | None:
    return None if usd is None or math.isinf(usd) else _nano(usd)


def _nano(usd: float) -> int:
    return math.ceil(round(usd * _NANO, 3))  # never less than it is; what floats add in the last place is no cost


def _dollars(nano: int) -> str:
    usd = nano / _NANO
    return f"${usd:,.2f}" if nano % (_NANO // 100) == 0 else f"${usd:,.6f}".rstrip("0")


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
