"""Whether a word of a statement names what a word of a sentence names: by the same words, or by a pronoun that can mean no other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.claims.classes import PARTS, RESTRICTING, STANDING_FOR, WHOLE
from rag.answer.claims.hanging import count_of, first_names

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.claims.scene import Scene


_NOBODY = ("nobody", "none")
_OF_PEOPLE = ("nsubj", "nsubjpass", "dobj", "dative")
_OF_THINGS = ("nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj")


class Naming:
    """Who and what a sentence of a statement speaks of, held against other sentences."""

    def __init__(self, claim: Scene, before: Scene | None = None) -> None:
        """``before`` is the sentence of the statement before this one, whose subject "she" may stand for."""
        self.claim = claim
        self._before = before.subjects() if before is not None else frozenset()

    def named(self, one: Token, there: Sequence[Token], scene: Scene, deed: Token) -> bool:
        """Whether a word of the statement names one of these of a sentence."""
        if one.lower_ in STANDING_FOR:
            if any(t.lower_ in STANDING_FOR for t in there):
                return True
            keys = frozenset(key for i, ks in enumerate(self.claim.keys) if i != one.i for key in ks)
            return any(scene.keys[t.i] & (keys | self._before) for t in there)
        if one.lower_ in _NOBODY and any(
            t.lower_ in _NOBODY or any(c.lower_ == "no" for c in t.children) for t in there
        ):
            return any(t.lower_ in (*_NOBODY, "one") for t in there)
        for token in there:
            keys = frozenset(key for mine in self.claim.names(one) for key in self.claim.keys[mine.i])
            told = [named for named in scene.names(token) if scene.keys[named.i] & keys]
            if not all(self.unrestricted(named, scene) for named in told):
                continue
            if any(self.same(mine, theirs, scene) for mine in self.claim.names(one) for theirs in scene.names(token)):
                return True
            if token.lower_ in STANDING_FOR and self._stands_for(token, one, scene, deed):
                return True
        return False

    def same(self, mine: Token, theirs: Token, scene: Scene) -> bool:
        """Whether two names or nouns are the same, with no first name or count that differs."""
        a, b = first_names(mine), first_names(theirs)
        keys, other = self.claim.keys[mine.i], scene.keys[theirs.i]
        if a and not b and theirs.pos_ != "PROPN" and _is_another(theirs):
            return False  # "a fire killed 23 people" is not told of the Tanner Fire
        if keys & other:
            if self.is_told_apart(mine, theirs, scene):
                return False
            counted = count_of(mine, self.claim)
            if counted is not None and counted != count_of(theirs, scene):
                return False
            return not (a and b) or mine.pos_ != "PROPN" or bool(a & b)
        if mine.pos_ == "PROPN" and theirs.pos_ == "PROPN":
            return (not a and bool(keys & b)) or (not b and bool(other & a))
        return False

    def is_told_apart(self, mine: Token, theirs: Token, scene: Scene) -> bool:
        """Whether each of two like nouns has a word before it that the other hasn't: "the north crane", "the east crane"."""
        if mine.pos_ != "NOUN" or theirs.pos_ != "NOUN":
            return False
        ours = [self.claim.keys[c.i] for c in mine.children if _tells_apart(c) and c.i not in self.claim.of_number]
        others = [scene.keys[c.i] for c in theirs.children if _tells_apart(c) and c.i not in scene.of_number]
        said = frozenset(key for keys in self.claim.keys for key in keys)
        told = frozenset(key for keys in scene.keys for key in keys)
        return any(not keys & told for keys in ours) and any(not keys & said for keys in others)

    def is_namesake(self, mine: Token, theirs: Token) -> bool:
        """Whether two last names are the same and the first names are not."""
        a, b = first_names(mine), first_names(theirs)
        return mine.pos_ == theirs.pos_ == "PROPN" and bool(a and b) and not a & b

    def _stands_for(self, pronoun: Token, one: Token, scene: Scene, deed: Token) -> bool:
        """Whether a pronoun of a sentence can only mean what a word of the statement names: nobody else is there."""
        people = {e.root.i for e in scene.doc.ents if e.label_ == "PERSON"}
        people |= {
            t.i for t in scene.doc if t.pos_ == "PROPN" and t.dep_ in _OF_PEOPLE and t.ent_type_ in ("", "PERSON")
        }
        governor = scene.governor(deed)
        speakers = []
        if governor is not None and not governor.according:
            speakers = scene.agents(scene.doc[governor.word])
        if pronoun.lower_ in ("i", "we", "he", "she", "it", "they") and any(
            self.same(one, t, scene) for t in speakers if t.pos_ != "PRON"
        ):
            return len(people) <= 1 or pronoun.lower_ in ("i", "we", "it", "they")
        if pronoun.lower_ in ("it", "them") and pronoun.dep_ in ("dobj", "pobj"):
            things = _meant_by_object(pronoun, scene, deed)
            return len(things) == 1 and self.same(one, things[0], scene)
        before = [t for t in scene.doc[: pronoun.i] if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ != "PRON"]
        if not before or pronoun.lower_ in ("i", "we", "you"):
            return False
        return len(people) <= 1 and len(before) == 1 and self.same(one, before[0], scene)

    def unrestricted(self, theirs: Token, scene: Scene) -> bool:
        """Whether nothing that makes another thing of it is lost: "former", "only", "some of"."""
        if theirs.i in scene.of_number:
            return True  # how a number is hedged is compared as such
        words = {t.lower_ for t in self.claim.doc}
        said = frozenset(key for keys in self.claim.keys for key in keys)
        lost = [c for c in theirs.children if c.lower_ in RESTRICTING and not scene.keys[c.i] & said]
        titles = [c for c in theirs.children if c.dep_ in ("compound", "nmod") and c.pos_ == "NOUN"]
        # Of a name it is the title that is restricted: "former mayor Piers Anholt" is also Piers Anholt.
        if lost and (theirs.pos_ != "PROPN" or any(title.lower_ in words for title in titles)):
            return False
        head = theirs.head
        if self._is_widened(theirs, scene):
            return False
        if head.lower_ == "of" and (head.head.lower_ in PARTS or head.head.i in scene.of_number):
            whole = head.head
            return whole.lower_ == "number" or any(keys & scene.keys[whole.i] for keys in self.claim.keys)
        return True

    def _is_widened(self, theirs: Token, scene: Scene) -> bool:
        """Whether of a part of something, or of all or none of it, it is lost what it was a part of."""
        part = theirs.head.lower_ == "of" and (
            theirs.head.head.lower_ in PARTS or theirs.head.head.i in scene.of_number
        )
        if not part and not any(c.lower_ in WHOLE for c in theirs.children):
            return False
        said = frozenset(key for keys in self.claim.keys for key in keys)
        kept = [c for c in theirs.children if c.dep_ in ("amod", "compound", "relcl", "acl") and c.pos_ != "NUM"]
        kept += [p for c in theirs.children if c.dep_ == "prep" for p in c.children if p.dep_ == "pobj"]
        return any(not scene.keys[c.i] & said for c in kept)


def _tells_apart(word: Token) -> bool:
    """Whether a word before a noun may tell which one is meant."""
    return word.dep_ in ("amod", "compound", "poss") and word.i < word.head.i and word.pos_ != "PRON"


def _is_another(noun: Token) -> bool:
    """Whether a noun is for something new, or of another time: "a fire", "the 2018 fire"."""
    if noun.dep_ in ("attr", "appos", "oprd"):
        return False
    return any(
        c.lower_ in ("a", "an", "another", "earlier", "previous") or c.ent_type_ == "DATE" for c in noun.children
    )


def _meant_by_object(pronoun: Token, scene: Scene, deed: Token) -> list[Token]:
    """The things for which "it" or "them" may stand: those before it that don't do the deed to it themselves."""
    several = pronoun.lower_ == "them"
    doing = [t for one in scene.agents(deed) for t in scene.names(one)]
    return [
        t
        for t in scene.doc[: pronoun.i]
        if t.pos_ in ("NOUN", "PROPN") and t.dep_ in _OF_THINGS and t not in doing
        if (t.tag_ in ("NNS", "NNPS")) == several and t.ent_type_ not in ("DATE", "TIME", "PERSON", "MONEY", "PERCENT")
    ]
