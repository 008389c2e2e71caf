"""Who does what in a parsed sentence: the subject and the object of a verb, and how far words are apart in the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token


def arguments_of(verb: Token, role: str, *, passive: bool) -> Token | None:
    """The subject or object of a verb, active or passive, through a relative clause."""
    is_passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children) or (
        verb.dep_ == "acl" and verb.tag_ == "VBN"
    )
    if passive:
        role = "object" if role == "subject" else "subject"
    if role == "subject":
        if is_passive:
            agent = next((c for c in verb.children if c.dep_ == "agent"), None)
            return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
        # The nearest: a dateline before the sentence is often parsed as another subject.
        subjects = [c for c in verb.children if c.dep_ == "nsubj"]
        subject = min(subjects, key=lambda c: abs(c.i - verb.i), default=None)
        if subject is not None and subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
            return verb.head
        if subject is None and verb.dep_ in ("conj", "xcomp", "advcl") and verb.head.pos_ in ("VERB", "AUX"):
            return arguments_of(verb.head, role, passive=False)
        return subject
    if is_passive:
        subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        if subject is not None and subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
            return verb.head
        return subject or (verb.head if verb.dep_ == "acl" else None)
    return next((c for c in verb.children if c.dep_ in ("dobj", "dative")), None)


def distance(one: Token, other: Token) -> int:
    """Steps between two words in the parse."""
    above: dict[int, int] = {}
    steps, token = 0, one
    while True:
        above[token.i] = steps
        if token.head == token:
            break
        token, steps = token.head, steps + 1
    steps, token = 0, other
    while token.i not in above:
        if token.head == token:
            return 20
        token, steps = token.head, steps + 1
    return steps + above[token.i]
