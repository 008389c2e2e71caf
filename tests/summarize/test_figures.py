"""Where figures differ, all are shown; where they only look as if, none."""

from __future__ import annotations

from datetime import date

import pytest

from rag.answer.syntax import Syntax
from rag.models import Disagreement
from rag.summarize.figures import disagreements
from tests.summarize.samples import read


def differing(syntax: Syntax, *texts: str) -> list[Disagreement]:
    """Of texts by as many newspapers, the newest first."""
    newest = date(2026, 5, 20).toordinal()
    read_ = [read(text, published=date.fromordinal(newest - age), name=f"n{age}") for age, text in enumerate(texts)]
    return disagreements(read_, syntax, 20)


def test_a_toll_that_rises_is_shown_with_every_figure(syntax: Syntax) -> None:
    (one,) = differing(
        syntax,
        "The flood in Arden killed at least 34 people, this newspaper found. The agency put the toll at 28.",
        "The number of people known to have died in the flood rose to 19 on Tuesday.",
        "At least seven people have died in the Arden flood.",
    )
    assert one.about == "deaths"
    assert one.figures == ("34", "28", "19", "seven")
    assert [claim.citations[0].published for claim in one.claims] == [
        "2026-05-20",
        "2026-05-20",
        "2026-05-19",
        "2026-05-18",
    ]


def test_forecasts_that_differ_are_shown(syntax: Syntax) -> None:
    (one,) = differing(
        syntax,
        "The bank expects the economy to grow by 1.4 per cent this year.",
        "The ministry expects the economy to grow by 1.8 per cent this year.",
    )
    assert one.figures == ("1.4", "1.8")
    assert one.about == "per cent (grow)"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The bank expects the economy to grow by 1.4 per cent.",
            "The economy is expected by the bank to grow by 1.4 per cent.",
        ),
        ("The thaler fell by 1.3 per cent.", "Inflation fell to 2.6 per cent in March."),
        ("The first seven ships left the strait on Monday.", "All 26 ships have left the strait."),
        ("The flood killed 19 people in Arden.", "The flood of 1953 killed 200 people in Arden."),
        ("The vaccine is given in two doses.", "By nightfall 3,800 doses of the vaccine had been given."),
        ("Ada Lund paid 30 crowns for the boat in Arden.", "Bo Ek sold the boat in Arden for 50 crowns."),
    ],
)
def test_other_things_and_equal_figures_do_not_differ(one: str, other: str, syntax: Syntax) -> None:
    assert differing(syntax, one, other) == []


def test_nineteen_and_19_are_equal(syntax: Syntax) -> None:
    assert differing(syntax, "The flood killed 19 people in Arden.", "The flood killed nineteen people in Arden.") == []
