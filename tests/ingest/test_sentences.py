"""The sentence splitter: made-up tricky sentences, and promises that hold for any text."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.sentences import LINE_BREAK, split


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



ANY_TEXT = st.text(st.characters(exclude_categories=()))
MARKS = [*".!?…,\"'“”‘’()[]", "...", "。", "—", " ", "  ", "\n", "\r\n", "\u2028"]
WORDS = ["Mr", "U.S", "No", "Inc", "10", "1", "he", "said", "The", "vote", "A", "a.m", "example.com"]
NEWSY = st.lists(st.sampled_from(MARKS + WORDS)).map("".join)


@given(ANY_TEXT | NEWSY)
def test_sentences_are_trimmed_ordered_and_miss_nothing(text: str) -> None:
    spans = split(text)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    gaps = [0, *(edge for span in spans for edge in span), len(text)]
    assert all(text[start:end].strip() == "" for start, end in zip(gaps[::2], gaps[1::2], strict=True))


@given(ANY_TEXT | NEWSY)
def test_no_sentence_crosses_a_line_break(text: str) -> None:
    assert not any(LINE_BREAK.search(text, start, end) for start, end in split(text))


@given(NEWSY)
def test_lines_are_split_as_if_alone(line: str) -> None:
    alone = sentences(line)
    assert sentences(f"{line}\n{line}") == alone + alone


@pytest.mark.parametrize("unit", ["x", ".", "“", ". ", '." ', "1. ", "!” a ", "J. ", "\n", ". …", ".’ ' "])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        split(text)
        return time.process_time() - start

    least = max(min(seconds(25_000) for _ in range(3)), 0.0025)
    assert min(seconds(200_000) for _ in range(3)) < 20 * least  # eight times the text; quadratic would take 64 times
