"""What the command line prints of a summary: its text in the format asked for, and the articles it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rag.marks import known
from rag.models import Claim, Disagreement, EventStatus, Fact, Format, Length, Summary
from rag.show import how_written, say

_STATUS_STYLE = {EventStatus.PLANNED: "yellow", EventStatus.DENIED: "red", EventStatus.UNCLEAR: "magenta"}

_Numbers = Mapping[str, int]  # of the articles, by their ids


def summary(console: Console, given: Summary) -> None:
    """Print a summary with numbered articles; what is planned, denied or unclear is marked so."""
    numbers = {article.id: number for number, article in enumerate(given.articles, start=1)}
    say(console, Text(given.title, "bold"))
    say(console)
    if given.format is Format.TABLE:
        _table(console, given.facts, numbers)
    elif given.format is Format.TIMELINE:
        for dated in given.timeline:
            say(console, Text.assemble((f"{dated.when:<10}  ", "bold cyan"), _marked(dated.claim, numbers)))
    else:
        _stories(console, given, numbers)
    if given.length is not Length.HEADLINE and given.format in (Format.PROSE, Format.BULLETS):
        for one in given.disagreements:
            _differing(console, one, numbers)
    say(console)
    say(console, Text("Articles", "bold"))
    for article in given.articles:
        say(console, Text.assemble((f"[{numbers[article.id]}] ", "bold cyan"), known(article)))
    if given.left_out:
        say(console, Text(f"{given.left_out:,} more left out: ask for a topic, a time or a source.", "yellow"))
    how_written(console, given)


def _stories(console: Console, given: Summary, numbers: _Numbers) -> None:
    for place, story in enumerate(given.storylines):
        if place:
            say(console)
        if len(given.storylines) > 1:
            say(console, Text(story.title, "bold cyan"))
        told = [_marked(claim, numbers) for claim in story.sentences]
        if given.format is Format.BULLETS:
            for one in told:
                say(console, Text.assemble("- ", one))
        else:
            say(console, Text(" ").join(told))


def _marked(claim: Claim, numbers: _Numbers) -> Text:
    """A claim with what became of the event, where that is not simply that it happened, and its articles' numbers."""
    text = Text(claim.text)
    if claim.event_status in _STATUS_STYLE:
        text.append(f" ({claim.event_status})", _STATUS_STYLE[claim.event_status])
    cited = dict.fromkeys(numbers[citation.article_id] for citation in claim.citations)
    return text.append(" " + "".join(f"[{number}]" for number in cited), "cyan")


def _differing(console: Console, one: Disagreement, numbers: _Numbers) -> None:
    say(console)
    say(console, Text.assemble(("The articles differ: ", "bold yellow"), (one.about, "bold")))
    for figure, claim in zip(one.figures, one.claims, strict=True):
        day = (claim.citations[0].published or "")[:10]
        say(console, Text.assemble("- ", (figure, "bold"), f" ({day}) " if day else " ", _marked(claim, numbers)))


def _table(console: Console, facts: Sequence[Fact], numbers: _Numbers) -> None:
    """Rows of who, what, when and where; tabs between them in a pipe."""
    rows = [(", ".join(one.who), _marked(one.what, numbers), one.when or "", ", ".join(one.where)) for one in facts]
    if not console.is_terminal:
        for who, what, when, where in rows:
            print("\t".join((who, what.plain, when, where)), file=console.file)  # rich would turn tabs into spaces
        return
    table = Table("Who", "What", "When", "Where", box=None, pad_edge=False, show_lines=False)
    for who, what, when, where in rows:
        table.add_row(Text(who, "bold"), what, Text(when), Text(where))
        table.add_row()
    console.print(table)
