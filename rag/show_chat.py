"""What `rag chat` prints: conversations, and what stands around their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from rag.marks import numbered
from rag.show import answer, listing, say, sources

if TYPE_CHECKING:
    from rag.conversation import Conversation
    from rag.index.conversations import StoredConversation

COMMANDS = {
    "/sources": "the last answer's sources, with their quotes",
    "/new": "begin a new conversation",
    "/help": "this",
    "/quit": "end; Ctrl-D does so too",
}


def greeting(console: Console, conversation: Conversation) -> None:
    """Print how a conversation begins or goes on."""
    if conversation.turns:
        turns = len(conversation.turns)
        count = "1 question" if turns == 1 else f"{turns:,} questions"
        say(console, Text.assemble(("Going on with: ", "dim"), conversation.title, (f" ({count})", "dim")))
        say(console, Text.assemble(("Asked last: ", "dim"), conversation.turns[-1].question))
    say(console, Text("Ask about the articles. /help tells what else can be typed; Ctrl-D ends.", "dim"))


def commands(console: Console) -> None:
    """Print what can be typed besides questions."""
    for name, what in COMMANDS.items():
        say(console, Text.assemble((f"{name:<10}", "bold cyan"), what))
    say(console, Text("Ctrl-C stops an answer. A question may lean on those before: “and when?”", "dim"))


def last_sources(console: Console, conversation: Conversation) -> None:
    """Print the sources of the last answer."""
    if not conversation.turns:
        say(console, "Nothing has been asked yet.")
        return
    given = conversation.turns[-1].answer
    if not given.claims and not given.nearest:
        say(console, "The last answer has no sources.")
    sources(console, given, numbered(given))
    say(console)


def parting(console: Console, conversation: Conversation) -> None:
    """Print how to go on with a conversation later."""
    say(console, Text(f"To go on: rag chat --resume {conversation.id}", "dim"))


def whole(console: Console, conversation: Conversation) -> None:
    """Print all turns of a conversation."""
    say(console, Text(conversation.title, "bold"))
    for turn in conversation.turns:
        say(console)
        asked = f"  ({turn.asked.isoformat()})" if turn.asked else ""
        say(console, Text.assemble(("> ", "bold cyan"), (turn.question, "bold"), (asked, "dim")))
        say(console)
        answer(console, turn.answer)


def conversation_list(console: Console, found: Sequence[StoredConversation]) -> None:
    """Print one conversation a line: id, when it was last added to, questions, title; tabs between them in a pipe."""
    rows = ((one.id, _moment(one), str(one.turns), one.title) for one in found)
    listing(console, ("Id", "Last asked", "Questions", "Title"), rows)


def conversation_dict(one: StoredConversation) -> dict[str, Any]:
    """A conversation without its turns, as JSON types; times in UTC."""
    return {
        "id": one.id,
        "title": one.title,
        "created": one.created_at.isoformat(timespec="seconds"),
        "updated": one.updated_at.isoformat(timespec="seconds"),
        "turns": one.turns,
    }


def _moment(one: StoredConversation) -> str:
    return one.updated_at.astimezone().strftime("%Y-%m-%d %H:%M")
