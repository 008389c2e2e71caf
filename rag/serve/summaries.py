"""POST /api/summaries: a summary as JSON, or with its progress as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from rag.library import Library
from rag.models import Summary
from rag.serve import sse
from rag.serve.asking import EVENTS
from rag.serve.context import Here, counted, unless_gone
from rag.serve.shapes import SummaryWanted

router = APIRouter(prefix="/api", tags=["summaries"])


@router.post("/summaries", response_model=Summary, responses=EVENTS)
async def summarize(wanted: SummaryWanted, request: Request, here: Here) -> Response:
    """Summarise articles: some by their ids, those about a topic, or all that the filters let through.

    With ``Accept: text/event-stream``: ``progress`` and last ``summary``, or ``problem``.
    """

    def work(library: Library, tell: Callable[[sse.Event | Summary], None]) -> None:
        def progress(stage: str, done: int, total: int) -> None:
            tell(sse.Event("progress", {"stage": stage, "done": done, "total": total}))

        tell(library.summarize(**wanted.model_dump(), on_progress=progress))

    async def events() -> AsyncGenerator[sse.Event, None]:
        async with aclosing(here.desk.told(work)) as items:
            async for item in items:
                if isinstance(item, Summary):
                    yield sse.Event("summary", counted(item, here.metrics).to_dict())
                else:
                    yield item

    if sse.wanted(request):
        return sse.reply(request, events(), here.options.heartbeat)
    last = (await unless_gone(request, sse.collected(events())))[-1]
    return JSONResponse(last.data)
