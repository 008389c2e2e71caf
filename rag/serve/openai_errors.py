"""Problems in the shape of OpenAI's errors, so that its clients raise what they raise for them there."""

from __future__ import annotations

from typing import Any

from rag.serve.problems import Problem

PATHS = "/v1/"
"""Where errors have this shape."""

_CODES = {401: "invalid_api_key", 413: "request_too_large", 429: "rate_limit_exceeded"}


class Refused(Problem):
    """A request that can't be served because of what ``param`` of it is."""

    def __init__(self, status: int, kind: str, param: str, detail: str, fix: str | None = None) -> None:
        super().__init__(status, kind, detail, fix)
        self.param = param


def status(problem: Problem) -> int:
    """The status of its reply: clients know 400 for what can't be served as it is, not 422."""
    return 400 if problem.status == 422 else problem.status


def body(problem: Problem) -> dict[str, Any]:
    """The JSON of its reply. ``code`` is the kind of problem, unless OpenAI has a name for it."""
    return {
        "error": {
            "message": " ".join(filter(None, (problem.detail, problem.fix))),
            "type": _type(problem.status),
            "param": problem.param if isinstance(problem, Refused) else None,
            "code": _CODES.get(problem.status, problem.kind.replace("-", "_")),
        }
    }


def _type(of: int) -> str:
    if of >= 500:
        return "server_error"
    return "rate_limit_error" if of == 429 else "invalid_request_error"
