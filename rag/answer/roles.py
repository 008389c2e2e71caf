"""Who holds which role: the titles and descriptions that an article gives its people, as it gives them.

"Foreign Secretary Ilse Brandvold", "Radek Milosh, the Ostranian foreign minister", "the tram's designer, Ada Lind".
Never corrected, never completed from anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.compose import full_name, passage_claim
from rag.answer.language.lexicon import word_set
from rag.answer.language.words import alike, mentions
from rag.answer.question import PERSON_NOUNS, Kind, Question, is_content
from rag.answer.reading import Reading, Sentence, bare, same_person
from rag.models import Draft, Status

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
    daughter son inspector superintendent constable detective surgeon scientist researcher student driver
    rival opponent challenger successor adviser advisor brother sister
    """
)

ENTERS = word_set("appoint name present elect choose make become remain return take serve succeed confirm unveil hire")
_SENDS_AWAY = word_set("dismiss sack remove oust replace fire suspend release succeed")
_LEAVES = word_set("resign leave quit depart retire die step")
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
            words = frozenset(
                t.lemma_.lower()
                for t in [*tokens, *of]
                if is_content(t) or t.pos_ == "PROPN" or t.lower_ in _OTHER_RANK
            )
            if words:
                found.append(Role(bare(person.text), text, words, sentence, left=_left(person)))
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
    return max(found, key=_fullness, default=None)


def _fullness(role: Role) -> tuple[int, int]:
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
        if person.start >= 2 and doc[person.start - 1].text == ",":  # "its chairman, Fabian Crewe"
            head = person.root.head
            if person.root.dep_ == "appos" and head.lemma_.lower() in ROLE_NOUNS:
                return [t for t in head.subtree if t.i < person.start and not t.is_punct]
        return None
    head = person.root.head
    if person.root.dep_ == "appos" and head.i < start and head.lemma_.lower() in ROLE_NOUNS:
        return [t for t in head.subtree if t.i < person.start and not t.is_punct]  # "the agency's head, Colonel"
    return tokens


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
    verb = person.root.head
    if person.root.dep_ not in ("nsubj", "nsubjpass", "dobj") or verb.lemma_ not in ENTERS:
        return None
    nouns = [c for c in verb.children if c.dep_ in ("attr", "oprd")]
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
    gone = gone or (verb.lemma_ in _LEAVES and above.dep_ == "nsubj")
    return gone or "at the time" in person.sent.text or bool(re.search(r"\bthen\b", person.sent.text))


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
            described = [(role, r) for r in readings if (role := role_of(name, r)) is not None]
            if described:
                role, reading = max(described, key=lambda one: _fullness(one[0])[0])
                person, also = full_name(reading, role.person)
                claim = passage_claim(reading, [role.sentence.index], lead=f"{person}: {role.text}", also=also)
                return Draft(Status.ANSWERED, claim.text, (claim,))
        return None
    asked = _asked_role(question)
    if asked is None:
        return None
    held = [(role, reading) for reading in readings for role in holders(*asked, reading)]
    strict = [(role, reading) for role, reading in held if covers(role.words, asked[1])]
    held = strict or held
    if _asks_present(question):
        # Who holds it now is told by the newest article in which someone holds it and is not on the way out.
        held.sort(key=lambda one: -_published(one[1]))
        held = [(role, reading) for role, reading in held if not role.left] or held
    if not held:
        return "No one is named in that role."
    chosen = [(role, reading) for role, reading in held if reading is held[0][1]]
    claims = []
    for role, reading in chosen:
        person, also = full_name(reading, role.person)
        claims.append(passage_claim(reading, [role.sentence.index], lead=person, also=also))
    if len(claims) > 1:
        reason = "The articles name several; say which one is meant."
        return Draft(Status.AMBIGUOUS, reason + "".join(f"\n• {c.text}" for c in claims), tuple(claims), reason=reason)
    return Draft(Status.ANSWERED, claims[0].text, tuple(claims))


def _published(reading: Reading) -> float:
    stamp = reading.article.published_at
    return stamp.at.timestamp() if stamp else 0.0


def _asks_present(question: Question) -> bool:
    return any(t.tag_ in ("VBZ", "VBP") for t in question.doc)


def _asked_role(question: Question) -> tuple[frozenset[str], frozenset[str]] | None:
    """The words of the role in "who is the ...?" and those that name whose it is; None when something else is asked."""
    doc = question.doc
    copula = next((t for t in doc if t.dep_ == "ROOT"), None)
    if question.noun is not None or copula is None or copula.lemma_ != "be" or any(t.pos_ == "VERB" for t in doc):
        return None
    role = [
        t
        for t in doc
        if t.dep_ in ("nsubj", "attr", "pobj") and (t.lemma_.lower() in ROLE_NOUNS or t.lower_ in ROLE_NOUNS)
    ]
    if not role:
        return None
    words, bodies = set[str](), set[str]()
    for token in {t.i: t for r in role for t in r.subtree}.values():
        word = token.lemma_.lower()
        if not (is_content(token) or token.lower_ in RANKS) or word in ("who", "name", "now", "currently"):
            continue
        is_rank = token.lower_ in RANKS | ROLE_NOUNS or word in ROLE_NOUNS or token in role
        (words if is_rank and token.ent_type_ not in ("GPE", "NORP", "LOC") else bodies).add(word)
    return frozenset(words), frozenset(bodies)
