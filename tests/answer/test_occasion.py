from __future__ import annotations

import pytest

from rag.answer.events.occasion import is_time_of_it
from rag.answer.syntax import Syntax
from rag.answer.understanding import understand


@pytest.mark.parametrize(
    ("asked", "told", "time", "of_it"),
    [
        ("When will the council vote?", "The council, which met on Monday, will vote on Friday.", "Friday", True),
        ("When will the council vote?", "The council, which met on Monday, will vote on Friday.", "Monday", False),
        ("When is the harbour festival?", "Work goes on for the harbour festival on Sunday.", "Sunday", True),
        ("When will the parliament meet?", "Polls are expected to open on Sunday.", "Sunday", False),
        (
            "When did Hale make its bid?",
            "Hale, which bid $60 a share, must make a firm bid by 12 May.",
            "12 May",
            False,
        ),
        ("When did Tom Rehn become mayor?", "The mayor, Tom Rehn, opened a clinic on 4 April.", "4 April", False),
        ("When did Tom Rehn become mayor?", "Tom Rehn was elected mayor on 4 April.", "4 April", True),
        ("When did Orla Finch host the mayor?", "Orla Finch welcomed the mayor on Tuesday.", "Tuesday", True),
    ],
)
def test_a_time_answers_when_its_clause_tells_of_what_is_asked(
    syntax: Syntax, asked: str, told: str, time: str, of_it: bool
) -> None:
    question = understand(asked, syntax.parse([asked])[0])
    doc = syntax.parse([told])[0]
    start = told.index(time)
    span = doc.char_span(start, start + len(time))
    assert span is not None
    assert is_time_of_it(span, question) is of_it
