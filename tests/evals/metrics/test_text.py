from __future__ import annotations

import pytest

from evals.metrics.text import contains, coverage, exact_match, folded, found, missing, normalise_answer, token_f1


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("President Zelenskyy arrived.", "Zelensk"),
        ("President Zelensky arrived.", "zelensk"),
        ("It won’t happen.", "won't happen"),
        ("It wont happen.", "won’t happen"),
        ("The ministers’ meeting", "ministers' meeting"),
        ("A ‘goblin mode’ winter", "“Goblin mode”"),
        ("Grease’s star has died.", "“Grease”"),
        ("“The pandemic is over,” he said.", "“The pandemic is over.”"),
        ("The band blink–182 returns.", "Blink-182"),
        ("a 30\N{NO-BREAK SPACE}day\n  truce", "30 day"),
        ("Some 10,000 people came.", "10000"),
        ("It cost $20000 in all.", "$20,000"),
        ("The US$22 ticket", "$22"),
        ("In all, 187.", "187"),
        ("They met on 12 May, 15 people.", "15"),
        ("12% of them", "12"),
        ("a £1.2bn bid", "1.2"),
        ("On the 15th", "15"),
        ("It ended 3–0.", "3-0"),
        ("The EU’s answer was no.", "EU"),
        ("The answer: no!", "No"),
        ("Hawai’i erupts.", "Hawaii"),
    ],
)
def test_a_wording_is_found_whatever_its_typography(text: str, wording: str) -> None:
    assert contains(text, wording)


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("Affordable homes", "Ford"),
        ("In 15 towns", "1"),
        ("In 15 towns", "5"),
        ("Some 1,500 people", "1"),
        ("Some 1,500 people", "500"),
        ("It fell by 12.5 per cent.", "12"),
        ("It fell by 12.5 per cent.", "5 per cent"),
        ("It begins at 9:30.", "9"),
        ("It begins at 9:30.", "30"),
        ("Norway", "no"),
        ("They stood aside.", "as"),
        ("Sweden or Finland", "Sweden and Finland"),
        ("Anything at all", ""),
        ("Anything at all", "“.”"),
    ],
)
def test_a_part_of_another_word_or_number_is_not_the_wording(text: str, wording: str) -> None:
    assert not contains(text, wording)


@pytest.mark.parametrize(
    ("text", "wording", "expected"),
    [
        ("Iranian lawmakers", "Iran", False),
        ("Iran’s lawmakers", "Iran", True),
        ("They saw snakes and foxes.", "Snake", True),
        ("They saw snakes and foxes.", "fox", True),
        ("The total was 1,187.", "187", False),
        ("A $22.5 ticket", "$22", False),
        ("A $22m ticket", "$22", False),
        ("About 1.8 billion people", "8 billion", False),
    ],
)
def test_a_whole_wording_may_take_a_plural_or_a_genitive_and_nothing_else(
    text: str, wording: str, expected: bool
) -> None:
    assert contains(text, wording, whole=True) is expected


def test_only_a_comma_inside_a_number_is_dropped() -> None:
    assert folded("In 2022, 1,234,567 of 12,34 and 5,6789") == "in 2022, 1234567 of 12,34 and 5,6789"


def test_what_is_found_and_what_is_missing_is_told() -> None:
    groups = [["Thursday", "12 March"], ["Halvern"], ["Dole", "Ms Dole"]]
    assert found("On 12 March at Halvern", ["Halvern", "Loxley"]) == ["Halvern"]
    assert missing("On 12 March at Halvern", groups) == [["Dole", "Ms Dole"]]
    assert coverage("On 12 March at Halvern", groups) == pytest.approx(2 / 3)
    assert coverage("On 12 March at Halvern", []) is None


def test_answers_are_normalised_as_in_squad() -> None:
    assert normalise_answer("  The U.S.A.'s  Theatre, an   answer ") == "usas theatre answer"


def test_exact_match_takes_the_best_reference() -> None:
    assert exact_match("The Eiffel Tower.", ["Paris", "eiffel tower"]) == 1.0
    assert exact_match("Eiffel Tower, Paris", ["Paris", "eiffel tower"]) == 0.0


@pytest.mark.parametrize(
    ("answer", "references", "expected"),
    [
        ("the Eiffel Tower", ["Eiffel Tower"], 1.0),
        ("Eiffel Tower in Paris", ["Eiffel Tower"], 2 / 3),    # precision 2/4, recall 2/2
        ("in Paris", ["Berlin", "Paris"], 2 / 3),
        ("no no", ["no"], 2 / 3),    # a word counts as often as both have it
        ("Rome", ["Paris"], 0.0),
        ("", [""], 1.0),
        ("", ["Paris"], 0.0),
        ("Paris", ["", "the"], 0.0),
    ],
)
def test_token_f1(answer: str, references: list[str], expected: float) -> None:
    assert token_f1(answer, references) == pytest.approx(expected)
