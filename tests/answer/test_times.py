"""What answers "when", and what money answers "how much"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from rag import Library
from rag.models import Status
from tests.asking import Asking

NEWS = """\
Rolf Danner has been chairman of Hale Foods for 14 years.

Sutter made an offer of $4.2bn for Hale on Monday. The board of Hale, meeting in Crewe, turned it down on Thursday.

In April Sutter bought 22 per cent of Hale and paid $96m for it.

The new mill of Hale will open in 18 months.
"""


@pytest.fixture(scope="module")
def crewe(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Iterator[Asking]:
    with Library.open(tmp_path_factory.mktemp("crewe"), beside=models) as library:
        library.add_text(NEWS, title="Hale turns Sutter down", source="Echo", published=date(2026, 5, 18))
        yield Asking(library, date(2026, 5, 19))


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("When did the board of Hale reject the offer?", "Thursday"),
        ("When did Sutter make its offer?", "Monday"),
        ("How much did Sutter pay in April?", "$96m"),
        ("When will the new mill of Hale open?", "18 months"),
    ],
)
def test_a_day_and_a_sum_belong_to_the_deed_asked_about(crewe: Asking, question: str, lead: str) -> None:
    assert crewe(question).text.startswith(f"{lead} — ")


def test_how_long_somebody_has_held_an_office_is_not_when_they_came_to_it(crewe: Asking) -> None:
    assert crewe("When did Rolf Danner become chairman?").status is Status.NOT_IN_ARTICLES
