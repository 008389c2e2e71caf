from __future__ import annotations

import pytest

from rag.answer.ambiguous import several_holders
from rag.answer.reasons import reason_beside
from rag.answer.syntax import Syntax
from rag.answer.understanding import understand
from rag.models import Status
from tests.answer.samples import reading

TWO = "Estonian Prime Minister Liis Tamm arrived.\nCanadian Prime Minister Owen Hart met her."


@pytest.mark.parametrize(
    ("asked", "back"),
    [
        ("Which country does the prime minister lead?", True),
        ("What does the Estonian prime minister want?", False),
        ("Who is the prime minister?", False),  # whoever holds it is what is asked
    ],
)
def test_a_title_that_two_people_hold_is_asked_back(syntax: Syntax, asked: str, back: bool) -> None:
    draft = several_holders(understand(asked, syntax.parse([asked])[0]), [reading(TWO, syntax)])
    assert (draft is not None) is back
    if draft is not None:
        assert draft.status is Status.AMBIGUOUS
        assert len(draft.claims) == 2


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The ferry was cancelled. The reason was a broken pump.", [0, 1]),
        ("The ferry was cancelled because of a broken pump. The reason was old age.", [0]),
        ("The ferry was cancelled.\nThe mayor opened a school.", []),
    ],
)
def test_a_reason_in_the_next_sentence_is_told_too(syntax: Syntax, text: str, places: list[int]) -> None:
    assert reason_beside(reading(text, syntax), 0) == places
