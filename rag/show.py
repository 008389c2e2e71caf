"""What the command line prints: answers, articles and reports. Knows nothing of how they came about.

The same lines go to a terminal and into a pipe; a terminal gets them in colour and broken to its width.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rag.answer.words import one_line
from rag.marks import known, marked, numbered, remarks, visible
from rag.models import Answer, Article, Citation, Claim, EventStatus, Stage, Stamp, Status, Summary, Usage

if TYPE_CHECKING:
    from rich.status import Status as Spinner

    from rag.doctor import Finding
    from rag.ingest.pipeline import Added

_REMARK_STYLE: dict[str, str] = {EventStatus.DENIED: "red", EventStatus.UNCLEAR: "magenta"}
_OUTCOME_STYLE = {"added": "green", "updated": "cyan", "unchanged": "dim", "failed": "bold red"}
_UNKNOWN = "-"
_STAGES = {"retrieve": "Searching the articles…", "rerank": "Reading the articles…", "write": "Writing…"}


def say(console: Console, text: str | Text = "", *, indent: int = 0) -> None:
    """Print a text as it is: nothing in it is taken for markup or controls the terminal, a pipe gets no line breaks."""
    shown = Text(text) if isinstance(text, str) else text
    shown.plain = visible(shown.plain)
    if console.is_terminal and indent:
        console.print(_indented(shown, indent))
    else:
        console.print(Text(" " * indent) + shown, soft_wrap=not console.is_terminal)


def error(console: Console, what: str, fix: str) -> None:
    """Print what went wrong and how to mend it."""
    say(console, Text.assemble(("Error: ", "bold red"), what))
    if fix:
        say(console, Text.assemble(("Fix: ", "bold"), fix))


# Answers


def answer(console: Console, given: Answer) -> None:
    """Print an answer with its numbered sources, or a refusal with the nearest that was found."""
    numbers = numbered(given)
    _read_as(console, given)
    style = {Status.NOT_IN_ARTICLES: "yellow", Status.AMBIGUOUS: "cyan"}.get(given.status, "")
    say(console, Text.assemble((marked(given, numbers), style)))
    _below(console, given, numbers)


def streamed(console: Console, events: Iterable[Stage | Claim | Answer], status: Spinner) -> Answer:
    """Print an answer statement by statement, as each is found true, then its sources; returns it.

    ``status`` tells of the steps until there is something to read. Raises what ``events`` raises.
    """
    numbers: dict[Citation, int] = {}
    for event in events:
        if isinstance(event, Stage):
            if event.name in _STAGES:
                status.update(_STAGES[event.name])
        elif isinstance(event, Claim):
            status.stop()
            for citation in event.citations:
                numbers.setdefault(citation, len(numbers) + 1)
            marks = "".join(f"[{numbers[citation]}]" for citation in dict.fromkeys(event.citations))
            say(console, f"{event.text} {marks}")
        else:
            status.stop()
            if numbers:
                _read_as(console, event)
                _below(console, event, numbers)
            else:
                answer(console, event)
            return event
    raise TypeError("the way to an answer ended without one")


def _read_as(console: Console, given: Answer) -> None:
    if given.read_as:
        say(console, Text(f"Read as: {given.read_as}", "dim"))


def _below(console: Console, given: Answer, numbers: Mapping[Citation, int]) -> None:
    """What stands below the text of an answer: what is missing, the sources, and how it was written."""
    if given.reason and given.reason not in given.text:
        say(console, given.reason)
    sources(console, given, numbers)
    how_written(console, given)


def how_written(console: Console, given: Answer | Summary) -> None:
    """Print what a reader should know of how it was written: what was left out, what failed, what it took."""
    if given.dropped or given.note or given.usage:
        say(console)
    if given.dropped:
        what = "1 statement was" if given.dropped == 1 else f"{given.dropped} statements were"
        say(console, Text(f"{what} left out: not carried by what was quoted.", "dim"))
    if given.note:
        say(console, Text(f"Note: {given.note}", "yellow"))
    if given.usage:
        say(console, Text(used(given.usage), "dim"))


def sources(console: Console, given: Answer, numbers: Mapping[Citation, int]) -> None:
    """Print the numbered sources of an answer, or the nearest that was found where it has none."""
    if numbers:
        say(console)
        say(console, Text("Candidates" if given.status is Status.AMBIGUOUS else "Sources", "bold"))
        for citation, number in numbers.items():
            _source(console, f"[{number}] ", citation, remarks(given, citation, numbers))
    elif given.nearest:
        say(console)
        say(console, Text("Nearest in the articles", "bold"))
        for citation in given.nearest:
            _source(console, "- ", citation, [])


def used(usage: Usage) -> str:
    """What was asked of a language model, on one line."""
    cost = "" if usage.cost_usd is None else f", ${usage.cost_usd:.4f}" if usage.cost_usd else ", free"
    if usage.cached == usage.calls:
        return f"{usage.model}: answered from earlier replies"
    return f"{usage.model}: {usage.input_tokens:,} tokens in, {usage.output_tokens:,} out{cost}"


def _source(console: Console, mark: str, citation: Citation, remarked: Iterable[str]) -> None:
    line = Text.assemble((mark, "bold cyan"), (known(citation), "bold"))
    for remark in remarked:
        line.append(f" ({remark})", _REMARK_STYLE.get(remark, "yellow"))
    say(console, line)
    say(console, Text(one_line(citation.quote), "italic"), indent=4)


# Articles


def added(console: Console, outcomes: Iterable[Added]) -> list[Added]:
    """Print what became of each article, and a summary; returns what was printed.

    A pipe gets every line as soon as the article is stored, a terminal a table at the end.
    """
    done: list[Added] = []
    table = Table("Outcome", "Article", box=None, pad_edge=False)
    for one in outcomes:
        done.append(one)
        outcome = Text(f"{one.outcome:<9}", _OUTCOME_STYLE[one.outcome])
        told = f"{one.article.id}  {one.article.title}" if one.article else str(one.error)
        if console.is_terminal:
            table.add_row(outcome, Text(visible(told)))
        else:
            say(console, Text.assemble(outcome, f"  {told}"))
    if console.is_terminal and done:
        console.print(table)
    say(console, ", ".join(f"{number:,} {outcome}" for outcome, number in counts(done).items()))
    return done


def counts(done: Sequence[Added]) -> dict[str, int]:
    """How many articles met each outcome."""
    return {outcome: sum(one.outcome == outcome for one in done) for outcome in _OUTCOME_STYLE}


def article_list(console: Console, found: Sequence[Article]) -> None:
    """Print one article a line: id, day of publication, source, title; tabs between them in a pipe."""
    known = ((one.id, _day(one.published_at), one.source or _UNKNOWN, one.title) for one in found)
    listing(console, ("Id", "Published", "Source", "Title"), known)


def listing(console: Console, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows that begin with an id and end with a title: a table in a terminal, lines with tabs in a pipe."""
    table = Table(box=None, pad_edge=False)
    for name in columns:
        table.add_column(name, no_wrap=name != columns[-1], justify="right" if name == "Questions" else "left")
    for row in rows:
        first, *rest = map(visible, row)
        if console.is_terminal:
            table.add_row(Text(first, "cyan"), *map(Text, rest))
        else:
            print("\t".join((first, *rest)), file=console.file)  # rich would turn tabs into spaces
    if console.is_terminal:
        console.print(table)


