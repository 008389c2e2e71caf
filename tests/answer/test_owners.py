"""Whose figure it is, and of when, where a sentence gives several."""

from __future__ import annotations

import pytest

from rag.answer.figures.figures import figures
from rag.answer.figures.owners import is_of_another, own_figure, owner, rest
from rag.answer.syntax import Syntax
from rag.answer.understanding import understand

WALL = "The government will pay £33m, the harbour company £29m and the rest, £51m, by the council."
SEATS = "The Liberals won 17 seats, down from 31, the Green List took 15 and the Reform Party nine."
PRICES = "Inflation fell to 3.4 per cent in May from 4.1 per cent in April."
MEMBERS = "The Seamen's Union has 21 million members and the Northern Union the other 16 million."


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        ("How much will the government pay?", WALL, "£33m"),
        ("How much will the harbour company pay?", WALL, "£29m"),
        ("How much will the council pay?", WALL, "£51m"),
        ("How many seats did the Liberals win?", SEATS, "17"),
        ("How many seats did the Green List win?", SEATS, "15"),
        ("How many seats did the Reform Party win?", SEATS, "nine"),
        ("How many members does the Northern Union have?", MEMBERS, "16 million"),
        ("What was inflation in May?", PRICES, "3.4 per cent"),
        ("What was inflation in April?", PRICES, "4.1 per cent"),
        ("What was the turnout in 2022?", "Turnout was 41.6 per cent, against 38.2 per cent in 2022.", "38.2 per cent"),
        ("How much did the Odell Trust give?", "A charity, the Odell Trust, gave £2m; the city gave £3m.", "£2m"),
        ("How much will the army get?", "Schools will get 4bn crowns and the army the remaining 1.5bn.", "1.5bn"),
        ("How many seats did the Liberals lose?", "The Liberals won 17 seats and the Greens lost 14.", None),
        ("How much will the city get?", "The state will get £2m, not £3m.", None),
    ],
)
def test_a_figure_belongs_to_whom_or_when_it_stands_with(
    syntax: Syntax, asked: str, told: str, expected: str | None
) -> None:
    question, doc = understand(asked, syntax.parse([asked])[0]), syntax.parse([told])[0]
    own = own_figure(question, doc, figures(doc))
    assert (own.text if own is not None else None) == expected


@pytest.mark.parametrize(
    ("asked", "told", "strange"),
    [
        ("How much will the harbour company pay?", "The government will pay £33m.", True),
        ("How much will the Pell Harbour Company pay?", "The government will pay £33m.", True),
        ("How much will the government pay?", "The government will pay £33m.", False),
        ("How much did the museum pay for it?", "The museum sold it for £6m.", True),
        ("How much did the museum pay for it?", "The dealer sold it to the museum for £6m.", False),
        ("How much did the wall cost?", "The council spent £33m on the wall.", False),
        ("What was inflation in March?", "In May inflation stood at 3.4 per cent.", True),
        ("What was inflation in March?", "Inflation stood at 3.4 per cent.", False),
        ("How many votes did the plan get?", "The plan passed with a majority of votes to 61.", True),
    ],
)
def test_a_figure_of_somebody_else_or_another_month_is_no_answer(
    syntax: Syntax, asked: str, told: str, strange: bool
) -> None:
    question, doc = understand(asked, syntax.parse([asked])[0]), syntax.parse([told])[0]
    assert is_of_another(question, figures(doc)[-1], doc) is strange


def test_the_rest_is_an_answer_where_no_figure_is_given(syntax: Syntax) -> None:
    asked = "How much will the county council pay?"
    question = understand(asked, syntax.parse([asked])[0])
    (doc,) = syntax.parse(["The state will pay £33m and the rest will be paid by the county council."])
    found = rest(question, doc)
    assert found is not None
    assert found.text == "the rest"


def test_the_owner_is_who_the_question_has_do_something(syntax: Syntax) -> None:
    for asked, expected in {
        "How many seats did the party win?": "party",
        "How much will the port company pay for it?": "port company",
        "How many people were hurt?": None,
        "Who paid for it?": None,
    }.items():
        assert owner(understand(asked, syntax.parse([asked])[0])) == expected
