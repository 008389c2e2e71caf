"""The sentence splitter: made-up tricky sentences, and promises that hold for any text."""

from __future__ import annotations

import pytest

from rag.ingest.sentences import split


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Okafor met Gen. Lindqvist and Dr. A. B. Pell at No. 10 on Thursday.",
        "The U.S. Treasury and the U.K. Foreign Office signed it at 9 a.m. Friday.",
        "Output rose 3.5 percent to $4.2 billion in Jan. 2021, said Farrow Inc. Chairman Lee Moss Jr. of Reno, Nev.",
        "“We will not wait,” she said.",
        "“Stop!” he shouted.",
        "“Are you coming?” Minister Adaeze Cole asked reporters.",
        "They waited … and waited.",
        "The firm (formerly Bright Co.) closed.",
        "1. Open the valve slowly.",
        "See example.com/a.Bc for details.",
    ],
)
def test_one_sentence_stays_whole(sentence: str) -> None:
    assert sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    "parts",
    [
        ["“We will not wait.", "We never did,” she said.", "Then she left."],
        ["He flew to the U.S.", "The talks had failed."],
        ["She shouted “Fire!”", "The hall emptied."],
        ["It rained.", "“Nobody came,” said Ms. Ode."],
        ["It was over by 6 p.m.", "By then the roads were closed."],
        ["Was it No. 4?", "No.", "It was No. 5."],
        ["He said it was over…", "It was not."],
        ["(The vote was close.)", "A recount followed."],
        ["The mayor was ill.", "Smith stood in."],
        ["今日は晴れです。", "明日は雨です。"],
    ],
)
def test_each_sentence_stands_alone(parts: list[str]) -> None:
    joiner = "" if parts[0].endswith("。") else " "
    assert sentences(joiner.join(parts)) == parts


def test_a_line_break_ends_a_sentence() -> None:
    assert sentences("Storm closes port\n\nThe port, closed\non Monday.") == [
        "Storm closes port",
        "The port, closed",
        "on Monday.",
    ]


def test_a_space_lost_after_a_stop_is_no_obstacle() -> None:
    assert sentences("Nobody was hurt.The bridge reopened.") == ["Nobody was hurt.", "The bridge reopened."]
