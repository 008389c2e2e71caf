"""LangChain's `ChatOpenAI`, unchanged, against a running server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import openai
import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from rag import Library
from tests.serve.running import serving

WHO = "Who met at the Corn Exchange in Pellam?"
KEY = "a-key-of-more-than-sixteen-characters"


@pytest.fixture
def chat(served: str) -> ChatOpenAI:
    return chat_of(served)


def chat_of(url: str, key: str = "none") -> ChatOpenAI:
    return ChatOpenAI(
        model="news",
        base_url=f"{url}/v1",
        api_key=SecretStr(key),
        max_retries=0,
        timeout=60,
        extra_body={"news": {"asked": "2026-02-21"}},
    )


def test_it_answers_with_sources(chat: ChatOpenAI) -> None:
    reply = chat.invoke(WHO)
    assert "Nora Teal" in reply.text
    assert "\n\nSources:\n- [1] “PELLAM" in reply.text
    assert reply.response_metadata["finish_reason"] == "stop"
    assert reply.usage_metadata is not None
    assert reply.usage_metadata["output_tokens"] > 50


def test_a_stream_adds_up_to_the_reply(chat: ChatOpenAI) -> None:
    pieces = list(chat.stream(WHO))
    whole: AIMessageChunk = pieces[0]
    for piece in pieces[1:]:
        whole += piece
    assert whole.text == chat.invoke(WHO).text


def test_it_is_a_link_of_a_chain_with_instructions(chat: ChatOpenAI) -> None:
    chain = ChatPromptTemplate([("system", "You are a {what}."), ("human", "{question}")]) | chat
    assert chain.invoke({"what": "parrot", "question": WHO}).text == chat.invoke(WHO).text


@pytest.mark.parametrize("kept", [AIMessage, lambda text: AIMessage([{"type": "text", "text": text}])])
def test_a_follow_up_is_read_by_the_turns_before(chat: ChatOpenAI, kept: Callable[[str], BaseMessage]) -> None:
    question = HumanMessage("Who promised a review of the price?")
    first = chat.invoke([SystemMessage("Be brief."), question])
    reply = chat.invoke(
        [SystemMessage("Be brief."), question, kept(first.text), HumanMessage("When did she promise it by?")]
    )
    assert f"Read as: {question.text} When did she promise it by?" in reply.text


def test_several_are_asked_at_once(chat: ChatOpenAI) -> None:
    async def both() -> list[AIMessage]:
        return await chat.abatch([WHO, "How long did the meeting in Pellam last?"])

    who, long = asyncio.run(both())
    assert "Nora Teal" in who.text
    assert "three hours" in long.text


def test_a_wrong_key_and_a_wrong_question_are_what_they_are_elsewhere(samples: Library) -> None:
    with serving(samples, api_key=KEY) as server:
        with pytest.raises(openai.AuthenticationError):
            chat_of(server.url, "wrong").invoke(WHO)
        with pytest.raises(openai.BadRequestError, match="question is empty"):
            chat_of(server.url, KEY).invoke(" ")
