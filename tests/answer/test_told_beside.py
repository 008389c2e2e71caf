"""Whoever and whatever only stands beside what is asked: a newspaper spoken to, an announcer, a topic named before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from rag import Library
from rag.models import Status
from tests.asking import Asking

ARTICLES = {
    "Pay round at the harbour": (
        "Desmond Arkwright met dockers in Calder on Tuesday over night work. He spoke to the Calder Ledger afterwards. "
        "“It was a long meeting,” he told the Ledger.\n"
        "Asked whether he would resign, Mr Arkwright laughed. “Not this year,” he said.\n"
        "“The strike fund is empty,” Mr Arkwright said. “But that is not what I fear. I fear the winter.”"
    ),
    "Barrage inquiry opens": (
        "The premier, Ida Berg, announced an inquiry into the burst barrage in April. Witnesses were heard in Halm.\n"
        "The inquiry will be led by Nadia Fell."
    ),
    "Kiln fire inquiry": "Ole Brandt, the governor, paid for the inquiry into the kiln fire at Sorn.",
}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, models: Library) -> Iterator[Asking]:
    with Library.open(tmp_path_factory.mktemp("beside"), beside=models) as library:
        for title, text in ARTICLES.items():
            library.add_text(text, title=title, published=date(2026, 3, 5))
        yield Asking(library, date(2026, 3, 20))


def test_a_newspaper_that_was_spoken_to_did_not_attend(news: Asking) -> None:
    answer = news("Who attended the meeting in Calder?")
    assert answer.status is Status.ANSWERED
    assert "Ledger" not in answer.text.split("\n")[0]


def test_a_quotation_is_about_what_the_sentence_before_it_names(news: Asking) -> None:
    assert "Not this year" in news("What did Desmond Arkwright say about resigning?").text


def test_whoever_announces_an_inquiry_does_not_lead_it(news: Asking) -> None:
    answer = news("Who leads the inquiry into the burst barrage?")
    assert not answer.text.startswith("Ida Berg")


def test_whoever_pays_for_an_inquiry_does_not_lead_it(news: Asking) -> None:
    assert news("Who leads the inquiry into the kiln fire?").status is Status.NOT_IN_ARTICLES
