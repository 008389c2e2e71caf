from __future__ import annotations

import pytest

from evals.metrics.abstention import abstention

BOTH, RASH, SHY, ANSWERED = (True, True), (False, True), (True, False), (False, False)


def test_precision_falls_with_needless_abstaining_and_recall_with_rashness() -> None:
    found = abstention([BOTH, BOTH, RASH, SHY, SHY, SHY, ANSWERED])
    assert found == pytest.approx((2 / 5, 2 / 3))


def test_what_never_came_up_has_no_score() -> None:
    assert abstention([RASH, ANSWERED]) == (None, 0.0)
    assert abstention([SHY, ANSWERED]) == (0.0, None)
