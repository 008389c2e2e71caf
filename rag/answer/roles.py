"""Who holds which role: the titles and descriptions that an article gives its people, as it gives them.

"Foreign Secretary Ilse Brandvold", "Radek Milosh, the Ostranian foreign minister", "the tram's designer, Ada Lind".
Never corrected, never completed from anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.language.lexicon import word_set
from rag.answer.language.words import alike, mentions
from rag.answer.question import PERSON_NOUNS, is_content
from rag.answer.reading import HONORIFICS, Reading, Sentence, bare, same_person

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

RANKS = word_set(
    """
    prime deputy vice acting former first foreign home finance defence defense chief executive general interior
    junior senior head newly elected new outgoing incoming interim
    """
)
ROLE_NOUNS = PERSON_NOUNS | word_set(
    """
    secretary minister president chancellor premier general admiral treasurer captain colonel doctor professor
    engineer nurse teacher officer analyst economist spokesman spokeswoman spokesperson architect designer
    fisherman farmer owner editor reporter negotiator arbitrator lawyer barrister prosecutor defendant pilot
    striker goalkeeper midfielder commissioner councillor resident survivor widow husband wife mother father
    daughter son deputy chair chairperson commander inspector superintendent constable detective surgeon scientist researcher student driver
    rival opponent challenger successor adviser advisor brother sister
    """
)

ENTERS = word_set(
    "appoint name present elect choose make become remain return take serve succeed confirm unveil hire swear"
)
_SENDS_AWAY = word_set("dismiss sack remove oust replace fire suspend release succeed")
_LEAVES = word_set("resign leave quit depart retire die step")
_NOT_YET = frozenset({"will", "would", "may", "might", "could", "should", "to", "not", "n’t", "n't", "never"})
_OTHER_RANK = word_set(
    """
    deputy vice former ex assistant shadow acting interim outgoing predecessor spokesman spokeswoman spokesperson
    """
)


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """A description of a person: its words, and the sentence that gives it."""

    person: str
    text: str
    words: frozenset[str]
    names: frozenset[str]  # those of the words that name whose role it is
    sentence: Sentence
    left: bool  # the sentence tells that they hold it no more


def roles_in(sentence: Sentence, reading: Reading) -> list[Role]:
    """The descriptions that one sentence gives of the people in it."""
    found = []
    for person in reading.persons(sentence):
        parts = [part for part in (_before(person), _after(person), _as(person), _is(person)) if part]
        if parts:
            tokens = [token for part in parts for token in part]
            text = ", ".join(_text(part) for part in parts)
            of = [
                t for c in person.root.children if c.lower_ == "of" for t in c.subtree
            ]  # "President Ferrant of Lusenne"
            telling = [t for t in [*tokens, *of] if is_content(t) or t.pos_ == "PROPN" or t.lower_ in _OTHER_RANK]
            words = frozenset(t.lemma_.lower() for t in telling)
            if words:
                named = [t for t in telling if t.text[:1].isupper() and (t.pos_ == "PROPN" or t.i > 0)]
                named = [t for t in named if t.dep_ != "pobj" or t.head.lower_ == "of"]  # "her deputy in Tellin"
                names = frozenset(t.lemma_.lower() for t in named) - RANKS - ROLE_NOUNS - HONORIFICS
                found.append(Role(bare(person.text), text, words, names, sentence, left=_left(person)))
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
        if same_person(role.person, name) and role.words & ROLE_NOUNS
    ]
    return max(found, key=fullness, default=None)


def fullness(role: Role) -> tuple[int, int]:
    """How much a description tells, the earlier before the later; for comparing."""
    return min(len(role.words), 4), -role.sentence.index


def _is_near(role: Role, words: frozenset[str], reading: Reading) -> bool:
    """Whether each of these words stands in a sentence that names the person, or in the article's title or lead."""
    last = role.person.split()[-1].lower()
    texts = [reading.raw(i) for i in range(len(reading.spans)) if last in reading.raw(i).lower()]
    texts.append(reading.raw(max(0, role.sentence.index - 1)))  # whose role it is: "His deputy is ..."
    texts += [reading.article.title, *(reading.raw(i) for i in range(min(2, len(reading.spans))))]
    return all(any(mentions(text, word) for text in texts) for word in words)


def holders(wanted: frozenset[str], bodies: frozenset[str], reading: Reading) -> list[Role]:
    """The people whose description has all the wanted words (lemmas), each once.

    ``bodies`` are the words that name whose role it is; they may stand elsewhere in a sentence about the person. A
    deputy is no minister, and a former one only when that is asked.
    """
    nouns = wanted & ROLE_NOUNS
    if not nouns:
        return []
    places = [i for i in range(len(reading.spans)) if any(noun in reading.raw(i).lower() for noun in nouns)]
    found: dict[str, Role] = {}
    for sentence in reading.sentences(places):
        for role in roles_in(sentence, reading):
            if (role.words & _OTHER_RANK) - wanted or not covers(role.words, wanted):
                continue
            apart = frozenset(w for w in bodies if not any(alike(w, word) for word in role.words))
            if apart and not _is_near(role, apart, reading):
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
            or token.lower_ in RANKS
            or (token.tag_ == "POS" and start >= 2)
        ) or token.lower_ in ("’s", "'s"):
            start -= 1
        else:
            break
    tokens = list(doc[start : person.start])
    if not any(token.lemma_.lower() in ROLE_NOUNS or token.lower_ in ROLE_NOUNS for token in tokens):
        titled = {doc[person.start - 1].lower_.rstrip(".")} & HONORIFICS if person.start else set()
        comma = person.start - 1 - len(titled)  # "her deputy, Dr Juhl"
        if comma >= 1 and doc[comma].text == ",":  # "its chairman, Fabian Crewe"
            head = _set_beside(person.root)
            if head is not None and head.lemma_.lower() in ROLE_NOUNS:
                return [t for t in head.subtree if t.i < person.start and not t.is_punct]
        return None
    head = person.root.head
    if person.root.dep_ == "appos" and head.i < start and head.lemma_.lower() in ROLE_NOUNS:
        return [t for t in head.subtree if t.i < person.start and not t.is_punct]  # "the agency's head, Colonel"
    return tokens


