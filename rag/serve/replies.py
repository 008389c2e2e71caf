"""The last answers that were given as text, to know them again in what a client sends back of a conversation.

A follow-up ("and why did she?") is read by what the last answer cited, and a client that only speaks text sends none of
it. An answer that isn't known any more has its text alone, without marks and footnotes.
"""

from __future__ import annotations

import re
from collections import OrderedDict

from rag.models import Answer, Status

KEPT = 500
_FOOTNOTES = re.compile(
    r"\n\n(?:Read as: |Sources:\n|Candidates:\n|Nearest in the articles:\n|\d+ statements? \w+ left out: |Note: ).*",
    re.DOTALL,
)
_MARKS = re.compile(r" (?:\[\d+\])+")


class Replies:
    """See the module. Used on the event loop only."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def keep(self, text: str, answer: Answer) -> None:
        """Remember an answer by the text it was given as; the oldest is forgotten when there are too many."""
        self._answers[text.strip()] = answer
        self._answers.move_to_end(text.strip())
        if len(self._answers) > KEPT:
            self._answers.popitem(last=False)

    def find(self, question: str, text: str) -> Answer:
        """The answer that was given as this text; of one that isn't known, its text alone."""
        known = self._answers.get(text.strip())
        if known is not None:
            return known
        bare = _MARKS.sub("", _FOOTNOTES.sub("", text)).strip()
        return Answer(question, Status.ANSWERED, bare, (), None, (), "")
