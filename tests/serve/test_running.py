"""Many at once, the slow and the gone, adding beside asking, and the end."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from rag import Library
from rag.models import Answer, Stage
from rag.serve.desk import Desk
from tests.conftest import FIXTURES
from tests.llm.conftest import drafted
from tests.llm.test_answering import LASTED, MET, WHO
from tests.serve.running import Served, serving
from tests.serve.test_asking import QUESTION, events
from tests.servers import Reply, Request, ScriptedServer

EVENTS = {"Accept": "text/event-stream"}


class Slow:
    """Stands in for `Library.stream`: steps that come when they are let, and what became of them."""

    def __init__(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        self.go, self.begun, self.ended = threading.Event(), threading.Semaphore(0), threading.Semaphore(0)
        self._real = library.stream
        monkeypatch.setattr(library, "stream", self._stream)

    def _stream(self, question: str, **keywords: Any) -> Iterator[Any]:
        self.begun.release()
        try:
            while not self.go.wait(0.02):
                yield Stage("wait")
            yield from self._real(question, **keywords)
        finally:
            self.ended.release()


def test_fifty_who_ask_at_once_are_all_answered_and_alike(served: str) -> None:
    async def ask_all() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=served, timeout=60) as client:
            return await asyncio.gather(*(client.post("/api/ask", json={"question": QUESTION}) for _ in range(50)))

    replies = asyncio.run(ask_all())

    assert [reply.status_code for reply in replies] == [200] * 50
    assert {reply.json()["status"] for reply in replies} == {"answered"}
    assert len({json.dumps({**reply.json(), "timings_ms": None}) for reply in replies}) == 1


@pytest.mark.parametrize("headers", [{}, EVENTS])
def test_a_client_that_leaves_ends_its_work(
    fresh: Served, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    slow = Slow(fresh.library, monkeypatch)
    host, port = fresh.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(request(headers))
        assert slow.begun.acquire(timeout=5)

    assert slow.ended.acquire(timeout=5)
    assert not slow.go.is_set()


def test_who_leaves_the_line_is_never_begun_with(fresh: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(fresh.library, monkeypatch)
    desk: Desk = fresh.app.state.here.desk
    with ThreadPoolExecutor(2) as pool, httpx.Client(base_url=fresh.url, timeout=30) as client:
        asked = [pool.submit(client.post, "/api/ask", json={"question": QUESTION}) for _ in range(2)]
        assert slow.begun.acquire(timeout=5)
        assert slow.begun.acquire(timeout=5)
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{fresh.url}/api/ask", json={"question": QUESTION}, timeout=0.2)
        assert until(lambda: desk.waiting == 0)
        slow.go.set()
        assert [one.result().status_code for one in asked] == [200, 200]
    assert not slow.begun.acquire(timeout=0.1)


def test_one_that_does_not_read_holds_nobody_up(fresh: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    real = fresh.library.stream

    def large(question: str, **keywords: Any) -> Iterator[Any]:
        """More than any buffer on the way takes, for whoever asks without reading."""
        if question != QUESTION:
            yield from (Stage("x" * 1_000_000) for _ in range(20))
        yield from real(QUESTION, **keywords)

    monkeypatch.setattr(fresh.library, "stream", large)
    host, port = fresh.url.removeprefix("http://").split(":")
    unread = [socket.create_connection((host, int(port))) for _ in range(4)]  # more than there are workers
    try:
        for connection in unread:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            connection.sendall(request(EVENTS, "Who never reads this?"))
        assert httpx.post(f"{fresh.url}/api/ask", json={"question": QUESTION}, timeout=30).status_code == 200
    finally:
        for connection in unread:
            connection.close()


def test_a_full_line_says_when_to_come_back(tmp_path: Path, samples: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        Library.open(tmp_path / "library", beside=samples) as library,
        serving(library, waiting=3, workers=1) as running,
    ):
        slow = Slow(library, monkeypatch)
        with ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(httpx.post, f"{running.url}/api/ask", json={"question": QUESTION}, timeout=30)]
            assert slow.begun.acquire(timeout=5)
            asked += [
                pool.submit(httpx.post, f"{running.url}/api/ask", json={"question": QUESTION}, timeout=30)
                for _ in range(3)
            ]
            assert until(lambda: running.app.state.here.desk.waiting == 3)
            refused = httpx.post(f"{running.url}/api/ask", json={"question": QUESTION})
            assert httpx.get(f"{running.url}/api/articles").status_code == 200
            slow.go.set()
            assert [one.result().status_code for one in asked] == [200] * 4

    assert (refused.status_code, refused.json()["title"]) == (503, "Busy")
    assert int(refused.headers["retry-after"]) >= 1


def test_what_takes_too_long_is_given_up(tmp_path: Path, samples: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(tmp_path / "library", beside=samples) as library, serving(library, patience=0.3) as running:

        def stuck(*_: object, **__: object) -> Iterator[Stage]:
            time.sleep(1)
            yield Stage("retrieve")

        monkeypatch.setattr(library, "stream", stuck)
        reply = httpx.post(f"{running.url}/api/ask", json={"question": QUESTION})
        with httpx.stream("POST", f"{running.url}/api/ask", json={"question": QUESTION}, headers=EVENTS) as told:
            streamed = list(events(told))

    assert (reply.status_code, reply.json()["title"]) == (504, "Too slow")
    assert streamed[-1][0] == "problem"
    assert streamed[-1][1]["status"] == 504


def test_silence_is_broken_by_heartbeats(tmp_path: Path, samples: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(tmp_path / "library", beside=samples) as library, serving(library, heartbeat=0.1) as running:

        def silent(question: str, **_: object) -> Iterator[Stage]:
            time.sleep(0.5)
            yield Stage(question)

        monkeypatch.setattr(library, "stream", silent)
        with httpx.stream("POST", f"{running.url}/api/ask", json={"question": QUESTION}, headers=EVENTS) as reply:
            lines = [line for line in reply.iter_lines() if line]

    assert lines.index("event: stage") >= 2
    assert set(lines[: lines.index("event: stage")]) == {": still here"}


def test_adding_while_others_ask_loses_nothing_and_every_answer_is_verbatim(fresh: Served) -> None:
    before = httpx.get(f"{fresh.url}/api/articles").json()["total"]

    def add(number: int) -> int:
        story = f"The harbour board of Port {number} chose Ann Roe{number} as its head on Monday. Boats were late."
        given = {"text": story, "title": f"Board {number}", "source": "Harbour Post", "published": "2026-03-02"}
        return httpx.post(f"{fresh.url}/api/articles", json=given, timeout=60).status_code

    def ask(_: int) -> dict[str, Any]:
        reply = httpx.post(f"{fresh.url}/api/ask", json={"question": QUESTION}, timeout=60)
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    with ThreadPoolExecutor(8) as pool:
        added, answers = pool.map(add, range(12)), list(pool.map(ask, range(12)))
        assert list(added) == [201] * 12
    assert httpx.get(f"{fresh.url}/api/articles").json()["total"] == before + 12
    fresh.library.check_index()
    for answer in answers:
        assert answer["claims"]
        for citation in [one for claim in answer["claims"] for one in claim["citations"]]:
            text = fresh.library.article(citation["article_id"]).text
            assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_server_that_is_stopped_finishes_what_it_streams(tmp_path: Path, samples: Library) -> None:
    with Library.open(tmp_path / "library", beside=samples) as library:
        library.add(FIXTURES / "news")
        with (
            serving(library) as running,
            httpx.Client(timeout=30) as client,
            pytest.MonkeyPatch.context() as patch,
        ):
            slow = Slow(library, patch)
            with client.stream("POST", f"{running.url}/api/ask", json={"question": QUESTION}, headers=EVENTS) as reply:
                told = events(reply)
                assert next(told)[0] == "stage"
                running.server.should_exit = True
                time.sleep(0.3)
                slow.go.set()
                assert list(told)[-1][0] == "answer"
            with pytest.raises(httpx.ConnectError):
                assert until(lambda: httpx.get(running.url).status_code != 200)


def test_what_a_model_writes_comes_claim_by_claim(written: Library, server: ScriptedServer) -> None:
    def slowly(request: Request) -> Reply:
        draft = drafted([(MET, MET), (LASTED, LASTED)])(request)
        first, _, rest = draft.partition("}]}")
        return Reply(pieces=(first + "}]}, ", rest.removeprefix(", ")), stall_after=1, stall_s=1.0)

    server.default = slowly
    asked = {"question": WHO, "asked": "2026-02-21"}
    with serving(written) as running, httpx.Client(base_url=running.url, timeout=30) as client:
        came = []
        with client.stream("POST", "/api/ask", json=asked, headers=EVENTS) as reply:
            for name, data in events(reply):
                came.append((time.monotonic(), name, data))
        told = client.get("/metrics").text

    claims = [(at, data["text"]) for at, name, data in came if name == "claim"]
    assert claims[0][1] == MET
    assert came[-1][1] == "answer"
    assert came[-1][0] - claims[0][0] > 0.8
    answer = Answer.from_dict(came[-1][2])
    assert [text for _, text in claims] == [claim.text for claim in answer.claims]
    assert answer.usage is not None
    assert f'rag_tokens_total{{model="{answer.usage.model}",way="out"}} {float(answer.usage.output_tokens)}' in told
    assert f'rag_answers_total{{engine="{answer.engine}",status="answered"}} 1.0' in told


def request(headers: dict[str, str], question: str = QUESTION) -> bytes:
    """A question as it goes over the wire."""
    body = json.dumps({"question": question})
    lines = {"Host": "localhost", "Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    return "\r\n".join(
        ["POST /api/ask HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items()), "", body]
    ).encode()


def until(happens: Callable[[], bool], seconds: float = 5) -> bool:
    """Whether it happens within this time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.01)
    return False
