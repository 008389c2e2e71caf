from __future__ import annotations

import pytest

from rag.answer.language.synonyms import synonyms
from rag.answer.language.words import is_present, mentions, words_of


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("succeed", "Mora replaced Lindt as chair."),
        ("postpone", "The vote was put off until May."),
        ("win", "Her party won."),
        ("moscow", "The Kremlin refused."),
    ],
)
def test_a_word_is_present_in_another_form_or_under_another_name(word: str, text: str) -> None:
    assert is_present(word, words_of(text))


@pytest.mark.parametrize(
    ("word", "text"),
    [("resign", "Mora replaced Lindt as chair."), ("postpone", "She put the cup down."), ("moscow", "Kyiv refused.")],
)
def test_other_words_are_not(word: str, text: str) -> None:
    assert not is_present(word, words_of(text))


def test_a_set_is_not_joined_with_another_that_shares_a_word() -> None:
    assert "oust" in synonyms("dismiss")
    assert "turn_down" in synonyms("reject")
    assert "oust" not in synonyms("reject")


def test_a_name_is_mentioned_by_its_last_part_and_not_by_another_name() -> None:
    assert mentions("Ms Varga left early.", "Odile Varga")
    assert not mentions("Ms Lindt left early.", "Odile Varga")
