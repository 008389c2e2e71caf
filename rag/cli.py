"""The command line: add articles, ask about them, look after the library.

Parses arguments, prints, and turns errors into exit codes; all work is the library's. Only light imports at the top,
so that ``rag --help`` is instant.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from evals.command import app as evals_app
from rag import front
from rag.chat_command import app as chat_app
from rag.errors import InputError, NothingToSummarize, RagError
from rag.models import Format, Length
from rag.options import (
    FAILED,
    NOT_IN_ARTICLES,
    WRONG_USE,
    AsJson,
    Asked,
    Since,
    Sources,
    Until,
    check_order,
    console,
    moment,
    print_json,
    settings,
)
from rag.serve.command import mcp, serve

if TYPE_CHECKING:
    from rag.ingest.sources import Source

HELP = """Ask questions about news articles: every statement tied to the exact sentence that says it.

Nothing leaves this computer, unless settings name a service.

\b
Examples:
  rag add articles/ report.html
  rag ask "Who attended the meeting?"
  rag ask "What did the minister say?" --since 2026-03-09 --source "Northgate Wire"

\b
Exit codes:
  0  done, or answered
  1  failed
  2  wrong use
  3  not in the articles, or several events in them fit the question
"""


class _Commands(TyperGroup):
    """Commands whose failures end in two lines, what happened and what to do, and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except RagError as error:
            from rag import show

            show.error(console(stderr=True), error.what, error.fix)
            code = NOT_IN_ARTICLES if isinstance(error, NothingToSummarize) else FAILED
            raise typer.Exit(WRONG_USE if isinstance(error, InputError) else code) from error


app = typer.Typer(
    cls=_Commands,
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: half the time, and examples keep their lines
)
app.add_typer(chat_app, name="chat")
app.add_typer(evals_app, name="eval")
app.command()(serve)
app.command()(mcp)

