"""Have a language model write statements, each as soon as it is complete; an unreadable reply is given back once.

Knows nothing of what the statements are about, nor whether they are true.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rag.errors import MalformedReply
from rag.llm import prompts
from rag.llm.parse import CLAIMS_SCHEMA, MOST_CLAIMS, ClaimScanner

if TYPE_CHECKING:
    from rag.llm.chat import Chat, Meter
    from rag.llm.drafts import Written
    from rag.llm.prompts import Rendered


def statements(chat: Chat, asked: Rendered, meter: Meter, most: int) -> Iterator[Written]:
    """The statements of a reply of at most ``most`` tokens. Raises LanguageModelError."""
    scanner = ClaimScanner()
    for piece in chat.stream(asked, meter, most=most, schema=CLAIMS_SCHEMA):
        yield from scanner.feed(piece)
        if scanner.found >= MOST_CLAIMS:
            return
    try:
        yield from scanner.close()
    except MalformedReply:
        yield from _repaired(scanner.text, chat, meter, most)


def _repaired(reply: str, chat: Chat, meter: Meter, most: int) -> Iterator[Written]:
    if not reply.strip():
        raise MalformedReply(f"The language model {chat.model.name} gave an empty reply.", "Use another model.")
    scanner = ClaimScanner()
    for piece in chat.stream(prompts.load("repair").render(reply=reply), meter, most=most, schema=CLAIMS_SCHEMA):
        yield from scanner.feed(piece)
    yield from scanner.close()
