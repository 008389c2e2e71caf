"""Which sentences have the words that are quoted. The sentences are made up."""

from __future__ import annotations

import pytest

from rag.llm.quotes import places

PASSAGE = [
    "The council’s vote – the third this year – was put off until Monday.",
    "“We need more time,” the mayor said.",
    "The flood walls would cost 12 million crowns, twice what was planned.",
    "The council meets again in June.",
]


@pytest.mark.parametrize(
    ("quoted", "place"),
    [
        (PASSAGE[2], (2,)),
        ("the flood   walls WOULD cost 12 million crowns", (2,)),
        ('the council\'s vote - the third this year - was put off"', (0,)),
        ("“We need more time”", (1,)),
        ("the mayor said. The flood walls would cost", (1, 2)),
        ("The council’s vote … was put off until Monday", (0,)),
        ("the third this year [...] twice what was planned", (0, 2)),
        ("12 million crowns", (2,)),
    ],
)
def test_the_same_words_are_found_whatever_stands_between_them(quoted: str, place: tuple[int, ...]) -> None:
    assert places(quoted, PASSAGE) == [place]


@pytest.mark.parametrize(
    ("quoted", "place"),
    [
        ("The flood walls would cost 21 million crowns, twice what was planned.", (2,)),
        ("The flood walls will cost 12 million crowns", (2,)),
        ("The council’s vote was put off until Monday.", (0,)),
        ("The town council meets again in June.", (3,)),
    ],
)
def test_an_altered_quotation_leads_to_the_true_sentence(quoted: str, place: tuple[int, ...]) -> None:
    assert places(quoted, PASSAGE) == [place]


@pytest.mark.parametrize(
    "quoted",
    [
        "The walls were sold to a private company last week.",
        "The mayor of another town asked for more money.",
        "The council rejected the plan for new schools.",
        "21 million crowns",
        "need more money … the council meets again",
    ],
)
def test_what_nobody_wrote_is_nowhere(quoted: str) -> None:
    assert places(quoted, PASSAGE) == []


def test_what_stands_in_several_sentences_is_found_in_each() -> None:
    assert places("the council", PASSAGE) == [(0,), (3,)]
    assert places("the", PASSAGE) == [(0,), (1,), (2,), (3,)]


@pytest.mark.parametrize("quoted", ["", " … ", "“”"])
def test_nothing_quoted_may_be_any_sentence(quoted: str) -> None:
    assert places(quoted, PASSAGE) == [(0,), (1,), (2,), (3,)]
