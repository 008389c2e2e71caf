"""Check every request's host, origin, key, rate and body size; add security headers to every reply."""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders

from rag.serve import problems
from rag.serve.problems import InBody, Problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.serve.options import Options

GUARDED = ("/api/", "/v1/", "/mcp", "/metrics")
OPEN = ("/api/health",)
UPLOAD = "/api/articles/upload"
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_MOST_CALLERS = 10_000  # remembered; whoever called longest ago is forgotten first, and so begins anew
_CLOSE = {"Connection": "close"}  # what is left of the body isn't waited for
_ASK_KEY = {"WWW-Authenticate": "Bearer"}
_GUESSES = (1.0, 20.0)  # wrong keys from one address: a second on end, and at once


class RateLimit:
    """``rate`` requests a second on end, ``burst`` at once, for each caller. For one thread."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # what is left, and when that was

    def wait(self, caller: str) -> int:
        """0 where this request may be made, and it is counted; else in how many seconds the next may be."""
        now = self._clock()
        left, then = self._buckets.pop(caller, (self._burst, now))
        left = min(self._burst, left + (now - then) * self._rate)
        granted = left >= 1
        self._buckets[caller] = (left - granted, now)
        if len(self._buckets) > _MOST_CALLERS:
            self._buckets.popitem(last=False)
        return 0 if granted else math.ceil((1 - left) / self._rate)


class Guard:
    """The middleware that lets a request through, or replies why not."""

    def __init__(self, app: ASGIApp, options: Options) -> None:
        self._app = app
        self._options = options
        self._rates = RateLimit(options.rate, options.burst)
        self._guesses = RateLimit(*_GUESSES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_safely(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _harden(scope["path"], MutableHeaders(scope=message))
            await send(message)

        headers = Headers(scope=scope)
        try:
            self._admit(scope, headers)
            most = self._options.max_upload if scope["path"] == UPLOAD else self._options.max_body
            body = _Body(receive, most, self._options.body_patience)
            await body.check(headers)
            await self._app(scope, body.receive, send_safely)
        except Exception as error:
            problem = problems.of(error)
            if not started:  # else it is too late to say so
                await problem.reply(scope["path"])(scope, receive, send_safely)

    def _admit(self, scope: Scope, headers: Headers) -> None:
        """Raise the problem that keeps this request out, if any."""
        host = headers.get("host", "")
        if not _is_known(host, (*self._options.hosts, self._options.host.lower())):
            fix = "Use its address or localhost, or add the name to RAG_HOSTS."
            raise Problem(421, "unknown-host", "This server doesn't go by the name it was asked for.", fix)
        path = scope["path"]
        if not path.startswith(GUARDED) or path in OPEN:
            return
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            raise Problem(403, "foreign-origin", "A page of another site may not ask this server.")
        address = scope["client"][0] if scope.get("client") else ""
        key = self._options.api_key
        if key is not None and not _has_key(headers, key):
            _limit(self._guesses, address)
            fix = "Send the header Authorization: Bearer KEY, with the key this server was given as RAG_API_KEY."
            raise Problem(401, "key-refused", "The key is missing or wrong.", fix, _ASK_KEY)
        _limit(self._rates, address if key is None else "the key")


class _Body:
    """A body that may not be too large, nor too slow."""

    def __init__(self, receive: Receive, most: int, patience: float) -> None:
        self._receive, self._most, self._patience = receive, most, patience
        self._read = 0
        self._is_whole = False

    async def check(self, headers: Headers) -> None:
        """Refuse what says itself that it is too large."""
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._most:
            await self._skip()
            raise self._too_large()

    async def receive(self) -> Message:
        """The next message; only those of the body are counted and timed."""
        if self._is_whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._patience)
        except TimeoutError as error:
            problem = Problem(408, "slow-body", "The rest of the request didn't come.", "Send it again.", _CLOSE)
            raise InBody(problem) from error
        if message["type"] == "http.request":
            self._read += len(message.get("body", b""))
            self._is_whole = not message.get("more_body", False)
            if self._read > self._most:
                await self._skip()
                raise InBody(self._too_large())
        return message

    async def _skip(self) -> None:
        """Let the client finish, within reason: many hear no reply before they have sent everything."""
        skipped = 0
        try:
            async with asyncio.timeout(self._patience):
                while not self._is_whole and skipped <= 2 * self._most + 20_000_000:
                    message = await self._receive()
                    skipped += len(message.get("body", b""))
                    self._is_whole = not message.get("more_body", False)
        except TimeoutError:
            return

    def _too_large(self) -> Problem:
        detail = f"More was sent than the {self._most:,} bytes that are taken."
        return Problem(413, "too-large", detail, "Send it in parts.", _CLOSE)


def _is_known(host: str, names: tuple[str, ...]) -> bool:
    """Whether a Host header names this server. An address always does: only names can be pointed elsewhere."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name in ("localhost", *names) or name.endswith(".localhost") or bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _has_key(headers: Headers, key: str) -> bool:
    scheme, _, given = headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), key.encode())


def _limit(limit: RateLimit, caller: str) -> None:
    seconds = limit.wait(caller)
    if seconds:
        fix, headers = f"Wait {seconds} s, then ask less often.", {"Retry-After": str(seconds)}
        raise Problem(429, "too-many-requests", "Too many requests.", fix, headers)


def _harden(path: str, headers: MutableHeaders) -> None:
    headers.update(HEADERS)
    headers.setdefault("Cache-Control", "no-store" if path.startswith(GUARDED) else "no-cache")
