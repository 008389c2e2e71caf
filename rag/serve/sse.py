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
    async with aclosing(events):
        try:
            async for event in beating(events, heartbeat):
                yield _HEARTBEAT if event is None else event.encoded()
        except Exception as error:
            yield Event("problem", problems.of(error).body(request.url.path)).encoded()


async def beating(events: AsyncIterator[T], heartbeat: float) -> AsyncIterator[T | None]:
    """The events, and None for every ``heartbeat`` seconds in which there was none."""
    while True:
        upcoming = asyncio.ensure_future(anext(events, None))
        try:
            while not (await asyncio.wait({upcoming}, timeout=heartbeat))[0]:
                yield None
        except BaseException:
            upcoming.cancel()
            await asyncio.wait({upcoming})
            raise
        event = upcoming.result()
        if event is None:
            return
        yield event
