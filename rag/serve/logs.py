"""One line of JSON per request, with its id. Never logs a question, a key, a query string or a body."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders

from rag.serve.problems import CLOSED

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.serve.metrics import Metrics

HEADER = "X-Request-Id"
_SANE = re.compile(r"[\w.:-]{1,100}", re.ASCII)
_id: ContextVar[str | None] = ContextVar("request id", default=None)
_log = logging.getLogger("rag.serve.requests")


class RequestLog:
    """The outermost middleware: gives a request its id, and tells what came of it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _SANE.fullmatch(given) else uuid4().hex
        token = _id.set(request_id)
        began = time.perf_counter()
        status = CLOSED

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            seconds = time.perf_counter() - began
            self._metrics.request(scope["method"], route(scope), status, seconds)
            facts = {"method": scope["method"], "path": scope["path"][:200], "status": status}
            client = scope["client"][0] if scope.get("client") else None
            _log.info("request", extra={"facts": {**facts, "ms": round(1000 * seconds, 1), "client": client}})
            _id.reset(token)


def route(scope: Scope) -> str:
    """The route that served a request, its ids left open: what paths there are must not grow without end."""
    found = getattr(scope.get("route"), "path", None)
    return found if isinstance(found, str) and found else "other"


class Lines(logging.Formatter):
    """A record as one line of JSON, with the id of the request in which it was made."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if request_id := _id.get():
            line["id"] = request_id
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)


def set_up() -> None:
    """Write what the server has to say to standard error; where someone watches, only what went wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    for name in ("rag.serve", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.WARNING if name != "rag.serve" or sys.stderr.isatty() else logging.INFO)
