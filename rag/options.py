"""What several commands of the command line share: options, the settings they change, exit codes, where to print.

Only light imports at the top, so that ``rag --help`` is instant.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from rag.settings import Settings

FAILED, WRONG_USE, NOT_IN_ARTICLES = 1, 2, 3


def moment(value: str) -> datetime:
    """A date or a time that someone typed."""
    from rag.ingest.dates import parse_date

    stamp = parse_date(value, "given")
    if stamp is None:
        raise typer.BadParameter(f"{value!r} is no full date; write it like 2026-03-18.")
    return stamp.at


def day(value: str) -> date:
    """A day that someone typed."""
    return moment(value).date()


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Asked = Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="The day it is asked, if not today.")]
Since = Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="Only articles published since.")]
Until = Annotated[date | None, typer.Option(parser=day, metavar="DATE", help="Only articles published until then.")]
Sources = Annotated[list[str] | None, typer.Option("--source", metavar="NAME", help="Only this source; repeatable.")]


def settings(ctx: typer.Context) -> Settings:
    """The settings, with the library that the command line names."""
    from rag.settings import Settings

    return Settings(library=ctx.obj) if ctx.obj else Settings()


def check_order(since: date | None, until: date | None) -> None:
    """Refuse a time that ends before it begins."""
    if since and until and since > until:
        raise typer.BadParameter(f"--since {since} comes after --until {until}.")


def console(*, stderr: bool = False) -> Console:
    """Where to print."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def print_json(value: object) -> None:
    """Print JSON as people read it."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
