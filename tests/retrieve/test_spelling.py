from __future__ import annotations

import pytest

from rag.retrieve.spelling import MOST, mended, words_in

TEXTS = [
    "Radek Milosh met Ilse Brandvold in Halvern. The ministers talked about the Skarn Strait and the ferries.",
    "The meeting in Brackenford was attended by the treasurer.",
]
KNOWN = "who did what the meet met in say about attended talk ferry minister attend meeting was at"
ENGLISH = frozenset(KNOWN.split())


def mend(question: str) -> str:
    return mended(question, [words_in([text]) for text in TEXTS], ENGLISH.__contains__)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Who did Radek Milsoh meet?", "Who did Radek Milosh meet?"),
        ("What did Brandvolt say?", "What did Brandvold say?"),
        ("who did radek milosh meet in halvren", "who did Radek Milosh meet in Halvern"),
        ("Who attended the meating in Brackenfrod?", "Who attended the meeting in Brackenford?"),
        ("What did the tresurer say?", "What did the treasurer say?"),
    ],
)
def test_a_slip_is_read_as_it_was_meant(asked: str, meant: str) -> None:
    assert mend(asked) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Who did Radek Milosh meet?",  # all right
        "What did Angela Merkel say?",  # a name that is far from every name here
        "Who meets the ministers about ferry talks?",  # other forms of words that are here
        "Did Ira say it?",  # too short to tell
        "Who wasn’t at the meeting?",  # not "was"
        "What about 12345?",
        "",
    ],
)
def test_what_is_right_or_far_from_everything_is_left_alone(question: str) -> None:
    assert mend(question) == question


def test_a_known_english_word_is_never_taken_for_a_name() -> None:
    assert mended("Was it a market?", [{"Marker", "Markel"}], {"market"}.__contains__) == "Was it a market?"


def test_without_articles_nothing_is_mended() -> None:
    assert mended("Who did Milsoh meet?", [], lambda _: False) == "Who did Milsoh meet?"


def test_of_words_as_close_the_one_written_alike_is_meant() -> None:
    words = [{"PEOPLE", "People", "people"}]
    assert mended("How many peeple?", words, ENGLISH.__contains__) == "How many people?"
    assert mended("How many Peeple?", words, ENGLISH.__contains__) == "How many People?"


def test_a_question_in_another_language_is_not_mended_to_its_end() -> None:
    slips = [f"word{letter}{other}" for letter in "abcdef" for other in "abcdef"]
    read = mended(" ".join(slips), [{f"{slip}zz" for slip in slips}], lambda _: False).split()
    changed = [one for one, slip in zip(read, slips, strict=True) if one != slip]
    assert 0 < len(changed) <= MOST < len(slips)
