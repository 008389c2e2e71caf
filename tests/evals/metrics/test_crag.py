from __future__ import annotations

import pytest

from evals.metrics.crag import Verdict, answered_rate, crag_score, error_rate

VERDICTS: list[Verdict] = ["right", "right", "right", "silent", "wrong"]


def test_wrong_costs_what_right_earns_and_silence_nothing() -> None:
    assert crag_score(VERDICTS) == pytest.approx(0.4)
    assert crag_score(["wrong", "wrong"]) == -1.0


def test_rates() -> None:
    assert answered_rate(VERDICTS) == pytest.approx(0.8)
    assert error_rate(VERDICTS) == pytest.approx(0.2)


def test_no_verdicts_have_no_score() -> None:
    with pytest.raises(ValueError, match="at least one"):
        crag_score([])
