"""How old somebody is: an age that stands with the name, never another number near it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from rag import Library
from rag.models import Status
from tests.asking import Asking

NEWS = """\
Ada Holm, 54, who has led the Moss Party since 2015, will stand down.

Sam Alder, 13 years her junior, will follow Ms Holm.

Jo Lamb, the 61-year-old harbour master of Odell, has 15 boats. A 19-year-old apprentice, Peter Oster, was rescued.

Mira Stone, who set up the trust, died last year at 88. Rolf Danner has run the mill for 14 years.

Nora Field turned 71 last month. She first climbed the peak in 1984, at the age of 30.

The 120-year-old mill in Odell will close, as 71.3 per cent of it is sold.

Mr Danner and his son, Till, met the council. He is 66, the mill said.

Greta Bloom runs the shop. She is 47 and lives in Odell.
"""


@pytest.fixture(scope="module")
def odell(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Iterator[Asking]:
    with Library.open(tmp_path_factory.mktemp("odell"), beside=models) as library:
        library.add_text(NEWS, title="People of Odell", source="Echo", published=date(2026, 5, 18))
        yield Asking(library, date(2026, 5, 19))


@pytest.mark.parametrize(
    ("question", "age"),
    [
        ("How old is Ada Holm?", "54"),
        ("What age is Ada Holm?", "54"),
        ("How old is Jo Lamb?", "61"),
        ("How old is Peter Oster?", "19"),
        ("How old was Mira Stone when she died?", "88"),
        ("How old is Nora Field?", "71"),
        ("How old was Nora Field when she first climbed the peak?", "30"),
        ("How old is Greta Bloom?", "47"),
        ("How old is the mill in Odell?", "120-year-old"),
    ],
)
def test_an_age_stands_with_its_name(odell: Asking, question: str, age: str) -> None:
    assert odell(question).text.startswith(f"{age} — ")


@pytest.mark.parametrize(
    "question",
    [
        "How old is Sam Alder?",
        "How old is Rolf Danner?",
        "How old was Jo Lamb when she first climbed the peak?",
        "How old is the trust?",
    ],
)
def test_a_number_near_a_name_is_no_age(odell: Asking, question: str) -> None:
    assert odell(question).status is Status.NOT_IN_ARTICLES
