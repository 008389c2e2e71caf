"""What a citation says word for word carries the claim; what it says otherwise is put to the support model."""

from __future__ import annotations

import pytest

from evals.checking import READ, Checking, nearest
from rag.read import support

PREMISE = "Nadia Ferrow, the mayor of Pellam, met growers on Thursday.\nThey talked for two hours."
CHECKING = Checking()


@pytest.mark.parametrize(
    ("claim", "supported"),
    [
        ("They talked for two hours.", True),
        ("Nadia Ferrow: the mayor of Pellam — They talked for two hours.", True),
        ("On Thursday the mayor of Pellam met growers.", True),
        ("Nadia Ferrow met growers on Friday.", False),
        ("They talked for three hours.", False),
        ("Tom Askew — They talked for two hours.", False),
        ("They talked for two hours. It rained.", False),
    ],
)
def test_a_claim_is_supported_when_each_part_of_it_is(claim: str, supported: bool) -> None:
    assert CHECKING.supports(PREMISE, claim) is supported


def test_no_model_is_asked_about_what_stands_there_word_for_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def located(_name: str) -> None:
        raise AssertionError("a model was loaded")

    monkeypatch.setattr(support, "located", located)
    assert Checking().supports(PREMISE, "the mayor of Pellam — They talked  for two hours.")


def test_a_yes_is_not_judged_by_itself() -> None:
    assert CHECKING.supports(PREMISE, "Yes — They talked for two hours.")


def test_of_a_long_premise_the_nearest_sentences_are_read_in_their_order() -> None:
    premise = " ".join(f"Ship {number} left on Monday." for number in range(20)) + " The mayor of Pellam met growers."
    read = nearest(premise, "The mayor of Pellam met growers when ship 7 left.")
    assert read.endswith("The mayor of Pellam met growers.")
    assert "Ship 7 left on Monday." in read
    assert read.count(".") == READ
    assert nearest(PREMISE, "It rained.") == PREMISE.replace("\n", " ")
