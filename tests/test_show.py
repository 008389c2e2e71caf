"""What a terminal shows."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Literal

from rich.console import Console

from rag import show, show_chat
from rag.errors import EmptyInput
from rag.index.conversations import StoredConversation
from rag.ingest.pipeline import Added, Outcome
from rag.models import Answer, Article, Citation, Claim, EventStatus, Span, Stamp, Status

ARTICLE = Article(
    id="a1",
    title="Talks [bold]set[/bold] for Friday",
    text="Ada Lund is to meet Per Holm. The talks with Bo Ek are off.",
    source="Wire",
    published_at=Stamp.of(date(2026, 3, 1), "given"),
)
MEET, OFF = Citation.of(ARTICLE, Span(0, 29)), Citation.of(ARTICLE, Span(30, 59))
PLANNED = Claim("Ada Lund is to meet Per Holm.", (MEET,), EventStatus.PLANNED)
DENIED = Claim("Bo Ek", (OFF, MEET), EventStatus.DENIED)
ANSWER = Answer(
    "Who?", Status.ANSWERED, "Ada Lund is to meet Per Holm. Not: Bo Ek.", (PLANNED, DENIED), None, (), "extractive"
)


def printed(answer: Answer, *, terminal: bool = False) -> str:
    paper = io.StringIO()
    colours: Literal["standard"] | None = "standard" if terminal else None
    show.answer(Console(file=paper, force_terminal=terminal, width=40, highlight=False, color_system=colours), answer)
    return paper.getvalue()


def test_claims_carry_the_numbers_of_their_sources() -> None:
    assert printed(ANSWER).startswith("Ada Lund is to meet Per Holm. [1] Not: Bo Ek [2][1].\n")


HOSTILE = "Boo\x1b[2J\x1b]0;title\x9bm\x7f"


def test_nothing_that_is_shown_controls_the_terminal() -> None:
    paper = io.StringIO()
    console = Console(file=paper, force_terminal=True, width=400, highlight=False, color_system=None)
    show.say(console, HOSTILE)
    show.error(console, HOSTILE, HOSTILE)
    quoted = replace(MEET, quote=HOSTILE, title=HOSTILE)
    show.answer(
        console,
        replace(ANSWER, text=HOSTILE, claims=(replace(PLANNED, text=HOSTILE, citations=(quoted,)),), note=HOSTILE),
    )
    show.added(console, [Added(Outcome.FAILED, None, error=EmptyInput(HOSTILE, HOSTILE))])
    show.article_list(console, [replace(ARTICLE, title=HOSTILE, source=HOSTILE)])
    now = datetime.now(UTC)
    show_chat.conversation_list(console, [StoredConversation("c1", HOSTILE, now, now, 1)])
    shown = paper.getvalue()
    assert shown.count("Boo") >= 10
    assert all(one.isprintable() or one == "\n" for one in shown)


def test_a_pipe_gets_no_control_characters_either() -> None:
    paper = io.StringIO()
    console = Console(file=paper, highlight=False)
    show.article_list(console, [replace(ARTICLE, title=HOSTILE)])
    now = datetime.now(UTC)
    show_chat.conversation_list(console, [StoredConversation("c1", HOSTILE, now, now, 1)])
    assert paper.getvalue().count("Boo") == 2
    assert all(one.isprintable() or one in "\n\t" for one in paper.getvalue())


def test_a_source_says_what_became_of_the_event() -> None:
    lines = printed(ANSWER).splitlines()
    assert "[1] Talks [bold]set[/bold] for Friday · Wire · 2026-03-01 (planned) (denied)" in lines
    assert "[2] Talks [bold]set[/bold] for Friday · Wire · 2026-03-01 (denied)" in lines


def test_sources_that_disagree_name_each_other() -> None:
    other = replace(DENIED, citations=(OFF,))
    lines = printed(replace(ANSWER, claims=(PLANNED, other), disagreements=((0, 1),))).splitlines()
    assert lines[3].endswith("(planned) (differs from [2])")
    assert lines[5].endswith("(denied) (differs from [1])")
    assert "differs" not in printed(replace(ANSWER, disagreements=((0, 1),)))  # the first carries both accounts
    assert "differs" not in printed(replace(ANSWER, disagreements=((1,),)))


def test_a_claim_that_isnt_in_the_text_is_marked_at_its_quotation() -> None:
    answer = replace(ANSWER, text=f"He said:\n{MEET.quote}", claims=(replace(PLANNED, text="Ada Lund — to meet"),))
    assert printed(answer).startswith(f"He said:\n{MEET.quote} [1]\n")


def test_several_events_are_shown_as_candidates_and_a_refusal_with_the_nearest() -> None:
    assert "\nCandidates\n[1] " in printed(replace(ANSWER, status=Status.AMBIGUOUS, reason="Two fit."))
    refusal = Answer("Who?", Status.NOT_IN_ARTICLES, "They don't say.", (), "No one is named.", (MEET,), "extractive")
    shown = printed(refusal)
    assert "No one is named." in shown
    assert f"- Talks [bold]set[/bold] for Friday · Wire · 2026-03-01\n    {MEET.quote}\n" in shown


def test_a_terminal_gets_colours_and_lines_of_its_width_and_a_pipe_neither() -> None:
    shown = printed(ANSWER, terminal=True)
    assert "\x1b[33m" in shown  # yellow for what is planned
    assert "\x1b[31m" in shown  # red for what was denied
    plain = printed(ANSWER)
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) > 40
    assert max(len(re.sub(r"\x1b\[[\d;]*m", "", line)) for line in shown.splitlines()) <= 40


def test_a_terminal_gets_a_table_of_what_was_added_and_a_summary() -> None:
    paper = io.StringIO()
    failed = Added(Outcome.FAILED, None, error=EmptyInput("x is empty.", "Fill it."))
    outcomes = [Added(Outcome.ADDED, ARTICLE, 1), failed]
    console = Console(file=paper, force_terminal=True, width=100, highlight=False)
    assert show.added(console, iter(outcomes)) == outcomes
    shown = paper.getvalue()
    assert "Outcome" in shown
    assert "x is empty. Fill it." in shown
    assert shown.endswith("1 added, 0 updated, 0 unchanged, 1 failed\n")
