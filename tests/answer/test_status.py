from __future__ import annotations

import pytest

from rag.answer.status import of_noun, of_sentence, of_verb
from rag.answer.syntax import Syntax
from rag.models import EventStatus

HAPPENED, PLANNED = EventStatus.HAPPENED, EventStatus.PLANNED
DENIED, UNCLEAR = EventStatus.DENIED, EventStatus.UNCLEAR


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The ministers met in Halvern on Monday.", HAPPENED),
        ("The ministers have met twice this year.", HAPPENED),
        ("The council approved the budget after a long debate.", HAPPENED),
        ("The ministers will meet in Halvern on Monday.", PLANNED),
        ("The ministers are set to meet in Halvern.", PLANNED),
        ("The ministers are due to meet in Halvern.", PLANNED),
        ("The ministers are expected to meet in Halvern.", PLANNED),
        ("The ministers are also to be briefed in Halvern.", PLANNED),
        ("The ministers plan to meet in Halvern.", PLANNED),
        ("The ministers are to meet in Halvern.", PLANNED),
        ("The ministers agreed to meet in Halvern next week.", PLANNED),
        ("The ministers did not meet.", DENIED),
        ("The ministers never met.", DENIED),
        ("The ministers may meet in Halvern.", UNCLEAR),
        ("The ministers might meet in Halvern.", UNCLEAR),
        ("The ministers reportedly met in Halvern.", UNCLEAR),
        ("Police are believed to have found the boat.", UNCLEAR),
        ("The mill was able to reopen.", HAPPENED),
        ("The sides cannot agree on a text.", HAPPENED),
        ("The sides could not agree to meet.", DENIED),
        ("No ship left the port.", DENIED),
        ("Nobody was hurt in the blast.", DENIED),
        ("The ministers meet in Arden on Tuesday.", PLANNED),
        ("She is flying to Arden on Tuesday.", PLANNED),
    ],
)
def test_it_tells_what_a_sentence_says_of_its_event(syntax: Syntax, sentence: str, status: EventStatus) -> None:
    assert of_sentence(syntax.parse([sentence])[0]) is status


def test_a_heading_says_nothing_of_an_event(syntax: Syntax) -> None:
    assert of_sentence(syntax.parse(["Closer ties between neighbours"])[0]) is None


@pytest.mark.parametrize(
    ("sentence", "noun", "status"),
    [
        ("The meeting took place in Halvern.", "meeting", HAPPENED),
        ("The meeting will take place in Halvern.", "meeting", PLANNED),
        ("The meeting has been cancelled.", "meeting", DENIED),
        ("The meeting was called off.", "meeting", DENIED),
        ("The meeting was postponed until May.", "meeting", PLANNED),
        ("The meeting is expected to focus on trade.", "meeting", PLANNED),
        ("The government cancelled the meeting.", "meeting", DENIED),
        ("They arrived for the planned meeting.", "meeting", PLANNED),
        ("Ahead of the meeting, he flew home.", "meeting", PLANNED),
        ("He spoke to reporters after the meeting.", "meeting", HAPPENED),
    ],
)
def test_it_tells_what_a_sentence_says_of_a_noun(syntax: Syntax, sentence: str, noun: str, status: EventStatus) -> None:
    token = next(t for t in syntax.parse([sentence])[0] if t.text == noun)
    assert of_noun(token) is status


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("The ministers refused to meet the delegation.", DENIED),
        ("The ministers failed to meet the delegation.", DENIED),
        ("The ministers declined to meet the delegation.", DENIED),
        ("The ministers did not plan to meet the delegation.", DENIED),
        ("The ministers hope to meet the delegation.", PLANNED),
        ("The ministers wanted to meet the delegation.", PLANNED),
    ],
)
def test_a_verb_under_another_takes_its_status_from_it(syntax: Syntax, sentence: str, status: EventStatus) -> None:
    verb = next(t for t in syntax.parse([sentence])[0] if t.text == "meet")
    assert of_verb(verb) is status
