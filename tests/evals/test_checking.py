"""What a citation says word for word carries the claim; what it says otherwise is put to the claim checker."""

from __future__ import annotations

import pytest

from evals.checking import Checking
from rag.index import weights

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
    def locate(_weights: weights.Weights) -> None:
        raise AssertionError("a model was loaded")

    monkeypatch.setattr(weights, "locate", locate)
    assert Checking().supports(PREMISE, "the mayor of Pellam — They talked  for two hours.")
