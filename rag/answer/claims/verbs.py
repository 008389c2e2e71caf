"""What a verb is by itself, in one parse: passive, one word with its particle, one that takes a clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rag.answer.claims.meanings import is_known
from rag.answer.speech.speech import SPEECH_VERBS

if TYPE_CHECKING:
    from spacy.tokens import Token

_SHOWS = frozenset(["show", "find", "indicate", "reveal"])


class Phrase(NamedTuple):
    """A verb that is one word with another: "put off", "call for"; and that other's place."""

    word: str
    part: int


def phrase_of(verb: Token) -> Phrase | None:
    """The phrase that a verb is the first word of, where other words say it too."""
    for child in verb.children:
        if child.dep_ in ("prt", "advmod", "prep", "dobj", "acomp", "oprd", "ccomp"):
            word = f"{verb.lemma_.lower()}_{child.lower_}"
            if is_known(word):
                return Phrase(word, child.i)
    return None


def is_passive(verb: Token) -> bool:
    """Whether a verb's subject undergoes what it says."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    return passive_above(verb) is not None


def passive_above(verb: Token) -> Token | None:
    """The passive verb whose "was" also belongs to this one: "was convicted of fraud and fined"; None without one."""
    if verb.dep_ != "conj" or verb.tag_ not in ("VBN", "VBD"):
        return None
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux", "dobj") for c in verb.children):
        return None
    above = verb.head
    while above.head != above and (above.tag_ == "VBG" or above.pos_ == "ADP" or above.dep_ == "conj"):
        above = above.head
    return above if above != verb and any(c.dep_ in ("auxpass", "nsubjpass") for c in above.children) else None


def takes_clause(verb: Token, head: Token) -> bool:
    """Whether what the parser puts under a verb is what that verb speaks of: it follows, or the verb is one of saying."""
    return verb.i > head.i or head.lemma_.lower() in SPEECH_VERBS | _SHOWS
