"""Statements read from what models write, well formed and not."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import MalformedReply
from rag.llm.statements import ClaimScanner, Quoted, Written, question_in

REPLY = {
    "claims": [
        {"text": "The mayor said “{no}”.", "quotes": [{"id": "AB12", "quote": 'He said "no" {twice}.'}]},
        {"text": "Two\nlines.", "quotes": [{"id": " CD34 ", "quote": "One."}, {"id": "EF56", "quote": "Two."}]},
    ]
}
FIRST = Written("The mayor said “{no}”.", (Quoted("AB12", 'He said "no" {twice}.'),))
SECOND = Written("Two lines.", (Quoted("CD34", "One."), Quoted("EF56", "Two.")))


def read(*pieces: str) -> list[Written]:
    scanner = ClaimScanner()
    found = [written for piece in pieces for written in scanner.feed(piece)]
    return found + scanner.close()


@given(st.lists(st.integers(1, 40), max_size=30), st.booleans())
def test_wherever_a_reply_is_cut_into_pieces_the_statements_are_the_same(sizes: list[int], ascii_only: bool) -> None:
    text = json.dumps(REPLY, ensure_ascii=ascii_only)
    pieces, at = [], 0
    for size in sizes:
        pieces.append(text[at : at + size])
        at += size
    assert read(*pieces, text[at:]) == [FIRST, SECOND]


def test_a_statement_is_there_as_soon_as_it_is_complete() -> None:
    text = json.dumps(REPLY)
    scanner = ClaimScanner()
    end = text.index("}]}") + 3
    assert scanner.feed(text[: end - 1]) == []
    assert scanner.feed(text[end - 1 : end]) == [FIRST]


@pytest.mark.parametrize(
    "reply",
    [
        'Here you are:\n```json\n{"claims": [{"text": "It rained.", "quotes": []}]}\n```\nIt\'s done.',
        '[{"text": "It rained.", "quotes": []}]',
        '{"text": "It rained.", "quotes": []}',
        '{"claims": [{"text": "It rained.", "quotes": [],},]}',
        "{'claims': [{'text': 'It rained.', 'quotes': []}]}",
        '{"claims": [{"text": "It rained."}',
        '{"claims": [{"text": "It rained.", "quotes": [{"id": 3, "quote": "x"}, "y", {"id": "A"}]}]}',
    ],
)
def test_what_is_nearly_right_is_read(reply: str) -> None:
    assert read(reply) == [Written("It rained.", ())]


def test_no_statement_is_no_mistake() -> None:
    assert read('{"claims": []}') == []


@pytest.mark.parametrize(
    "reply", ["", "  ", "It rained.", "3", '{"claims": 3}', '{"claims": [{"text": ""}]}', '{"a": 1}']
)
def test_what_makes_no_statement_in_no_form_is_malformed(reply: str) -> None:
    with pytest.raises(MalformedReply):
        read(reply)


@given(st.text(st.sampled_from('{}[]":,\\ abc\n“”01'), max_size=200))
def test_no_reply_breaks_the_scanner(reply: str) -> None:
    with suppress(MalformedReply):
        assert all(one.text.strip() for one in read(reply))


@pytest.mark.parametrize("opened", ['{"a":', "{", "["])
def test_a_reply_nested_beyond_reason_is_malformed_and_soon_known_to_be(opened: str) -> None:
    started = time.process_time()
    with pytest.raises(MalformedReply):
        read(opened * 3_000 + "}" * 3_000)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("hidden", [r"\u0000", r"\u001b", r"\u202e", r"\u200b", r"\ud800"])
def test_what_is_read_can_be_stored_and_shown(hidden: str) -> None:
    (written,) = read(
        f'{{"claims": [{{"text": "It{hidden} rained.", "quotes": [{{"id": "AB12{hidden}", "quote": "It{hidden}"}}]}}]}}'
    )
    for text in (
        written.text,
        written.quotes[0].passage,
        written.quotes[0].words,
        question_in(f'{{"question": "Who{hidden}?"}}'),
    ):
        assert text
        assert all(one.isprintable() for one in text)
        assert text.encode("utf-8")
    assert read(f'{{"claims": [{{"text": "{hidden}"}}, {{"text": "It rained."}}]}}')[-1] == Written("It rained.", ())


@pytest.mark.parametrize(
    ("reply", "question"),
    [
        ('{"question": "Who  won?"}', "Who won?"),
        ('Sure: {"question": "Who won?"}', "Who won?"),
        ("Who won?", None),
        ('{"question": 3}', None),
        ('{"question": " "}', None),
    ],
)
def test_a_rewritten_question_is_read(reply: str, question: str | None) -> None:
    assert question_in(reply) == question
