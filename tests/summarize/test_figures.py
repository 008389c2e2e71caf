"""Where figures differ, all are shown; where they only look as if, none."""

from __future__ import annotations

from datetime import date

import pytest

from rag.models import Disagreement
from rag.summarize.comparison import disagreements
from rag.summarize.meaning import Meaning
from tests.summarize.samples import read

TOLL = "The flood in Arden killed {} people, the agency said."


def differing(meaning: Meaning, *texts: str, compared: int = 20) -> list[Disagreement]:
    """Of texts by as many newspapers, the newest first."""
    newest = date(2026, 5, 20).toordinal()
    read_ = [read(text, published=date.fromordinal(newest - age), name=f"n{age}") for age, text in enumerate(texts)]
    return disagreements(read_, meaning, compared)


def test_a_toll_that_rises_is_shown_with_every_figure_once_the_newest_first(meaning: Meaning) -> None:
    (one,) = differing(meaning, TOLL.format("34"), TOLL.format("nineteen"), TOLL.format("19"), TOLL.format("seven"))
    assert one.about == "people"
    assert one.figures == ("34", "nineteen", "seven")
    assert [claim.citations[0].published for claim in one.claims] == ["2026-05-20", "2026-05-19", "2026-05-17"]


def test_whatever_is_shown_stands_in_the_sentence_it_cites(meaning: Meaning) -> None:
    for one in differing(
        meaning, TOLL.format("34"), "The agency put the toll at 28 people in Arden.", TOLL.format("19")
    ):
        assert len(set(one.figures)) == len(one.claims) > 1
        for figure, claim in zip(one.figures, one.claims, strict=True):
            assert figure in claim.citations[0].quote == claim.text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TOLL.format("19"), TOLL.format("19")),
        (TOLL.format("19"), TOLL.format("nineteen")),
        (TOLL.format("19"), "The bakery in Wend sold 40 people a loaf on Monday morning before nine."),
        (TOLL.format("19"), "The flood in Arden killed 34 cows, the agency said."),
        (TOLL.format("19"), "Nobody knows how many people the flood in Arden killed."),
    ],
)
def test_equal_figures_and_those_of_other_things_do_not_differ(one: str, other: str, meaning: Meaning) -> None:
    assert differing(meaning, one, other) == []


def test_an_article_does_not_differ_from_itself(meaning: Meaning) -> None:
    assert differing(meaning, f"{TOLL.format('19')} {TOLL.format('34')}") == []


def test_no_more_pairs_are_compared_than_asked_for(meaning: Meaning) -> None:
    assert differing(meaning, TOLL.format("34"), TOLL.format("19"), compared=0) == []
