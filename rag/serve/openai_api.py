"""OpenAI's chat completions, so that whatever speaks them can ask: the answer with numbered marks, and its footnotes.

A reply also has ``news``, on its message or, in a stream, on the last delta: the whole ``Answer`` as JSON, and
``citations``, of which the first is the one marked [1]. A request may have ``news`` too: ``shapes.NewsPart``.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from rag.marks import numbered
from rag.models import Answer, Citation, Claim, Status, Turn
from rag.serve import footnotes, problems, sse
from rag.serve.asking import check_question, last
from rag.serve.context import Here, Step, unless_gone, watched
from rag.serve.problems import Problem
from rag.serve.shapes import ChatRequest, Message, NewsPart
from rag.tokens import count_tokens

if TYPE_CHECKING:
    from rag.library import Library

MODEL = "news"
KEPT = 500
_FOOTNOTES = re.compile(
    r"\n\n(?:Read as: |Sources:\n|Candidates:\n|Nearest in the articles:\n|\d+ statements? \w+ left out: |Note: ).*",
    re.DOTALL,
)
_MARKS = re.compile(r" (?:\[\d+\])+")
router = APIRouter(prefix="/v1", tags=["OpenAI"])


@router.get("/models")
async def models() -> dict[str, Any]:
    """The one model there is."""
    return {"object": "list", "data": [_model()]}


@router.get("/models/{model_id}")
async def model(model_id: str) -> dict[str, Any]:
    """What there is to know of the model."""
    _check_model(model_id)
    return _model()


@router.post("/chat/completions", response_model=None)
async def chat_completions(asked: ChatRequest, request: Request, here: Here) -> Response:
    """Answer the last message of a conversation from the articles."""
    _check(asked)
    question, history = _conversation(asked.messages, here.replies)
    check_question(question)
    given = asked.news or NewsPart()

    def work(library: Library) -> Iterator[Step]:
        return library.stream(
            question, asked=given.asked, since=given.since, until=given.until, sources=given.sources, history=history
        )

    steps = watched(here.desk.stream(work), here.metrics)
    reply = _Reply(asked, here.replies)
    if not asked.stream:
        return JSONResponse(await reply.whole(await unless_gone(request, last(steps))))
    first = await unless_gone(request, anext(steps))  # until then a failure can still be told by a status
    return sse.response(reply.stream(first, steps, here.options.heartbeat))


class Replies:
    """The last answers given as text: a client sends back the text, a follow-up is read by what the answer cited."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def keep(self, text: str, answer: Answer) -> None:
        """Remember an answer by the text it was given as; the oldest is forgotten when there are too many."""
        self._answers[text.strip()] = answer
        self._answers.move_to_end(text.strip())
        if len(self._answers) > KEPT:
            self._answers.popitem(last=False)

    def find(self, question: str, text: str) -> Answer:
        """The answer that was given as this text; of one that isn't known, its text alone."""
        known = self._answers.get(text.strip())
        if known is not None:
            return known
        bare = _MARKS.sub("", _FOOTNOTES.sub("", text)).strip()
        return Answer(question, Status.ANSWERED, bare, (), None, (), "")


