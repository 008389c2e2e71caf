"""A sentence parted into who says it and what they say, so that "X said that ..." and "..., X said" are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rag.answer.claims.belonging import Belonging
from rag.answer.claims.classes import REPORTS, TELLS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.claims.naming import Naming
    from rag.answer.claims.scene import Scene

_OF_SPEAKER = ("nsubj", "dobj", "dative", "aux", "npadvmod", "prep", "advmod", "mark", "neg")


class Said(NamedTuple):
    """The verb of saying, the words that tell of the saying, and what is said, as a sentence of its own."""

    verb: Token
    telling: tuple[Token, ...]
    content: str


def said_in(scene: Scene) -> Said | None:
    """What a sentence reports, all of it; None where its source stands in the middle, or nothing is reported."""
    verb = next((t for t in scene.doc if t.dep_ == "ROOT"), None)
    if verb is None or verb.lemma_.lower() not in REPORTS or not any(c.dep_ == "ccomp" for c in verb.children):
        return None
    parts = [c for c in verb.children if c.dep_ in _OF_SPEAKER]
    inside = {verb.i, *(t.i for c in parts for t in c.subtree if t.dep_ != "punct")}
    words = [t for t in scene.doc if any(letter.isalnum() for letter in t.text)]
    row = [t.i in inside for t in words]
    many = sum(row)
    if many == len(words):
        return None
    if all(row[:many]):
        content = scene.doc[words[many].i :].text.removeprefix("that ")
    elif all(row[-many:]):
        content = scene.doc[: words[-many].i].text.rstrip(" ,")
    else:
        return None
    if scene.quoted[scene.doc[words[many].i if row[0] else 0].idx]:
        return None
    content = content[:1].upper() + content[1:].rstrip(".") + "."
    return Said(verb, tuple(scene.doc[i] for i in sorted(inside)), content)


def same_source(mine: Said, theirs: Said, naming: Naming, scene: Scene) -> bool:
    """Whether both are said by the same, with nothing told of the saying in the statement that isn't there."""
    claim = naming.claim
    verbs = (mine.verb.lemma_.lower(), theirs.verb.lemma_.lower())
    if verbs[0] != verbs[1] and not (verbs[0] in TELLS and verbs[1] in REPORTS):
        return False
    if (
        claim.is_negated(mine.verb)
        or scene.is_negated(theirs.verb)
        or claim.modal(mine.verb) != scene.modal(theirs.verb)
    ):
        return False
    speaks, spoke = claim.agents(mine.verb), scene.agents(theirs.verb)
    if not speaks or not all(naming.named(one, spoke, scene, theirs.verb) for one in speaks):
        return False
    if any(t in claim.deeds for one in speaks for t in one.subtree):
        return False  # "Storr, who voted against it, said": that tells more than who says it
    belonging = Belonging(naming, [scene])
    if any(belonging.fault(token) for token in mine.telling):
        return False
    named = {t.i for one in speaks for t in one.subtree} | {mine.verb.i}
    keys = frozenset(key for token in theirs.telling for key in scene.keys[token.i])
    return all(claim.keys[t.i] & keys or not t.text.isalnum() for t in mine.telling if t.i not in named)
