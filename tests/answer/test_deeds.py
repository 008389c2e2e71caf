"""What people say that they did."""

from __future__ import annotations

import pytest

from rag.answer.speech.deeds import own_deed
from rag.answer.syntax import Syntax
from rag.answer.understanding import understand
from tests.answer.samples import reading

TEXT = (
    "Coach Ewa Lind had barely slept. “I changed the whole back line at noon,” Ms Lind said. “I would sell nobody.”\n"
    "“I signed nothing,” said Rolf Maier. “She signed the letter.”"
)


def told(question: str, syntax: Syntax) -> str | None:
    draft = own_deed(understand(question, syntax.parse([question])[0]), [reading(TEXT, syntax)])
    return draft.text if draft else None


def test_i_is_the_speaker(syntax: Syntax) -> None:
    text = told("What did Ewa Lind change?", syntax)
    assert text is not None
    assert text.startswith("Ewa Lind — “I changed the whole back line")


@pytest.mark.parametrize(
    "question",
    [
        "What did Rolf Maier change?",  # said by somebody else
        "What did Ewa Lind sell?",  # not done
        "What did Ewa Lind sign?",  # said of her, not by her
        "What shirt did Ewa Lind change?",  # of something else
    ],
)
def test_what_somebody_does_not_say_of_themselves_is_not_theirs(syntax: Syntax, question: str) -> None:
    assert told(question, syntax) is None