class _Reply:
    """One completion: its id, and the forms it is sent in."""

    def __init__(self, asked: ChatRequest, replies: Replies) -> None:
        self._asked = asked
        self._wants_usage = bool(asked.stream_options and asked.stream_options.include_usage)
        self._replies = replies
        self._id = f"chatcmpl-{uuid4().hex}"
        self._created = int(time.time())
        self._text = ""
        self._numbers: dict[Citation, int] = {}

    async def whole(self, answer: Answer) -> dict[str, Any]:
        """The completion in one piece."""
        text = footnotes.written(answer)
        self._replies.keep(text, answer)
        message = {"role": "assistant", "content": text, "refusal": None, "news": _news(answer)}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {**self._head("chat.completion"), "choices": [choice], "usage": await self._usage(answer, text)}

    async def stream(
        self, first: Step, others: AsyncGenerator[Step, None], heartbeat: float
    ) -> AsyncGenerator[str, None]:
        """The completion as server-sent events: each statement as it is found true, the footnotes, ``news``, usage."""
        yield self._chunk({"role": "assistant", "content": ""})
        try:
            async with aclosing(sse.beating(_from(first, others), heartbeat)) as steps:
                async for step in steps:
                    if step is None:
                        yield sse.HEARTBEAT
                    elif piece := self._piece(step):
                        self._text += piece
                        yield self._chunk({"content": piece})
                    if isinstance(step, Answer):
                        answer = step
        except Exception as error:  # whatever it is, the client is told; the status is sent already
            yield _sse(problems.of(error).openai_body())
            return
        self._replies.keep(self._text, answer)
        yield self._chunk({"news": _news(answer)}, "stop")
        if self._wants_usage:
            usage = await self._usage(answer, self._text)
            yield _sse({**self._head("chat.completion.chunk"), "choices": [], "usage": usage})
        yield "data: [DONE]\n\n"

    def _piece(self, step: Step) -> str:
        """What a step adds to the text; with the last one, it is what ``whole`` has."""
        if isinstance(step, Claim):
            for citation in step.citations:
                self._numbers.setdefault(citation, len(self._numbers) + 1)
            return ("\n" if self._text else "") + footnotes.statement(step, self._numbers)
        if isinstance(step, Answer):
            numbers = numbered(step)
            return ("" if self._text else footnotes.body(step, numbers)) + footnotes.below(step, numbers)
        return ""

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": self._id, "object": kind, "created": self._created, "model": MODEL}

    def _chunk(self, delta: dict[str, Any], finish_reason: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        usage = {"usage": None} if self._wants_usage else {}
        return _sse({**self._head("chat.completion.chunk"), "choices": [choice], **usage})

    async def _usage(self, answer: Answer, text: str) -> dict[str, int]:
        """What the language model read and wrote; without one, what the conversation and the reply have."""
        if answer.usage:
            put_in, got_out = answer.usage.input_tokens, answer.usage.output_tokens
        else:
            said = "\n".join(map(_text, self._asked.messages))
            put_in, got_out = await asyncio.to_thread(lambda: (count_tokens(said), count_tokens(text)))
        return {"prompt_tokens": put_in, "completion_tokens": got_out, "total_tokens": put_in + got_out}


async def _from(first: Step, others: AsyncGenerator[Step, None]) -> AsyncGenerator[Step, None]:
    """One stream of what came first and what comes after; closing it closes the rest."""
    async with aclosing(others):
        yield first
        async for step in others:
            yield step


def _conversation(messages: Sequence[Message], replies: Replies) -> tuple[str, list[Turn]]:
    """The question, and the turns before it. Raises Problem where nothing is asked."""
    if messages[-1].role != "user":
        raise _refused("messages", "The last message has to be the user's: it is the question.")
    turns: list[Turn] = []
    asked: str | None = None
    for message in messages[:-1]:
        if message.role == "user":
            asked = _text(message)
        elif message.role == "assistant" and asked and (text := _text(message)):
            turns.append(Turn(asked, replies.find(asked, text)))
            asked = None
    return _text(messages[-1]), turns


def _text(message: Message) -> str:
    """The text of a message. Raises Problem for parts of a user's that are no text."""
    if not isinstance(message.content, list):
        return message.content or ""
    if message.role == "user" and any(part.type != "text" for part in message.content):
        raise _refused("messages", "Only text can be asked; leave images, sounds and files out.")
    return "\n".join(part.text for part in message.content if part.text)


def _check(asked: ChatRequest) -> None:
    """Refuse what would be wrong to ignore: the reply would not be what the client waits for."""
    _check_model(asked.model)
    if asked.n not in (None, 1):
        raise _refused("n", "There is one answer to a question; leave n out.")
    for name in ("tool_choice", "function_call"):
        if getattr(asked, name) not in (None, "none", "auto"):
            raise _refused(name, f"No tools are called here; leave {name} out.")
    if asked.response_format and asked.response_format.get("type", "text") != "text":
        raise _refused("response_format", "Answers are text; the field news of a reply has them as JSON.")
    if asked.logprobs:
        raise _refused("logprobs", "There are no log probabilities; leave logprobs out.")
    if asked.modalities and asked.modalities != ["text"]:
        raise _refused("modalities", "Answers are text; leave modalities out.")


def _refused(param: str, detail: str) -> Problem:
    return Problem(400, "unsupported-value", detail, param=param)


def _check_model(name: str) -> None:
    if name != MODEL:
        detail, fix = f"There is no model {name[:100]!r}.", f"Ask for {MODEL!r}."
        raise Problem(404, "model-not-found", detail, fix, param="model")


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": "rag"}


def _news(answer: Answer) -> dict[str, Any]:
    return {**answer.to_dict(), "citations": [asdict(citation) for citation in numbered(answer)]}


def _sse(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"
