"""Who holds which role: the titles and descriptions that an article gives its people, as it gives them.

"Foreign Secretary Ilse Brandvold", "Radek Milosh, the Ostranian foreign minister", "the tram's designer, Ada Lind".
Never corrected, never completed from anywhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.compose import full_name, passage_claim
from rag.answer.lexicon import word_set
from rag.answer.question import PERSON_NOUNS, Kind, Question, is_content
from rag.answer.reading import Reading, Sentence, bare, same_person
from rag.answer.words import alike, mentions
from rag.models import Draft, Status

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

_TITLE_WORDS = word_set(
    """
    prime deputy vice acting former first foreign home finance defence defense chief executive general interior
    junior senior head newly elected new outgoing incoming interim
    """
)
_ROLE_NOUNS = PERSON_NOUNS | word_set(
    """
    secretary minister president chancellor premier general admiral treasurer captain colonel doctor professor
    engineer nurse teacher officer analyst economist spokesman spokeswoman spokesperson architect designer
    fisherman farmer owner editor reporter negotiator arbitrator lawyer barrister prosecutor defendant pilot
    striker goalkeeper midfielder commissioner councillor resident survivor widow husband wife mother father
    daughter son inspector superintendent constable detective surgeon scientist researcher student driver
    """
)


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """A description of a person: its words, and the sentence that gives it."""

    person: str
    text: str
    words: frozenset[str]
    sentence: Sentence


def roles_in(sentence: Sentence, reading: Reading) -> list[Role]:
    """The descriptions that one sentence gives of the people in it."""
    found = []
    for person in reading.persons(sentence):
        parts = [part for part in (_before(person), _after(person)) if part]
        if parts:
            tokens = [token for part in parts for token in part]
            text = " ".join(_text(part) for part in parts)
            words = frozenset(token.lemma_.lower() for token in tokens if is_content(token) or token.pos_ == "PROPN")
            if words:
                found.append(Role(bare(person.text), text, words, sentence))
    return found


def role_of(name: str, reading: Reading) -> Role | None:
    """The fullest description the article gives of a person; None when it gives none."""
    words = bare(name).split()
    if not words:
        return None
    places = [i for i in range(len(reading.spans)) if words[-1].lower() in reading.raw(i).lower()]
    found = [
        role
        for sentence in reading.sentences(places)
        for role in roles_in(sentence, reading)
        if same_person(role.person, name) and role.words & (_ROLE_NOUNS | {"secretary"})
    ]
    return max(found, key=lambda role: (len(role.words) >= 2, -role.sentence.index), default=None)


def _near_person(role: Role, words: set[str], reading: Reading) -> bool:
    """Whether these words stand in a sentence that names the person."""
    last = role.person.split()[-1].lower()
    texts = [reading.raw(i).lower() for i in range(len(reading.spans)) if last in reading.raw(i).lower()]
    return all(any(mentions(text, word) for text in texts) for word in words)


def holders(wanted: frozenset[str], places_wanted: frozenset[str], reading: Reading) -> list[Role]:
    """The people whose description has all these words (lemmas), each once.

    A country or body may be missing from the description itself when it stands in a sentence about the person.
    """
    nouns = wanted & _ROLE_NOUNS
    if not nouns:
        return []
    places = [i for i in range(len(reading.spans)) if any(noun in reading.raw(i).lower() for noun in nouns)]
    found: dict[str, Role] = {}
    for sentence in reading.sentences(places):
        for role in roles_in(sentence, reading):
            apart = {w for w in places_wanted if not any(alike(w, word) for word in role.words)}
            if not covers(role.words, wanted - places_wanted) or (apart and not _near_person(role, apart, reading)):
                continue
            if not any(same_person(role.person, known) for known in found):
                found[role.person] = role
    return list(found.values())


def covers(words: frozenset[str], wanted: frozenset[str]) -> bool:
    """Whether every wanted word is there, in this form or a form of the same stem (Estonia, Estonian)."""
    return all(any(alike(one, word) for word in words) for one in wanted)


def _before(person: SpacySpan) -> list[Token] | None:
    """The title in front of a name, with what belongs to it: "Canadian Prime Minister", "the bank's governor,"."""
    doc = person.doc
    start = person.start
    while start > 0:
        token = doc[start - 1]
        if (
            (token.pos_ in ("NOUN", "PROPN", "ADJ") and token.ent_type_ != "PERSON")
            or token.lower_ in _TITLE_WORDS
            or (token.tag_ == "POS" and start >= 2)
        ) or token.lower_ in ("’s", "'s"):
            start -= 1
        else:
            break
    tokens = list(doc[start : person.start])
    if not any(token.lemma_.lower() in _ROLE_NOUNS or token.lower_ in _ROLE_NOUNS for token in tokens):
        if person.start >= 2 and doc[person.start - 1].text == ",":  # "its chairman, Fabian Crewe"
            head = person.root.head
            if person.root.dep_ == "appos" and head.lemma_.lower() in _ROLE_NOUNS:
                return [t for t in head.subtree if t.i < person.start and not t.is_punct]
        return None
    return tokens


def _after(person: SpacySpan) -> list[Token] | None:
    """The description set off after a name: ", the Foreign Secretary,"."""
    for child in person.root.children:
        if child.dep_ == "appos" and child.i >= person.end and child.ent_type_ != "PERSON":
            tokens = [t for t in child.subtree if t.i <= child.i + 8 and not _below_clause(t, child)]
            if any(t.lemma_.lower() in _ROLE_NOUNS or t.lower_ in _ROLE_NOUNS for t in tokens):
                return tokens
    doc = person.doc
    if person.end + 1 < len(doc) and doc[person.end].text == ",":
        chunk = next((c for c in doc.noun_chunks if c.start == person.end + 1), None)
        if chunk is not None and any(t.lower_ in _ROLE_NOUNS or t.lemma_.lower() in _ROLE_NOUNS for t in chunk):
            return [
                *chunk,
                *(t for c in chunk.root.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.subtree),
            ]
    return None


def _below_clause(token: Token, top: Token) -> bool:
    while token not in (top, token.head):
        if token.dep_ in ("relcl", "acl", "conj", "cc"):
            return True
        token = token.head
    return False


def _text(tokens: list[Token]) -> str:
    first, last = min(t.i for t in tokens), max(t.i for t in tokens)
    return str(tokens[0].doc[first : last + 1].text).strip(" ,")


def role_answer(question: Question, readings: Sequence[Reading]) -> Draft | str | None:
    """Who someone is, or who holds a role; a reason, as text, when no one does; None when it isn't asked."""
    if question.kind is Kind.ROLE:
        for name in question.names:
            for reading in readings:
                role = role_of(name, reading)
                if role is not None:
                    person, also = full_name(reading, role.person)
                    claim = passage_claim(reading, [role.sentence.index], lead=f"{person}: {role.text}", also=also)
                    return Draft(Status.ANSWERED, claim.text, (claim,))
        return None
    wanted = _asked_role(question)
    if wanted is None:
        return None
    places_wanted = frozenset(
        t.lemma_.lower() for t in question.doc if t.ent_type_ in ("GPE", "NORP", "LOC") and t.lemma_.lower() in wanted
    )
    for reading in readings:
        found = holders(wanted, places_wanted, reading)
        if found:
            claims = []
            for role in found:
                person, also = full_name(reading, role.person)
                claims.append(passage_claim(reading, [role.sentence.index], lead=person, also=also))
            if len(claims) > 1:
                reason = "The articles name several; say which one is meant."
                return Draft(
                    Status.AMBIGUOUS, reason + "".join(f"\n• {c.text}" for c in claims), tuple(claims), reason=reason
                )
            return Draft(Status.ANSWERED, claims[0].text, tuple(claims))
    return "No one is named in that role."


def _asked_role(question: Question) -> frozenset[str] | None:
    """The words of the role in "who is the ...?"; None when something else is asked."""
    doc = question.doc
    copula = next((t for t in doc if t.dep_ == "ROOT"), None)
    if question.noun is not None or copula is None or copula.lemma_ != "be" or any(t.pos_ == "VERB" for t in doc):
        return None
    role = [
        t
        for t in doc
        if t.dep_ in ("nsubj", "attr", "pobj") and (t.lemma_.lower() in _ROLE_NOUNS or t.lower_ in _ROLE_NOUNS)
    ]
    if not role:
        return None
    words = {
        t.lemma_.lower()
        for r in role
        for t in r.subtree
        if (is_content(t) or t.lower_ in _TITLE_WORDS) and t.lower_ not in ("name",)
    }
    return frozenset(words - {"who", "name"})
