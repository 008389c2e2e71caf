"""Whether what a statement says of things and deeds (where, when, how much, whose) is said of them in a sentence too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.claims.classes import DIRECTED, JOINING, OF_PLACE_AND_TIME, REPORTS, SAME_WAY, TELLS
from rag.answer.claims.hanging import beside, count_of, counts, first_of, is_light, leads, reaches, takes_part
from rag.answer.claims.wording import hedges_number

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.claims.naming import Naming
    from rag.answer.claims.scene import Scene


class Belonging:
    """The words of one sentence of a statement, each against where its like hangs in the sentences it cites."""

    def __init__(self, naming: Naming, premises: Sequence[Scene]) -> None:
        self.claim = naming.claim
        self.premises = premises
        self._naming = naming

    def fault(self, token: Token) -> str | None:
        """Why a word does not hang in any sentence as it hangs in the statement; None when it does, or needn't."""
        claim = self.claim
        token = claim.doc[claim.rep[token.i]]
        if token.is_punct or token.is_space:
            return None
        if token.i not in claim.of_number and token.pos_ in JOINING:
            return None
        if first_of(token).dep_ == "appos" and token.lower_ != "one":
            return self._not_beside(first_of(token).head, token)
        if token.dep_ in ("aux", "auxpass", "ROOT", "mark", "neg", "case", "quantmod") or is_light(token, claim):
            return None
        if takes_part(token) or token in claim.deeds or hedges_number(token, claim):
            return None
        above = claim.parent(token)
        if above is None:
            return None
        head, preposition = above
        if head == token or (is_light(head, claim) and head not in claim.deeds):
            return None
        if head.lemma_.lower() in ("say", "tell", "state") and token.dep_ in ("nsubj", "ccomp", "dobj", "parataxis"):
            return None
        if token.dep_ in ("ccomp", "advcl", "parataxis", "dep"):
            return None
        if token.dep_ == "nummod" and token.i in claim.of_number:
            if any(counts(claim, token, scene) for scene in self.premises):
                return None
            return f"not “{token.text} {head.text}”"
        if preposition == "as" and head.lemma_.lower() in ("replace", "succeed"):
            heads = [t for t in claim.undergoers(head) if t.pos_ == "PROPN"]
            return None if any(self._not_beside(one, token) is None for one in heads) else f"not “as {token.text}”"
        heads = [head]
        if preposition == "according" and head in claim.deeds:
            return None  # who says it is judged with the deed
        if head.dep_ == "acl" and self._is_moved(head, token, preposition):
            return None
        if preposition in OF_PLACE_AND_TIME or token.ent_type_ in ("DATE", "TIME"):
            heads += [t for t in head.ancestors if t in claim.deeds][:1]
        if any(self._hangs(one, token, preposition, scene) for one in heads for scene in self.premises):
            return None
        return f"“{token.text}” doesn’t belong to “{head.text}”"

    def _is_moved(self, participle: Token, token: Token, preposition: str) -> bool:
        """Whether a sentence has a participle before its noun: "imported bikes from there", "bikes imported from there"."""
        return any(
            b.dep_ == "pobj" and b.head.lower_ == preposition and b.head.i == noun.i + 1
            for scene in self.premises
            for noun in self._like(participle.head, scene)
            if any(c.dep_ == "amod" and c.lower_ == participle.lower_ for c in noun.children)
            for b in self._like(token, scene)
        )

    def _not_beside(self, named: Token, token: Token) -> str | None:
        """Why a word set beside another isn't so in any sentence: "one of the patients, Ida Renn"."""
        for scene in self.premises:
            words = [word for word in self._like(token, scene) if self._naming.unrestricted(word, scene)]
            for one in self._like(named, scene):
                if any(beside(scene, one, word) or reaches(scene, word, one) for word in words):
                    return None
        return f"“{token.text}” is not “{named.text}”"

    def _like(self, token: Token, scene: Scene) -> list[Token]:
        """The words of a sentence that are a word of the statement, names of others aside."""
        return [
            t
            for t in scene.doc
            if self.claim.keys[token.i] & scene.keys[t.i] and not self._naming.is_namesake(token, t)
            if not self._naming.is_told_apart(token, t, scene)
        ]

    def _hangs(self, head: Token, token: Token, preposition: str, scene: Scene) -> bool:
        tells = head.lemma_.lower() in TELLS
        heads = self._like(head, scene) + [t for t in scene.doc if tells and t.lemma_.lower() in REPORTS]
        words = self._like(token, scene)
        if (counted := count_of(token, self.claim)) is not None:
            words = [t for t in words if count_of(t, scene) == counted]
        return any(
            self._together(scene, a, b, oblique=bool(preposition) or token.dep_ in ("npadvmod", "advmod", "prep"))
            and self._same_way(preposition, b, scene)
            and self._naming.unrestricted(b, scene)
            for a in heads
            for b in words
            if scene.rep[a.i] != scene.rep[b.i]
        )

    def _together(self, scene: Scene, one: Token, other: Token, *, oblique: bool) -> bool:
        if beside(scene, one, other) or reaches(scene, one, other) or reaches(scene, other, one):
            return True
        for a in scene.names(one):
            for b in scene.names(other):
                if (a, b) != (one, other) and (reaches(scene, a, b) or reaches(scene, b, a)):
                    return True
        if leads(scene, other, one):  # "a team led by Sadler" is Sadler's team
            return True
        if oblique:
            mine, theirs = scene.parent(one), scene.parent(other)
            return mine is not None and theirs is not None and mine[0] == theirs[0]
        return False

    def _same_way(self, preposition: str, there: Token, scene: Scene) -> bool:
        above = scene.parent(there)
        other = above[1] if above else ""
        mine, theirs = SAME_WAY.get(preposition, preposition), SAME_WAY.get(other, other)
        if mine == theirs or not mine or (not theirs and mine in ("by", "from", "for", "with", "of", "in", "at")):
            return True
        if {mine, theirs} <= {"because", "due", "to", "of"} or (mine in ("at", "from") and theirs == "between"):
            return True
        return mine not in DIRECTED and theirs not in DIRECTED
