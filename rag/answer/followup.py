"""Read a question by the turns before it: they are put before it, for the search and for the reader.

The reader was trained on questions with the turns before them. No rule decides what a pronoun stands for.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.models import Turn

TURNS = 2  # questions before that a question is read with
_ABOUT = 160  # characters of the last answer that the search is told


def in_context(question: str, history: Sequence[Turn]) -> str:
    """The question after the last ones asked."""
    return " ".join([*(turn.question for turn in history[-TURNS:]), question])


def about(history: Sequence[Turn]) -> str:
    """What the last answer began with: what is asked next is likely to be about it."""
    return history[-1].answer.text[:_ABOUT] if history and history[-1].answer.claims else ""