def article(console: Console, one: Article) -> None:
    """Print an article with all that is known about it."""
    say(console, Text(one.title, "bold"))
    known = {
        "id": f"{one.id}, version {one.version}",
        "source": one.source,
        "authors": ", ".join(one.authors),
        "published": _dated(one.published_at),
        "updated": _dated(one.updated_at),
        "added": _dated(one.ingested_at),
        "url": one.url,
        "language": one.language,
    }
    for name, value in known.items():
        say(console, Text.assemble((f"{name:<10}", "dim"), value or _UNKNOWN))
    say(console)
    say(console, one.text)


def finding(console: Console, one: Finding) -> None:
    """Print one line of an examination, and the fix where it is a problem."""
    mark = ("problem  ", "bold red") if one.fix else ("ok       ", "green")
    say(console, Text.assemble(mark, (f"{one.subject}: ", "bold"), one.what))
    if one.fix:
        say(console, Text.assemble(("Fix: ", "bold"), one.fix), indent=9)


# JSON


def article_dict(one: Article, *, text: bool) -> dict[str, Any]:
    """An article as JSON types; dates come with where they were learnt from."""
    facts: dict[str, Any] = {
        "id": one.id,
        "title": one.title,
        "source": one.source,
        "url": one.url,
        "authors": list(one.authors),
        "language": one.language,
        "published": _stamp_dict(one.published_at),
        "updated": _stamp_dict(one.updated_at),
        "added": _stamp_dict(one.ingested_at),
        "version": one.version,
    }
    return {**facts, "text": one.text} if text else facts


def added_dict(done: Sequence[Added]) -> dict[str, Any]:
    """What became of each article, and how many met each outcome, as JSON types."""
    return {
        "articles": [
            {
                "outcome": one.outcome.value,
                "id": one.article.id if one.article else None,
                "title": one.article.title if one.article else None,
                "passages": one.passages,
                "error": {"what": one.error.what, "fix": one.error.fix} if one.error else None,
            }
            for one in done
        ],
        "counts": counts(done),
    }


def _stamp_dict(stamp: Stamp | None) -> dict[str, str] | None:
    return {"at": stamp.iso, "from": stamp.origin} if stamp else None


def _dated(stamp: Stamp | None) -> str:
    return f"{stamp.iso} ({stamp.origin})" if stamp else _UNKNOWN


def _day(stamp: Stamp | None) -> str:
    return stamp.at.date().isoformat() if stamp else _UNKNOWN


def _indented(text: Text, indent: int) -> Any:
    from rich.padding import Padding

    return Padding(text, (0, 0, 0, indent))
