from __future__ import annotations

from datetime import date

from rag import Library
from rag.models import EventStatus, Status
from tests.asking import assert_verbatim

ASKED = date(2026, 6, 20)
PLAN = "Orla Finch is expected to appear before the harbour board on Friday. The board sits in Marl Quay."
DONE = "Orla Finch appeared before the harbour board on Friday and answered for two hours. The board took notes."
RUMOUR = "A rumour spread that a bank had bought the Marl Quay lighthouse. The keeper, Jon Abel, said that was untrue."
VOTES = {
    "Council": "The council of Ostley voted by nine to four on Tuesday to close the swimming pool.",
    "Dockers": "Dockers in Brandport voted by 310 to 42 on Monday to strike over night shifts.",
}


def test_how_it_turned_out_is_told_and_not_the_plan(tmp_path: object, models: Library) -> None:
    with Library.open(str(tmp_path), beside=models) as library:
        library.add_text(PLAN, title="Finch to appear", published=date(2026, 6, 10))
        library.add_text(DONE, title="Finch appears", published=date(2026, 6, 13))
        answer = library.ask("Has Orla Finch appeared before the harbour board?", asked=ASKED)
        assert_verbatim(library, answer)
    assert "appeared before" in answer.text
    assert answer.claims[0].event_status is EventStatus.HAPPENED


def test_a_rumour_is_quoted_with_its_denial(tmp_path: object, models: Library) -> None:
    with Library.open(str(tmp_path), beside=models) as library:
        library.add_text(RUMOUR, title="Lighthouse not for sale", published=date(2026, 6, 10))
        answer = library.ask("Has a bank bought the Marl Quay lighthouse?", asked=ASKED)
    assert "untrue" in answer.text
    assert answer.claims[0].event_status is EventStatus.DENIED


def test_a_question_that_fits_two_stories_is_asked_back(tmp_path: object, models: Library) -> None:
    with Library.open(str(tmp_path), beside=models) as library:
        for title, text in VOTES.items():
            library.add_text(text, title=title, published=date(2026, 6, 17))
        vague = library.ask("When was the vote?", asked=ASKED)
        named = library.ask("When did the council of Ostley vote?", asked=ASKED)
    assert vague.status is Status.AMBIGUOUS
    assert len(vague.claims) == 2
    assert named.status is Status.ANSWERED
    assert "Tuesday" in named.text
