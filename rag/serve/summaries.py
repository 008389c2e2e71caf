"""POST /api/summaries: a summary as JSON, or with its progress as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from rag.library import Library
from rag.models import Summary
from rag.serve import sse
from rag.serve.asking import EVENTS
from rag.serve.context import Context, context, unless_gone
from rag.serve.problems import without_paths
from rag.serve.shapes import SummaryWanted

router = APIRouter(prefix="/api", tags=["summaries"])


@router.post("/summaries", response_model=Summary, responses=EVENTS)
async def summarize(wanted: SummaryWanted, request: Request, here: Annotated[Context, Depends(context)]) -> Response:
    """Summarise articles: some by their ids, those about a topic, or all that the filters let through.

    With ``Accept: text/event-stream``: ``progress`` and last ``summary``, or ``problem``.
    """

    def work(library: Library, tell: Callable[[sse.Event | Summary], None]) -> None:
        def progress(stage: str, done: int, total: int) -> None:
            tell(sse.Event("progress", {"stage": stage, "done": done, "total": total}))

        tell(library.summarize(**wanted.model_dump(), on_progress=progress))

    told = _told(here.desk.told(work), here)
    if sse.wanted(request):
        return sse.reply(request, told, here.options.heartbeat)
    return JSONResponse(await unless_gone(request, _summary(told)))


async def _told(items: AsyncGenerator[sse.Event | Summary, None], here: Context) -> AsyncGenerator[sse.Event, None]:
    """The progress, and last the summary, counted; its note names no path of this machine."""
    async with aclosing(items):
        async for item in items:
            if isinstance(item, Summary):
                here.metrics.summary(item)
                yield sse.Event("summary", replace(item, note=item.note and without_paths(item.note)).to_dict())
            else:
                yield item


async def _summary(told: AsyncGenerator[sse.Event, None]) -> dict[str, Any]:
    async with aclosing(told):
        async for event in told:
            if event.name == "summary":
                return dict(event.data)
    raise RuntimeError("the summary was never told")
