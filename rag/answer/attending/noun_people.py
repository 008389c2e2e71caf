"""The people that a sentence gives to a gathering named by a noun: "the meeting", "her talks with ...".

Below the noun ("talks between A and B"), and by the verb that it hangs on ("A attended the meeting", "A is in talks").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer.attending.circumstances import subject_of
from rag.answer.attending.gathering_words import INCLUDING, LIGHT, WITH
from rag.answer.language.lexicon import word_set
from rag.answer.people import Participant, arguments, participant, people_of
from rag.answer.question import PERSON_NOUNS
from rag.answer.reading import Reading, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

_TAKING_PART = word_set("participate sit appear speak be come arrive represent dial")
_TRAVELLING = word_set("be go come fly travel")


def people_below(noun: Token, sentence: Sentence, reading: Reading) -> list[Participant]:
    """The people below the noun itself: "her talks with ...", "a meeting that will include ..."."""
    people: list[Participant] = []
    for child in noun.children:
        if child.dep_ == "poss":
            people += people_of(child, sentence, reading)
        elif child.dep_ == "prep" and child.lower_ in WITH | {"of"}:
            found = arguments(child, sentence, reading)
            people += found if child.lower_ != "of" else [p for p in found if p.person]
        elif child.dep_ in ("relcl", "acl") and child.lemma_.lower() in INCLUDING:
            for below in child.children:
                if below.dep_ == "agent":
                    people += arguments(below, sentence, reading)
                elif (below.dep_ == "dobj" and below.lower_ != "which") or (
                    below.dep_ == "nsubj" and child.dep_ == "relcl" and below.lower_ not in ("that", "which")
                ):
                    people += people_of(below, sentence, reading)
    return people


def people_by_verb(noun: Token, sentence: Sentence, reading: Reading) -> list[Participant]:
    """The people whom the verb above the noun brings to it."""
    head = noun.head
    lemma = head.lemma_.lower()
    if noun.dep_ == "dobj" and head.pos_ == "VERB" and lemma in LIGHT:
        negated = any(c.dep_ == "neg" for c in head.children) or lemma in ("skip", "miss")
        people = _subject_people(head, sentence, reading, present=not negated)
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in WITH:
                people += arguments(child, sentence, reading)
        return people
    if noun.dep_ == "dobj" and lemma in ("receive", "give", "get"):
        people = _subject_people(head, sentence, reading)
        for child in [*head.children, *noun.children]:
            if child.dep_ in ("prep", "dative") and child.lower_ in ("from", "by", "to"):
                people += arguments(child, sentence, reading)
        return people
    if noun.dep_ in ("nsubj", "nsubjpass") and lemma in INCLUDING:
        people = []
        for child in head.children:
            if child.dep_ == "dobj":
                people += people_of(child, sentence, reading)
            elif child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
                people += arguments(child, sentence, reading)
        return people
    if noun.dep_ == "pobj" and lemma in ("in", "at", "on", "for", "to"):
        return _in_it(noun, sentence, reading)
    return []


def _in_it(noun: Token, sentence: Sentence, reading: Reading) -> list[Participant]:
    """Whoever is "at the meeting", "one of the leaders on the call", or goes "to Arden for talks with" someone."""
    preposition = noun.head
    verb = preposition.head
    if verb.lemma_.lower() in PERSON_NOUNS | {"one"}:
        # "He was one of the leaders on the call"
        while verb.dep_ in ("pobj", "prep", "attr") and verb.head != verb:
            verb = verb.head
        if verb.lemma_ != "be":
            return []
    if verb.pos_ not in ("VERB", "AUX"):
        return []
    lemma = verb.lemma_.lower()
    if preposition.lower_ == "for":
        takes_part = lemma in _TRAVELLING and any(c.dep_ == "prep" and c.lower_ in WITH for c in noun.children)
    else:
        takes_part = lemma in _TAKING_PART or any(
            c.dep_ == "dobj" and c.lower_ in ("part", "place") for c in verb.children
        )
    negated = any(c.dep_ == "neg" for c in verb.children)
    return _subject_people(verb, sentence, reading, present=not negated) if takes_part else []


def people_after(noun: Token, sentence: Sentence, reading: Reading) -> list[Participant]:
    """The people who act behind "At a meeting in Arden, Ms Roe ...", or together behind "After talks, A and B ..."."""
    before = noun.head
    if noun.dep_ != "pobj" or before.lower_ not in ("after", "at", "in", "during", "following") or before.i > 1:
        return []
    root = next((t for t in sentence.doc if t.dep_ == "ROOT"), None)
    if root is None or any(c.dep_ == "neg" for c in root.children):
        return []
    acting = [p for p in reading.persons(sentence) if noun.i < p.start and p.end <= root.i]
    own = [p for p in acting if not any(t.dep_ == "poss" for t in p)]
    enough = 2 if before.lower_ in ("after", "following", "in") else 1
    return [participant(p, sentence) for p in own] if len(own) >= enough else []


def _subject_people(verb: Token, sentence: Sentence, reading: Reading, *, present: bool = True) -> list[Participant]:
    subject = subject_of(verb)
    return people_of(subject, sentence, reading, present=present) if subject is not None else []
