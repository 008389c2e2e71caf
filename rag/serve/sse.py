"""What happens on the server as server-sent events. Knows nothing of what the events tell."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any, NamedTuple, TypeVar

from fastapi import Request
from fastapi.responses import StreamingResponse

from rag.serve import problems

T = TypeVar("T")

MEDIA_TYPE = "text/event-stream"
HEARTBEAT = ": still here\n\n"


class Event(NamedTuple):
    """One event: its name and its JSON."""

    name: str
    data: Any

    def encoded(self) -> bytes:
        """As it is sent. JSON has no bare line breaks, so it is one line."""
        return f"event: {self.name}\ndata: {json.dumps(self.data, ensure_ascii=False)}\n\n".encode(errors="replace")


def wanted(request: Request) -> bool:
    """Whether the client asked for events."""
    return MEDIA_TYPE in request.headers.get("accept", "").lower()


def response(chunks: AsyncIterator[str | bytes]) -> StreamingResponse:
    """The response that sends these chunks as they come."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(chunks, media_type=MEDIA_TYPE, headers=headers)


def reply(request: Request, events: AsyncGenerator[Event, None], heartbeat: float) -> StreamingResponse:
    """The events as they come, the last of them a failure; every ``heartbeat`` seconds of silence a comment is sent."""
    return response(_told(request, events, heartbeat))


async def _told(request: Request, events: AsyncGenerator[Event, None], heartbeat: float) -> AsyncIterator[str | bytes]:
    async with aclosing(beating(events, heartbeat)) as beats:
        try:
            async for event in beats:
                yield HEARTBEAT if event is None else event.encoded()
        except Exception as error:
            yield Event("problem", problems.of(error).body(request.url.path)).encoded()


async def collected(events: AsyncGenerator[T, None]) -> list[T]:
    """All events, once the last has come."""
    async with aclosing(events):
        return [event async for event in events]


async def beating(events: AsyncGenerator[T, None], heartbeat: float) -> AsyncGenerator[T | None, None]:
    """The events, and None for every ``heartbeat`` seconds of silence. A leaving client can't cut them off."""
    ready: asyncio.Queue[T | None] = asyncio.Queue()

    async def gather() -> None:
        async with aclosing(events):
            async for event in events:
                ready.put_nowait(event)

    gathering = asyncio.ensure_future(gather())
    gathering.add_done_callback(lambda _: ready.put_nowait(None))
    try:
        while True:
            try:
                async with asyncio.timeout(heartbeat):
                    event = await ready.get()
            except TimeoutError:
                yield None
                continue
            if event is None:
                gathering.result()
                return
            yield event
    finally:
        gathering.cancel()
