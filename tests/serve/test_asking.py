from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx

from rag.models import Answer, Status

QUESTION = "How many members voted for the offer?"


def events(reply: httpx.Response) -> Iterator[tuple[str, Any]]:
    """The server-sent events of a reply, as they come."""
    name = ""
    for line in reply.iter_lines():
        key, _, value = line.partition(": ")
        if key == "event":
            name = value
        elif key == "data":
            yield name, json.loads(value)


def test_an_answer_comes_as_json(client: httpx.Client) -> None:
    reply = client.post("/api/ask", json={"question": QUESTION})

    assert reply.status_code == 200, reply.text
    assert Answer.from_dict(reply.json()).status is Status.ANSWERED


def test_the_same_answer_comes_step_by_step(client: httpx.Client) -> None:
    whole = client.post("/api/ask", json={"question": QUESTION}).json()
    with client.stream(
        "POST", "/api/ask", json={"question": QUESTION}, headers={"Accept": "text/event-stream"}
    ) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        told = list(events(reply))

    names = [name for name, _ in told]
    assert names[0] == "stage"
    assert names[-1] == "answer"
    assert {**told[-1][1], "timings_ms": {}} == {**whole, "timings_ms": {}}
