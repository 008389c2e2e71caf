from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.numbers import numbers_in, values_in, without_numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("nineteen people", [19]),
        ("Sixty, seventy, eighty or ninety", [60, 70, 80, 90]),
        ("twenty-one ships", [21]),
        ("two hundred and fifty ships", [250]),
        ("one million two hundred thousand", [1_200_000]),
        ("two dozen", [24]),
        ("1,200 nurses", [1200]),
        ("1,00,000 rupees", [100_000]),
        ("£1.2m a year", [1_200_000]),
        ("1.5bn euros", [1_500_000_000]),
        ("2.14 billion", [2_140_000_000]),
        ("Rs 2 crore", [20_000_000]),
        ("3 lakh homes", [300_000]),
        ("one in five schools", [1, 5]),
        ("a 2-1 win", [2, 1]),
        ("12-15% lower", [12, 15]),
        ("a 61-year-old", [61]),
        ("on 14 May 2024", [14, 2024]),
        ("the 7th", [7]),
    ],
)
def test_a_number_comes_to_the_same_in_figures_and_in_words(text: str, values: list[float]) -> None:
    assert [one.value for one in numbers_in(text)] == values


@pytest.mark.parametrize("text", ["Someone tendered.", "The money is often gone.", "The sixteenths and the tens", "A4"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert numbers_in(text) == []


def test_a_number_lies_where_it_stands() -> None:
    text = "In all, twenty-one ships and £1.2m were lost."
    assert [text[one.span.start : one.span.end] for one in numbers_in(text)] == ["twenty-one", "1.2m"]


def test_a_scaled_number_is_known_without_its_scale_too() -> None:
    assert values_in("It cost £1.2m.") == {1.2, 1_200_000}
    assert values_in("The G7 met.") == {7}


def test_a_text_without_its_numbers_keeps_the_rest() -> None:
    assert without_numbers("nineteen people, 40 homes").split() == ["people,", "homes"]


@given(st.integers(0, 10**9))
def test_thousands_may_be_grouped(number: int) -> None:
    assert [one.value for one in numbers_in(f"It was {number:,}.")] == [number]
    assert [one.value for one in numbers_in(f"It was {number}.")] == [number]


@given(st.text(max_size=60))
def test_every_number_of_any_text_has_a_value_and_a_place(text: str) -> None:
    for one in numbers_in(text):
        assert text[one.span.start : one.span.end].strip()
    without_numbers(text)
    values_in(text)
