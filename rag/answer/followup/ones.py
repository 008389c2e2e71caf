"""Say in full which of several a follow-up question means: "the second one", "the other one", "the latter".

They are counted as the answer names them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rag.answer.followup.conversation import Conversation
from rag.answer.followup.exchange import Exchange
from rag.answer.followup.referents import Referent, Sort, named
from rag.answer.reading import same_person

if TYPE_CHECKING:
    from spacy.tokens import Doc

ORDINALS = re.compile(r"\b(?:first|second|third|fourth|fifth|last|next|previous|other)\b", re.IGNORECASE)
_PLACES = {"first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "last": -1}
_ONE = re.compile(
    r"\bthe (?:(?P<counted>first|second|third|fourth|fifth|last|other)(?: (?:one|person|man|woman|name)\b| of (?:them|these|those)\b)"
    r"|(?P<bare>other)(?= *[?.!]*$)|(?P<pair>former|latter)(?= *[?.!]*$| (?:is|was|are|were|has|had|will|would|do|say|go|get)\b))",
    re.IGNORECASE,
)


class Said(NamedTuple):
    """A question with what it points to said in full, and the words that point nowhere, if any."""

    text: str
    unclear: str = ""


def ones_said(doc: Doc, talk: Conversation) -> Said:
    """The question with a name for "the second one"."""
    found = _ONE.search(doc.text)
    if found is None or len(named(doc)) > 1:
        return Said(doc.text)
    which = next(word for word in found.groups() if word).lower()
    if which in _PLACES and ORDINALS.search(talk.last.question.text):
        return Said(doc.text)  # "when is the second one?" after "when was the first round?"
    options = next((several for one in talk.exchanges if len(several := _options(one)) > 1), [])
    meant = _meant(which, options, talk)
    event = talk.last.event if not options and which in _PLACES else None
    if meant is None and event is None:
        return Said(doc.text, found[0])
    words = meant.text if meant else f"the {which} {event.head}" if event else ""
    return Said(f"{doc.text[: found.start()]}{words}{doc.text[found.end() :]}")


def _meant(which: str, options: list[Referent], talk: Conversation) -> Referent | None:
    if which in ("other", "former", "latter") and len(options) != 2:
        return None
    if which == "other":
        spoken = [one for one in options if _is_spoken_of(one, talk.last)]
        return next((one for one in options if one not in spoken), None) if len(spoken) == 1 else None
    place = _PLACES.get(which, -1)
    return options[place] if -1 <= place < len(options) else None


def _options(one: Exchange) -> list[Referent]:
    """Those of one sort whom an answer names and its question does not, in the answer's order."""
    leads = [r for r in one.given if r.sort is not Sort.TIME]
    told = [r for r in one.told if r.root and r.root.pos_ == "PROPN" and r.sort is not Sort.TIME and not r.is_compound]
    if one.asks_for_people:
        told = [r for r in told if r.sort is Sort.PERSON]
    found: list[Referent] = []
    for r in leads if len(leads) > 1 else told:
        if not _is_spoken_of(r, one) and not any(same_person(r.text, other.text) for other in found):
            found.append(r)
    return found if len({r.sort for r in found}) == 1 else []


def _is_spoken_of(someone: Referent, one: Exchange) -> bool:
    """Whether the question of a turn names someone."""
    return any(same_person(someone.text, r.text) for r in one.referents if r.named)
