"""A conversation taken along: complete, and whatever stands in it, it stays text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rag.conversation import Conversation
from rag.models import Answer, Citation, Claim, EventStatus, Status, Turn
from rag.transcript import to_dict, to_markdown

QUOTE = "Ada Lund is to meet Per Holm."
MEET = Citation("a1", "Talks set for Friday", "Wire", "2026-03-01", 0, 29, QUOTE)
OFF = Citation("a2", "Talks off", None, None, 3, 24, "The talks\nare off.")
ANSWER = Answer(
    question="Who meets?",
    status=Status.ANSWERED,
    text=f"{QUOTE}\nThe talks are off.",
    claims=(Claim(QUOTE, (MEET,), EventStatus.PLANNED), Claim("The talks are off.", (OFF, MEET), EventStatus.DENIED)),
    reason=None,
    nearest=(),
    engine="extractive",
)
REFUSAL = Answer("Who won?", Status.NOT_IN_ARTICLES, "They don’t say.", (), "No one is named.", (MEET,), "extractive")


def conversation(*turns: Turn, title: str = "Who meets?") -> Conversation:
    return cast("Conversation", SimpleNamespace(id="3f2a3f2a3f2a", title=title, turns=turns))


def test_markdown_has_every_question_answer_source_and_quote() -> None:
    told = conversation(
        Turn("Who meets?", ANSWER, date(2026, 3, 2)),
        Turn("And who won?", replace(REFUSAL, read_as="Who won on Friday?", note="Written without the model.")),
    )
    assert (
        to_markdown(told)
        == """\
# Who meets?

## Who meets?

Asked on 2026-03-02.

Ada Lund is to meet Per Holm. \\[1\\]\\
The talks are off. \\[2\\]\\[1\\]

**Sources**

1. Talks set for Friday · Wire · 2026-03-01 **(planned)** **(denied)**

   > Ada Lund is to meet Per Holm.

2. Talks off **(denied)**

   > The talks are off.

## And who won?

Read as: Who won on Friday?

They don’t say.\\
No one is named.

**Nearest in the articles**

- Talks set for Friday · Wire · 2026-03-01

  > Ada Lund is to meet Per Holm.

**Note:** Written without the model.
"""
    )


def test_events_that_fit_are_candidates() -> None:
    ambiguous = replace(ANSWER, status=Status.AMBIGUOUS)
    assert "**Candidates**\n\n1. Talks set" in to_markdown(conversation(Turn("Who?", ambiguous)))


def test_sources_that_disagree_name_each_other() -> None:
    claims = (ANSWER.claims[0], replace(ANSWER.claims[1], citations=(OFF,)))
    told = to_markdown(conversation(Turn("Who?", replace(ANSWER, claims=claims, disagreements=((0, 1),)))))
    assert "2. Talks off **(denied)** **(differs from \\[1\\])**\n" in told


def test_json_has_all_of_every_answer() -> None:
    turns = (Turn("Who meets?", ANSWER, date(2026, 3, 2)), Turn("Who won?", REFUSAL))
    again = json.loads(json.dumps(to_dict(conversation(*turns))))
    assert (again["id"], again["title"]) == ("3f2a3f2a3f2a", "Who meets?")
    assert [(one["question"], one["asked"]) for one in again["turns"]] == [
        ("Who meets?", "2026-03-02"),
        ("Who won?", None),
    ]
    assert [Answer.from_dict(one["answer"]) for one in again["turns"]] == [ANSWER, REFUSAL]


def with_text(text: str) -> Conversation:
    """A conversation that has a text wherever an article, a reader or a model can put one."""
    cited = Citation("a1", text, text, None, 0, 1, text)
    answer = Answer(
        text, Status.ANSWERED, f"{text}\n{text}", (Claim(" ".join(text.split()), (cited,)),), None, (), "x", note=text
    )
    refusal = replace(REFUSAL, text=text, reason=text, nearest=(cited,), read_as=text)
    return conversation(Turn(text, answer), Turn(text, refusal), title=text)


def parsed(markdown: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)


def shape(markdown: str) -> list[tuple[str, str]]:
    """The blocks and what is inside them, texts apart."""
    found = []
    for block in parsed(markdown):
        found.append((block.type, block.tag))
        inside = [one for one in block.children or () if one.type not in {"text", "text_special"}]
        found += [(one.type, one.tag) for one in inside]
    return found


def plain(text: str) -> str:
    """As many lines as this text has, with nothing in them."""
    return "\n".join("plain" for line in text.splitlines() if line.strip())


def words(markdown: str) -> str:
    return " ".join(
        "".join(one.content for one in block.children or ()) for block in parsed(markdown) if block.type == "inline"
    )


HOSTILE = [
    "<script>alert(1)</script>",
    "<!-- gone",
    "# A heading #",
    "1. one",
    "2) two",
    "- a list",
    "+ a list",
    "* a list",
    "---",
    "===",
    "> a quote",
    "```",
    "~~~",
    "`code`",
    "**bold** and _thin_ and ~~gone~~",
    "[link](javascript:alert(1)) ![image](https://e.example/x.png) [1]: https://e.example",
    "<https://e.example>",
    "a | b",
    "|---|---|",
    "&lt;b&gt; &amp; &copy; R&D AT&T;",
    "ends in a backslash \\",
    "\\# not escaped",
    "    indented",
    "line\n\n# another\n\n<hr>",
    "[^1]: note",
    ": definition",
    "$12 * 3 = $36!",
    "'quoted' \"words\" …",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_becomes_markdown_or_html(text: str) -> None:
    markdown = to_markdown(with_text(text))
    assert shape(markdown) == shape(to_markdown(with_text(plain(text))))
    assert " ".join(text.split()) in words(markdown)
    rendered = MarkdownIt("commonmark").render(markdown)
    assert "<script" not in rendered
    assert "<!--" not in rendered
    assert "<a " not in rendered


@given(st.text(st.sampled_from("ab1 .)#>-+*=_`~[]()!<>&;|\\:$/\n\"'"), min_size=1, max_size=12).filter(str.strip))
def test_no_text_at_all_changes_the_shape(text: str) -> None:
    markdown = to_markdown(with_text(text))
    assert shape(markdown) == shape(to_markdown(with_text(plain(text))))
    assert " ".join(text.split()) in words(markdown)
