"""The commands of `rag chat`: a conversation in the terminal or through a pipe, and what becomes of it afterwards.

Only light imports at the top, so that `rag --help` is instant.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from rag import front
from rag.errors import NotFound, RagError
from rag.options import FAILED, AsJson, Asked, Since, Sources, Until, check_order, console, print_json, settings

if TYPE_CHECKING:
    from rag.conversation import Conversation
    from rag.library import Library

HELP = """Ask one question after another, each read by those before it: "and when?", "what did she say?".

Questions are read from the terminal, or line by line from a pipe. Every conversation is kept.

\b
Examples:
  rag chat
  rag chat --last
  rag chat --resume 3f2a
  rag chat export 3f2a --format markdown -o talks.md
"""

PROMPT = "> "
Id = Annotated[str, typer.Argument(metavar="ID", help="The conversation's id, or how it begins.")]

app = typer.Typer(help=HELP, rich_markup_mode=None)


class _Given(NamedTuple):
    """What the options say about every question of a conversation."""

    asked: date | None
    since: date | None
    until: date | None
    sources: list[str]


@app.callback(invoke_without_command=True)
def chat(
    ctx: typer.Context,
    resume: Annotated[
        str | None, typer.Option(metavar="ID", help="Go on with this conversation; the id may be shortened.")
    ] = None,
    last: Annotated[bool, typer.Option("--last", help="Go on with the conversation that was last added to.")] = False,
    asked: Asked = None,
    since: Since = None,
    until: Until = None,
    sources: Sources = None,
) -> None:
    """Talk about the articles, unless a command says what else to do."""
    if ctx.invoked_subcommand is not None:
        return
    check_order(since, until)
    if resume and last:
        raise typer.BadParameter("--resume and --last each choose a conversation: give one of them.")
    with front.open_library(settings(ctx)) as library:
        if last:
            newest = library.conversations(limit=1)
            if not newest:
                raise NotFound("There is no conversation to go on with.", "Begin one: rag chat")
            resume = newest[0].id
        given = _Given(asked, since, until, sources or [])
        failed = _Loop(library, library.chat(resume), given).run()
    raise typer.Exit(FAILED if failed and not sys.stdin.isatty() else 0)


class _Loop:
    """Questions and answers until there are no more questions."""

    def __init__(self, library: Library, conversation: Conversation, given: _Given) -> None:
        self._library = library
        self._conversation = conversation
        self._given = given
        self._out = console()
        self._typed = sys.stdin.isatty()
        self._failed = 0

    def run(self) -> int:
        """Ask until the end; returns how many questions failed."""
        from rag import show_chat

        if self._typed:
            show_chat.greeting(self._out, self._conversation)
        try:
            for line in _lines(typed=self._typed):
                if line == "/quit":
                    break
                self._heed(line)
        finally:
            if self._conversation.turns:
                show_chat.parting(console(stderr=True), self._conversation)
        return self._failed

    def _heed(self, line: str) -> None:
        from rag import show, show_chat

        if not line.startswith("/"):
            self._ask(line)
        elif line == "/help":
            show_chat.commands(self._out)
        elif line == "/new":
            if self._conversation.turns:
                show_chat.parting(self._out, self._conversation)
            self._conversation = self._library.chat()
        elif line == "/sources":
            show_chat.last_sources(self._out, self._conversation)
        else:
            show.error(console(stderr=True), f"{line!r} is no command.", "/help tells what can be typed.")

    def _ask(self, question: str) -> None:
        from rag import show

        if not self._typed:
            show.say(self._out, f"{PROMPT}{question}")
        show.say(self._out)
        try:
            self._answer(question)
        except RagError as error:
            self._failed += 1
            show.error(console(stderr=True), error.what, error.fix)
        except KeyboardInterrupt:
            if not self._typed:
                raise
            show.say(self._out, "Stopped.")
        show.say(self._out)
        self._out.file.flush()  # at the other end of a pipe someone may wait for it before asking on

    def _answer(self, question: str) -> None:
        from rag import show

        with console(stderr=True).status("Reading the articles…") as status:
            if self._library.llm is None:
                answer = self._conversation.ask(question, **self._given._asdict())
                status.stop()
                show.answer(self._out, answer)
            else:
                show.streamed(self._out, self._conversation.stream(question, **self._given._asdict()), status)


def _lines(*, typed: bool) -> Iterator[str]:
    """What is typed or piped in, line by line, until it ends; empty lines are left out."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    if not typed:
        yield from filter(None, map(str.strip, sys.stdin))
        return
    with suppress(ImportError):  # arrow keys edit the line and fetch earlier ones, where the system can
        import readline  # noqa: F401
    prompt = PROMPT if sys.stdout.isatty() else ""
    while True:
        try:
            line = input(prompt).strip()
        except EOFError:
            print()
            return
        except KeyboardInterrupt:  # as in a shell, it empties the line
            print()
            continue
        if line:
            yield line


class _Form(StrEnum):
    MARKDOWN = "markdown"
    JSON = "json"


@app.command("list")
def list_conversations(
    ctx: typer.Context,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the conversations, the one last added to first."""
    from rag import show_chat

    with front.open_library(settings(ctx), writes=False) as library:
        found = library.conversations(limit)
    if as_json:
        print_json([show_chat.conversation_dict(one) for one in found])
    else:
        show_chat.conversation_list(console(), found)


@app.command("show")
def show_conversation(ctx: typer.Context, conversation_id: Id, as_json: AsJson = False) -> None:
    """Show a conversation with all its answers."""
    from rag import show_chat
    from rag.transcript import to_dict

    with front.open_library(settings(ctx), writes=False) as library:
        conversation = library.chat(conversation_id)
    if as_json:
        print_json(to_dict(conversation))
    else:
        show_chat.whole(console(), conversation)


@app.command()
def export(
    ctx: typer.Context,
    conversation_id: Id,
    form: Annotated[_Form, typer.Option("--format", help="How to write it.")] = _Form.MARKDOWN,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write there, not to standard output.")
    ] = None,
) -> None:
    """Write a conversation down, with its sources and quotes."""
    from rag.transcript import to_dict, to_markdown

    with front.open_library(settings(ctx), writes=False) as library:
        conversation = library.chat(conversation_id)
    if form is _Form.JSON:
        text = json.dumps(to_dict(conversation), ensure_ascii=False, indent=2) + "\n"
    else:
        text = to_markdown(conversation)
    if out is None:
        print(text, end="")
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RagError(f"{out} can't be written: {error.strerror}.", "Choose another file.") from error


@app.command()
def delete(
    ctx: typer.Context,
    conversation_ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids, or how they begin.")],
) -> None:
    """Delete conversations."""
    from rag import show

    missing = False
    with front.open_library(settings(ctx), writes=False) as library:
        for conversation_id in conversation_ids:
            try:
                gone = library.forget(conversation_id)
                show.say(console(), f"deleted  {gone.id}  {gone.title}")
            except NotFound as error:
                missing = True
                show.error(console(stderr=True), error.what, error.fix)
    raise typer.Exit(FAILED if missing else 0)


@app.command()
def rename(
    ctx: typer.Context, conversation_id: Id, title: Annotated[str, typer.Argument(help="What to call it.")]
) -> None:
    """Give a conversation another title."""
    from rag import show

    with front.open_library(settings(ctx), writes=False) as library:
        conversation = library.chat(conversation_id)
        conversation.rename(title)
    show.say(console(), f"renamed  {conversation.id}  {conversation.title}")
