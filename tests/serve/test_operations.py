"""What whoever runs the server sees of it: logs, figures, traces."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from rag.serve import logs, traces
from tests.programs import command_line
from tests.serve.running import EXTRACTIVE, Served, failing
from tests.serve.test_asking import QUESTION

KEY = "a-key-that-nobody-guesses"


def test_a_request_is_counted_by_its_route(own: httpx.Client) -> None:
    for article_id in ("one", "two"):
        own.get(f"/api/articles/{article_id}")
    own.get("/no/such/place")
    own.request("BREW", "/api/health")
    own.post("/api/ask", json={"question": QUESTION})
    told = own.get("/metrics")

    assert told.headers["content-type"].startswith("text/plain")
    assert 'rag_requests_total{method="GET",route="/api/articles/{article_id}",status="404"} 2.0' in told.text
    assert 'rag_requests_total{method="GET",route="other",status="404"} 1.0' in told.text
    assert 'rag_requests_total{method="other"' in told.text
    assert "BREW" not in told.text
    assert 'rag_answers_total{engine="extractive",status="answered"} 1.0' in told.text
    assert "rag_waiting 0.0" in told.text
    assert 'rag_request_seconds_count{route="/api/ask"} 1.0' in told.text


def test_it_says_whether_it_can_answer_and_what_it_is(fresh: Served) -> None:
    ready = httpx.get(f"{fresh.url}/api/ready")
    fresh.app.state.here.loaded.clear()
    loading = httpx.get(f"{fresh.url}/api/ready")

    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "articles": 3, "engine": "extractive"})
    assert (loading.status_code, loading.json()["status"]) == (503, "loading")
    about = httpx.get(f"{fresh.url}/api/version").json()
    assert about == {"version": version("news-rag"), "engine": "extractive", "why": EXTRACTIVE.why}


@pytest.mark.parametrize("given", ["", "with space", "x" * 101, "a\u00e4", '"quoted"'])
def test_a_request_gets_an_id_unless_it_brings_a_sane_one(client: httpx.Client, given: str) -> None:
    assert client.get("/api/health", headers={"X-Request-Id": "job-7:3"}).headers["x-request-id"] == "job-7:3"
    made = client.get("/api/health", headers={b"X-Request-Id": given.encode("latin-1")}).headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", made)


def test_a_question_is_a_span_with_one_for_each_step(own: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    own.post("/api/ask", json={"question": QUESTION})
    spans = kept.get_finished_spans()
    provider.shutdown()

    whole = spans[-1]
    assert whole.name == "ask"
    assert dict(whole.attributes or {}) == {"rag.status": "answered", "rag.engine": "extractive", "rag.dropped": 0}
    steps = [span for span in spans[:-1] if span.parent and span.parent.span_id == whole.context.span_id]
    assert {"retrieve", "rerank", "write", "verify"} <= {span.name for span in steps}
    assert QUESTION not in str([span.to_json() for span in spans])


def test_without_the_package_nothing_is_traced(own: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    assert traces._tracer() is None
    assert own.post("/api/ask", json={"question": QUESTION}).status_code == 200


class Program:
    """`rag serve` as a program of its own."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        env = {key: value for key, value in os.environ.items() if not key.startswith(("RAG_", "OPENAI_", "OTEL_"))}
        self.process = subprocess.Popen(
            command_line("serve", "--port", "0", *arguments),
            env={**env, "RAG_LIBRARY": str(folder), **environment},
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr
        self.said = [self.process.stderr.readline(), self.process.stderr.readline()]
        found = re.search(r"http://\S+", self.said[0])
        self.url = found[0] if found else ""

    def stop(self) -> list[str]:
        """What it said after its first two lines, once it ended on SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        _, rest = self.process.communicate(timeout=60)
        return rest.splitlines()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    running = Program(tmp_path / "library", RAG_API_KEY=KEY)
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.communicate()


def test_the_program_says_where_it_is_logs_json_without_secrets_and_ends_well(program: Program) -> None:
    assert program.said[0].startswith("Open http://127.0.0.1:")
    assert "own sentences" in program.said[1]
    assert "Ctrl-C" in program.said[1]
    bearer = {"Authorization": f"Bearer {KEY}"}
    url = f"{program.url}/api/articles"
    until_up(program.url)
    httpx.get(url, params={"q": "a secret search"}, headers={**bearer, "X-Request-Id": "job-7"})
    httpx.post(f"{program.url}/api/ask", json={"question": "A secret question?"}, headers=bearer, timeout=60)
    httpx.get(url, headers={"Authorization": "Bearer another-secret-key"})
    lines = program.stop()

    assert program.process.returncode == 0
    assert lines[-1] == "Stopped."
    logged: list[dict[str, Any]] = [json.loads(line) for line in lines[:-1]]
    by_id = next(one for one in logged if one.get("id") == "job-7")
    assert (by_id["method"], by_id["path"], by_id["status"]) == ("GET", "/api/articles", 200)
    assert {one["status"] for one in logged if "status" in one} == {200, 401}
    assert "secret" not in "".join(lines)
    assert KEY not in "".join(lines)
    assert not (program.process.args and KEY in str(program.process.args))


def test_a_port_that_is_taken_and_a_wide_bind_without_a_key_are_refused(fresh: Served, tmp_path: Path) -> None:
    port = fresh.url.rpartition(":")[2]
    for arguments, what in ((("--port", port), "Address already in use"), (("--host", "0.0.0.0"), "RAG_API_KEY")):  # noqa: S104
        refused = Program(tmp_path / "none", *arguments)
        refused.process.wait(30)
        assert what in "".join(refused.said) + "".join(refused.stop())
        assert refused.process.returncode == 2
    assert not (tmp_path / "none").exists()


def test_traces_without_their_package_are_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from rag.errors import InputError

    traces.set_up()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(InputError, match="not installed"):
        traces.set_up()


def test_what_fails_is_logged_with_the_id_of_its_request(fresh: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Iterator[Any]:
        yield from failing(ZeroDivisionError())

    monkeypatch.setattr(fresh.library, "stream", broken)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.Lines())
    logging.getLogger("rag.serve").addHandler(handler)
    try:
        httpx.post(f"{fresh.url}/api/ask", json={"question": QUESTION}, headers={"X-Request-Id": "job-8"})
    finally:
        logging.getLogger("rag.serve").removeHandler(handler)

    (failure,) = map(json.loads, written.getvalue().splitlines())
    assert (failure["id"], failure["level"]) == ("job-8", "error")
    assert "ZeroDivisionError" in failure["trace"]


def until_up(url: str) -> None:
    """Wait until the server replies."""
    for _ in range(600):
        try:
            httpx.get(f"{url}/api/health")
        except httpx.ConnectError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server never came up")
