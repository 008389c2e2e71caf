"""The status of an answer is that of what the question asks about."""

from __future__ import annotations

import pytest

from rag.answer.status_asked import status_asked
from rag.answer.syntax import Syntax
from rag.answer.understanding import understand
from rag.models import EventStatus
from tests.answer.samples import reading

DEAL = "Corran and Ostmark agreed on Thursday to release forty prisoners."


@pytest.mark.parametrize(
    ("question", "sentence", "status"),
    [
        ("Did Corran and Ostmark agree to release prisoners?", DEAL, EventStatus.HAPPENED),
        ("How many prisoners will be released?", DEAL, EventStatus.PLANNED),
        ("What did Ostmark threaten to do?", "Ostmark threatened to close its ports.", EventStatus.HAPPENED),
        ("Who is expected to come?", "Ada Lind is expected to come.", EventStatus.PLANNED),
        ("Who came?", "Nobody came.", EventStatus.DENIED),
    ],
)
def test_it_is_told_of_what_is_asked(syntax: Syntax, question: str, sentence: str, status: EventStatus) -> None:
    asked = understand(question, syntax.parse([question])[0])
    assert status_asked(asked, reading(sentence, syntax).sentence(0)) is status
