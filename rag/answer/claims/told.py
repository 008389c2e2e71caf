"""What a sentence says of the event it tells, or of the one that it reports someone to have told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.speech.speech import SPEECH_VERBS
from rag.models import EventStatus

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ANNOUNCED = frozenset(["plan", "schedule", "expect", "propose", "set", "slate", "book", "intend"])
_ADJECTIVES = frozenset(["due", "likely", "ready", "set", "expected", "scheduled"])
_NOW = frozenset(["is", "are", "’s", "'s", "’re", "'re"])


def status_of(doc: Doc) -> EventStatus | None:
    """What a sentence says of the event its main verb names, or the verb of what it reports someone to have said."""
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
