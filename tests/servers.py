"""A server on loopback that speaks OpenAI's API as far as we use it, and does what a real one rarely does.

    with ScriptedServer() as server:
        server.say("Yes.", Reply(status=429, headers={"Retry-After": "1"}), Reply(pieces=("No", "."), cut_after=1))

Each request for a chat is given the next reply, then ``server.default``, which may be a function of the request.
"""

from __future__ import annotations

import base64
import json
import socket
import struct
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Self

from tests.embedders import WordEmbedder


@dataclass(frozen=True, slots=True)
class Reply:
    """What one request is given: ``text`` in the ``pieces`` it is streamed in, or an error of ``status``.

    Pieces may be endless; ``raw`` is sent as it is instead. ``code``, ``message`` and ``param`` are of the error.
    It waits ``stall_s`` before the headers, or after ``stall_after`` pieces. After ``cut_after`` pieces the connection
    is torn down (``politely``: closed in good order). ``usage`` are tokens in and out; None counts words.
    """

    text: str = ""
    pieces: Iterator[str] | tuple[str, ...] | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None
    message: str = "no such luck"
    param: str | None = None
    usage: tuple[int, int] | None = None
    finish_reason: str | None = "stop"
    refusal: str | None = None
    stall_s: float = 0.0
    stall_after: int | None = None
    cut_after: int | None = None
    politely: bool = False
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: the path, the JSON, and the headers by their names in small letters."""

    path: str
    body: dict[str, Any]
    headers: Mapping[str, str]

    @property
    def prompt(self) -> str:
        """All messages as one text."""
        return "\n".join(str(message["content"]) for message in self.body.get("messages", ()))


Default = Reply | Callable[[Request], Reply | str]


class ScriptedServer(ThreadingHTTPServer):
    """See the module. A context manager; ``url`` ends in /v1."""

    daemon_threads = True

    def __init__(
        self, *replies: Reply | str, default: Default = Reply("OK."), models: tuple[str, ...] = ("tiny",)
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[Request] = []
        self.default = default
        self.models = models
        self.failure: Reply | None = None  # of whatever is no chat
        self.failures_left = 0
        self.takes_key: str | None = None  # None takes any
        self.closing = Event()
        self._replies: deque[Reply] = deque()
        self._lock = Lock()
        self.say(*replies)
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    def handle_error(self, *_: object) -> None:
        """Nothing: a client that goes away is what is being tested."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    @property
    def chats(self) -> list[Request]:
        """The requests that were for a chat."""
        return [request for request in self.requests if request.path.endswith("/chat/completions")]

    def say(self, *replies: Reply | str) -> None:
        """Give these to the next requests for a chat, one each."""
        self._replies.extend(Reply(reply) if isinstance(reply, str) else reply for reply in replies)

    def fail(self, status: int, message: str, times: int = 99) -> None:
        """Fail the next requests that are not for a chat."""
        self.failure, self.failures_left = Reply(status=status, message=message), times

    def next_reply(self, request: Request) -> Reply:
        with self._lock:
            if self._replies:
                return self._replies.popleft()
        reply = self.default(request) if callable(self.default) else self.default
        return Reply(reply) if isinstance(reply, str) else reply


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._record({})
        if not self._refused():
            models = [{"id": each, "object": "model", "created": 0, "owned_by": "tests"} for each in self.server.models]
            self._send_json(200, {"object": "list", "data": models})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        request = self._record(asked)
        if request.path.endswith("/embeddings"):
            if not self._refused():
                self._embed(asked)
            return
        reply = self.server.next_reply(request)
        if reply.status != 200:
            self._fail(reply)
            return
        self.server.closing.wait(0 if reply.stall_after is not None else reply.stall_s)
        if asked.get("stream"):
            self._stream(reply, asked)
        else:
            self._whole(reply, asked)

    def _record(self, body: dict[str, Any]) -> Request:
        request = Request(self.path, body, {name.lower(): value for name, value in self.headers.items()})
        self.server.requests.append(request)
        return request

    def _refused(self) -> bool:
        taken = self.server.takes_key
        if taken is not None and self.headers.get("Authorization") != f"Bearer {taken}":
            self._fail(Reply(status=401, code="invalid_api_key", message=f"wrong key {self.headers['Authorization']}"))
            return True
        if self.server.failure and self.server.failures_left > 0:
            self.server.failures_left -= 1
            self._fail(self.server.failure)
            return True
        return False

    def _fail(self, reply: Reply) -> None:
        self.server.closing.wait(reply.stall_s)
        error = {"message": reply.message, "type": "error", "code": reply.code, "param": reply.param}
        self._send_json(reply.status, {"error": error}, {"Retry-After-Ms": "1", **reply.headers})

    def _embed(self, asked: dict[str, Any]) -> None:
        """Vectors that are not normalised."""
        as_text = asked.get("encoding_format") == "base64"
        data = [
            {
                "object": "embedding",
                "index": number,
                "embedding": base64.b64encode(vector.tobytes()).decode() if as_text else vector.tolist(),
            }
            for number, vector in enumerate(3 * WordEmbedder().embed(asked["input"]))
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        self._send_json(200, {"object": "list", "data": data, "model": asked["model"], "usage": usage})

    def _whole(self, reply: Reply, asked: dict[str, Any]) -> None:
        text = "".join(reply.pieces) if reply.pieces is not None else reply.text
        message = {"role": "assistant", "content": text, "refusal": reply.refusal}
        choice = {"index": 0, "message": message, "finish_reason": reply.finish_reason}
        body = {"choices": [choice], "usage": _usage(reply, asked, text)}
        self._send_json(
            200, {"id": "reply-1", "object": "chat.completion", "created": 0, "model": asked["model"], **body}
        )

    def _stream(self, reply: Reply, asked: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.raw is not None:
            self._send(reply.raw)
            self._send(b"")
            return
        self._event(asked, {"role": "assistant", "content": ""})
        sent = []
        for number, piece in enumerate(reply.pieces if reply.pieces is not None else _words(reply.text)):
            if number == reply.cut_after:
                break
            if number == reply.stall_after:
                self.server.closing.wait(reply.stall_s)
            if self.server.closing.is_set():
                return
            sent.append(piece)
            self._event(asked, {"content": piece})
        if reply.cut_after is not None:
            if reply.politely:
                self._send(b"")
            else:
                self._tear_down()
            return
        if reply.refusal is not None:
            self._event(asked, {"refusal": reply.refusal})
        self._event(asked, {}, reply.finish_reason)
        if (asked.get("stream_options") or {}).get("include_usage"):
            self._event(asked, None, usage=_usage(reply, asked, "".join(sent)))
        self._send(b"data: [DONE]\n\n")
        self._send(b"")

    def _event(
        self,
        asked: dict[str, Any],
        delta: dict[str, Any] | None,
        finish_reason: str | None = None,
        usage: dict[str, int] | None = None,
    ) -> None:
        choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish_reason}]
        chunk = {"id": "reply-1", "object": "chat.completion.chunk", "created": 0, "model": asked["model"]}
        self._send(f"data: {json.dumps({**chunk, 'choices': choices, 'usage': usage})}\n\n".encode())

    def _send(self, data: bytes) -> None:
        """One piece of a body whose length isn't known; an empty one ends it."""
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        self.wfile.flush()

    def _tear_down(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # no farewell
        with suppress(OSError):
            self.connection.close()

    def _send_json(self, status: int, body: dict[str, Any], headers: Mapping[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing: the test's own output is enough."""


def _words(text: str) -> list[str]:
    """A text in the pieces that models commonly send: words with the space before them."""
    first, *others = text.split(" ")
    return [first, *(f" {word}" for word in others)] if text else []


def _usage(reply: Reply, asked: dict[str, Any], text: str) -> dict[str, int]:
    put_in, got_out = reply.usage or (
        sum(len(str(each["content"]).split()) for each in asked["messages"]),
        len(text.split()),
    )
    return {"prompt_tokens": put_in, "completion_tokens": got_out, "total_tokens": put_in + got_out}
