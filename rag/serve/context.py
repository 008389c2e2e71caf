"""What every route needs of the server it runs in."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends, Request

from rag.models import Answer, Claim, Stage, Summary
from rag.serve import traces
from rag.serve.problems import CLOSED, Problem, without_paths

if TYPE_CHECKING:
    from rag.library import Library
    from rag.serve.desk import Desk
    from rag.serve.metrics import Metrics
    from rag.serve.openai_api import Replies
    from rag.serve.options import Options

T = TypeVar("T")
Step = Stage | Claim | Answer


@dataclass(frozen=True, slots=True)
class Context:
    """The parts of one server."""

    library: Library
    desk: Desk
    options: Options
    metrics: Metrics
    loaded: threading.Event
    replies: Replies


async def watched(steps: AsyncGenerator[Step, None], metrics: Metrics) -> AsyncGenerator[Step, None]:
    """The steps to an answer, counted and traced; its note names no path of this machine."""
    began = time.perf_counter()
    async with aclosing(steps):
        with traces.Asking() as spans:
            async for step in steps:
                if isinstance(step, Stage):
                    spans.step(step.name)
                if isinstance(step, Answer):
                    spans.answered(step)
                    metrics.answer(step, time.perf_counter() - began)
                    yield replace(step, note=step.note and without_paths(step.note))
                else:
                    yield step


def counted(made: Summary, metrics: Metrics) -> Summary:
    """The summary, counted; its note names no path of this machine."""
    metrics.summary(made)
    return replace(made, note=made.note and without_paths(made.note))


def context(request: Request) -> Context:
    """The parts of the server that a request has come to."""
    here: Context = request.app.state.here
    return here


Here = Annotated[Context, Depends(context)]


async def unless_gone(request: Request, work: Awaitable[T]) -> T:
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
