"""Whether sentences carry a statement, by their grammar: each deed of it must be one of theirs, told in the same way.

A deed is the same when the same words do it to the same words, when it is as much denied, planned, possible or reported,
by the same speaker, and when what is said of it (where, when, how much) is said of it there. It errs on the side of no.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.answer.claims.classes import (
    BOUNDS,
    CONDITIONS,
    DIRECTED,
    EXCEPTIONS,
    FREE_MARKS,
    JOINING,
    OF_PLACE_AND_TIME,
    PARTS,
    PASSED_OVER,
    REPORTS,
    RESTRICTING,
    SAME_WAY,
    SCHEDULED,
    STANDING_FOR,
    TELLS,
    WHOLE,
)
from rag.answer.claims.hanging import (
    beside,
    clauses_of,
    count_of,
    counts,
    first_names,
    first_of,
    is_light,
    mark_of,
    reaches,
    same_mark,
    takes_part,
)
from rag.answer.claims.scene import Governor, Scene
from rag.answer.claims.wording import hedges_number

if TYPE_CHECKING:
    from spacy.tokens import Token


class Carrying:
    """One sentence of a statement against the sentences it cites."""

    def __init__(self, claim: Scene, premises: Sequence[Scene], before: Scene | None = None) -> None:
        """``before`` is the sentence of the statement before this one, whose subject "she" may stand for."""
        self.claim = claim
        self.premises = premises
        self._before = before.subjects() if before is not None else frozenset()

    def fault(self) -> str | None:
        """What of the statement no sentence carries, in a few words; None when all of it is carried."""
        for deed in self.claim.deeds:
            if deed.lower_ == "according" or self._is_said_to_be(deed):
                continue
            reasons: list[str] = []
            if not any(self._fits(deed, there, scene, reasons) for scene, there in self._alike(deed)):
                return reasons[-1] if reasons else f"nothing is told of “{deed.text}”"
        for token in self.claim.doc:
            if fault := self._loose(token):
                return fault
        return None

    def _alike(self, deed: Token) -> Iterator[tuple[Scene, Token]]:
        keys = self.claim.keys[deed.i]
        neutral = deed.lemma_.lower() in TELLS
        for scene in self.premises:
            for there in scene.deeds:
                if keys & scene.keys[there.i] or (neutral and there.lemma_.lower() in REPORTS):
                    yield scene, there
            if neutral:
                for token in scene.doc:  # "according to X": X says it
                    if token.lower_ == "according":
                        yield scene, token

    def _is_said_to_be(self, deed: Token) -> bool:
        """Whether "X is Y" or "X, who is Y" only says what a sentence sets beside X."""
        if deed.lemma_.lower() != "be" or self.claim.is_negated(deed) or self.claim.modal(deed):
            return False
        what = [c for c in deed.children if c.dep_ in ("attr", "acomp", "npadvmod")]
        who = self.claim.agents(deed)
        return bool(what and who) and any(
            beside(scene, a, b)
            for scene in self.premises
            for a in scene.doc
            if self.claim.keys[what[0].i] & scene.keys[a.i]
            for b in scene.doc
            if self.claim.keys[who[0].i] & scene.keys[b.i]
        )

    # -- deeds

    def _fits(self, deed: Token, there: Token, scene: Scene, reasons: list[str]) -> bool:
        fault = self._unlike(deed, there, scene)
        if fault:
            reasons.append(fault)
        return fault is None

    def _unlike(self, deed: Token, there: Token, scene: Scene) -> str | None:
        """Why a deed of the statement is not one of a sentence; None when it is."""
        claim = self.claim
        if there.lower_ == "according":
            sources = [p for c in there.children for p in c.children if p.dep_ == "pobj"]
            named = all(self._named(one, sources, scene, deed) for one in claim.agents(deed))
            return None if named and not claim.is_negated(deed) else f"“{deed.text}”: another speaker"
        if claim.is_negated(deed) != scene.is_negated(there):
            return f"“{deed.text}”: denied in one, not in the other"
        if fault := self._otherwise_told(deed, there, scene):
            return fault
        for one in claim.agents(deed):
            if not self._named(one, scene.agents(there), scene, there):
                return f"“{deed.text}”: not by “{one.text}”"
        for one in claim.undergoers(deed):
            if not self._named(one, scene.undergoers(there), scene, there):
                return f"“{deed.text}”: not “{one.text}”"
        return self._otherwise_governed(deed, there, scene) or self._otherwise_conditioned(deed, there, scene)

    def _otherwise_told(self, deed: Token, there: Token, scene: Scene) -> str | None:
        claim = self.claim
        said, told = claim.modal(deed), scene.modal(there)
        if said != told and not (said == "will" and self._is_scheduled(there, scene)):
            return f"“{deed.text}”: as certain in one as it isn’t in the other"
        if claim.is_going_on(deed) != scene.is_going_on(there):
            return f"“{deed.text}”: done in one, going on in the other"
        kept = {c.lower_ for c in deed.children}
        lost = {c.lower_ for c in there.children if c.dep_ == "advmod" and c.lower_ in RESTRICTING}
        bounds = EXCEPTIONS | (BOUNDS if scene.is_negated(there) else set())
        lost |= {c.lower_ for c in there.children if c.dep_ == "prep" and c.lower_ in bounds}
        if lost - kept:
            return f"“{deed.text}” without “{min(lost - kept)}”"
        clauses = [[c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "dobj", "prep")] for verb in (deed, there)]
        if not clauses[0] and any(c.dep_ == "xcomp" for c in clauses[1]):
            return f"“{deed.text}” is cut off"
        return None

    @staticmethod
    def _is_scheduled(there: Token, scene: Scene) -> bool:
        governor = scene.governor(there)
        return governor is not None and scene.doc[governor.word].lemma_.lower() in SCHEDULED

    def _otherwise_governed(self, deed: Token, there: Token, scene: Scene) -> str | None:
        """Where one is reported, promised, attempted, denied or the like and the other is not, or by another."""
        mine, theirs = self.claim.governor(deed), scene.governor(there)
        if mine is None or theirs is None:
            if mine is None and theirs is not None:
                word = scene.doc[theirs.word]
                if word.lemma_.lower() in PASSED_OVER or (
                    self.claim.modal(deed) == "will" and self._is_scheduled(there, scene)
                ):
                    return None
                return f"“{deed.text}” stands under “{word.text}”"
            return f"“{deed.text}” doesn’t stand under “{self.claim.doc[mine.word].text}”" if mine else None
        return self._other_governor(mine, theirs, scene)

    def _other_governor(self, mine: Governor, theirs: Governor, scene: Scene) -> str | None:
        said, told = self.claim.doc[mine.word], scene.doc[theirs.word]
        if mine.according or theirs.according:
            speaks = [said] if mine.according else self.claim.agents(said)
            spoke = [told] if theirs.according else scene.agents(told)
            verbs = [t.lemma_.lower() for t, g in ((said, mine), (told, theirs)) if not g.according]
            same = all(verb in REPORTS for verb in verbs) and speaks
            if same and all(self._named(one, spoke, scene, told) for one in speaks):
                return None
            return f"not told by “{speaks[0].text if speaks else said.text}”"
        alike = self.claim.keys[said.i] & scene.keys[told.i]
        if not alike and not (said.lemma_.lower() in TELLS and told.lemma_.lower() in REPORTS):
            return f"under “{told.text}”, not “{said.text}”"
        if said.pos_ in ("VERB", "AUX") and told.pos_ in ("VERB", "AUX"):
            return self._unlike(said, told, scene)
        return None

    def _otherwise_conditioned(self, deed: Token, there: Token, scene: Scene) -> str | None:
        """Where a condition is lost, added or changed, or a cause or a time joined to it that isn't there."""
        mine, theirs = clauses_of(deed), clauses_of(there)
        for mark, _ in theirs:
            if mark in CONDITIONS and mark not in [m for m, _ in mine]:
                return f"“{deed.text}” without its “{mark}”"
        for mark, verb in mine:
            if mark in FREE_MARKS:
                continue
            if not any(same_mark(mark, m) and self.claim.keys[verb.i] & scene.keys[v.i] for m, v in theirs):
                return f"“{deed.text}” not “{mark}” that"
        own, other = mark_of(deed), mark_of(there)
        if other in CONDITIONS and own != other:
            return f"“{deed.text}” without its “{other}”"
        return None

    # -- who and what

    def _named(self, one: Token, there: Sequence[Token], scene: Scene, deed: Token) -> bool:
        """Whether a word of the statement names one of these of a sentence."""
        if one.lower_ in STANDING_FOR:
            if any(t.lower_ in STANDING_FOR for t in there):
                return True
            keys = frozenset(key for i, ks in enumerate(self.claim.keys) if i != one.i for key in ks)
            return any(scene.keys[t.i] & (keys | self._before) for t in there)
        for token in there:
            keys = frozenset(key for mine in self.claim.names(one) for key in self.claim.keys[mine.i])
            told = [named for named in scene.names(token) if scene.keys[named.i] & keys]
            if not all(self._unrestricted(named, scene) for named in told):
                continue
            if any(self._same(mine, theirs, scene) for mine in self.claim.names(one) for theirs in scene.names(token)):
                return True
            if token.lower_ in STANDING_FOR and self._stands_for(token, one, scene, deed):
                return True
        return False

    def _same(self, mine: Token, theirs: Token, scene: Scene) -> bool:
        a, b = first_names(mine), first_names(theirs)
        keys, other = self.claim.keys[mine.i], scene.keys[theirs.i]
        if keys & other:
            counted = count_of(mine, self.claim)
            if counted is not None and counted != count_of(theirs, scene):
                return False
            return not (a and b) or mine.pos_ != "PROPN" or bool(a & b)
        if mine.pos_ == "PROPN" and theirs.pos_ == "PROPN":
            return (not a and bool(keys & b)) or (not b and bool(other & a))
        return False

    def _stands_for(self, pronoun: Token, one: Token, scene: Scene, deed: Token) -> bool:
        """Whether a pronoun of a sentence can only mean what a word of the statement names: nobody else is there."""
        people = {e.root.i for e in scene.doc.ents if e.label_ == "PERSON"}
        governor = scene.governor(deed)
        speakers = []
        if governor is not None and not governor.according:
            speakers = scene.agents(scene.doc[governor.word])
        if pronoun.lower_ in ("i", "we", "he", "she", "it", "they") and any(
            self._same(one, t, scene) for t in speakers if t.pos_ != "PRON"
        ):
            return len(people) <= 1 or pronoun.lower_ in ("i", "we", "it", "they")
        before = [t for t in scene.doc[: pronoun.i] if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ != "PRON"]
        if not before or pronoun.lower_ in ("i", "we", "you"):
            return False
        return len(people) <= 1 and len(before) == 1 and self._same(one, before[0], scene)

    # -- what is said of them

    def _loose(self, token: Token) -> str | None:
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
        heads = [head]
        if preposition in OF_PLACE_AND_TIME or token.ent_type_ in ("DATE", "TIME"):
            heads += [t for t in head.ancestors if t in claim.deeds][:1]
        if any(self._hangs(one, token, preposition, scene) for one in heads for scene in self.premises):
            return None
        return f"“{token.text}” doesn’t belong to “{head.text}”"

    def _not_beside(self, named: Token, token: Token) -> str | None:
        """Why a word set beside another isn't so in any sentence: "one of the patients, Ida Renn"."""
        for scene in self.premises:
            words = [t for t in scene.doc if self.claim.keys[token.i] & scene.keys[t.i]]
            for one in (t for t in scene.doc if self.claim.keys[named.i] & scene.keys[t.i]):
                if any(beside(scene, one, word) or reaches(scene, word, one) for word in words):
                    return None
        return f"“{token.text}” is not “{named.text}”"

    def _hangs(self, head: Token, token: Token, preposition: str, scene: Scene) -> bool:
        tells = head.lemma_.lower() in TELLS
        heads = [
            t for t in scene.doc if self.claim.keys[head.i] & scene.keys[t.i] or (tells and t.lemma_.lower() in REPORTS)
        ]
        words = [t for t in scene.doc if self.claim.keys[token.i] & scene.keys[t.i]]
        if (counted := count_of(token, self.claim)) is not None:
            words = [t for t in words if count_of(t, scene) == counted]
        return any(
            self._together(scene, a, b, oblique=bool(preposition) or token.dep_ in ("npadvmod", "advmod", "prep"))
            and self._same_way(preposition, b, scene)
            and self._unrestricted(b, scene)
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

    def _unrestricted(self, theirs: Token, scene: Scene) -> bool:
        """Whether nothing that makes another thing of it is lost: "former", "only", "some of"."""
        if theirs.i in scene.of_number:
            return True  # how a number is hedged is compared as such
        words = {t.lower_ for t in self.claim.doc}
        lost = [c for c in theirs.children if c.lower_ in RESTRICTING and c.lower_ not in words]
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
