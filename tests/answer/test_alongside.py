"""All that stands in a row is given, not the first of it."""

from __future__ import annotations

import pytest

from rag.answer.lists.alongside import alongside
from rag.answer.select import answer_span
from rag.answer.syntax import Syntax
from rag.answer.understanding import understand
from tests.answer.samples import reading


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        ("Who resigned?", "Helen Brandt and David Jonas resigned on Monday.", ["Helen Brandt", "David Jonas"]),
        ("Who resigned?", "Helen Brandt resigned on Monday and David Jonas stayed.", ["Helen Brandt"]),
        (
            "Who won the prize?",
            "The prize was won by Anna Crewe, Thomas Vane and Laura Holt.",
            ["Anna Crewe", "Thomas Vane", "Laura Holt"],
        ),
        ("When are strikes planned?", "Strikes are planned on Tuesday and Thursday.", ["Tuesday", "Thursday"]),
        ("When did the bridge close?", "The bridge closed on Tuesday and drivers had to wait.", ["Tuesday"]),
        ("How much do the winners get?", "The winners get £20,000 and £10,000.", ["£20,000", "£10,000"]),
        ("How much will the state pay?", "The state will pay £20m and the city £10m.", ["£20m"]),
    ],
)
def test_what_stands_in_a_row_is_given_together(syntax: Syntax, asked: str, told: str, expected: list[str]) -> None:
    question = understand(asked, syntax.parse([asked])[0])
    told_in = reading(told, syntax)
    sentence = told_in.sentence(0)
    span = answer_span(question, sentence, told_in)
    assert span is not None
    assert [one.text for one in alongside(question, span, sentence, told_in)] == expected
