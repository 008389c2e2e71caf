"""Conversations: ask one question after another, read them again, rename, take along, delete."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from rag import transcript
from rag.conversation import Conversation
from rag.errors import NotFound
from rag.index.conversations import ConversationStore, StoredConversation
from rag.library import Library
from rag.serve import sse
from rag.serve.asking import EVENTS, check_question, event
from rag.serve.context import Context, Here, Step, unless_gone, watched
from rag.serve.shapes import Asked, ChatAnswer, ChatMeta, ChatPage, ChatWhole, NewTitle

router = APIRouter(prefix="/api/chats", tags=["chats"])
ChatId = Annotated[str, Path(max_length=200, description="A conversation's id, or how it begins.")]


@router.get("")
async def list_chats(
    here: Here,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
) -> ChatPage:
    """The conversations, the one that was last added to first."""

    def work(library: Library) -> ChatPage:
        total = ConversationStore(library.store).count()
        return ChatPage(items=[_meta(one) for one in library.conversations(limit, offset)], total=total)

    return await here.desk.look(work)


@router.post("", response_model=ChatAnswer, responses=EVENTS)
async def start(wanted: Asked, request: Request, here: Here) -> Response:
    """Ask the first question of a new conversation. As events: those of asking, and last ``chat``."""
    return await _asked(None, wanted, request, here)


@router.post("/{chat_id}/ask", response_model=ChatAnswer, responses=EVENTS)
async def ask(chat_id: ChatId, wanted: Asked, request: Request, here: Here) -> Response:
    """Ask the next question of a conversation: it is read by the turns before."""
    return await _asked(chat_id, wanted, request, here)


@router.get("/{chat_id}", response_model=ChatWhole)
async def read(chat_id: ChatId, here: Here) -> Response:
    """A conversation with its turns."""

    def work(library: Library) -> dict[str, Any]:
        found = ConversationStore(library.store).find(chat_id)
        return {**_meta(found).model_dump(mode="json"), **transcript.to_dict(library.chat(found.id))}

    return JSONResponse(await here.desk.look(work))


@router.patch("/{chat_id}")
async def rename(chat_id: ChatId, new: NewTitle, here: Here) -> ChatMeta:
    """Give a conversation another title."""

    def work(library: Library) -> ChatMeta:
        chat = library.chat(chat_id)
        chat.rename(new.title)
        return _kept(library, chat)

    return await here.desk.look(work)


@router.delete("/{chat_id}", status_code=204)
async def delete(chat_id: ChatId, here: Here) -> Response:
    """Delete a conversation."""
    await here.desk.look(lambda library: library.forget(chat_id))
    return Response(status_code=204)


@router.get(
    "/{chat_id}/export",
    response_class=Response,
    responses={200: {"content": {"text/markdown": {"schema": {"type": "string"}}, "application/json": {}}}},
)
async def export(
    chat_id: ChatId, here: Here, form: Annotated[Literal["markdown", "json"], Query(alias="format")] = "markdown"
) -> Response:
    """A conversation to take along."""
    chat = await here.desk.look(lambda library: library.chat(chat_id))
    if form == "json":
        text, media_type, suffix = json.dumps(transcript.to_dict(chat), indent=2), "application/json", "json"
    else:
        text, media_type, suffix = transcript.to_markdown(chat), "text/markdown; charset=utf-8", "md"
    name = f'attachment; filename="chat-{chat.id}.{suffix}"'
    return Response(text, media_type=media_type, headers={"Content-Disposition": name})


async def _asked(chat_id: str | None, wanted: Asked, request: Request, here: Context) -> Response:
    check_question(wanted.question)
    chat: Conversation = await here.desk.look(lambda library: library.chat(chat_id))

    def work(_library: Library) -> Iterator[Step]:
        return chat.stream(wanted.question, **wanted.keywords())

    told = _told(chat, watched(here.desk.stream(work), here.metrics), here)
    if sse.wanted(request):
        return sse.reply(request, told, here.options.heartbeat)
    came = await unless_gone(request, sse.collected(told))
    return JSONResponse({one.name: one.data for one in came if one.name in ("answer", "chat")})


async def _told(
    chat: Conversation, steps: AsyncGenerator[Step, None], here: Context
) -> AsyncGenerator[sse.Event, None]:
    """The steps as events, and last the conversation that they are now part of."""
    async with aclosing(steps):
        async for step in steps:
            yield event(step)
    meta = await here.desk.look(lambda library: _kept(library, chat))
    yield sse.Event("chat", meta.model_dump(mode="json"))


def _kept(library: Library, chat: Conversation) -> ChatMeta:
    """What is stored of a conversation; where the disk had no room for it, what is known of it."""
    try:
        return _meta(ConversationStore(library.store).find(chat.id))
    except NotFound:
        now = datetime.now(UTC)
        return ChatMeta(id=chat.id, title=chat.title, created=now, updated=now, turns=len(chat.turns))


def _meta(one: StoredConversation) -> ChatMeta:
    return ChatMeta(id=one.id, title=one.title, created=one.created_at, updated=one.updated_at, turns=one.turns)
