from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.serve.running import Served
from tests.serve.test_asking import events

EVENTS = {"Accept": "text/event-stream"}


def test_articles_are_summed_up_as_json(client: httpx.Client) -> None:
    (first, *_) = client.get("/api/articles").json()["items"]
    reply = client.post("/api/summaries", json={"ids": [first["id"][:8]], "length": "short", "format": "bullets"})

    assert reply.status_code == 200, reply.text
    summary = reply.json()
    assert [one["id"] for one in summary["articles"]] == [first["id"]]
    assert (summary["length"], summary["format"], summary["engine"]) == ("short", "bullets", "extractive")
    text = client.get(f"/api/articles/{first['id']}").json()["text"]
    cited = [one for sentence in summary["sentences"] for one in sentence["citations"]]
    assert cited
    assert all(text[one["start"] : one["end"]] == one["quote"] for one in cited)


def test_progress_comes_before_the_summary(client: httpx.Client) -> None:
    with client.stream("POST", "/api/summaries", json={"query": "ferry strike"}, headers=EVENTS) as reply:
        told = list(events(reply))

    assert {name for name, _ in told[:-1]} == {"progress"}
    assert set(told[0][1]) == {"stage", "done", "total"}
    assert told[-1][0] == "summary"
    assert told[-1][1]["sentences"]


def test_nothing_to_sum_up_is_told_in_the_stream(client: httpx.Client) -> None:
    with client.stream("POST", "/api/summaries", json={"since": "2090-01-01"}, headers=EVENTS) as reply:
        *progress, (name, problem) = events(reply)

    assert {kind for kind, _ in progress} <= {"progress"}
    assert (name, problem["status"], problem["title"]) == ("problem", 404, "Nothing to summarize")
    assert problem["fix"]


def test_a_client_that_leaves_ends_the_summary_at_its_next_step(fresh: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    steps = []

    def endless(*, on_progress: Callable[[str, int, int], None], **_: Any) -> None:
        try:
            for step in range(1000):
                steps.append(step)
                on_progress("read", step, 1000)
                ended.wait(0.02)
        finally:
            ended.set()

    monkeypatch.setattr(fresh.library, "summarize", endless)
    with httpx.stream("POST", f"{fresh.url}/api/summaries", json={}, headers=EVENTS) as reply:
        next(events(reply))

    assert ended.wait(5)
    assert len(steps) < 1000
