"""What every route needs of the server it runs in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from fastapi import Request

from rag.serve.problems import CLOSED, Problem

if TYPE_CHECKING:
    from rag.library import Library
    from rag.models import Answer, Claim, Stage
    from rag.serve.desk import Desk
    from rag.serve.options import Options

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of one server."""

    library: Library
    desk: Desk
    options: Options
    loaded: threading.Event

    def watched(
        self, steps: AsyncGenerator[Stage | Claim | Answer, None]
    ) -> AsyncGenerator[Stage | Claim | Answer, None]:
        """The steps, counted."""
        return steps


def context(request: Request) -> Context:
    """The parts of the server that a request has come to."""
    state = request.app.state
    return Context(state.library, state.desk, state.options, state.loaded)


async def unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What ``work`` returns; it is cancelled when the client goes away. The body must have been read."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Problem(CLOSED, "client-closed-request", "The client went away.")
        return working.result()
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.wait({working, leaving})


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
