"""How words hang together in one sentence: what joins clauses, what counts what, what stands under what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer.claims.classes import MARKS, PARTS
from rag.answer.claims.wording import LIGHT

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.claims.scene import Scene

_TITLE = ("compound", "nmod")
_LEADS = frozenset(["lead", "head", "chair", "run", "direct", "manage", "coach", "command"])
FAR = 3  # steps between words that hang together without a verb between them


def is_light(token: Token, claim: Scene) -> bool:
    """Whether a word says nothing by itself."""
    return token.i not in claim.of_number and token.lower_ in LIGHT


def takes_part(token: Token) -> bool:
    """Whether a word is what does something or to which it is done, or is joined to one: that is judged with the deed."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    kinds = ("nsubj", "nsubjpass", "dobj", "dative", "attr", "oprd", "csubj")
    return token.dep_ in kinds or (token.dep_ == "pobj" and token.head.dep_ == "agent")


def count_of(token: Token, scene: Scene) -> str | None:
    """How many a word counts, as far as it says."""
    if token.i in scene.of_number:
        return None
    if any(c.lower_ == "both" for c in token.children):
        return "2"
    return next((scene.of_number[c.i] for c in token.children if c.i in scene.of_number), None)


def counts(claim: Scene, number: Token, scene: Scene) -> bool:
    """Whether a sentence counts as many of what a number of the statement counts."""
    keys = claim.keys[number.head.i]
    return any(keys & scene.keys[t.i] and count_of(t, scene) == claim.of_number[number.i] for t in scene.doc)


def first_names(token: Token) -> set[str]:
    """The names and titles before a name."""
    return {c.lower_ for c in token.children if c.dep_ in ("compound", "nmod") and c.pos_ == "PROPN"}


def first_of(token: Token) -> Token:
    """The first of the words that one is joined to by "and"."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def beside(scene: Scene, one: Token, other: Token) -> bool:
    """Whether a word is set beside another: as a title, in apposition, or with nothing but a comma between them."""
    if scene.rep[one.i] == scene.rep[other.i]:
        return False
    for a, b in ((one, other), (other, one)):
        word = scene.doc[scene.rep[a.i]]
        first = first_of(word)
        if first.head == b and (first.dep_ in ("appos", "npadvmod") or (b.pos_ == "PROPN" and word.dep_ in _TITLE)):
            return True
        if first.dep_ == "appos" and b in first.head.children and b.dep_ in _TITLE and first.head.pos_ == "PROPN":
            return True
        if first.dep_ == "appos" and first.head.dep_ == "pobj" and first.head.head.head == b and word.pos_ == "PROPN":
            return True  # "a spokesman for the governor, Nils Bratt"
    low, high = sorted((one, other), key=lambda token: token.i)
    between = scene.doc[low.i + 1 : high.i]
    named = "PROPN" in (one.pos_, other.pos_) and {one.pos_, other.pos_} <= {"PROPN", "NOUN"}
    return named and low.dep_ != "poss" and all(t.text == "," or t.head == high or t.pos_ == "DET" for t in between)


def reaches(scene: Scene, low: Token, high: Token) -> bool:
    """Whether one word hangs under another, with nouns alone between them."""
    seen = scene.doc[scene.rep[low.i]]
    top = scene.rep[high.i]
    for _ in range(FAR):
        above = scene.parent(seen)
        if seen.dep_ == "appos" and above is not None and scene.rep[above[0].i] == top:
            return True
        if above is None:
            return False
        seen = above[0]
        if seen.i == top:
            return True
        if seen.lower_ in PARTS:  # "37 operations, most of them on the heart" are not all on the heart
            return False
        if seen.pos_ in ("VERB", "AUX") and seen.dep_ not in ("amod", "compound"):
            return False
    return False


def leads(scene: Scene, one: Token, other: Token) -> bool:
    """Whether someone is said to lead a group: "a team led by Sadler", "the party headed by Quist"."""
    return any(
        verb.lemma_.lower() in _LEADS
        and other.i in (verb.head.i, verb.head.head.head.i if verb.head.head.lower_ == "of" else verb.head.i)
        and scene.doc[scene.rep[one.i]] in scene.agents(verb)
        for verb in scene.deeds
        if verb.dep_ == "acl" and verb.tag_ == "VBN"
    )


def is_selecting(clause: Token) -> bool:
    """Whether a clause tells which of several are meant: "witnesses who had not come forward"."""
    noun = clause.head
    if noun.tag_ != "NNS" or any(c.dep_ in ("det", "nummod", "poss") for c in noun.children):
        return False
    return bool(clause.doc[max(0, clause.left_edge.i - 1)].text != ",")


def clauses_of(verb: Token) -> list[tuple[str, Token]]:
    """The clauses joined to a verb, each with what joins it."""
    found = []
    for child in verb.children:
        if child.dep_ == "advcl":
            found.append((mark_of(child), child))
        elif child.dep_ == "prep" and child.lower_ in MARKS | {"by", "without", "despite", "following"}:
            found += [(child.lower_, c) for c in child.children if c.dep_ == "pcomp"]
    return found


def mark_of(verb: Token) -> str:
    """The word that makes a verb's clause a condition, a cause or a time; "" without one."""
    return next((c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod") and c.lower_ in MARKS), "")


def same_mark(one: str, other: str) -> bool:
    """Whether two such words mean the same."""
    return one == other or {one, other} <= {"because", "as", "since"} or {one, other} <= {"after", "following"}
