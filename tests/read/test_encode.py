from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.models import Span
from rag.read.encode import (
    CONTEXT_TOKENS,
    FIRST_TOKENS,
    SECOND_TOKENS,
    PairEncoder,
    context_of,
    spoken_day,
)
from rag.read.tokens import is_known, tokenizer

LONG = "word " * 5000


@pytest.fixture(scope="module")
def encoder() -> PairEncoder:
    return PairEncoder(tokenizer())


def text_of(ids: list[int]) -> str:
    return str(tokenizer().decode(ids, skip_special_tokens=False))


def test_question_sentence_and_context_stand_one_after_the_other(encoder: PairEncoder) -> None:
    one = encoder.encode("Who met?", "Odile Varga met Tom.", "Talks held")
    assert text_of(one.ids) == "[CLS] who met? [SEP] odile varga met tom. [SEP] talks held [SEP]"


def test_only_the_sentence_is_of_the_second_type(encoder: PairEncoder) -> None:
    one = encoder.encode("Who met?", "Odile met Tom.", "Talks held")
    second = [token for token, kind in zip(one.ids, one.types, strict=True) if kind]
    assert text_of(second) == "odile met tom. [SEP]"
    assert one.types == [*[0] * one.start, *[1] * len(second), *[0] * 3]


def test_each_token_of_the_sentence_knows_its_place(encoder: PairEncoder) -> None:
    sentence = "At Łódź, Odile’s ferry cost £1.2m."
    one = encoder.encode("What did it cost?", sentence, "Ferry")
    assert one.types[one.start - 1 : one.start + 1] == [0, 1]
    assert "".join(sentence[span.start : span.end] for span in one.offsets) == sentence.replace(" ", "")
    assert len(one.offsets) == sum(one.types) - 1


def test_without_context_the_pair_ends_after_the_sentence(encoder: PairEncoder) -> None:
    assert text_of(encoder.encode("Who?", "Odile met Tom.", "").ids) == "[CLS] who? [SEP] odile met tom. [SEP]"


def test_an_empty_sentence_is_encoded_too(encoder: PairEncoder) -> None:
    one = encoder.encode("", "", "")
    assert text_of(one.ids) == "[CLS] [SEP] [SEP]"
    assert one.offsets == []


def test_of_a_question_the_end_is_read_and_of_a_sentence_the_beginning(encoder: PairEncoder) -> None:
    one = encoder.encode(f"{LONG} who met Odile?", f"Tom met Odile. {LONG}", f"Talks held {LONG}")
    assert len(one.ids) == FIRST_TOKENS + SECOND_TOKENS + CONTEXT_TOKENS + 4
    assert len(one.types) == len(one.ids)
    assert len(one.offsets) == SECOND_TOKENS
    read = text_of(one.ids)
    assert "who met odile? [SEP] tom met odile." in read
    assert "[SEP] talks held" in read


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_every_text_has_as_many_types_as_tokens_and_places_inside_of_it(first: str, second: str, context: str) -> None:
    one = PairEncoder(tokenizer()).encode(first, second, context)
    assert len(one.ids) == len(one.types)
    assert all(0 <= span.start <= span.end <= len(second) for span in one.offsets)
    assert one.ids[one.start + len(one.offsets)] == tokenizer().token_to_id("[SEP]")


@pytest.mark.parametrize(
    ("title", "day", "before", "context"),
    [
        ("Talks held", "Friday 13 March 2026", ["She came."], "Talks held | Friday 13 March 2026 | She came."),
        ("Talks held", None, ["He slept.", "She came.", "They ate."], "Talks held | They ate. | She came."),
        ("", None, ["She came."], "She came."),
        (None, "Friday 13 March 2026", [], "Friday 13 March 2026"),
        (None, None, [], ""),
    ],
)
def test_what_is_unknown_is_left_out_of_the_context(
    title: str | None, day: str | None, before: list[str], context: str
) -> None:
    assert context_of(title, day, before) == context


def test_a_day_is_spoken_in_english_on_every_machine() -> None:
    assert spoken_day(date(2026, 3, 13)) == "Friday 13 March 2026"
    assert spoken_day(date(2024, 12, 1)) == "Sunday 1 December 2024"


def test_common_words_are_known_and_slips_are_not() -> None:
    assert is_known("meeting")
    assert not is_known("meating")


def test_places_are_values() -> None:
    assert PairEncoder(tokenizer()).encode("", "Rain.", "").offsets == [Span(0, 4), Span(4, 5)]
