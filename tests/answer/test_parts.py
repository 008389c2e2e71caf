from __future__ import annotations

import pytest

from rag.answer.compound.parts import parts
from rag.answer.compound.sides import sides
from rag.answer.syntax import Syntax


@pytest.mark.parametrize(
    ("question", "cut"),
    [
        (
            "When did the ferry sink, and when was it raised?",
            ["When did the ferry sink?", "When was it raised?"],
        ),
        (
            "What did the miners demand, what did the owners offer, and what was signed?",
            ["What did the miners demand?", "What did the owners offer?", "What was signed?"],
        ),
        (
            "How many of the 30 trams were delivered, and how many returned?",
            ["How many of the 30 trams were delivered?", "How many of the 30 trams returned?"],
        ),
        (
            "Until when did Ada Lind’s contract run, and until when does Otto Barr’s?",
            ["Until when did Ada Lind’s contract run?", "Until when does Otto Barr’s contract run?"],
        ),
        (
            "What did Otto Barr say about the bridge, and will he resign?",
            ["What did Otto Barr say about the bridge?", "Will he resign?"],
        ),
        (
            "Who wrote and who signed the letter to the mayor?",
            ["Who wrote the letter to the mayor?", "Who signed the letter to the mayor?"],
        ),
    ],
)
def test_a_question_is_cut_where_a_new_one_begins(syntax: Syntax, question: str, cut: list[str]) -> None:
    assert parts(syntax.parse([question])[0]) == cut


@pytest.mark.parametrize(
    "question",
    [
        "Who met Ada Lind and Otto Barr?",
        "Where, according to Otto Barr, does the tunnel end?",
        "Did Ada Lind say why she left and what she did next?",
        "What progress and what setbacks did the mayor report?",
        "Who said “Come and see, and who can will stay”?",
    ],
)
def test_one_question_is_left_whole(syntax: Syntax, question: str) -> None:
    assert parts(syntax.parse([question])[0]) == [question]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "Which came first, the fire in Arden or the flood in Brill?",
            ["When was the fire in Arden?", "When was the flood in Brill?"],
        ),
        (
            "Which came first, Lind replacing Barr or her visit to Brill?",
            ["When did Lind replace Barr?", "When was Lind’s visit to Brill?"],
        ),
        (
            "Are the council meeting and the mayor's speech on the same day?",
            ["When is the council meeting?", "When is the mayor's speech?"],
        ),
        (
            "How do the Danish and Swedish plans for the bridge differ?",
            ["What is the Danish plan for the bridge?", "What is the Swedish plan for the bridge?"],
        ),
        (
            "What do Lind and Barr each say about the tunnel?",
            ["What does Lind say about the tunnel?", "What does Barr say about the tunnel?"],
        ),
        (
            "Did the Arden turnout in 2026 beat that of 2021?",
            ["What was the Arden turnout in 2026?", "What was the Arden turnout in 2021?"],
        ),
        (
            "Which was larger, the number of marchers in Arden according to the police or according to the unions?",
            [
                "How many marchers were in Arden according to the police?",
                "How many marchers were in Arden according to the unions?",
            ],
        ),
    ],
)
def test_each_side_of_a_comparison_is_asked_by_itself(syntax: Syntax, question: str, asked: list[str]) -> None:
    assert sides(syntax.parse([question])[0]) == asked


@pytest.mark.parametrize(
    "question",
    [
        "What did Lind and Barr say to each other?",
        "When was the fire in Arden?",
        "Did Ada Lind resign, or is she still in office?",
        "Which parties won seats, and how many each?",
    ],
)
def test_nothing_is_compared_that_has_no_sides(syntax: Syntax, question: str) -> None:
    assert sides(syntax.parse([question])[0]) == []
