"""Who, where and when of a word that mentions a gathering, by the grammar of its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer.reading import Sentence, bare

if TYPE_CHECKING:
    from spacy.tokens import Token


def subject_of(verb: Token) -> Token | None:
    """Who does it: the verb's own subject, or that of the verb it hangs under; a relative pronoun's noun."""
    seen = verb
    for _ in range(5):
        # The nearest of several: a dateline in front is taken for a subject too.
        for child in sorted(seen.children, key=lambda c: abs(c.i - seen.i)):
            if child.dep_ in ("nsubj", "nsubjpass", "csubj"):
                if child.lower_ in ("who", "which", "that") and seen.dep_ in ("relcl", "acl"):
                    return _one_of(seen.head)
                return child
        if seen.dep_ in ("relcl", "acl"):
            return seen.head
        if seen.dep_ in ("xcomp", "advcl", "conj", "pcomp", "prep", "ccomp", "acomp") and seen.head != seen:
            seen = seen.head
        else:
            return None
    return None


def _one_of(group: Token) -> Token:
    """The subject of "X was among the leaders": X when `group` is those leaders, else the group itself."""
    among = group.head
    if group.dep_ == "pobj" and among.lower_ in ("among", "one", "of") and among.head.pos_ in ("AUX", "VERB"):
        return next((c for c in among.head.children if c.dep_ == "nsubj"), group)
    return group


def places_of(trigger: Token, sentence: Sentence) -> set[str]:
    """The places that stand below a mention after "in", "at" or "to"."""
    found = set()
    for ent in sentence.doc.ents:
        if (
            ent.label_ in ("GPE", "FAC", "LOC", "ORG", "PERSON")
            and ent.root.dep_ == "pobj"
            and ent.root.head.lower_ in ("in", "at", "to")
        ):
            above = ent.root.head
            for _ in range(4):
                above = above.head
                if above == trigger:
                    found.add(bare(ent.text).lower())
                    break
    return found


def times_of(trigger: Token, sentence: Sentence) -> list[str]:
    """The days near a mention: below it, or below the verb it hangs on."""
    found = []
    near = {t.i for t in trigger.subtree}
    above = trigger
    for _ in range(3):
        if (
            above.dep_ in ("xcomp", "dobj", "pobj", "prep", "advcl", "nsubj", "nsubjpass", "ccomp", "pcomp", "attr")
            and above.head != above
        ):
            above = above.head
            near |= {c.i for c in above.children} | {
                t.i for c in above.children if c.dep_ in ("prep", "npadvmod") for t in c.subtree
            }
    for ent in sentence.doc.ents:
        if ent.label_ in ("DATE", "TIME") and ent.root.i in near:
            found.append(ent.text)
    return found
