"""What counts as a figure, what it comes to, and in what unit."""

from __future__ import annotations

import pytest

from rag.answer.figures.figures import figures
from rag.answer.syntax import Syntax


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The port let 12 of the 30 barges go.", [(12, "barge"), (30, "barge")]),
        ("The roof cost £1.5m, a third more than planned.", [(1.5e6, "£")]),
        ("Prices rose by 2.5 per cent.", [(2.5, "%")]),
        ("Three hundred and twenty sailors came home.", [(320, "sailor")]),
        ("The talks lasted 90 minutes.", [(1.5, "duration")]),
        ("The well is a mile and a half away.", [(2413.5, "length")]),
        ("The number of cases rose to 41.", [(41, "")]),
        ("It began at 3.40 am on 7 September 2026.", []),
        ("The 81-year-old came second.", []),
        ("No 10 said nothing about Article 5.", []),
        ("The number of barges rose to 1,250, the port said.", [(1250, "")]),
        ("By Sunday 38,200 people had applied.", [(38200, "people")]),
    ],
)
def test_figures_of_a_sentence(syntax: Syntax, sentence: str, expected: list[tuple[float, str]]) -> None:
    (doc,) = syntax.parse([sentence])
    found = figures(doc)
    assert [figure.unit for figure in found] == [unit for _, unit in expected]
    assert [figure.value for figure in found] == pytest.approx([value for value, _ in expected])
