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
_HEARTBEAT = b": still here\n\n"


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


def reply(request: Request, events: AsyncGenerator[Event, None], heartbeat: float) -> StreamingResponse:
    """The events as they come, the last of them a failure; every ``heartbeat`` seconds of silence a comment is sent."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_told(request, events, heartbeat), media_type=MEDIA_TYPE, headers=headers)


async def _told(request: Request, events: AsyncGenerator[Event, None], heartbeat: float) -> AsyncIterator[bytes]:
    async with aclosing(beating(events, heartbeat)) as beats:
        try:
            async for event in beats:
                yield _HEARTBEAT if event is None else event.encoded()
        except Exception as error:
            yield Event("problem", problems.of(error).body(request.url.path)).encoded()


async def beating(events: AsyncGenerator[T, None], heartbeat: float) -> AsyncGenerator[T | None, None]:
    """The events, and None for every ``heartbeat`` seconds in which there was none. Closing this closes them.

    They run in a task of their own: what waits here is cancelled again and again when a client leaves, and would be
    cut off while it closes them.
    """
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
