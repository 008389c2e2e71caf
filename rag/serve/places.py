"""Where the library's work is done for an agent: at the server's desk, or on a thread of a program of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from rag.models import Answer, Claim, Stage
from rag.serve.problems import without_paths

if TYPE_CHECKING:
    from rag.library import Library
    from rag.models import Summary
    from rag.serve.context import Context

T = TypeVar("T")
Step = Stage | Claim | Answer


class Place(Protocol):
    """Runs blocking work without blocking who waits for it."""

    async def run(self, work: Callable[[Library], T]) -> T:
        """What ``work`` returns."""

    async def ask(self, work: Callable[[Library], Iterator[Step]]) -> Answer:
        """The answer that ``work`` leads to."""

    async def summarize(self, work: Callable[[Library], Summary]) -> Summary:
        """The summary that ``work`` makes."""


class AtDesk:
    """In the server's line, counted and traced like every request; a question nobody waits for any more is dropped."""

    def __init__(self, here: Context) -> None:
        self._here = here

    async def run(self, work: Callable[[Library], T]) -> T:
        """What ``work`` returns. Raises Busy and TooSlow."""
        return await self._here.desk.run(work)

    async def ask(self, work: Callable[[Library], Iterator[Step]]) -> Answer:
        """The answer that ``work`` leads to. Raises Busy and TooSlow."""
        from rag.serve.asking import last

        return await last(self._here.watched(self._here.desk.stream(work)))

    async def summarize(self, work: Callable[[Library], Summary]) -> Summary:
        """The summary that ``work`` makes; its note names no path of this machine. Raises Busy and TooSlow."""
        made = await self.run(work)
        self._here.metrics.summary(made)
        return replace(made, note=made.note and without_paths(made.note))


class OnThreads:
    """On threads of this process."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def run(self, work: Callable[[Library], T]) -> T:
        """What ``work`` returns."""
        import anyio.to_thread

        return await anyio.to_thread.run_sync(partial(work, self._library))

    async def ask(self, work: Callable[[Library], Iterator[Step]]) -> Answer:
        """The answer that ``work`` leads to."""
        return await self.run(lambda library: next(one for one in work(library) if isinstance(one, Answer)))

    async def summarize(self, work: Callable[[Library], Summary]) -> Summary:
        """The summary that ``work`` makes."""
        return await self.run(work)
