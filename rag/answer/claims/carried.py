"""Whether sentences carry a statement, by their grammar: each deed of it must be one of theirs, told in the same way.

A deed is the same when the same words do it to the same words, when it is as much denied, planned, possible or reported,
by the same speaker, and when what is said of it (where, when, how much) is said of it there. It errs on the side of no.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.answer.claims.belonging import Belonging
from rag.answer.claims.classes import (
    BOUNDS,
    CONDITIONS,
    EXCEPTIONS,
    FREE_MARKS,
    PASSED_OVER,
    REPORTS,
    RESTRICTING,
    SCHEDULED,
    TELLS,
)
from rag.answer.claims.hanging import beside, clauses_of, count_of, is_selecting, mark_of, same_mark
from rag.answer.claims.naming import Naming
from rag.answer.claims.scene import Governor, Scene

if TYPE_CHECKING:
    from spacy.tokens import Token


_EACH_OTHER = frozenset(["meet", "marry"])


class Carrying:
    """One sentence of a statement against the sentences it cites."""

    def __init__(self, claim: Scene, premises: Sequence[Scene], before: Scene | None = None) -> None:
        """``before`` is the sentence of the statement before this one, whose subject "she" may stand for."""
        self.claim = claim
        self.premises = premises
        self.before = before
        self.naming = Naming(claim, before)

    def fault(self) -> str | None:
        """What of the statement no sentence carries, in a few words; None when all of it is carried."""
        for deed in self.claim.deeds:
            if deed.lower_ == "according" or self._is_said_to_be(deed) or self._is_attribute(deed):
                continue
            reasons: list[str] = []
            if not any(self._fits(deed, there, scene, reasons) for scene, there in self._alike(deed)):
                return reasons[-1] if reasons else f"nothing is told of “{deed.text}”"
        belonging = Belonging(self.naming, self.premises)
        for token in self.claim.doc:
            if fault := belonging.fault(token):
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
            if self.claim.keys[what[0].i] & scene.keys[a.i] and self.naming.unrestricted(a, scene)
            for b in scene.doc
            if self.claim.keys[who[0].i] & scene.keys[b.i] and not self.naming.is_namesake(who[0], b)
        )

    def _is_attribute(self, deed: Token) -> bool:
        """Whether a participle behind a noun stands before it in a sentence: "bikes imported from there"."""
        if deed.dep_ != "acl" or deed.tag_ != "VBN" or any(c.dep_ in ("agent", "neg", "aux") for c in deed.children):
            return False
        return any(
            t.dep_ == "amod" and t.lower_ == deed.lower_ and keys & scene.keys[t.head.i]
            for keys in [self.claim.keys[deed.head.i]]
            for scene in self.premises
            for t in scene.doc
        )

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
            named = all(self.naming.named(one, sources, scene, deed) for one in claim.agents(deed))
            return None if named and not claim.is_negated(deed) else f"“{deed.text}”: another speaker"
        if claim.is_negated(deed) != scene.is_negated(there):
            return f"“{deed.text}”: denied in one, not in the other"
        if fault := self._otherwise_told(deed, there, scene):
            return fault
        if fault := self._by_others(deed, there, scene):
            return fault
        return self._otherwise_governed(deed, there, scene) or self._otherwise_conditioned(deed, there, scene)

    def _by_others(self, deed: Token, there: Token, scene: Scene) -> str | None:
        """Who or what takes part in a deed of the statement and not in that of a sentence."""
        claim = self.claim
        agents, undergoers = scene.agents(there), scene.undergoers(there)
        if deed.lemma_.lower() in _EACH_OTHER:
            agents = undergoers = agents + undergoers
        for one in claim.agents(deed):
            if not self.naming.named(one, agents, scene, there):
                return f"“{deed.text}”: not by “{one.text}”"
        by = [p for c in there.children if c.lower_ == "by" and c.dep_ == "prep" for p in c.children]
        for one in claim.undergoers(deed):
            measures = one.i in claim.of_number or count_of(one, claim) is not None  # "fell 11%", "fell by 11%"
            if measures and any(self.naming.same(one, measure, scene) for measure in by):
                continue
            if not self.naming.named(one, undergoers, scene, there):
                return f"“{deed.text}”: not “{one.text}”"
        return None

    def _otherwise_told(self, deed: Token, there: Token, scene: Scene) -> str | None:
        claim = self.claim
        said, told = claim.modal(deed), scene.modal(there)
        if said != told and not (said == "will" and self._is_scheduled(there, scene)):
            return f"“{deed.text}”: as certain in one as it isn’t in the other"
        if there.dep_ == "relcl" and deed.dep_ != "relcl" and is_selecting(there):
            return f"“{deed.text}” of some alone"
        if claim.is_going_on(deed) != scene.is_going_on(there):
            return f"“{deed.text}”: done in one, going on in the other"
        kept = {c.lower_ for c in deed.children}
        lost = {
            c.lower_
            for c in there.children
            if c.dep_ == "advmod" and c.lower_ in RESTRICTING and (c.i == 0 or scene.doc[c.i - 1].text != ",")
        }
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
            if same and all(self.naming.named(one, spoke, scene, told) for one in speaks):
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
