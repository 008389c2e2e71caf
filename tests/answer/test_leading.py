from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from rag import Library
from rag.models import Status
from tests.asking import Asking

ARTICLES = {
    "Rate held at the Bank of Orrin": (
        date(2026, 3, 2),
        "The Bank of Orrin kept its main rate at 3 per cent on Monday. Governor Tessa Vail told reporters that prices "
        "were steady. Odo Lunt, the bank’s head of research, had argued for a cut.",
    ),
    "Harrier FC dismiss Bolt": (
        date(2026, 3, 4),
        "Harrier FC have dismissed their manager, Ivan Bolt, after six defeats. He had been there for a year.",
    ),
    "Harrier FC present new manager": (
        date(2026, 3, 9),
        "Mara Quist was presented as the new manager of Harrier FC on Monday, five days after the club parted with "
        "Ivan Bolt. The chairwoman, Dame Edith Crowe, shook her hand.",
    ),
    "Dredging of the Marl channel": (
        date(2026, 3, 5),
        "The dredging of the Marl channel will be watched by the Marl Trust, said Pia Rusk, a former judge who has led "
        "the trust since May. Its former director, Sem Holt, is on trial.",
    ),
}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Iterator[Asking]:
    with Library.open(tmp_path_factory.mktemp("leading"), beside=models) as library:
        for title, (published, text) in ARTICLES.items():
            library.add_text(text, title=title, published=published)
        yield Asking(library, date(2026, 3, 20))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who leads the Bank of Orrin?", "Tessa Vail"),
        ("Who heads the Bank of Orrin?", "Tessa Vail"),
        ("Who is in charge of the Bank of Orrin?", "Tessa Vail"),
        ("Who manages Harrier FC?", "Mara Quist"),
        ("Who succeeded Ivan Bolt as manager of Harrier FC?", "Mara Quist"),
        ("Who leads the Marl Trust?", "Pia Rusk"),
    ],
)
def test_who_leads_is_told_by_a_role(news: Asking, question: str, name: str) -> None:
    answer = news(question)
    assert answer.status is Status.ANSWERED
    assert answer.claims[0].text.startswith(name)


@pytest.mark.parametrize("question", ["Who leads the Bank of Feld?", "Who edits the Marl Gazette?"])
def test_what_nobody_is_told_to_lead_is_refused(news: Asking, question: str) -> None:
    assert news(question).status is Status.NOT_IN_ARTICLES
