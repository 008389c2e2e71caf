"""Every error as a problem of RFC 9457: what went wrong, with what, and what to do about it.

No reply names a path of this machine: of a path that an error names, only its last part is left.
"""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from rag import errors
from rag.serve.desk import Busy, TooSlow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rag.errors import RagError

MEDIA_TYPE = "application/problem+json"
CLOSED = 499  # what logs call a request whose client went away
_PATH = re.compile(r"(?<![\w:/.<])(?:[A-Za-z]:)?(?:[/\\][^\s/\\:'\"<>]+)*[/\\](?=[^\s/\\:'\"<>]+)")
_log = logging.getLogger("rag.serve")

# The nearest class of an error's ancestors says which status it has.
_STATUS: Mapping[type[RagError], int] = {
    errors.InputError: 422,
    errors.NotFound: 404,
    errors.NothingToSummarize: 404,
    errors.LibraryError: 503,
    errors.StorageFull: 507,
    errors.ModelUnavailable: 503,
    errors.EmbeddingFailed: 502,
    errors.PromptError: 500,
    errors.LanguageModelError: 502,
    errors.BudgetExhausted: 503,
    errors.QuotaExhausted: 503,
}


_UNROUTED = {
    404: ("There is nothing at this address.", "/openapi.json says what there is."),
    405: ("This address is not asked in this way.", "/openapi.json says what each address takes."),
}


class Problem(Exception):
    """A request that can't be served: its ``status``, a ``kind`` of problem, what happened, and the fix."""

    def __init__(
        self, status: int, kind: str, detail: str, fix: str | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.fix = fix
        self.headers = dict(headers or {})

    def body(self, instance: str) -> dict[str, Any]:
        """The JSON of it; ``instance`` is the path that was asked for."""
        told = {
            "type": f"urn:rag:problem:{self.kind}",
            "title": self.kind.replace("-", " ").capitalize(),
            "status": self.status,
            "detail": self.detail,
            "instance": instance[:200],
        }
        return {**told, "fix": self.fix} if self.fix else told

    def reply(self, instance: str) -> Response:
        """The response that says so, as a client of that path expects it."""
        from rag.serve import openai_errors

        if instance.startswith(openai_errors.PATHS):
            return JSONResponse(openai_errors.body(self), openai_errors.status(self), self.headers)
        return JSONResponse(self.body(instance), self.status, self.headers, media_type=MEDIA_TYPE)


class InBody(HTTPException):
    """A problem met while a body is read: whoever reads it lets this kind of exception through."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.status, problem.detail)
        self.problem = problem


def of(error: BaseException) -> Problem:  # noqa: PLR0911 - one for each kind of error
    """Any error as a problem. What nobody foresaw is logged, and not told."""
    match error:
        case Problem():
            return error
        case InBody():
            return error.problem
        case errors.RagError():
            status = next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)
            if status >= 500:
                _log.error("%s: %s", type(error).__name__, without_paths(error.what))
            kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(error).__name__).lower()
            return Problem(status, kind, without_paths(error.what), without_paths(error.fix))
        case Busy():
            return Problem(
                503,
                "busy",
                "Too many questions are waiting.",
                f"Ask again in {error.retry_after} s.",
                {"Retry-After": str(error.retry_after)},
            )
        case TooSlow():
            return Problem(504, "too-slow", "It took too long.", "Ask again later, or for less.")
        case RequestValidationError():
            return Problem(422, "invalid-request", _invalid(error), "/openapi.json says what is taken.")
        case HTTPException():
            kind = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
            detail, fix = _UNROUTED.get(error.status_code, (f"{error.detail}.", None))
            return Problem(error.status_code, kind, detail, fix, error.headers)
    _log.error("an error that nobody foresaw", exc_info=error)
    return Problem(
        500, "internal-error", "Something went wrong in the server.", "Its log says what, by the request's id."
    )


def without_paths(text: str) -> str:
    """The text with folders left out: of /home/me/news.db, news.db is left. Addresses of the web stay."""
    return _PATH.sub("", text)


def install(app: FastAPI) -> None:
    """Answer every error of the app with its problem."""

    async def tell(request: Request, error: Exception) -> Response:
        return of(error).reply(request.url.path)

    for kind in (Problem, errors.RagError, Busy, TooSlow, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, tell)


def _invalid(error: RequestValidationError) -> str:
    """What is wrong with which field; never what was sent."""
    told = (f"{'.'.join(map(str, one['loc']))[:100]}: {one['msg']}" for one in error.errors()[:5])
    return "; ".join(told) + "."
