"""The server put together: routes, what guards them, and what begins and ends with it."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from rag.serve import asking, health, problems
from rag.serve.desk import Desk
from rag.serve.shapes import ProblemBody

if TYPE_CHECKING:
    from rag.library import Library
    from rag.serve.options import Options

_PAGE = Path(str(files("rag.serve"))) / "page"
_PROBLEM: dict[str, Any] = {"model": ProblemBody, "content": {problems.MEDIA_TYPE: {}}}
_ABOUT = """Questions over news articles: every statement is tied to the exact sentence that says it.

Errors are problem details (RFC 9457). Where the server has a key, requests carry it: `Authorization: Bearer KEY`."""


def create_app(library: Library, options: Options) -> FastAPI:
    """The server of a library. It doesn't close the library."""
    desk = Desk(library, options.workers, options.waiting, options.patience)
    mounted: list[Any] = []

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=_load, args=(library, app.state.loaded), name="rag-load", daemon=True).start()
        async with AsyncExitStack() as stack:
            for one in mounted:
                await stack.enter_async_context(one.router.lifespan_context(one))
            yield
        desk.close()

    app = FastAPI(
        title="rag",
        version=version("news-rag"),
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,  # its page is made of scripts of other hosts
        redoc_url=None,
        responses={"4XX": _PROBLEM, "5XX": _PROBLEM},
    )
    app.state.library, app.state.desk, app.state.options = library, desk, options
    app.state.loaded = threading.Event()
    problems.install(app)
    for module in (asking, health):
        app.include_router(module.router)
    if find_spec("rag.serve.openai_api"):
        from rag.serve import openai_api, replies

        app.include_router(openai_api.router)
        app.state.replies = replies.Replies()
    if find_spec("rag.serve.mcp_server"):
        from rag.serve import mcp_server

        mounted.append(mcp_server.http_app(desk, options.max_body))
        app.router.routes.extend(mounted[-1].routes)  # a mount would send clients on from /mcp to /mcp/
    _serve_page(app)
    return app


def _serve_page(app: FastAPI) -> None:
    @app.get("/", include_in_schema=False)
    async def index() -> FileResponse:
        return FileResponse(_PAGE / "index.html")

    app.mount("/static", StaticFiles(directory=_PAGE))


def _load(library: Library, loaded: threading.Event) -> None:
    """Load the models while nobody waits for them; what can't be loaded is told to whoever asks."""
    try:
        library.load()
    except Exception as error:
        problems.of(error)
    else:
        loaded.set()
