"""A question as the engine sees it: its kind, the words and names that matter in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rag.answer.language.lexicon import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Kind(StrEnum):
    """What a question asks for."""

    ATTENDANCE = "attendance"
    SPEECH = "speech"
    SPEAKER = "speaker"
    WHO = "who"
    ROLE = "role"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    HOW_MUCH = "how_much"
    HOW_LONG = "how_long"
    WHY = "why"
    YES_NO = "yes_no"
    DEFINITION = "definition"
    LIST = "list"
    WHAT = "what"


# spaCy's entity labels that can answer each kind, best first.
LABELS: dict[Kind, tuple[str, ...]] = {
    Kind.WHO: ("PERSON", "ORG"),
    Kind.SPEAKER: ("PERSON", "ORG", "GPE"),
    Kind.WHEN: ("DATE", "TIME"),
    Kind.WHERE: ("GPE", "LOC", "FAC", "ORG"),
    Kind.HOW_MANY: ("CARDINAL", "QUANTITY", "PERCENT", "MONEY", "DATE", "TIME", "ORDINAL"),
    Kind.HOW_MUCH: ("MONEY", "PERCENT", "QUANTITY", "CARDINAL"),
    Kind.HOW_LONG: ("DATE", "TIME", "CARDINAL", "QUANTITY"),
}

GATHERING_NOUNS = word_set(
    """
    meeting talk summit conference discussion negotiation session gathering call phone-call dinner lunch
    breakfast briefing hearing ceremony visit rally forum reception round consultation debate delegation event
    launch inauguration funeral signing vigil protest march table opening
    """
)
PERSON_NOUNS = word_set(
    """
    person people politician minister official leader president diplomat delegate executive player scientist
    judge lawyer actor actress singer member mp senator manager coach boss chief head secretary king queen
    prince princess candidate speaker figure man woman attendee participant guest representative celebrity star
    author artist footballer lioness lawmaker governor mayor writer director ambassador envoy mediator founder
    billionaire ceo chairman chairwoman
    """
)
PLACE_NOUNS = word_set(
    """
    city country town place state region county village nation island street venue location capital province
    district continent river port area stadium park building hotel hall
    """
)
ORG_NOUNS = word_set(
    """
    company party team organisation organization outlet union agency club firm bank group
    """
)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A question understood: its kind, the entity labels that may answer it, the noun asked for, the names in it."""

    text: str
    kind: Kind
    doc: Doc
    labels: tuple[str, ...]
    noun: str | None  # the lemma in "which NOUN", "how many NOUNS", "what NOUN"
    names: tuple[str, ...]

    @property
    def content(self) -> list[Token]:
        """The words that carry meaning: no stop words, no asking words, no punctuation."""
        return [token for token in self.doc if is_content(token)]


def is_content(token: Token) -> bool:
    """Whether a word carries meaning (a noun, name, verb, adjective or number that is no stop word)."""
    return (
        not token.is_stop
        and not token.is_punct
        and not token.is_space
        and token.tag_ not in ("WP", "WDT", "WRB", "WP$", "POS")
    )


def names(doc: Doc) -> tuple[str, ...]:
    """The proper names in a text, in order: runs of proper nouns and the entities the parser found."""
    spans: list[tuple[int, int]] = [
        (ent.start, ent.end)
        for ent in doc.ents
        if ent.label_ in ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW")
    ]
    start: int | None = None
    for token in [*doc, None]:
        proper = token is not None and (
            token.pos_ == "PROPN" or (token.i > 0 and token.text[:1].isupper() and not token.is_stop)
        )
        if proper and token is not None and token.ent_type_ in ("DATE", "TIME"):
            proper = False
        if token is not None and token.text == "-" and token.ent_type_ == "PERSON":
            proper = True  # "Castellan-Boyd" is one name
        if proper and token is not None and start is None:
            start = token.i
        elif not proper and start is not None:
            end = token.i if token is not None else len(doc)
            if not any(s <= start and end <= e for s, e in spans):
                spans.append((start, end))
            start = None
    found = []
    for s, e in sorted(spans):
        span = doc[s:e]
        while len(span) > 1 and (span[0].is_stop or span[0].lower_ in ("the", "which", "what")):
            span = span[1:]
        text = re.sub(r"(?:’s|'s|’|')$", "", span.text)
        if text != text.lower() and not (len(span) == 1 and span[0].is_stop):
            found.append(text)
    whole = [name for name in found if not any(name != other and f" {name} " in f" {other} " for other in found)]
    return tuple(dict.fromkeys(whole))