def _set_beside(name: Token) -> Token | None:
    """The noun that a name is set beside: the deputy in "her deputy in Tellin, Dr Roe", not Tellin."""
    if name.dep_ != "appos":
        return None
    noun = name.head
    while noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.lemma_.lower() not in ROLE_NOUNS:
        noun = noun.head.head
    return noun


def _after(person: SpacySpan) -> list[Token] | None:
    """The description set off after a name: ", the Foreign Secretary,"."""
    for child in person.root.children:
        if child.dep_ == "appos" and child.i >= person.end and child.ent_type_ != "PERSON":
            tokens = [t for t in child.subtree if t.i <= child.i + 8 and not _below_clause(t, child)]
            if any(t.lemma_.lower() in ROLE_NOUNS or t.lower_ in ROLE_NOUNS for t in tokens):
                return tokens
    doc = person.doc
    if person.end + 1 < len(doc) and doc[person.end].text == ",":
        chunk = next((c for c in doc.noun_chunks if c.start == person.end + 1), None)
        if chunk is not None and any(t.lower_ in ROLE_NOUNS or t.lemma_.lower() in ROLE_NOUNS for t in chunk):
            return [
                *chunk,
                *(t for c in chunk.root.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.subtree),
            ]
    return None


def _as(person: SpacySpan) -> list[Token] | None:
    """The role that the sentence puts someone into: "was presented as the new manager", "became governor"."""
    verbs = [c for c in person.root.children if c.dep_ in ("acl", "relcl")]  # "sworn in as", "who became"
    if person.root.dep_ in ("nsubj", "nsubjpass", "dobj"):
        verbs.insert(0, person.root.head)
    nouns = []
    for verb in (v for v in verbs if v.lemma_ in ENTERS and not any(c.lower_ in _NOT_YET for c in v.children)):
        nouns += [c for c in verb.children if c.dep_ in ("attr", "oprd")]
        nouns += [n for c in verb.children if c.lower_ == "as" for n in c.children if n.dep_ == "pobj"]
    for noun in nouns:
        if noun.lemma_.lower() in ROLE_NOUNS:
            return [t for t in noun.subtree if not _below_clause(t, noun)]
    return None


def _is(person: SpacySpan) -> list[Token] | None:
    """The role that someone is said to be: "Lind is the designer", "the tram's designer is Lind"."""
    verb = person.root.head
    if verb.lemma_ != "be" or person.root.dep_ not in ("nsubj", "attr"):
        return None
    other = "attr" if person.root.dep_ == "nsubj" else "nsubj"
    noun = next((c for c in verb.children if c.dep_ == other and c.lemma_.lower() in ROLE_NOUNS), None)
    return [t for t in noun.subtree if not _below_clause(t, noun)] if noun is not None else None


def _left(person: SpacySpan) -> bool:
    """Whether the sentence tells that someone leaves or is sent away, or held a role only then."""
    above = person.root
    while above.dep_ in ("appos", "conj", "compound") and above.head != above:
        above = above.head
    verb = above.head
    gone = verb.lemma_ in _SENDS_AWAY and above.dep_ in ("dobj", "nsubjpass")
    gone = gone or (verb.lemma_ in _LEAVES and above.dep_ == "nsubj") or any(map(_tells_end, above.children))
    gone = gone or any(map(_tells_end, person.root.children))
    return gone or "at the time" in person.sent.text or bool(re.search(r"\bthen\b", person.sent.text))


def _tells_end(clause: Token) -> bool:
    """Whether a relative clause says that whoever it describes left or was sent away: "who resigned"."""
    if clause.dep_ != "relcl" or not any(c.lower_ == "who" for c in clause.children):
        return False
    passive = any(c.dep_ == "auxpass" for c in clause.children)
    return clause.lemma_ in (_SENDS_AWAY if passive else _LEAVES)


def _below_clause(token: Token, top: Token) -> bool:
    while token not in (top, token.head):
        if token.dep_ in ("relcl", "acl", "conj", "cc"):
            return True
        token = token.head
    return False


def _text(tokens: list[Token]) -> str:
    first, last = min(t.i for t in tokens), max(t.i for t in tokens)
    return str(tokens[0].doc[first : last + 1].text).strip(" ,")


def has_left(role: Role, reading: Reading, readings: Sequence[Reading]) -> bool:
    """Whether an article that is no older tells that somebody was sent away or left."""
    last = role.person.split()[-1]
    for other in readings:
        if other is reading or published(other) < published(reading):
            continue
        places = [i for i in range(len(other.spans)) if last in other.raw(i)]
        for sentence in other.sentences(places):
            people = [p for p in other.persons(sentence) if same_person(p.text, role.person)]
            if any(_left(person) for person in people):
                return True
    return False


def published(reading: Reading) -> float:
    """The moment of publication in seconds, for comparing; 0 where it is not known."""
    stamp = reading.article.published_at
    return stamp.at.timestamp() if stamp else 0.0
