from __future__ import annotations

import httpx

from tests.serve.test_asking import QUESTION, events

EVENTS = {"Accept": "text/event-stream"}


def test_a_conversation_is_begun_gone_on_with_renamed_taken_along_and_deleted(own: httpx.Client) -> None:
    begun = own.post("/api/chats", json={"question": QUESTION, "asked": "2026-03-10"})
    assert begun.status_code == 200, begun.text
    chat = begun.json()["chat"]
    assert (chat["title"], chat["turns"]) == (QUESTION, 1)

    with own.stream("POST", f"/api/chats/{chat['id']}/ask", json={"question": "And when?"}, headers=EVENTS) as reply:
        told = list(events(reply))
    assert [name for name, _ in told if name != "stage"][-2:] == ["answer", "chat"]
    assert told[-1][1]["id"] == chat["id"]
    assert told[-1][1]["turns"] == 2

    whole = own.get(f"/api/chats/{chat['id'][:6]}").json()
    assert [turn["question"] for turn in whole["turns"]] == [QUESTION, "And when?"]
    assert whole["turns"][0]["asked"] == "2026-03-10"
    assert whole["turns"][0]["answer"] == begun.json()["answer"]

    assert own.patch(f"/api/chats/{chat['id']}", json={"title": "  Ferries \n"}).json()["title"] == "Ferries"
    assert [one["title"] for one in own.get("/api/chats").json()["items"]] == ["Ferries"]

    export = own.get(f"/api/chats/{chat['id']}/export")
    assert export.headers["content-type"].startswith("text/markdown")
    assert export.headers["content-disposition"] == f'attachment; filename="chat-{chat["id"]}.md"'
    assert f"## {QUESTION}" in export.text
    as_json = own.get(f"/api/chats/{chat['id']}/export", params={"format": "json"}).json()
    assert [turn["question"] for turn in as_json["turns"]] == [QUESTION, "And when?"]

    assert own.delete(f"/api/chats/{chat['id']}").status_code == 204
    assert own.get("/api/chats").json() == {"items": [], "total": 0}


def test_a_first_question_can_be_streamed_and_its_conversation_comes_last(own: httpx.Client) -> None:
    with own.stream("POST", "/api/chats", json={"question": QUESTION}, headers=EVENTS) as reply:
        told = list(events(reply))

    assert told[-1][0] == "chat"
    assert own.get(f"/api/chats/{told[-1][1]['id']}").json()["turns"][0]["question"] == QUESTION


def test_an_unknown_conversation_is_a_problem_before_anything_is_streamed(client: httpx.Client) -> None:
    for method, path, body in (
        ("GET", "/api/chats/none", None),
        ("GET", "/api/chats/none/export", None),
        ("DELETE", "/api/chats/none", None),
        ("PATCH", "/api/chats/none", {"title": "x"}),
        ("POST", "/api/chats/none/ask", {"question": QUESTION}),
    ):
        reply = client.request(method, path, json=body, headers=EVENTS)
        assert reply.status_code == 404, path
        assert reply.json()["title"] == "Not found"


def test_a_blank_title_is_refused(client: httpx.Client) -> None:
    chat = client.post("/api/chats", json={"question": QUESTION}).json()["chat"]

    assert client.patch(f"/api/chats/{chat['id']}", json={"title": "   "}).status_code == 422
