"""POST /api/ask: an answer as JSON, or step by step as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from rag.library import Library
from rag.models import Answer
from rag.serve import sse
from rag.serve.context import Here, Step, unless_gone, watched
from rag.serve.problems import Problem
from rag.serve.shapes import AskedOnce

router = APIRouter(prefix="/api", tags=["ask"])
EVENTS: dict[int | str, dict[str, Any]] = {200: {"content": {sse.MEDIA_TYPE: {"schema": {"type": "string"}}}}}
"""What OpenAPI says of a route that also replies with events."""


@router.post("/ask", response_model=Answer, responses=EVENTS)
async def ask(wanted: AskedOnce, request: Request, here: Here) -> Response:
    """Answer a question, or say that the articles don't.

    With ``Accept: text/event-stream``: ``stage``, ``claim`` and last ``answer``, or ``problem``.
    """
    check_question(wanted.question)
    try:
        history = tuple(one.turn() for one in wanted.history)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Problem(
            422, "invalid-request", "history holds what is no answer.", "Send answers as they were received."
        ) from error

    def work(library: Library) -> Iterator[Step]:
        return library.stream(wanted.question, **wanted.keywords(), history=history)

    steps = watched(here.desk.stream(work), here.metrics)
    if sse.wanted(request):
        return sse.reply(request, told(steps), here.options.heartbeat)
    return JSONResponse((await unless_gone(request, last(steps))).to_dict())


def check_question(question: str) -> None:
    """Raise BadQuestion before anything waits in line."""
    from rag.pipeline import cleaned

    cleaned(question)


async def last(steps: AsyncGenerator[Step, None]) -> Answer:
    """The answer that the steps lead to."""
    async with aclosing(steps):
        async for step in steps:
            if isinstance(step, Answer):
                return step
    raise RuntimeError("the way to an answer ended without one")


async def told(steps: AsyncGenerator[Step, None]) -> AsyncGenerator[sse.Event, None]:
    """The steps as events."""
    async with aclosing(steps):
        async for step in steps:
            yield event(step)


def event(step: Step) -> sse.Event:
    """One step as an event: ``stage``, ``claim`` or ``answer``."""
    return sse.Event(type(step).__name__.lower(), asdict(step))
