"""Make claims of chosen sentences: word for word, cited, and with what they say of the event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.compose import cite, one_line
from rag.answer.speech import SPEECH_VERBS
from rag.models import Claim, EventStatus
from rag.summarize.dates import dateline
from rag.summarize.sentences import Sentence
from rag.summarize.units import Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from rag.answer.syntax import Syntax

_ANNOUNCED = frozenset(["plan", "schedule", "expect", "propose", "set", "slate", "book", "intend"])
_ADJECTIVES = frozenset(["due", "likely", "ready", "set", "expected", "scheduled"])
_NOW = frozenset(["is", "are", "’s", "'s", "’re", "'re"])


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
    doc = parsed(sentence, syntax)
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None:
        return None
    if root.lemma_.lower() == "deny":
        return EventStatus.DENIED
    told = reported(root)
    if told is None:
        return _ahead(root) or event_status.of_sentence(doc)
    if told.lemma_.lower() in event_status.CANCELLED:
        return EventStatus.DENIED
    status = _ahead(told) or event_status.of_verb(told)
    auxiliaries = {child.lower_ for child in told.children if child.dep_ == "aux"}
    # "She said that she would come": no doubt, but the future of the past.
    if status is EventStatus.UNCLEAR and auxiliaries & {"would", "’d", "'d"} and "have" not in auxiliaries:
        return EventStatus.PLANNED
    return status


def reported(root: Token) -> Token | None:
    """The main verb of what "she said (that) ..." reports; None where nothing is reported."""
    if root.lemma_.lower() not in SPEECH_VERBS or root.lemma_.lower() in event_status.DENIALS:
        return None
    return next((child for child in root.children if child.dep_ == "ccomp" and child.pos_ in ("VERB", "AUX")), None)


def _ahead(verb: Token) -> EventStatus | None:
    """PLANNED where a verb only says that something lies ahead: "is planned for", "is due on", "expects it to grow"."""
    lemma, parts = verb.lemma_.lower(), list(verb.children)
    if lemma in _ANNOUNCED and any(part.dep_ == "auxpass" and part.lower_ in _NOW for part in parts):
        return EventStatus.PLANNED
    if lemma == "be" and verb.lower_ in _NOW and any(p.dep_ == "acomp" and p.lower_ in _ADJECTIVES for p in parts):
        return EventStatus.PLANNED
    if lemma in event_status.PLANNED_GOVERNORS:
        for part in parts:
            if part.dep_ in ("xcomp", "ccomp") and part.tag_ == "VB" and any(c.lower_ == "to" for c in part.children):
                return event_status.of_verb(part) if part.dep_ == "xcomp" else EventStatus.PLANNED
    return None
