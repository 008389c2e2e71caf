"""Answers as texts with footnotes, and what is known again of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.models import Answer, Citation, Claim, EventStatus, Status
from rag.serve import footnotes
from rag.serve.openai_api import KEPT, Replies

TALKS = Citation(
    "a1", "Talks in Pellam", "Harbour Gazette", "2026-02-12T09:30:00+00:00", 4, 28, "The talks\nlasted all day."
)
STRIKE = Citation("a2", "Ferries stay in port", None, None, 0, 21, "The strike goes on.")
ANSWERED = Answer(
    question="What happened?",
    status=Status.ANSWERED,
    text="The talks lasted all day.\nThe strike goes on.",
    claims=(
        Claim("The talks lasted all day.", (TALKS,), EventStatus.HAPPENED),
        Claim("The strike goes on.", (STRIKE, TALKS), EventStatus.DENIED),
    ),
    reason=None,
    nearest=(),
    engine="extractive",
)
REFUSED = replace(
    ANSWERED,
    status=Status.NOT_IN_ARTICLES,
    text="The articles don’t say.",
    claims=(),
    reason="No day is given.",
    nearest=(STRIKE,),
)


def test_an_answer_ends_in_its_numbered_quotes() -> None:
    assert footnotes.written(ANSWERED) == (
        "The talks lasted all day. [1]\n"
        "The strike goes on. [2][1]\n\n"
        "Sources:\n"
        "- [1] “The talks lasted all day.” — Talks in Pellam · Harbour Gazette · 2026-02-12 (denied)\n"
        "- [2] “The strike goes on.” — Ferries stay in port (denied)"
    )


def test_a_source_names_those_that_it_disagrees_with() -> None:
    talks, strike = ANSWERED.claims
    differing = replace(ANSWERED, claims=(talks, replace(strike, citations=(STRIKE,))), disagreements=((0, 1),))
    assert footnotes.written(differing).endswith("Ferries stay in port (denied) (differs from [1])")


def test_a_refusal_ends_in_its_reason_and_the_nearest() -> None:
    assert footnotes.written(REFUSED, ids=True) == (
        "The articles don’t say.\n\nNo day is given.\n\n"
        "Nearest in the articles:\n"
        "- “The strike goes on.” — Ferries stay in port (article a2, characters 0–21)"
    )


def test_what_a_reader_should_know_comes_last() -> None:
    told = replace(ANSWERED, status=Status.AMBIGUOUS, read_as="What happened then?", dropped=2, note="It broke off.")
    parts = footnotes.written(told).split("\n\n")
    assert [part.split("\n")[0] for part in parts[1:]] == [
        "Read as: What happened then?",
        "Candidates:",
        "2 statements were left out: not carried by what was quoted.",
        "Note: It broke off.",
    ]


@pytest.mark.parametrize(
    "given",
    [
        ANSWERED,
        REFUSED,
        replace(ANSWERED, read_as="What?"),
        replace(ANSWERED, claims=(), dropped=1),
        replace(ANSWERED, claims=(), note="It broke off."),
    ],
)
def test_a_reply_is_known_again_and_another_has_its_text_alone(given: Answer) -> None:
    replies = Replies()
    text = footnotes.written(given)
    found = replies.find("What happened?", text)
    assert (found.claims, found.text.startswith(given.text), "[1]" in found.text) == ((), True, False)
    assert "Sources" not in found.text
    assert "Note" not in found.text
    replies.keep(text, given)
    assert replies.find("What happened?", f"{text}\n") == given


def test_the_oldest_replies_are_forgotten() -> None:
    replies = Replies()
    for number in range(KEPT + 1):
        replies.keep(f"Reply {number}", ANSWERED)
        replies.keep("The first", ANSWERED)
    assert replies.find("?", "The first").claims
    assert not replies.find("?", "Reply 1").claims
    assert replies.find("?", f"Reply {KEPT}").claims
