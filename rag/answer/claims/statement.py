"""What a parsed sentence states: its names, who does what in it, and whether it was done.

Knows nothing of what the words mean, or of any other sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rag.answer import status
from rag.models import EventStatus

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_EMPTY = frozenset(["PUNCT", "SPACE", "DET", "PART", "ADP", "CCONJ", "SCONJ", "INTJ", "SYM", "X"])
_SUBJECTS = frozenset(["nsubj", "nsubjpass"])
_UNDERGOING = frozenset(["nsubjpass", "dobj", "dative"])
_NOBODY = frozenset(["no", "none", "nobody", "nothing", "neither"])


class Relation(NamedTuple):
    """Two words, by their places. ``acts``: whether the dependent does what the head, a verb, says (a passive's "by"
    too); None when it takes no part in it.
    """

    head: int
    dependent: int
    acts: bool | None


class Deed(NamedTuple):
    """A verb, by its place, and what is said of its event."""

    verb: int
    told: EventStatus


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, or several in a row. Places are those of ``lemmas``, which has every token, in lower case."""

    text: str
    lemmas: tuple[str, ...]
    names: tuple[str, ...]
    relations: tuple[Relation, ...]
    deeds: tuple[Deed, ...]

    @classmethod
    def of(cls, doc: Doc) -> Statement:
        """The statement of a parsed sentence."""
        return cls(
            text=doc.text,
            lemmas=tuple(token.lemma_.lower() for token in doc),
            names=tuple(token.text for token in doc if token.pos_ == "PROPN" and token.text[0].isupper()),
            relations=tuple(_relations(doc)),
            deeds=tuple(_deed(token) for token in doc if token.pos_ == "VERB"),
        )

    def __add__(self, after: Statement) -> Statement:
        n = len(self.lemmas)
        return Statement(
            f"{self.text}\n{after.text}",
            self.lemmas + after.lemmas,
            self.names + after.names,
            self.relations + tuple(Relation(n + head, n + word, acts) for head, word, acts in after.relations),
            self.deeds + tuple(Deed(n + verb, told) for verb, told in after.deeds),
        )


def _relations(doc: Doc) -> list[Relation]:
    """Prepositions are stepped over, and what is said of one is said of those it is joined to."""
    found = []
    for token in doc:
        first = _first_of_conjuncts(token)
        if token.pos_ in _EMPTY or first.head == first or first.dep_ in ("aux", "auxpass"):
            continue
        head = first.head.head if first.dep_ == "pobj" else first.head
        found.append(Relation(head.i, token.i, _acts(first) if head.pos_ == "VERB" else None))
        if first.dep_ in _SUBJECTS:
            joined = [verb for verb in head.conjuncts if _lacks_subject(verb)]
            found += [Relation(verb.i, token.i, not _is_passive(verb)) for verb in joined]
    return found


def _deed(verb: Token) -> Deed:
    """What nobody does is denied."""
    participants = [child for child in verb.children if child.dep_ in _SUBJECTS or child.dep_ in _UNDERGOING]
    by_nobody = any(one.lower_ in _NOBODY or any(c.lower_ in _NOBODY for c in one.children) for one in participants)
    return Deed(verb.i, EventStatus.DENIED if by_nobody else status.of_verb(verb))


def _first_of_conjuncts(token: Token) -> Token:
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def _acts(token: Token) -> bool | None:
    if token.dep_ == "nsubj":
        return True
    if token.dep_ == "pobj":
        return bool(token.head.dep_ == "agent")
    return False if token.dep_ in _UNDERGOING else None


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def _lacks_subject(verb: Token) -> bool:
    return verb.pos_ == "VERB" and not any(child.dep_ in _SUBJECTS for child in verb.children)
