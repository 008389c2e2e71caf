"""Build the FastAPI app: routes, middleware, and what starts and stops with it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.openapi.utils import get_openapi
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from rag.serve import articles, asking, chats, health, mcp_server, openai_api, problems, summaries
from rag.serve.context import Context
from rag.serve.desk import Desk
from rag.serve.logs import RequestLog
from rag.serve.metrics import Metrics
from rag.serve.safety import Guard
from rag.serve.shapes import ProblemBody

if TYPE_CHECKING:
    from rag.library import Library
    from rag.serve.options import Options

_PAGE = Path(__file__).resolve().parent / "page"
_LOAD_AGAIN = 5.0  # seconds: a Chroma server that was started with this one takes some
_ABOUT = """Questions over news articles: every statement is tied to the exact sentence that says it.

Errors are problem details (RFC 9457). Where the server has a key, requests carry it: `Authorization: Bearer KEY`."""


def create_app(library: Library, options: Options) -> FastAPI:
    """The server of a library. It doesn't close the library."""
    desk = Desk(library, options.workers, options.waiting, options.patience)
    metrics = Metrics(lambda: desk.waiting)
    loaded = threading.Event()
    agents = mcp_server.http_app(desk, metrics, options.max_body)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        stopping = threading.Event()
        loading = threading.Thread(target=_load, args=(library, loaded, stopping), name="rag-load")
        loading.start()
        async with agents.router.lifespan_context(agents):
            yield
        stopping.set()
        await asyncio.to_thread(desk.close)
        await asyncio.to_thread(loading.join)

    app = FastAPI(
        title="rag",
        version=version("news-rag"),
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,  # its page is made of scripts of other hosts
        redoc_url=None,
        responses={"4XX": {"model": ProblemBody}, "5XX": {"model": ProblemBody}},
    )
    app.state.here = Context(library, desk, options, metrics, loaded, openai_api.Replies())
    problems.install(app)
    app.add_middleware(Guard, options=options)
    app.add_middleware(RequestLog, metrics=metrics)  # added last, it is the outermost: what is refused is told too
    for module in (articles, asking, chats, summaries, health, openai_api):
        app.include_router(module.router)
    app.router.routes.extend(agents.routes)  # a mount would send clients on from /mcp to /mcp/
    app.add_api_route("/", _page, methods=["GET", "HEAD"], include_in_schema=False)
    app.mount("/static", GZipMiddleware(StaticFiles(directory=_PAGE)))  # replies to questions hold secrets, these don't
    app.openapi = partial(_openapi, app)  # type: ignore[method-assign]  # how FastAPI has it extended
    return app


async def _page() -> FileResponse:
    return FileResponse(_PAGE / "index.html")


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The document, its errors as they are sent: problems under their media type, OpenAI's in its shape."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        for path, operations in document["paths"].items():
            for operation in operations.values():
                for status in ("4XX", "5XX"):
                    content = operation["responses"][status]["content"]
                    if path.startswith(problems.OPENAI_PATHS):
                        content["application/json"] = {"schema": {"type": "object", "required": ["error"]}}
                    else:
                        content[problems.MEDIA_TYPE] = content.pop("application/json")
        app.openapi_schema = document
    return app.openapi_schema


def _load(library: Library, loaded: threading.Event, stopping: threading.Event) -> None:
    """Load the models while nobody waits for them, again and again where something is not there yet."""
    while not loaded.is_set():
        try:
            library.load()
        except Exception as error:
            problems.of(error)  # logs it; whoever asks meanwhile is told
            if stopping.wait(_LOAD_AGAIN):
                return
        else:
            loaded.set()
