"""Every error as problem details (RFC 9457). No reply names a path of this machine: only a path's last part is left."""

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
OPENAI_PATHS = "/v1/"  # errors there have the shape of OpenAI's
_OPENAI_CODES = {401: "invalid_api_key", 413: "request_too_large", 429: "rate_limit_exceeded"}
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
    """A request that can't be served. ``param`` is the field of an OpenAI request that is to blame."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        fix: str | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        param: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail, self.fix, self.param = status, kind, detail, fix, param
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

    def openai_body(self) -> dict[str, Any]:
        """The JSON of it as OpenAI's clients expect it. ``code`` is its kind, unless OpenAI has a name for it."""
        kinds = {429: "rate_limit_error"}
        told = {
            "message": " ".join(filter(None, (self.detail, self.fix))),
            "type": "server_error" if self.status >= 500 else kinds.get(self.status, "invalid_request_error"),
            "param": self.param,
            "code": _OPENAI_CODES.get(self.status, self.kind.replace("-", "_")),
        }
        return {"error": told}

    def reply(self, instance: str) -> Response:
        """The response that says so, as a client of that path expects it."""
        if instance.startswith(OPENAI_PATHS):
            status = 400 if self.status == 422 else self.status  # OpenAI's clients know no 422
            return JSONResponse(self.openai_body(), status, self.headers)
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
        case Busy(retry_after=seconds):
            fix, headers = f"Ask again in {seconds} s.", {"Retry-After": str(seconds)}
            return Problem(503, "busy", "Too many questions are waiting.", fix, headers)
        case TooSlow():
            return Problem(504, "too-slow", "It took too long.", "Ask again later, or for less.")
        case RequestValidationError():
            return Problem(422, "invalid-request", _invalid(error), "/openapi.json says what is taken.")
        case HTTPException():
            kind = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
            what, do = _UNROUTED.get(error.status_code, (f"{error.detail}.", None))
            return Problem(error.status_code, kind, what, do, error.headers)
    _log.error("an error that nobody foresaw", exc_info=error)
    fix = "Its log says what, by the request's id."
    return Problem(500, "internal-error", "Something went wrong in the server.", fix)


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
