"""A real MCP client against a running server, over HTTP and over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent

from rag import Library
from tests.llm.conftest import drafted
from tests.llm.test_answering import LASTED
from tests.programs import command_line
from tests.serve.modelled import Endless, modelled
from tests.serve.running import Served, serving
from tests.servers import ScriptedServer
from tests.test_readme import README

T = TypeVar("T")

ASKED = {"asked": "2026-02-21"}
WHO = "Who met at the Corn Exchange in Pellam?"
APPLES = "Growers and packers meet in Pellam over apple prices"
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
ACCEPT = {"Accept": "application/json, text/event-stream"}
KEY = "a-key-of-more-than-sixteen-characters"


def over_http(url: str, use: Callable[[Client], Awaitable[T]], *, mode: str = "auto") -> T:
    async def run() -> T:
        async with Client(f"{url}/mcp", mode=mode) as client:
            return await use(client)

    return asyncio.run(run())


def over_stdio(folder: Path, use: Callable[[Client], Awaitable[T]]) -> T:
    """What ``use`` returns, given a client of the program that the README has an agent start."""
    (settings, _) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    configured = json.loads(settings)["mcpServers"]["news"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    program = StdioServerParameters(**configured, env={"PATH": path, "RAG_LIBRARY": str(folder)})

    async def run() -> T:
        async with Client(program) as client:
            return await use(client)

    return asyncio.run(run())


def call(url: str, tool: str, **arguments: Any) -> CallToolResult:
    return over_http(url, lambda client: client.call_tool(tool, arguments))


def given(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, text_of(result)
    found: dict[str, Any] = result.structured_content
    return found


def text_of(result: CallToolResult) -> str:
    (only,) = result.content
    assert isinstance(only, TextContent)
    return only.text


def quotes(of: Any) -> list[dict[str, Any]]:
    """Everything in a result that is a quote."""
    if isinstance(of, list):
        return [one for item in of for one in quotes(item)]
    if not isinstance(of, dict):
        return []
    if "quote" in of:
        return [of]
    return [one for item in of.values() for one in quotes(item)]


def is_word_for_word(library: Library, quote: dict[str, Any]) -> bool:
    text = library.article(quote["article_id"]).text
    return bool(text[quote["start"] : quote["end"]] == quote["quote"])


# What an agent sees first


def test_an_agent_is_told_what_there_is(served: str) -> None:
    async def look(client: Client) -> tuple[Any, Any]:
        return (await client.list_tools()).tools, client.instructions

    tools, instructions = over_http(served, look)
    assert [tool.name for tool in tools] == ["ask", "search", "read_article", "list_articles", "summarize"]
    assert "add nothing of your own" in instructions
    for tool in tools:
        assert len(tool.description) > 60
        assert "  " not in tool.description
        assert tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object"
        described = [one for one in tool.input_schema["properties"].values() if one.get("description")]
        assert len(described) == len(tool.input_schema["properties"])
    assert tools[0].input_schema["required"] == ["question"]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_clients_of_the_new_and_the_older_protocol_are_served(served: str, mode: str) -> None:
    result = over_http(served, lambda client: client.call_tool("ask", {"question": WHO, **ASKED}), mode=mode)
    assert given(result)["status"] == "answered"


# The tools


def test_ask_gives_statements_with_their_quotes(fresh: Served) -> None:
    result = call(fresh.url, "ask", question=WHO, **ASKED)
    answer = given(result)
    assert answer["status"] == "answered"
    assert "Nora Teal" in answer["text"]
    assert answer["claims"][0]["event_status"] == "happened"
    assert quotes(answer)
    assert all(is_word_for_word(fresh.library, one) for one in quotes(answer))
    first = answer["claims"][0]["citations"][0]
    assert f"(article {first['article_id']}, characters {first['start']}–{first['end']})" in text_of(result)
    assert f"“{first['quote']}” — {APPLES} · Harbour Gazette · 2026-02-12" in text_of(result)


def test_ask_says_what_the_articles_do_not(served: str) -> None:
    result = call(served, "ask", question="Who won the Nobel Prize in Physics?")
    answer = given(result)
    assert answer["status"] == "not_in_articles"
    assert answer["claims"] == []
    assert answer["reason"] in text_of(result)


def test_sources_that_disagree_are_told(sample_server: str) -> None:
    result = call(sample_server, "ask", question="How many people died in the Marrowdale flood?")
    answer = given(result)
    (group,) = answer["disagreements"]
    assert len(group) > 1
    assert "(differs from [1]" in text_of(result)
    assert given(call(sample_server, "ask", question="Who attended the talks in Halvern?"))["disagreements"] == []


@pytest.mark.parametrize("scope", [{"until": "2026-02-11"}, {"since": "2026-02-13"}, {"sources": ["Quarrey Post"]}])
def test_articles_are_left_out(served: str, scope: dict[str, Any]) -> None:
    for tool, asked in (("ask", {"question": WHO}), ("search", {"query": WHO}), ("list_articles", {})):
        assert APPLES not in text_of(call(served, tool, **asked, **scope))


def test_search_gives_sentences_with_their_place(fresh: Served) -> None:
    result = call(fresh.url, "search", query="how long the meeting in Pellam lasted", limit=2, **ASKED)
    found = given(result)["sentences"]
    assert len(found) == 2
    assert "The meeting lasted three hours." in [one["quote"] for one in found]
    assert all(is_word_for_word(fresh.library, one) for one in found)
    assert text_of(result).count("\n- (") == 1


def test_an_article_is_read_whole_and_in_part(fresh: Served) -> None:
    quote = given(call(fresh.url, "search", query="how long the meeting in Pellam lasted", limit=1))["sentences"][0]
    whole = given(call(fresh.url, "read_article", article_id=quote["article_id"][:6]))
    assert whole["text"] == fresh.library.article(quote["article_id"]).text
    assert (whole["start"], whole["end"], whole["title"]) == (0, whole["length"], APPLES)
    part = call(fresh.url, "read_article", article_id=quote["article_id"], start=quote["start"], end=quote["end"])
    assert given(part)["text"] == quote["quote"]
    assert text_of(part).endswith(f"\n\n{quote['quote']}")
    beyond = given(call(fresh.url, "read_article", article_id=quote["article_id"], start=10**9))
    assert (beyond["text"], beyond["start"], beyond["end"]) == ("", whole["length"], whole["length"])


def test_articles_are_listed_page_by_page(served: str) -> None:
    first = given(call(served, "list_articles", limit=2))
    rest = call(served, "list_articles", limit=2, offset=2)
    assert (first["more"], given(rest)["more"]) == (True, False)
    ids = [one["id"] for page in (first, given(rest)) for one in page["articles"]]
    assert len(set(ids)) == 3
    assert f"(article {ids[2]}, " in text_of(rest)
    assert "text" not in first["articles"][0]


def test_a_summary_is_cited_and_dated(fresh: Served) -> None:
    result = call(fresh.url, "summarize", query="cider museum", length="short", **ASKED)
    summary = given(result)
    assert "cider museum" in text_of(result)
    assert summary["sentences"][0]["event_status"] == "planned"
    assert "2026-03-03" in [one["when"] for one in summary["timeline"]]
    assert quotes(summary)
    assert all(is_word_for_word(fresh.library, one) for one in quotes(summary))
    assert f"(article {summary['articles'][0]})" in text_of(result)


def test_an_article_is_a_resource(fresh: Served) -> None:
    (article,) = [one for one in fresh.library.articles() if one.title == APPLES]

    async def read(client: Client) -> Any:
        (template,) = (await client.list_resource_templates()).resource_templates
        assert template.uri_template == "news://article/{article_id}"
        return (await client.read_resource(f"news://article/{article.id}")).contents[0]

    assert over_http(fresh.url, read).text == article.text


def test_an_unknown_resource_is_an_error(served: str) -> None:
    async def read(client: Client) -> None:
        with pytest.raises(MCPError, match="No article has an id that begins with 'zzz'"):
            await client.read_resource("news://article/zzz")

    over_http(served, read)


# What goes wrong


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("ask", {"question": " "}, "The question is empty."),
        ("ask", {"question": "so " * 1000}, "the limit is 2,000"),
        ("ask", {"question": WHO, "asked": "yesterday"}, "asked"),
        ("ask", {"question": WHO, "since": "2026-03-01", "until": "2026-02-01"}, "comes after until"),
        ("search", {"query": WHO, "limit": 1000}, "less than or equal to 50"),
        ("read_article", {"article_id": "zzz"}, "list_articles tells the ids"),
        ("summarize", {"article_ids": ["zzz"]}, "list_articles tells the ids"),
        ("summarize", {"since": "2031-01-01"}, "no article"),
        ("summarize", {"length": "endless"}, "headline"),
        ("forget", {}, "forget"),
    ],
)
def test_what_goes_wrong_says_what_to_do(served: str, tool: str, arguments: dict[str, Any], told: str) -> None:
    result = call(served, tool, **arguments)
    assert result.is_error
    assert told.lower() in text_of(result).lower()
    assert "Traceback" not in text_of(result)


def test_a_full_line_is_an_error_of_the_tool(samples: Library) -> None:
    with serving(samples, waiting=0) as server:
        result = call(server.url, "ask", question=WHO)
    assert result.is_error
    assert "Ask again in" in text_of(result)


def test_agents_need_the_key_too(samples: Library) -> None:
    async def names(url: str) -> list[str]:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {KEY}"}) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
        ):
            return [tool.name for tool in (await client.list_tools()).tools]

    with serving(samples, api_key=KEY) as server:
        assert "ask" in asyncio.run(names(server.url))
        for headers in ({}, {"Authorization": "Bearer another"}):
            assert httpx2.post(f"{server.url}/mcp", json=LIST, headers=ACCEPT | headers).status_code == 401


def test_pages_of_other_sites_are_kept_out(served: str) -> None:
    assert httpx2.post(f"{served}/mcp", json=LIST, headers=ACCEPT).status_code == 200
    for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
        assert httpx2.post(f"{served}/mcp", json=LIST, headers=ACCEPT | headers).status_code in {403, 421}


def test_a_question_that_is_given_up_is_dropped(tmp_path: Path, samples: Library) -> None:
    endless = Endless()

    async def give_up(client: Client) -> CallToolResult:
        asking = asyncio.ensure_future(client.call_tool("ask", {"question": WHO, **ASKED}))
        assert await asyncio.to_thread(endless.begun.wait, 20)
        asking.cancel()
        await asyncio.wait({asking})
        model.default = drafted([(LASTED, LASTED)])
        threading.Timer(0.3, endless.go_on.set).start()
        return await client.call_tool("ask", {"question": "How long did the meeting in Pellam last?", **ASKED})

    with ScriptedServer(default=endless.reply) as model, modelled(tmp_path / "library", model, samples) as server:
        assert given(over_http(server.url, give_up))["text"] == LASTED  # there is one worker: it is free again
        assert endless.ended.wait(5)


def test_questions_of_agents_are_counted(fresh: Served) -> None:
    call(fresh.url, "ask", question=WHO, **ASKED)
    call(fresh.url, "summarize", query="cider museum", **ASKED)
    told = httpx2.get(f"{fresh.url}/metrics").text
    assert 'rag_answers_total{engine="extractive",status="answered"} 1.0' in told
    assert 'rag_summaries_total{engine="extractive"} 1.0' in told


# Standard input and output


def test_an_agent_asks_over_standard_input_and_output(news: Path) -> None:
    async def use(client: Client) -> tuple[CallToolResult, CallToolResult, CallToolResult]:
        return (
            await client.call_tool("ask", {"question": WHO, **ASKED}),
            await client.call_tool("ask", {"question": " "}),
            await client.call_tool("list_articles", {}),
        )

    answered, refused, listed = over_stdio(news, use)
    assert "Nora Teal" in given(answered)["text"]
    assert refused.is_error
    assert len(given(listed)["articles"]) == 3
    with Library.open(news) as library:  # it was closed behind the client
        assert all(is_word_for_word(library, one) for one in quotes(given(answered)))


def test_nothing_but_the_protocol_is_printed(news: Path) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    sent = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "search", "arguments": {"query": WHO}}},
    ]
    command = command_line("--library", str(news), "mcp")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdin.write("".join(f"{json.dumps(one)}\n" for one in sent).encode())
        program.stdin.flush()
        replies = [json.loads(program.stdout.readline()) for _ in range(2)]
        program.stdin.close()
        assert program.stdout.read() == b""
        assert program.wait(20) == 0
        assert program.stderr.read() == b""
    assert [one["id"] for one in replies] == [1, 2]
    assert replies[1]["result"]["structuredContent"]["sentences"]


def test_without_a_library_it_says_so_where_it_does_no_harm(tmp_path: Path) -> None:
    command = command_line("--library", str(tmp_path / "none"), "mcp")
    result = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert result.returncode == 1
    assert result.stdout == ""
    assert "There is no library" in result.stderr
