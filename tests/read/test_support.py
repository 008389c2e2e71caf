from __future__ import annotations

import pytest

from rag.models import EventStatus
from rag.read.reader import Window
from rag.read.support import Pair, SupportModel, Verdict

PAIRS = [
    Pair("Odile Varga met Tom Bell.", "Odile Varga met Tom Bell in Leeds on Tuesday.", "Talks held"),
    Pair("It snowed.", "It rained."),
    Pair("word " * 5000, "word " * 5000, "word " * 5000),
    Pair("", ""),
]


@pytest.fixture(scope="module")
def support() -> SupportModel:
    return SupportModel()


def test_every_pair_has_a_verdict_of_three_probabilities(support: SupportModel) -> None:
    found = support.judge(PAIRS)
    assert len(found) == len(PAIRS)
    for one in found:
        assert one.carried + one.contradicted + one.not_said == pytest.approx(1, abs=1e-5)
        assert min(one.carried, one.contradicted, one.not_said) >= 0


def test_a_verdict_does_not_depend_on_what_else_is_judged(support: SupportModel) -> None:
    assert [support.judge([pair])[0] for pair in PAIRS] == support.judge(PAIRS)


def test_nothing_to_judge_is_no_verdict(support: SupportModel) -> None:
    assert support.judge([]) == []


def test_a_status_is_told_for_each_sentence_whatever_else_is_asked(support: SupportModel) -> None:
    windows = [Window("Odile Varga met Tom Bell.", "Talks held"), Window("It will rain.", ""), Window("", "")]
    statuses = support.status(windows)
    assert all(isinstance(one, EventStatus) for one in statuses)
    assert [support.status([window])[0] for window in windows] == statuses
    assert support.status([]) == []


def test_the_context_is_read_too(support: SupportModel) -> None:
    pair = PAIRS[0]
    without = Pair(pair.statement, pair.evidence)
    assert isinstance(support.judge([without])[0], Verdict)
    assert support.judge([without]) != support.judge([pair])
