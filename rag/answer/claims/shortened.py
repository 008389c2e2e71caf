"""Whether a statement is a sentence with some of its words left out, and nothing that its truth hangs on.

Only the sentence's parse is asked: a short sentence and a long one are often parsed otherwise. What may be left out are
times, places, asides and what describes a single thing; no denial, hedge, condition, source, bound or number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer.claims.classes import CONDITIONS, RESTRICTING
from rag.answer.language.lexicon import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.claims.scene import Scene

_UNWRITTEN = frozenset(["a", "an", "the", "that"])
_PLACING = word_set(
    """
    in on at during after since near over through across outside amid despite following with from by along around
    beside inside throughout
    """
)
_DESCRIBING = word_set("in at on of from near")
_UNREAL = word_set(
    """
    theory principle part paper condition case event absence film novel dream fiction simulation rehearsal error doubt
    question danger talk way favor favour danger risk
    """
)
_WHEN = word_set(
    "also meanwhile later earlier recently already still again immediately quickly shortly today yesterday then instead here"
)
_CLAUSES = word_set("after before as when while because since although though")
_COUNTED = ("JJS", "RBS", "JJR", "CD")


def is_shortened(claim: Scene, premise: Scene) -> bool:
    """Whether the statement's words stand in the sentence in their order, and what stands between may be left out."""
    said = [t for t in claim.doc if _is_word(t)]
    there = [t for t in premise.doc if _is_word(t)]
    if len(said) < 3:
        return False
    forwards = _aligned(claim, said, premise, there)
    backwards = _aligned(claim, said[::-1], premise, there[::-1])
    return any(kept is not None and _is_whole(kept, premise) for kept in (forwards, backwards))


def _is_word(token: Token) -> bool:
    return any(c.isalnum() for c in token.text) and (token.lower_ not in _UNWRITTEN or token.dep_ in ("nsubj", "dobj"))


def _aligned(claim: Scene, said: list[Token], premise: Scene, there: list[Token]) -> set[int] | None:
    """The places in the sentence of the statement's words, one after the other; None where one isn't there."""
    kept: set[int] = set()
    rest = iter(there)
    for word in said:
        found = next((t for t in rest if _is_same(claim, word, premise, t)), None)
        if found is None:
            return None
        kept.add(found.i)
    return kept


def _is_same(claim: Scene, word: Token, premise: Scene, other: Token) -> bool:
    if word.lower_ == other.lower_ or (
        word.tag_ == other.tag_ and _mean_the_same(claim.keys[word.i] & premise.keys[other.i])
    ):
        return True
    mine, theirs = claim.of_number.get(word.i), premise.of_number.get(other.i)
    return mine is not None and mine == theirs


def _mean_the_same(shared: frozenset[str]) -> bool:
    return any(":" in key for key in shared)


def _is_whole(kept: set[int], premise: Scene) -> bool:
    """Whether the kept words hang together, and each of those that hang under them may be left out."""
    doc = premise.doc
    for place in kept:
        head = doc[place].head
        if head.i not in kept and head.i != place:
            return False
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None or root.i not in kept:
        return False
    return all(
        _may_go(t, premise) for t in doc if t.i not in kept and t.head.i in kept and (_is_word(t) or t.dep_ == "relcl")
    )


def _may_go(token: Token, scene: Scene) -> bool:
    if _is_bounded(token, scene) or token.i in scene.of_number:
        return False
    kind, head = token.dep_, token.head
    if kind in ("cc", "det", "mark"):
        return token.lower_ in ("and", "but", "a", "an", "the", "that")
    if kind == "conj":
        joined_by = {c.lower_ for c in head.children if c.dep_ == "cc"}
        sourced = any(t.lower_ == "according" for t in token.subtree)  # maybe the source of all of it
        return head.pos_ in ("VERB", "AUX") and joined_by <= {"and", "but"} and not sourced
    if kind in ("prep", "agent"):
        return _place_may_go(token)
    if kind == "npadvmod":
        return token.ent_type_ in ("DATE", "TIME") or token.lemma_ in ("week", "month", "year", "day")
    if kind == "advmod":
        return token.lower_ in _WHEN and head.pos_ in ("VERB", "AUX")
    if kind == "appos":
        return bool(scene.doc[token.left_edge.i - 1].text == ",")
    if kind in ("relcl", "acl"):
        aside = scene.doc[token.left_edge.i - 1].text == ","
        return (
            aside or head.pos_ == "PROPN" or (_is_single(head) and any(c.lower_ in ("a", "an") for c in head.children))
        )
    if kind == "advcl":
        return _clause_may_go(token)
    if kind in ("compound", "amod"):
        return head.pos_ == "PROPN" and head.ent_type_ == "PERSON" and token.lower_ not in RESTRICTING
    return False


def _place_may_go(preposition: Token) -> bool:
    head = preposition.head
    if any(t.lemma_.lower() in _UNREAL for t in preposition.children):
        return False
    if head.pos_ in ("VERB", "AUX"):
        return preposition.lower_ in _PLACING
    return preposition.lower_ in _DESCRIBING and (head.pos_ == "PROPN" or _is_single(head))


def _clause_may_go(verb: Token) -> bool:
    words = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod")}
    if words & CONDITIONS or any(c.lower_ == "to" for c in verb.children if c.dep_ == "aux"):
        return False
    return bool(words & _CLAUSES) or (not words and (verb.tag_ == "VBG" or _is_set_off(verb)))


def _is_set_off(verb: Token) -> bool:
    """Whether a participle with what hangs under it stands between commas: "the fair, scheduled to open on Friday, "."""
    edges = (verb.left_edge.i - 1, verb.right_edge.i + 1)
    return verb.tag_ == "VBN" and all(0 < i < len(verb.doc) and verb.doc[i].text == "," for i in edges)


def _is_single(noun: Token) -> bool:
    """Whether a noun is for one certain or uncertain thing, of which no number, rank or degree is told."""
    if noun.tag_ != "NN" or noun.conjuncts:
        return False
    if any(c.tag_ in _COUNTED or c.ent_type_ == "ORDINAL" or c.lower_ in RESTRICTING for c in noun.children):
        return False
    return any(c.lower_ in ("a", "an", "the") or c.dep_ == "poss" for c in noun.children)


def _is_bounded(token: Token, scene: Scene) -> bool:
    """Whether it stands under what is denied, possible, conditional or said of all or none: there less isn't less."""
    for above in token.ancestors:
        if above.pos_ in ("VERB", "AUX") and (scene.is_negated(above) or scene.modal(above) in ("may", "could", "can")):
            return True
        if any(
            c.lower_ in ("all", "every", "no", "any", "most", "each", "only", "few", "never") for c in above.children
        ):
            return True
        if any(c.lower_ in CONDITIONS for c in above.children):
            return True
    return False
