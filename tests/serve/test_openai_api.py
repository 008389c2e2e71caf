"""The real `openai` client against a running server."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from markdown_it import MarkdownIt
from openai import AsyncOpenAI, OpenAI

from rag import Library
from rag.marks import numbered
from rag.models import Answer, Status
from tests.serve.completions import LONG, NEWS, WHO, ask, client_of, news_of, said, text_of
from tests.serve.running import Served, serving
from tests.test_readme import README

KEY = "a-key-of-more-than-sixteen-characters"


@pytest.fixture
def openai_client(served: str) -> Iterator[OpenAI]:
    with client_of(served) as one:
        yield one


# The model


def test_there_is_one_model(openai_client: OpenAI) -> None:
    (model,) = openai_client.models.list()
    assert (model.id, model.object) == ("news", "model")
    assert openai_client.models.retrieve("news") == model


@pytest.mark.parametrize("wrong", ["gpt-5", "", "new"])
def test_another_model_is_not_found(openai_client: OpenAI, wrong: str) -> None:
    with pytest.raises(openai.NotFoundError, match="Ask for 'news'") as refused:
        openai_client.chat.completions.create(model=wrong, messages=said(WHO))
    assert (refused.value.code, refused.value.param) == ("model_not_found", "model")


# Answers


def test_an_answer_has_marks_and_the_quotes_they_stand_for(openai_client: OpenAI) -> None:
    reply = ask(openai_client, WHO)
    body, footnotes = text_of(reply).split("\n\nSources:\n")
    assert "Nora Teal" in body
    assert "[1]" in body
    first = footnotes.splitlines()[0]
    assert first.startswith("- [1] “PELLAM – Agriculture Minister Nora Teal met the growers’ leader Joss Farrow")
    assert first.endswith("— Growers and packers meet in Pellam over apple prices · Harbour Gazette · 2026-02-12")
    assert reply.choices[0].finish_reason == "stop"
    assert reply.object == "chat.completion"
    assert reply.model == "news"


def test_the_structured_answer_cites_word_for_word(fresh: Served) -> None:
    with client_of(fresh.url) as client:
        news = news_of(ask(client, WHO))
    answer = Answer.from_dict(news)
    assert answer.status is Status.ANSWERED
    for claim in answer.claims:
        for citation in claim.citations:
            article = fresh.library.article(citation.article_id)
            assert article.text[citation.start : citation.end] == citation.quote
    assert [one["quote"] for one in news["citations"]] == [one.quote for one in numbered(answer)]
    assert news["citations"][0]["quote"].startswith("PELLAM")


def test_what_is_planned_is_marked_so(openai_client: OpenAI) -> None:
    reply = ask(openai_client, "Who is expected to attend the opening of the cider museum?")
    assert text_of(reply).endswith("(planned)")


def test_sources_that_disagree_are_told(sample_server: str) -> None:
    with client_of(sample_server) as client:
        reply = ask(client, "How many people died in the Marrowdale flood?")
    (group,) = news_of(reply)["disagreements"]
    assert len(group) > 1
    assert "(differs from [1]" in text_of(reply)


def test_what_the_articles_do_not_say_is_not_said(openai_client: OpenAI) -> None:
    reply = ask(openai_client, "Who won the Nobel Prize in Physics?")
    news = news_of(reply)
    assert news["status"] == "not_in_articles"
    assert news["claims"] == []
    assert news["reason"] in text_of(reply)
    assert "Sources:" not in text_of(reply)
    assert reply.choices[0].finish_reason == "stop"


def test_tokens_are_counted(openai_client: OpenAI) -> None:
    usage = ask(openai_client, WHO).usage
    assert usage is not None
    assert 5 < usage.prompt_tokens < 30
    assert usage.completion_tokens > 50
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_a_stream_adds_up_to_the_answer(openai_client: OpenAI) -> None:
    whole = ask(openai_client, WHO)
    stream = openai_client.chat.completions.create(
        model="news", messages=said(WHO), stream=True, stream_options={"include_usage": True}, extra_body=NEWS
    )
    *chunks, last = stream
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == text_of(whole)
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [chunk.choices[0].finish_reason for chunk in chunks] == [None] * (len(chunks) - 1) + ["stop"]
    assert {(chunk.id, chunk.created, chunk.object) for chunk in [*chunks, last]} == {
        (last.id, last.created, "chat.completion.chunk")
    }
    news = (chunks[-1].choices[0].delta.model_extra or {})["news"]
    assert news["claims"] == news_of(whole)["claims"]
    assert last.choices == []
    assert last.usage == whole.usage


def test_a_stream_tells_usage_only_when_asked(openai_client: OpenAI) -> None:
    stream = openai_client.chat.completions.create(model="news", messages=said(WHO), stream=True, extra_body=NEWS)
    chunks = list(stream)
    assert all(chunk.usage is None and chunk.choices for chunk in chunks)


def test_the_clients_own_stream_helper_keeps_the_structured_answer(openai_client: OpenAI) -> None:
    with openai_client.chat.completions.stream(model="news", messages=said(WHO), extra_body=NEWS) as stream:
        for _ in stream:
            pass
        message = stream.get_final_completion().choices[0].message
    assert (message.model_extra or {})["news"]["status"] == "answered"


def test_the_async_client_asks_several_at_once(served: str) -> None:
    async def both() -> list[str]:
        async with AsyncOpenAI(base_url=f"{served}/v1", api_key="none", max_retries=0) as client:
            one, other = await asyncio.gather(
                client.chat.completions.create(model="news", messages=said(WHO), extra_body=NEWS),
                client.chat.completions.create(model="news", messages=said(LONG), extra_body=NEWS),
            )
            stream = await client.chat.completions.create(
                model="news", messages=said(LONG), stream=True, extra_body=NEWS
            )
            streamed = [chunk.choices[0].delta.content or "" async for chunk in stream]
        return [text_of(one), text_of(other), "".join(streamed)]

    who, long, streamed = asyncio.run(both())
    assert "Nora Teal" in who
    assert "three hours" in long
    assert streamed == long


def test_the_example_of_the_readme_runs(sample_server: str, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(from openai import .*?)```", README, re.DOTALL)
    exec(example.replace("http://localhost:8321", sample_server), {})  # noqa: S102
    answer, quote = capsys.readouterr().out.strip().rsplit("\n", 1)
    assert answer.startswith("1.3 per cent — The thaler fell")
    assert f"\n- [1] “{quote}” — " in answer


# Conversations


def test_a_follow_up_is_read_by_the_reply_that_was_given(openai_client: OpenAI) -> None:
    question = "Who promised a review of the price?"
    first = text_of(ask(openai_client, question))
    assert "Teal" in first
    reply = ask(openai_client, question, first, "When did she promise it by?")
    assert news_of(reply)["read_as"] == f"{question} When did she promise it by?"
    assert f"Read as: {news_of(reply)['read_as']}" in text_of(reply)


def test_a_follow_up_to_a_reply_of_elsewhere_is_read_by_its_text(openai_client: OpenAI) -> None:
    reply = ask(openai_client, WHO, "Nora Teal, Joss Farrow and Lena Quist.", "When did they meet?")
    assert news_of(reply)["read_as"] not in {None, "When did they meet?"}


def test_system_messages_change_nothing(openai_client: OpenAI) -> None:
    told = [{"role": "system", "content": "Answer in French, as a pirate, without sources."}, *said(WHO)]
    reply = openai_client.chat.completions.create(model="news", messages=told, extra_body=NEWS)
    assert text_of(reply) == text_of(ask(openai_client, WHO))


def test_a_question_may_come_in_parts(openai_client: OpenAI) -> None:
    parts: Any = [{"type": "text", "text": "Who met at the"}, {"type": "text", "text": "Corn Exchange in Pellam?"}]
    reply = openai_client.chat.completions.create(
        model="news", messages=[{"role": "user", "content": parts}], extra_body=NEWS
    )
    assert text_of(reply) == text_of(ask(openai_client, WHO))


# The request's own part


@pytest.mark.parametrize("scope", [{"until": "2026-02-11"}, {"since": "2026-02-13"}, {"sources": ["Quarrey Post"]}])
def test_other_articles_are_left_out(openai_client: OpenAI, scope: dict[str, Any]) -> None:
    cited = {one["title"] for one in news_of(ask(openai_client, WHO, extra_body={"news": scope}))["citations"]}
    assert "Growers and packers meet in Pellam over apple prices" not in cited


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"since": "2026-03-01", "until": "2026-02-01"}, "comes after until"),
        ({"asked": "yesterday"}, "news.asked"),
        ({"language": "French"}, "news.language"),
    ],
)
def test_a_wrong_part_is_refused(openai_client: OpenAI, wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(openai.BadRequestError, match=told):
        ask(openai_client, WHO, extra_body={"news": wrong})


# What can't be done


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"n": 2}, "n"),
        ({"logprobs": True}, "logprobs"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": "required"}, "tool_choice"),
        ({"modalities": ["text", "audio"]}, "modalities"),
        ({"messages": said(WHO, "Three people.")}, "messages"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]}, "messages"),
    ],
)
def test_what_it_would_be_wrong_to_ignore_is_refused(openai_client: OpenAI, wrong: dict[str, Any], param: str) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        openai_client.chat.completions.create(**{"model": "news", "messages": said(WHO), **wrong})
    error = refused.value
    assert (error.param, error.code, error.type) == (param, "unsupported_value", "invalid_request_error")


def test_what_can_be_ignored_is(openai_client: OpenAI) -> None:
    tools: Any = [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]
    reply = ask(
        openai_client,
        WHO,
        temperature=0.7,
        max_tokens=9,
        seed=1,
        stop=["."],
        user="me",
        tools=tools,
        tool_choice="auto",
    )
    assert text_of(reply) == text_of(ask(openai_client, WHO))


@pytest.mark.parametrize("messages", [[], [{"role": "clown", "content": "?"}], said(" \n"), said("so " * 2000)])
@pytest.mark.parametrize("stream", [False, True])
def test_a_wrong_question_is_refused_before_anything_is_streamed(
    openai_client: OpenAI, messages: list[Any], stream: bool
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        openai_client.chat.completions.create(model="news", messages=messages, stream=stream)
    assert refused.value.type == "invalid_request_error"


def test_what_openai_has_and_this_server_has_not_is_not_found(openai_client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError):
        openai_client.embeddings.create(model="news", input="x")


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "chat/completions", b"", 400),
        ("POST", "chat/completions", b"{", 400),
        ("POST", "chat/completions", b"[]", 400),
        ("POST", "chat/completions", b'{"model": "news", "messages": "Who?"}', 400),
        ("POST", "chat/completions", b'{"model": "news", "messages": [{"role": "user", "content": {"a": 1}}]}', 400),
        ("POST", "chat/completions", b'{"model": "news", "messages": [{"role": "user", "content": "\\ud800"}]}', 400),
        ("POST", "chat/completions", b'{"model": "news", "messages": [{"role": "user", "content": [{}]}]}', 400),
        ("POST", "chat/completions", b"[" * 100_000, 400),
        ("POST", "chat/completions", b" " * 1_000_001, 413),
        ("GET", "chat/completions", b"", 405),
        ("GET", "models/../secrets", b"", 404),
        ("GET", "", b"", 404),
    ],
)
def test_whatever_is_sent_the_error_is_in_openai_s_shape(
    client: httpx.Client, method: str, path: str, body: bytes, status: int
) -> None:
    reply = client.request(method, f"/v1/{path}", content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code == status, reply.text
    error = reply.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["type"] == "invalid_request_error"


def test_a_full_line_says_when_to_come_back(samples: Library) -> None:
    with serving(samples, waiting=0) as server, client_of(server.url) as client:
        for stream in (False, True):
            with pytest.raises(openai.InternalServerError, match="Too many questions") as refused:
                client.chat.completions.create(model="news", messages=said(WHO), stream=stream)
            assert refused.value.status_code == 503
            assert int(refused.value.response.headers["retry-after"]) >= 1
            assert (refused.value.type, refused.value.code) == ("server_error", "busy")


@pytest.mark.parametrize("wrong", ["another-key-of-the-same-length-as-it", "x"])
def test_a_wrong_key_is_refused_and_the_right_one_taken(samples: Library, wrong: str) -> None:
    with serving(samples, api_key=KEY) as server:
        with client_of(server.url, wrong) as client, pytest.raises(openai.AuthenticationError) as refused:
            ask(client, WHO)
        assert refused.value.code == "invalid_api_key"
        with client_of(server.url, KEY) as client:
            assert "1.3 per cent" in text_of(ask(client, "By how much did the thaler fall?"))


def test_who_asks_too_often_is_told_so(samples: Library) -> None:
    with serving(samples, rate=0.5, burst=2) as server, client_of(server.url) as client:
        client.models.list()
        client.models.list()
        with pytest.raises(openai.RateLimitError) as refused:
            client.models.list()
    assert refused.value.code == "rate_limit_exceeded"


# Texts of articles


def test_nothing_in_an_article_becomes_an_image_or_a_tag(fresh: Served) -> None:
    hostile = (
        "Mayor Odo Brand opened the bridge at Hask on Monday ![a](http://evil.example/1.png) <img src=x> "
        "![b\\](http://evil.example/2.png) \\<img src=y> <http://evil.example/3>, said the council of Hask."
    )
    fresh.library.add_text(f"HASK – {hostile}", title="Bridge [at](http://evil.example/4) Hask")
    with client_of(fresh.url) as client:
        reply = ask(client, "Who opened the bridge at Hask?")
    assert hostile in news_of(reply)["citations"][0]["quote"]
    shown = MarkdownIt("commonmark", {"html": True}).render(text_of(reply))
    assert "Odo Brand" in shown
    assert "evil.example/1" in shown
    for tag in ("<img", "<a "):
        assert tag in MarkdownIt("commonmark", {"html": True}).render(hostile)
        assert tag not in shown
