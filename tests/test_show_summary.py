"""What a terminal and a pipe show of a summary."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from rag import show_summary
from rag.cli import app
from rag.models import (
    Article,
    Citation,
    Claim,
    Covered,
    Dated,
    Disagreement,
    EventStatus,
    Fact,
    Format,
    Length,
    Span,
    Stamp,
    Storyline,
    Summary,
)

ONE = Article(
    "a1",
    "Talks [bold]set[/bold]",
    "Ada Lund is to meet Per Holm.",
    "Wire",
    published_at=Stamp.of(date(2026, 3, 1), "t"),
)
TWO = Article("b2", "Flood", "The flood killed 19 people.", None)
MEET = Claim(ONE.text, (Citation.of(ONE, Span(0, 29)),), EventStatus.PLANNED)
FLOOD = Claim(TWO.text, (Citation.of(TWO, Span(0, 27)), *MEET.citations), EventStatus.HAPPENED)
SUMMARY = Summary(
    title="Two things",
    text="",
    sentences=(MEET, FLOOD),
    key_points=(FLOOD,),
    storylines=(Storyline("Talks", ("a1",), (MEET,)), Storyline("Flood", ("b2",), (FLOOD,))),
    facts=(Fact(("Ada Lund", "Per Holm"), MEET, "Friday", ("Arden",)),),
    timeline=(Dated("1788", FLOOD), Dated("2026-03-06", MEET)),
    disagreements=(Disagreement("deaths", ("19",), (FLOOD,)),),
    articles=(Covered("a1", ONE.title, "Wire", "2026-03-01"), Covered("b2", "Flood", None, None)),
    left_out=1200,
    length=Length.MEDIUM,
    format=Format.PROSE,
    engine="extractive",
)


def printed(form: Format, *, terminal: bool = False, length: Length = Length.MEDIUM) -> str:
    paper = io.StringIO()
    console = Console(file=paper, force_terminal=terminal, width=60, highlight=False, color_system=None)
    show_summary.summary(console, replace(SUMMARY, format=form, length=length))
    return paper.getvalue()


def test_sentences_carry_the_numbers_of_their_articles_and_what_became_of_events() -> None:
    lines = printed(Format.PROSE).splitlines()
    assert lines[0] == "Two things"
    assert lines[lines.index("Talks") + 1] == "Ada Lund is to meet Per Holm. (planned) [1]"
    assert lines[lines.index("Flood") + 1] == "The flood killed 19 people. [2][1]"
    assert "[1] Talks [bold]set[/bold] · Wire · 2026-03-01" in lines
    assert "[2] Flood" in lines


def test_bullets_a_timeline_and_a_table_show_the_same_in_their_own_way() -> None:
    assert "- Ada Lund is to meet Per Holm. (planned) [1]\n" in printed(Format.BULLETS)
    assert "1788        The flood killed 19 people. [2][1]\n2026-03-06  Ada" in printed(Format.TIMELINE)
    assert "Ada Lund, Per Holm\tAda Lund is to meet Per Holm. (planned) [1]\tFriday\tArden\n" in printed(Format.TABLE)
    assert "Who" in printed(Format.TABLE, terminal=True)


def test_figures_that_differ_and_articles_left_out_are_told() -> None:
    shown = printed(Format.PROSE)
    assert "The articles differ: deaths\n- 19 The flood killed 19 people. [2][1]\n" in shown
    assert "1,200 more left out" in shown
    assert "differ" not in printed(Format.PROSE, length=Length.HEADLINE)


@pytest.mark.parametrize("form", list(Format))
def test_a_terminal_breaks_lines_at_its_width(form: Format) -> None:
    assert max(map(len, printed(form, terminal=True).splitlines())) <= 60


# The command


def rag(library: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--library", str(library), "summarize", *arguments])


def test_a_topic_is_summarised_with_its_articles(news: Path) -> None:
    result = rag(news, "--query", "apple prices in Pellam", "--length", "short")
    assert result.exit_code == 0
    assert "Growers and packers meet in Pellam over apple prices · Harbour Gazette · 2026-02-12" in result.stdout


def test_the_json_of_a_summary_has_the_fields_of_a_summary(news: Path) -> None:
    result = rag(news, "--format", "timeline", "--json")
    given = json.loads(result.stdout)
    assert set(given) == set(Summary.__slots__)
    assert given["format"] == "timeline"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--query", "volcano eruption in Iceland"), 3, "No article is about 'volcano eruption in Iceland'."),
        (("--since", "2031-01-01"), 3, "Fix: "),
        (("--length", "tiny"), 2, "'tiny' is not one of"),
        (("--since", "2026-03-02", "--until", "2026-03-01"), 2, "comes after"),
        (("nothing-like-it",), 1, "No article has an id that begins with"),
    ],
)
def test_what_cant_be_summarised_ends_in_a_code_and_a_fix(
    news: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = rag(news, *arguments)
    assert result.exit_code == code
    assert told in result.stderr
