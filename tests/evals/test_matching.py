from __future__ import annotations

import pytest

from evals.matching import normalised, says


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("The series “Succession” won again.", '"Succession"'),
        ("Grease’s star has died.", "“Grease”"),
        ("A ‘goblin mode’ winter", "“Goblin mode”"),
        ("“The pandemic is over,” he said.", "“The pandemic is over.”"),
        ("The band blink–182 returns.", "Blink-182"),
        ("It cost $20000 in all.", "$20,000"),
        ("Some 10,000 people came.", "10000"),
        ("The US$22 ticket", "$22"),
        ("They saw snakes.", "Snake"),
        ("Apple's new phone", "Apple"),
        ("SRI\nLANKA", "Sri Lanka"),
        ("In all, 187.", "187"),
    ],
)
def test_an_answer_is_found_whatever_its_typography(text: str, answer: str) -> None:
    assert says(text, answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Affordable homes", "Ford"),
        ("The total was 1,187.", "187"),
        ("The total was 1,187.", "1"),
        ("About 1.8 billion people", "8 billion"),
        ("A $22.5 ticket", "$22"),
        ("Sweden or Finland", "Sweden and Finland"),
        ("Anything at all", ""),
    ],
)
def test_a_part_of_another_word_or_number_is_no_answer(text: str, answer: str) -> None:
    assert not says(text, answer)


def test_only_a_comma_inside_a_number_is_dropped() -> None:
    assert normalised("In 2022, 1,234,567 of 12,34 and 5,6789") == "in 2022, 1234567 of 12,34 and 5,6789"
