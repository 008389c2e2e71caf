"""Is the server up, can it answer, and what is it."""

from __future__ import annotations

from importlib.metadata import version
from typing import Literal

from fastapi import APIRouter, Response

from rag.serve.context import Context, Here
from rag.serve.problems import without_paths
from rag.serve.shapes import Ready, VersionInfo

router = APIRouter(tags=["server"])


@router.get("/api/health")
async def health() -> dict[str, Literal["ok"]]:
    """The server is up."""
    return {"status": "ok"}


@router.get("/api/ready", responses={503: {"model": Ready}})
async def ready(response: Response, here: Here) -> Ready:
    """Whether questions are answered at once."""
    is_loaded = here.loaded.is_set()
    response.status_code = 200 if is_loaded else 503
    articles = await here.desk.look(lambda library: library.store.count())
    return Ready(status="ready" if is_loaded else "loading", articles=articles, engine=engine_name(here))


@router.get("/api/version")
async def about(here: Here) -> VersionInfo:
    """The version, what writes answers, and why that."""
    why = without_paths(here.options.engine.why)
    return VersionInfo(version=version("news-rag"), engine=engine_name(here), why=why)


@router.get("/metrics", response_class=Response)
async def metrics(here: Here) -> Response:
    """Figures for Prometheus."""
    return Response(here.metrics.text(), media_type=here.metrics.content_type)


def engine_name(here: Context) -> str:
    """What writes answers, as answers name it."""
    llm = here.library.llm
    return "extractive" if llm is None else llm.name
