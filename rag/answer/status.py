"""Tell what happened from what is planned, denied or unclear, by the words around a verb or an event's noun.

"Are set to meet" is not "met". Works on one parsed sentence; knows nothing of questions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer.language.lexicon import word_set
from rag.models import EventStatus

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PLANNED_GOVERNORS = word_set(
    """
    set due expect schedule plan intend hope aim prepare agree propose invite book slate want wish vow pledge
    promise threaten consider ready likely urge ask call mean seek look
    """
)
PLANNED_MODALS = frozenset(["will", "shall", "’ll", "'ll", "wo"])
UNCLEAR_MODALS = frozenset(["may", "might", "could", "would", "should"])
UNCLEAR_ADVERBS = word_set(
    """
    reportedly allegedly possibly perhaps apparently supposedly potentially
    """
)
CANCELLED = word_set(
    """
    cancel scrap abandon withdraw suspend scupper
    """
)
DENIALS = frozenset(["deny", "reject", "refuse", "decline", "rule", "dismiss"])
PLANNED_ADJECTIVES = word_set(
    """
    plan upcoming forthcoming schedule propose future expect next possible potential
    """
)
_PUT_DOWN = frozenset(["plan", "schedule", "expect", "propose", "slate"])
_WANTING = frozenset(["ask", "call", "demand", "seek", "request", "urge", "propose", "press", "push", "want"])
_TO_COME = frozenset(["next", "upcoming", "forthcoming"])
_NOBODY = frozenset(["nobody", "none", "neither"])
_BELIEVING = frozenset(["believe", "think", "suspect", "presume", "fear", "assume", "allege", "rumour", "rumor"])
_MANAGED = frozenset(["able", "free", "quick", "lucky"])
_RANKED = frozenset(["first", "second", "third", "last", "latest", "only"])
_SCHEDULED = word_set(
    """
    open close begin start meet end finish run take leave arrive vote play face kick resume return go fly travel launch
    """
)
_WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow"])
NEGATIONS = frozenset(["not", "n't", "n’t", "never", "no", "neither", "nor"])


def of_verb(verb: Token) -> EventStatus:
    """What the sentence says of the event that a verb names."""
    words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass", "neg", "advmod")}
    if words & NEGATIONS or _is_negated(verb) or _by_nobody(verb):
        if _is_disagreement(verb):
            return EventStatus.HAPPENED  # "the sides cannot agree on a text"
        late = verb.tag_ == "VB" and "did" in words and any(child.lower_ == "until" for child in verb.children)
        return EventStatus.HAPPENED if late else EventStatus.DENIED  # "did not start until May"
    if words & UNCLEAR_ADVERBS:
        return EventStatus.UNCLEAR
    if words & PLANNED_MODALS:
        return EventStatus.PLANNED
    if verb.tag_ in ("VBP", "VBZ") and any(
        c.dep_ in ("nsubj", "dobj") and any(t.lower_ in _TO_COME for t in c.children) for c in verb.children
    ):
        return EventStatus.PLANNED  # "they play their next match on Sunday"
    if _is_timetabled(verb, words):
        return EventStatus.PLANNED
    base = verb.tag_ == "VB" or any(child.dep_ == "auxpass" and child.tag_ == "VB" for child in verb.children)
    infinitive = base and any(child.lower_ == "to" for child in verb.children)  # "to brief", "to be briefed"
    if infinitive or verb.dep_ in ("xcomp", "pcomp"):
        return _governed(verb, infinitive=infinitive)
    if words & UNCLEAR_MODALS:
        return EventStatus.UNCLEAR
    if verb.lemma_.lower() in CANCELLED and verb.dep_ == "ROOT":
        return EventStatus.DENIED
    if verb.dep_ in ("ccomp", "conj") and verb.head.lemma_.lower() in DENIALS and verb.dep_ == "ccomp":
        return EventStatus.DENIED
    if verb.tag_ == "VBG" and any(
        child.lower_ in ("is", "are", "’s", "'s", "’re") for child in verb.children if child.dep_ == "aux"
    ):
        return EventStatus.HAPPENED
    if (
        verb.dep_ == "conj"
        and verb.head.pos_ in ("VERB", "AUX")
        and not any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in verb.children)
    ):
        return of_verb(verb.head)
    return EventStatus.HAPPENED


def _governed(verb: Token, *, infinitive: bool) -> EventStatus:
    """The status of a verb that hangs under another: "set to meet", "failed to meet", "continued by holding"."""
    governor = verb.head
    if verb.dep_ == "pcomp":
        governor = governor.head
    if governor == verb:
        return EventStatus.UNCLEAR
    lemma = governor.lemma_.lower()
    if lemma in DENIALS or lemma in ("fail", "stop", "prevent"):
        return EventStatus.DENIED
    if any(child.dep_ == "neg" for child in governor.children):
        return EventStatus.DENIED
    if lemma in _BELIEVING and any(child.dep_ == "auxpass" for child in governor.children):
        return EventStatus.UNCLEAR  # "is believed to have left"
    if governor.pos_ != "VERB" and _has_happened(governor, verb):
        return EventStatus.HAPPENED
    if lemma in ("be",) and infinitive:
        return EventStatus.PLANNED  # "the ships are to sail"
    if (
        lemma in PLANNED_GOVERNORS
        or (governor.pos_ == "ADJ" and lemma in PLANNED_GOVERNORS)
        or governor.lower_ == "going"
    ):
        was = {child.lower_ for child in governor.children if child.dep_ in ("aux", "auxpass")}
        return EventStatus.UNCLEAR if "had" in was else EventStatus.PLANNED
    if governor.pos_ in ("VERB", "AUX"):
        return of_verb(governor)
    return EventStatus.PLANNED if infinitive else EventStatus.HAPPENED


def _has_happened(governor: Token, verb: Token) -> bool:
    """Whether what hangs under an adjective was done: "was able to reopen", "was the first to land"."""
    ranked = {governor.lower_, *(c.lower_ for c in governor.children)} & _RANKED
    copula = governor.head if governor.dep_ in ("acomp", "attr") else governor
    was = copula.lower_ in ("was", "were", "became")
    return was and ((bool(ranked) and verb.dep_ in ("relcl", "acl")) or governor.lower_ in _MANAGED)


def _by_nobody(verb: Token) -> bool:
    """Whether the subject says that it is told of none: "no ship left", "nobody was hurt"."""
    subjects = (c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass"))
    return any(s.lower_ in _NOBODY or any(c.lower_ == "no" and c.dep_ == "det" for c in s.children) for s in subjects)


def _is_disagreement(verb: Token) -> bool:
    return verb.lemma_ == "agree" and any(
        c.dep_ == "prep" and c.lower_ in ("on", "about", "over") for c in verb.children
    )


def _is_timetabled(verb: Token, words: set[str]) -> bool:
    """Whether the present tells of a day to come: "they meet on Tuesday", "is flying to Arden tomorrow"."""
    ongoing = verb.tag_ == "VBG" and words & {"is", "are", "’s", "’re"}
    if verb.lemma_.lower() not in _SCHEDULED or not (verb.tag_ in ("VBP", "VBZ") or ongoing):
        return False
    times = [c for c in verb.children if c.dep_ == "npadvmod"]
    times += [t for c in verb.children if c.dep_ == "prep" and c.lower_ == "on" for t in c.children]
    return any(time.lower_ in _WEEKDAYS for time in times)


def of_noun(noun: Token) -> EventStatus | None:
    """What the sentence says of an event given as a noun ("the meeting"); None when it says nothing."""
    modifiers = {child.lemma_.lower() for child in noun.children if child.dep_ in ("amod", "compound", "acl")}
    if modifiers & CANCELLED:
        return EventStatus.DENIED
    if modifiers & PLANNED_ADJECTIVES:
        return EventStatus.PLANNED
    head = noun.head
    if noun.dep_ in ("nsubj", "nsubjpass"):
        if head.lemma_.lower() in CANCELLED or (
            head.lemma_.lower() == "call" and any(c.lower_ == "off" for c in head.children)
        ):
            return EventStatus.DENIED
        if head.lemma_.lower() in ("postpone", "delay"):
            return EventStatus.PLANNED
        if head.lemma_.lower() in PLANNED_GOVERNORS and any(c.dep_ == "auxpass" for c in head.children):
            return EventStatus.PLANNED
        status = of_verb(head)
        return None if head.tag_ in ("VBP", "VBZ") and status is EventStatus.HAPPENED else status
    if noun.dep_ == "pobj":
        preposition = head.lower_
        if (
            preposition in ("of", "before") and head.head.lower_ in ("ahead", "eve", "before")
        ) or preposition == "before":
            return EventStatus.PLANNED
        if preposition == "to" and (
            head.head.lower_ == "forward" or any(c.lower_ == "forward" for c in head.head.children)
        ):
            return EventStatus.PLANNED  # "looks forward to the call"
        if preposition in ("after", "following", "since", "during"):
            governor = head.head
            return EventStatus.HAPPENED if governor.tag_ in ("VBD", "VBN") else None
        governor = head.head
        if governor.pos_ in ("VERB", "AUX"):
            return of_verb(governor)
        return None
    if noun.dep_ in ("dobj", "attr", "conj") and head.pos_ in ("VERB", "AUX"):
        if head.lemma_.lower() in CANCELLED:
            return EventStatus.DENIED
        if head.lemma_.lower() in ("follow", "recall"):
            return EventStatus.HAPPENED
        if head.lemma_.lower() in ("postpone", "delay", "plan", "schedule", "propose", "expect", "await"):
            return EventStatus.PLANNED
        return of_verb(head)
    return None


def is_wanted(noun: Token) -> bool:
    """Whether somebody only asks for what a noun names: "asked for a sentence of two years", "demanded a vote"."""
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "for" else noun.head
    return noun.dep_ in ("pobj", "dobj") and verb.lemma_.lower() in _WANTING


def _main(doc: Doc) -> Token | None:
    """The main verb; where a dateline or an apposition is taken for the head of the sentence, the verb below it."""
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None or root.pos_ in ("VERB", "AUX", "ADJ"):
        return root
    below = (c for c in root.children if c.pos_ == "VERB" and c.dep_ in ("acl", "relcl", "appos"))
    return next((v for v in below if any(c.dep_ in ("nsubj", "nsubjpass") for c in v.children)), None)


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def is_undone(noun: Token) -> bool:
    """Whether the sentence says that an event given as a noun was cancelled or put off."""
    head = noun.head
    if noun.dep_ not in ("nsubj", "nsubjpass", "dobj") or any(c.dep_ == "neg" for c in head.children):
        return False
    if head.lemma_.lower() in CANCELLED | {"postpone", "delay"}:
        return bool(noun.dep_ != "nsubj")
    return head.lemma_.lower() in ("call", "put") and any(c.lower_ == "off" and c.dep_ == "prt" for c in head.children)


def of_sentence(doc: Doc) -> EventStatus | None:
    """What a sentence says of the event its main verb names; None when it has no verb."""
    root = _main(doc)
    if root is None:
        return None
    for child in root.children:
        if (
            child.dep_ == "acomp"
            and child.lemma_.lower() in PLANNED_GOVERNORS
            and any(c.dep_ == "xcomp" for c in child.children)
        ):
            return EventStatus.PLANNED  # "is due to receive"
    words = {child.lower_ for child in root.children if child.dep_ in ("aux", "auxpass")}
    if root.lemma_.lower() in _PUT_DOWN and root.tag_ == "VBN" and words & {"is", "are"} and not _is_negated(root):
        return EventStatus.PLANNED  # "the vote is planned for May"
    if root.lemma_.lower() in PLANNED_GOVERNORS | _BELIEVING or root.lemma_ == "be":
        for child in root.children:
            if child.dep_ == "xcomp" and child.pos_ in ("VERB", "AUX"):
                return of_verb(child)
    return of_verb(root)
