from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from rag import Library
from rag.errors import InputError, LibraryCorrupt
from rag.serve.options import Options
from rag.serve.safety import HEADERS, RateLimit
from tests.serve.running import EXTRACTIVE, Served, failing, serving
from tests.serve.test_asking import QUESTION

KEY = "a-key-that-nobody-guesses"
BEARER = {"Authorization": f"Bearer {KEY}"}
GUARDED = ("/api/articles", "/api/ready", "/api/version", "/api/chats", "/v1/models", "/metrics", "/api/no-such-thing")


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory, samples: Library) -> Iterator[Served]:
    """A server with a key, small limits and little patience."""
    with (
        Library.open(tmp_path_factory.mktemp("locked"), beside=samples) as library,
        serving(library, api_key=KEY, hosts=("news.example",), max_upload=50_000, rate=1000, body_patience=1) as server,
    ):
        yield server


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])  # noqa: S104 - refused, not bound
def test_a_wider_bind_without_a_key_is_refused_with_the_fix(host: str) -> None:
    with pytest.raises(InputError, match="no key") as refused:
        Options(EXTRACTIVE, host=host)
    assert "RAG_API_KEY" in refused.value.fix
    assert Options(EXTRACTIVE, host=host, api_key=KEY).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_this_computer_alone_needs_no_key(host: str) -> None:
    assert Options(EXTRACTIVE, host=host).api_key is None


@pytest.mark.parametrize("key", ["", "short", "fifteen letters", "a key of many lëtters"])
def test_a_key_that_can_be_guessed_or_not_be_sent_is_refused(key: str) -> None:
    with pytest.raises(InputError, match="RAG_API_KEY"):
        Options(EXTRACTIVE, api_key=key)


def test_a_key_is_shown_by_nothing() -> None:
    assert KEY not in repr(Options(EXTRACTIVE, api_key=KEY))


@pytest.mark.parametrize("path", GUARDED)
def test_without_the_key_nothing_is_told(locked: Served, path: str) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {KEY}"}, {"Authorization": KEY}):
        reply = httpx.get(locked.url + path, headers=headers)
        assert reply.status_code in (401, 429)
        assert KEY not in reply.text
        if reply.status_code == 401:
            assert reply.headers["www-authenticate"] == "Bearer"
    assert httpx.get(locked.url + path, headers=BEARER).status_code == (404 if "no-such" in path else 200)


def test_the_page_and_the_pulse_need_no_key(locked: Served) -> None:
    for path in ("/", "/static/index.html", "/api/health"):
        assert httpx.get(locked.url + path).status_code == 200


def test_keys_cannot_be_tried_for_long(locked: Served) -> None:
    with httpx.Client(base_url=locked.url) as client:
        tried = [
            client.get("/api/articles", headers={"Authorization": f"Bearer {number}"}).status_code
            for number in range(60)
        ]
        assert tried.count(429) > 30
        assert client.get("/api/articles", headers=BEARER).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "localhost.evil", "["]
)
def test_a_name_pointed_at_this_server_is_not_served(locked: Served, host: str) -> None:
    for path in ("/", "/api/health", "/api/articles"):
        assert raw(locked.url, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")[0] in (421, 400)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:99", "[::1]:8321", "rag.localhost", "192.168.1.5", "NEWS.example"]
)
def test_its_addresses_and_the_names_it_was_given_are_served(locked: Served, host: str) -> None:
    assert httpx.get(f"{locked.url}/api/health", headers={"Host": host}).status_code == 200


def test_pages_of_other_sites_may_not_ask(locked: Served) -> None:
    own = locked.url
    for origin in ("https://evil.example", "null", f"{own}0", "http://127.0.0.1", f"{own}@evil.example"):
        for method in ("GET", "POST", "DELETE", "OPTIONS"):
            reply = httpx.request(method, f"{own}/api/articles", headers={**BEARER, "Origin": origin})
            assert reply.status_code == 403, origin
            assert "access-control-allow-origin" not in reply.headers
    assert httpx.get(f"{own}/api/articles", headers={**BEARER, "Origin": own}).status_code == 200