Published = Annotated[datetime | None, typer.Option(parser=moment, metavar="DATE", help="When it was published.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"rag {version('news-rag')}")
        raise typer.Exit


Folder = Annotated[Path | None, typer.Option(metavar="DIR", help="The library's folder; or set RAG_LIBRARY.")]
Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")]


@app.callback()
def options(ctx: typer.Context, library: Folder = None, version: Version = False) -> None:  # noqa: ARG001
    """Remember the global options."""
    ctx.obj = library


@app.command()
def add(
    ctx: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input.")],
    title: Annotated[str | None, typer.Option(help="The title, instead of the file's own.")] = None,
    published: Published = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option(help="Its web address.")] = None,
    as_json: AsJson = False,
) -> None:
    """Add articles: text, Markdown, HTML, PDF, JSON and JSON Lines.

    What can't be read is reported, and the rest goes in. Adding an article again changes nothing, or updates it.

    \b
    Examples:
      rag add news/ report.html
      curl -s https://example.com/story | rag add - --published 2026-03-18 --source "Northgate Wire"
    """
    from rag import progress, show

    if (title or url) and (len(paths) > 1 or Path(paths[0]).is_dir()):
        raise typer.BadParameter("a title or a URL belongs to one article: give a single file with them.")
    out = console()
    with front.open_library(settings(ctx), create=True, writes=False) as library, progress.adding() as on_progress:
        outcomes = library.add_sources(
            _sources(paths), title=title, source=source, published=published, url=url, on_progress=on_progress
        )
        # A table would get into the bar's way, so it waits; the lines of a pipe don't.
        done = list(outcomes) if as_json or out.is_terminal else show.added(out, outcomes)
    if as_json:
        print_json(show.added_dict(done))
    elif out.is_terminal:
        show.added(out, done)
    raise typer.Exit(FAILED if any(one.error for one in done) else 0)


@app.command("list")
def list_articles(
    ctx: typer.Context,
    since: Since = None,
    until: Until = None,
    sources: Sources = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the articles, newest first."""
    from rag import show

    check_order(since, until)
    with front.open_library(settings(ctx), writes=False) as library:
        found = library.articles(since=since, until=until, sources=sources or (), limit=limit)
    if as_json:
        print_json([show.article_dict(one, text=False) for one in found])
    else:
        show.article_list(console(), found)


@app.command("show")
def show_article(
    ctx: typer.Context,
    article_id: Annotated[str, typer.Argument(metavar="ID", help="The article's id, or how it begins.")],
    as_json: AsJson = False,
) -> None:
    """Show an article and what is known about it."""
    from rag import show

    with front.open_library(settings(ctx), writes=False) as library:
        article = library.article(article_id)
    if as_json:
        print_json(show.article_dict(article, text=True))
    else:
        show.article(console(), article)


@app.command()
def remove(
    ctx: typer.Context,
    article_ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids, or how they begin.")],
) -> None:
    """Remove articles from the library and from every index."""
    from rag import show

    missing = False
    with front.open_library(settings(ctx), writes=False) as library:
        for article_id in article_ids:
            try:
                article = library.remove(article_id)
                show.say(console(), f"removed  {article.id}  {article.title}")
            except RagError as error:
                missing = True
                show.error(console(stderr=True), error.what, error.fix)
    raise typer.Exit(FAILED if missing else 0)


@app.command()
def ask(
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    asked: Asked = None,
    since: Since = None,
    until: Until = None,
    sources: Sources = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question, or say that the articles don't.

    \b
    Examples:
      rag ask "What did the minister say about tariffs?" --asked 2026-03-18
      rag ask "Who resigned this week?" --json
    """
    from rag import show

    check_order(since, until)
    out = console()
    with front.open_library(settings(ctx)) as library, console(stderr=True).status("Opening the library…") as status:
        if library.llm is not None and out.is_terminal and not as_json:
            events = library.stream(question, asked=asked, since=since, until=until, sources=sources or ())
            answer = show.streamed(out, events, status)
        else:
            answer = library.ask(question, asked=asked, since=since, until=until, sources=sources or ())
            status.stop()
            if as_json:
                print_json(answer.to_dict())
            else:
                show.answer(out, answer)
    raise typer.Exit(0 if answer.status == "answered" else NOT_IN_ARTICLES)


@app.command()
def summarize(
    ctx: typer.Context,
    article_ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Ids, or how they begin.")] = None,
    query: Annotated[str | None, typer.Option(metavar="TOPIC", help="Only articles about this.")] = None,
    since: Since = None,
    until: Until = None,
    sources: Sources = None,
    length: Annotated[Length, typer.Option(help="How much to tell.")] = Length.MEDIUM,
    form: Annotated[Format, typer.Option("--format", help="How to lay it out.")] = Format.PROSE,
    asked: Asked = None,
    as_json: AsJson = False,
) -> None:
    """Summarise articles: some by their ids, those about a topic, or those of a time.

    A language model, where there is one, tells the storylines, and nothing that the articles don't carry; without one
    a summary is made of their own sentences. It is called about 40 times at most, and the rest told without it.

    \b
    Examples:
      rag summarize 3f2a --length short
      rag summarize --query "Marrowdale flood" --format timeline
      rag summarize --since 2026-05-08 --length headline
    """
    from rag import progress, show_summary

    check_order(since, until)
    with front.open_library(settings(ctx)) as library, progress.summarizing() as on_progress:
        made = library.summarize(
            article_ids or (),
            query=query,
            since=since,
            until=until,
            sources=sources or (),
            length=length,
            format=form,
            asked=asked,
            on_progress=on_progress,
        )
    if as_json:
        print_json(made.to_dict())
    else:
        show_summary.summary(console(), made)


@app.command()
def doctor(ctx: typer.Context) -> None:
    """Check the installation, the models and the library."""
    from rag import show
    from rag.doctor import examine

    problems = 0
    for finding in examine(settings(ctx)):
        problems += finding.fix is not None
        show.finding(console(), finding)
    raise typer.Exit(FAILED if problems else 0)


@app.command()
def reindex(ctx: typer.Context) -> None:
    """Build the search index again from the stored articles."""
    from rag import progress, show

    with front.open_library(settings(ctx), writes=False) as library, progress.reindexing() as on_progress:
        passages = library.reindex(on_progress)
    show.say(console(), f"{passages:,} passages indexed")


def _sources(paths: list[str]) -> Iterator[Source | InputError]:
    from rag.ingest.sources import find, read_stdin

    for path in paths:
        if path != "-":
            yield from find(Path(path))
            continue
        try:
            yield read_stdin(sys.stdin.buffer)
        except InputError as error:
            yield error


def main() -> None:
    """The program ``rag``. Where output can't take a character, its code is printed rather than a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app()
