"""The people that a phrase names: "Ms Roe and two other ministers", with those joined by "and", without anyone's adviser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.followup.gender import Gender, of_person
from rag.answer.question import ORG_NOUNS, PERSON_NOUNS
from rag.answer.reading import Reading, Sentence
from rag.models import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Participant:
    """Someone at a gathering: the name as given there, where it stands, and whether they were (to be) there."""

    name: str
    sentence: int
    span: Span
    person: bool
    present: bool = True


def arguments(preposition: Token, sentence: Sentence, reading: Reading) -> list[Participant]:
    """The people after a preposition, or after "along with"."""
    inner = [c for c in preposition.children if c.dep_ == "prep" and c.lower_ == "with"]
    heads = [c for one in (preposition, *inner) for c in one.children if c.dep_ in ("pobj", "pcomp")]
    return [p for head in heads for p in people_of(head, sentence, reading)]


def participant(person: SpacySpan, sentence: Sentence, *, present: bool = True) -> Participant:
    """Someone named in a sentence, without an article before or a possessive ending behind the name."""
    doc, start = person.doc, int(person.start)
    if doc[start].lower_ == "the" and start < person.end - 1:
        start += 1
    span = sentence.at(doc[start : person.end])
    name = re.sub(r"(?:’s|'s|’|')$", "", sentence.article.text[span.start : span.end])
    return Participant(name, sentence.index, Span(span.start, span.start + len(name)), True, present)


def people_of(head: Token, sentence: Sentence, reading: Reading, *, present: bool = True) -> list[Participant]:
    """The people a noun phrase names, with those joined to it by "and"; without names, the people it describes."""
    if head.lower_ in ("he", "she"):
        meant = _subject_before(sentence, reading, Gender(head.lower_))
        span = sentence.at(head.doc[head.i : head.i + 1])
        return [Participant(meant, sentence.index, span, True, present)] if meant else []
    inside = {t.i for t in head.subtree if not in_clause(t, head)}
    found: list[Participant] = []
    covered: set[int] = set()
    for ent in reading.persons(sentence):
        if not any(t.i in inside for t in ent):
            continue
        owner = ent.root
        if owner.dep_ == "poss" and owner.head.i in inside and owner.head.pos_ in ("NOUN", "PROPN"):
            continue  # "Ms Roe's adviser" is not Ms Roe
        if (
            owner.dep_ == "pobj"
            and owner.head.lower_ in ("of", "to", "for", "from", "after")
            and owner.head.head.i in inside
            and owner.head.head != head
        ):
            continue
        found.append(participant(ent, sentence, present=present))
        covered |= {t.i for t in ent}
    heads = [head, *(t for t in head.conjuncts if t.i in inside)]
    for one in heads:
        own = {t.i for t in one.subtree if not in_clause(t, one)} - {
            t.i for other in heads if other != one for t in other.subtree if other in list(one.subtree)
        }
        if own & covered or one.pos_ not in ("NOUN", "PROPN"):
            continue
        lemma = one.lemma_.lower()
        if (
            lemma in PERSON_NOUNS
            or lemma in ORG_NOUNS
            or one.ent_type_ in ("ORG", "GPE", "NORP")
            or lemma in ("delegation", "side", "team", "government", "chairman", "staff", "ally")
        ):
            left = min(
                (
                    t.i
                    for t in one.subtree
                    if t.i <= one.i and t.dep_ not in ("cc", "punct") and not in_clause(t, one) and t.i in own
                ),
                default=one.i,
            )
            right = one.i
            for child in one.children:
                if child.dep_ == "prep" and child.lower_ == "of" and child.i == right + 1:
                    right = max(t.i for t in child.subtree if not in_clause(t, one))
            while sentence.doc[left].lower_ in ("the", "a", "an") and left < right:
                left += 1
            if sentence.doc[left].pos_ == "PRON" or one.lower_ in ("side", "sides"):
                continue
            span = sentence.at(sentence.doc[left : right + 1])
            found.append(
                Participant(sentence.article.text[span.start : span.end], sentence.index, span, False, present)
            )
    return found


def _subject_before(sentence: Sentence, reading: Reading, gender: Gender) -> str | None:
    """The person who is the subject of the sentence before, in the same paragraph: whom "he" or "she" stands for."""
    if reading.starts_paragraph(sentence.index):
        return None
    before = reading.sentence(sentence.index - 1)
    root = next((t for t in before.doc if t.dep_ == "ROOT"), None)
    subjects = [c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")] if root is not None else []
    people = [p.name for s in subjects if s.pos_ != "PRON" for p in people_of(s, before, reading) if p.person]
    if len(people) != 1 or of_person(people[0], [reading.article.text]) not in (gender, None):
        return None
    return people[0]


def in_clause(token: Token, top: Token) -> bool:
    """Whether a word below `top` stands in a clause of its own ("the minister who ...")."""
    while token not in (top, token.head):
        if token.dep_ in ("relcl", "acl", "advcl"):
            return True
        token = token.head
    return False