def test_every_reply_says_what_a_browser_may_not_do_with_it(locked: Served) -> None:
    replies = [
        httpx.get(f"{locked.url}{path}", headers=BEARER)
        for path in (
            "/",
            "/static/index.html",
            "/api/health",
            "/api/articles",
            "/nothing",
            "/metrics",
            "/api/articles/x",
        )
    ] + [httpx.get(f"{locked.url}/api/articles"), httpx.get(locked.url, headers={"Host": "evil.example"})]
    for reply in replies:
        for name, value in HEADERS.items():
            assert reply.headers[name] == value, reply.url
        assert "server" not in reply.headers
        assert reply.headers["cache-control"]
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("is_declared", [True, False])
def test_a_body_that_is_too_large_is_refused_however_it_is_sent(locked: Served, is_declared: bool) -> None:
    body = b'{"question": "' + b"x" * 10_000_000 + b'"}'
    content: Any = body if is_declared else (body[place : place + 65_536] for place in range(0, len(body), 65_536))
    reply = httpx.post(
        f"{locked.url}/api/ask", content=content, headers={**BEARER, "Content-Type": "application/json"}, timeout=30
    )
    assert reply.status_code == 413
    assert reply.json()["title"] == "Too large"


def test_an_upload_has_a_limit_of_its_own(locked: Served) -> None:
    def upload(size: int) -> int:
        files = {"files": ("a.txt", b"Ann won. " * (size // 9))}
        return httpx.post(f"{locked.url}/api/articles/upload", files=files, headers=BEARER, timeout=30).status_code

    assert upload(1000) == 200
    assert upload(60_000) == 413


def test_a_question_of_ten_thousand_words_is_too_long(client: httpx.Client) -> None:
    reply = client.post("/api/ask", json={"question": "why " * 10_000})
    assert (reply.status_code, reply.json()["title"]) == (422, "Bad question")


def test_a_body_that_never_ends_is_not_waited_for(locked: Served) -> None:
    head = f"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {KEY}\r\n"
    began = time.monotonic()
    status, body = raw(locked.url, f"{head}Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{{", seconds=10)
    assert (status, time.monotonic() - began < 8) == (408, True)
    assert "slow-body" in body


HOSTILE = [
    ("POST", "/api/ask", b"", 422),
    ("POST", "/api/ask", b"{", 422),
    ("POST", "/api/ask", b"null", 422),
    ("POST", "/api/ask", b'{"question": "\xff\xfe"}', 400),
    ("POST", "/api/ask", b'{"question": "\\ud800"}', 422),
    ("POST", "/api/ask", b"[" * 100_000, 400),
    ("POST", "/api/ask", b'{"question": ' + b"9" * 10_000 + b"}", 400),
    ("POST", "/api/ask", b'{"question": "why?", "asked": "0001-01-01"}', 422),
    ("POST", "/api/ask", b'{"question": "why?", "since": "2026-02-02", "until": "2026-01-01"}', 422),
    ("POST", "/api/ask", b'{"question": "why?", "limit": 3}', 422),
    ("POST", "/api/ask", b'{"question": "why?", "history": [{"question": "a", "answer": {"claims": 3}}]}', 422),
    ("POST", "/api/summaries", b'{"ids": ["no such article"]}', 404),
    ("POST", "/api/summaries", b'{"length": "endless"}', 422),
    ("POST", "/api/articles/upload", b"not multipart", 422),
    ("GET", "/api/articles?limit=0", b"", 422),
    ("GET", "/api/articles?offset=99999999999999999999", b"", 422),
    ("GET", "/api/articles/%00", b"", 404),
    ("GET", "/api/articles/%ff%fe", b"", 404),
    ("GET", "/api/articles/" + "a" * 300, b"", 422),
    ("GET", "/api/articles/..%2f..%2fetc%2fpasswd", b"", 404),
    ("GET", "/static/../../settings.py", b"", 404),
    ("GET", "/static/%2e%2e/%2e%2e/settings.py", b"", 404),
    ("DELETE", "/api/ask", b"", 405),
    ("PUT", "/api/articles", b"{}", 405),
    ("TRACE", "/api/articles", b"", 405),
    ("GET", "/nothing", b"", 404),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), HOSTILE)
def test_what_makes_no_sense_is_told_so(client: httpx.Client, method: str, path: str, body: bytes, status: int) -> None:
    reply = client.request(method, path, content=body, headers={"Content-Type": "application/json"})

    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    told = reply.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(told)
    assert told["status"] == status
    assert len(reply.content) < 2000
    assert not re.search(r"Traceback|/work|/tmp|\.py\b", json.dumps({**told, "instance": ""}))


@pytest.mark.parametrize(
    "request_",
    [
        "",
        "\r\n\r\n",
        "GET",
        "GET / HTTP/9.9\r\n\r\n",
        "\x16\x03\x01\x02",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    ],
)
def test_what_is_no_request_does_no_harm(locked: Served, request_: str) -> None:
    raw(locked.url, request_, seconds=0.3)
    raw(locked.url, f"GET /api/health HTTP/1.1\r\nX: {'y' * 200_000}\r\n\r\n", seconds=1)

    assert httpx.get(f"{locked.url}/api/health").status_code == 200


def test_titles_and_texts_are_given_back_as_they_came(own: httpx.Client) -> None:
    title = "<script>alert(1)</script> \u202egnp.exe \U0001f6a2"
    given = own.post("/api/articles", json={"text": "<b>Ann Roe</b> won the vote on Monday.", "title": title}).json()
    told = own.get(f"/api/articles/{given['article']['id']}")

    assert told.headers["content-type"] == "application/json"
    assert told.json()["title"] == given["article"]["title"]
    assert "<script>" in told.json()["title"]


def test_a_caller_may_ask_so_often_and_no_oftener(tmp_path: Path, samples: Library) -> None:
    with (
        Library.open(tmp_path / "library", beside=samples) as library,
        serving(library, rate=2, burst=50) as server,
        httpx.Client(base_url=server.url, timeout=30) as client,
        ThreadPoolExecutor(8) as pool,
    ):
        began = time.monotonic()
        codes = list(pool.map(lambda _: client.get("/api/version").status_code, range(1000)))
        took = time.monotonic() - began
        refused = client.get("/api/version")
        assert set(codes) == {200, 429}
        assert 50 <= codes.count(200) <= 50 + 2 * took + 1
        assert client.get("/api/health").status_code == 200
        assert 1 <= int(refused.headers["retry-after"]) <= 2
        time.sleep(int(refused.headers["retry-after"]))
        assert client.get("/api/version").status_code == 200


def test_tokens_come_back_with_time_and_each_caller_has_their_own() -> None:
    now = 0.0
    limit = RateLimit(rate=2, burst=3, clock=lambda: now)
    assert [limit.wait("a") for _ in range(4)] == [0, 0, 0, 1]
    assert limit.wait("b") == 0
    now = 0.5
    assert [limit.wait("a"), limit.wait("a")] == [0, 1]


def test_no_reply_names_a_path_of_the_machine(fresh: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object, **__: object) -> Iterator[Any]:
        yield from failing(
            LibraryCorrupt(f"The library {fresh.library.folder}/library.db is damaged.", "Restore /home/me/copy.db.")
        )

    monkeypatch.setattr(fresh.library, "stream", damaged)
    reply = httpx.post(f"{fresh.url}/api/ask", json={"question": QUESTION})

    assert reply.status_code == 503
    assert reply.json()["detail"] == "The library library.db is damaged."
    assert reply.json()["fix"] == "Restore copy.db."


def test_what_nobody_foresaw_is_told_to_the_log_alone(
    fresh: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> Iterator[Any]:
        yield from failing(ZeroDivisionError("a secret of the inside"))

    monkeypatch.setattr(fresh.library, "stream", broken)
    reply = httpx.post(f"{fresh.url}/api/ask", json={"question": QUESTION})

    assert (reply.status_code, reply.json()["title"]) == (500, "Internal error")
    assert "secret" not in reply.text
    assert "a secret of the inside" in caplog.text


def raw(url: str, sent: str, seconds: float = 5) -> tuple[int, str]:
    """The status (0 for none) and the text of what comes back for these bytes."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=seconds) as connection:
        connection.sendall(sent.encode("latin-1"))
        got = b""
        try:
            while piece := connection.recv(65_536):
                got += piece
        except (TimeoutError, ConnectionError):
            pass
    found = re.match(rb"HTTP/1\.1 (\d+)", got)
    return int(found[1]) if found else 0, got.decode("utf-8", "replace")
