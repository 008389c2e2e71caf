"""Run the library's work on threads, in order: a queue for questions, one writer, and quick look-ups."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing, suppress
from contextvars import copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rag.library import Library

T = TypeVar("T")
_LOOKING = 4  # threads for quick looks: SQLite serves one at a time anyway


class Busy(Exception):
    """More is waiting than the desk takes; ``retry_after`` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("The line is full.")
        self.retry_after = retry_after


class TooSlow(Exception):
    """Nothing happened for longer than a request may wait."""


class _Left(BaseException):
    """Nobody waits for this work any more. Not an Exception: nothing on the way may take it for a failure."""


@dataclass(frozen=True, slots=True)
class _End:
    """The last thing that a worker hands over; ``error`` is what ended it, if anything did."""

    error: BaseException | None


class Desk:
    """See the module. ``workers`` answer at a time, at most ``waiting`` wait for them; ``patience`` is in seconds."""

    def __init__(self, library: Library, workers: int = 2, waiting: int = 200, patience: float = 300.0) -> None:
        self.library = library
        self._workers, self._most_waiting, self._patience = workers, waiting, patience
        self._answering = ThreadPoolExecutor(workers, "rag-answer")
        self._writing = ThreadPoolExecutor(1, "rag-write")
        self._looking = ThreadPoolExecutor(_LOOKING, "rag-look")
        self._lock = threading.Lock()
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """How many pieces of work wait for a worker."""
        return self._waiting

    async def run(self, work: Callable[[Library], T], *, writes: bool = False) -> T:
        """What ``work`` returns. It waits for a worker; ``writes``, for the one writer. Raises Busy and TooSlow."""

        def once(library: Library) -> Iterator[T]:
            yield work(library)

        async with aclosing(self.stream(once, writes=writes)) as items:
            async for item in items:
                return item
        raise RuntimeError("the work returned nothing")

    async def look(self, work: Callable[[Library], T]) -> T:
        """What a quick ``work`` returns: one that reads or changes a few rows and asks no model. It doesn't queue."""
        return await asyncio.get_running_loop().run_in_executor(self._looking, work, self.library)

    def stream(self, work: Callable[[Library], Iterator[T]], *, writes: bool = False) -> AsyncGenerator[T, None]:
        """What ``work`` yields. A slow reader never holds the worker up; closing this early ends the work."""

        def tell_all(library: Library, tell: Callable[[T], None]) -> None:
            items = work(library)
            try:
                for item in items:
                    tell(item)
            finally:
                if close := getattr(items, "close", None):
                    close()

        return self.told(tell_all, writes=writes)

    async def told(
        self, work: Callable[[Library, Callable[[T], None]], None], *, writes: bool = False
    ) -> AsyncGenerator[T, None]:
        """What ``work`` tells through the function it is given: `stream` for work that calls back."""
        pool = self._writing if writes else self._answering
        loop = asyncio.get_running_loop()
        ready: asyncio.Queue[T | _End] = asyncio.Queue()
        left = threading.Event()

        def hand_over(item: T | _End) -> None:
            with suppress(RuntimeError):  # the loop is gone: there is nobody to hand it to
                loop.call_soon_threadsafe(ready.put_nowait, item)

        def tell(item: T) -> None:
            if left.is_set():
                raise _Left
            hand_over(item)

        def produce() -> None:
            self._count(-1)
            error: BaseException | None = None
            try:
                work(self.library, tell)
            except BaseException as raised:  # it is raised where it is waited for
                error = raised
            hand_over(_End(error))

        if self._waiting >= self._most_waiting:
            raise Busy(retry_after=max(1, self._waiting // self._workers))
        self._count(1)
        place: Future[None] = pool.submit(copy_context().run, produce)
        try:
            while True:
                try:
                    item = await asyncio.wait_for(ready.get(), self._patience)
                except TimeoutError as error:
                    raise TooSlow from error
                if not isinstance(item, _End):
                    yield item
                elif item.error is not None:
                    raise item.error
                else:
                    return
        finally:
            left.set()
            if place.cancel():
                self._count(-1)

    def close(self) -> None:
        """Wait for the work under way, and take no more."""
        for pool in (self._answering, self._writing, self._looking):
            pool.shutdown(wait=True, cancel_futures=True)

    def _count(self, more: int) -> None:
        with self._lock:
            self._waiting += more
