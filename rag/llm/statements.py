"""Have a language model write statements, or a follow-up question in full, and read its replies.

Models wrap JSON in prose and code fences, leave trailing commas, forget to end. json_repair mends what is broken; an
unreadable reply is given back to the model once. Knows nothing of whether a statement is true.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import json_repair

from rag.answer.verify import unsupported_words
from rag.errors import MalformedReply
from rag.ingest.text import has_letters, one_line
from rag.llm import prompts

if TYPE_CHECKING:
    from collections.abc import Generator

    from rag.llm.chat import Chat, Meter
    from rag.llm.prompts import Rendered
    from rag.models import Turn

MOST_CLAIMS = 60  # of one reply; a model that writes more goes in circles
_LONGEST = 2000  # characters of a statement; a longer one is no sentence
_DEEPEST = 8  # objects in one another; a statement is two, and to read thousands takes seconds

CLAIMS_SCHEMA: Mapping[str, Any] = {
    "title": "claims",
    "type": "object",
    "additionalProperties": False,
    "required": ["claims"],
    "properties": {
        "claims": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["text", "quotes"],
                "properties": {
                    "text": {"type": "string"},
                    "quotes": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["id", "quote"],
                            "properties": {"id": {"type": "string"}, "quote": {"type": "string"}},
                        },
                    },
                },
            },
        }
    },
}
"""JSON Schema of a reply; only what servers that enforce schemas understand."""

MOST_QUESTION = 2000  # characters, as of any question
TURNS = 6  # the last of a conversation: what a follow-up points to was said lately
MOST_REWRITE = 300  # tokens
_ANSWER = 1000  # characters of an earlier answer

REWRITTEN_SCHEMA = {
    "title": "rewritten",
    "type": "object",
    "additionalProperties": False,
    "required": ["question"],
    "properties": {"question": {"type": "string"}},
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that are said to stand in a passage, by the id it was shown under."""

    passage: str
    words: str


@dataclass(frozen=True, slots=True)
class Written:
    """A statement, and what is quoted for it."""

    text: str
    quotes: tuple[Quoted, ...]


def statements(chat: Chat, asked: Rendered, meter: Meter, most: int) -> Generator[Written]:
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


def rewritten(question: str, history: Sequence[Turn], chat: Chat, meter: Meter) -> str | None:
    """The last question of a conversation in full; None if the model added something that nobody said.

    Raises LanguageModelError.
    """
    turns = [f"Question: {turn.question}\nAnswer: {turn.answer.text[:_ANSWER]}" for turn in history[-TURNS:]]
    conversation = "\n".join(turns)
    asked = prompts.load("rewrite").render(conversation=conversation, question=question)
    written = question_in(chat.reply(asked, meter, most=MOST_REWRITE, schema=REWRITTEN_SCHEMA))
    if (
        written is None
        or not has_letters(written)
        or len(written) > min(MOST_QUESTION, len(question) + len(conversation))
    ):
        return None
    return None if unsupported_words(written, [conversation, question]) else written


class ClaimScanner:
    """Finds statements in a reply that comes piece by piece: every balanced object that reads as one."""

    def __init__(self) -> None:
        self.text = ""
        self.found = 0
        self._at = 0
        self._open: list[int] = []  # where the objects begin that have not ended yet
        self._quoted = self._escaped = False

    def feed(self, piece: str) -> list[Written]:
        """The statements that this piece completes."""
        self.text += piece
        done: list[Written] = []
        while self._at < len(self.text):
            character = self.text[self._at]
            self._at += 1
            if self._quoted:
                if self._escaped:
                    self._escaped = False
                elif character == "\\":
                    self._escaped = True
                elif character == '"':
                    self._quoted = False
            elif character == '"' and self._open:
                self._quoted = True
            elif character == "{":
                if len(self._open) == _DEEPEST:
                    self._open.clear()
                self._open.append(self._at - 1)
            elif character == "}" and self._open:
                done += _written(_loaded(self.text[self._open.pop() : self._at]))
        self.found += len(done)
        return done

    def close(self) -> list[Written]:
        """The statements of the whole reply that were not found on the way; none when the reply makes none.

        Raises MalformedReply when it has nothing of the form that was asked for.
        """
        if self.found:
            return []
        reply = _loaded(self.text)
        claims = reply.get("claims") if isinstance(reply, dict) else reply
        if not isinstance(claims, list) or not self.text.strip():
            raise MalformedReply(
                "The language model's reply is not in the form that was asked for.", "Use a more capable model."
            )
        found = [written for one in claims for written in _written(one)]
        if claims and not found:
            raise MalformedReply("The language model's statements can't be read.", "Use a model that can write JSON.")
        return found


def question_in(text: str) -> str | None:
    """The question of a reply in the form of the prompt "rewrite", on one line; None where there is none."""
    start = text.find("{")
    reply = _loaded(text[start:]) if start >= 0 else None
    question = reply.get("question") if isinstance(reply, dict) else None
    return one_line(question) or None if isinstance(question, str) else None


def _loaded(text: str) -> Any:
    """The JSON of a text, mended where it must be; None where it is nested too deep to be read."""
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    with suppress(ValueError, RecursionError):
        return json_repair.loads(text)
    return None


def _written(value: Any) -> Iterator[Written]:
    """The statement that an object holds, if it does, in characters that can be stored and shown."""
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or len(text) > _LONGEST or not (line := one_line(text)):
        return
    quotes = value.get("quotes")
    yield Written(
        line,
        tuple(
            Quoted(one_line(one["id"]), one_line(one["quote"]))
            for one in (quotes if isinstance(quotes, list) else ())
            if isinstance(one, dict) and isinstance(one.get("id"), str) and isinstance(one.get("quote"), str)
        ),
    )
