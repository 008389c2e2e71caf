"""Make claims of chosen sentences: word for word, cited, and with what they say of the event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.claims import told
from rag.answer.compose import cite, one_line
from rag.models import Claim, EventStatus
from rag.summarize.dates import dateline
from rag.summarize.sentences import Sentence
from rag.summarize.units import Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from rag.answer.syntax import Syntax


def claim(unit: Unit, repeated: Sequence[Sentence], syntax: Syntax) -> Claim:
    """The claim of a unit, citing its sentences and those that say the same with the same status."""
    status = status_of(unit.main, syntax)
    same = [one for one in repeated if status_of(one, syntax) is status]
    citations = cite(unit.main.article, *(one.span for one in unit.sentences))
    citations += tuple(citation for one in same for citation in cite(one.article, one.span))
    return Claim(one_line(" ".join(one.text for one in unit.sentences)), citations, status)


def parsed(sentence: Sentence, syntax: Syntax) -> Doc:
    """The grammar of a sentence without its dateline, which is none of it."""
    return syntax.parse([grammatical(sentence.text)])[0]


def grammatical(text: str) -> str:
    """A sentence without its dateline."""
    return text[dateline(text) :]


def status_of(sentence: Sentence, syntax: Syntax) -> EventStatus | None:
    """What a sentence says of the event its main verb names, or the verb of what it reports someone to have said."""
    return told.status_of(parsed(sentence, syntax))
