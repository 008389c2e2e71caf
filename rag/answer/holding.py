"""Answer who someone is, or who holds a role that the question names: "who is the prime minister of Varnia?".

A role of another country or body than the one asked for is none, and who has left holds it no more.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.compose import full_name, passage_claim
from rag.answer.language.words import alike, is_present
from rag.answer.question import Kind, Question, is_content
from rag.answer.reading import Reading, same_person
from rag.answer.roles import RANKS, ROLE_NOUNS, Role, covers, fullness, has_left, holders, published, role_of, roles_in
from rag.models import Draft, Status


def role_answer(question: Question, readings: Sequence[Reading]) -> Draft | str | None:
    """Who someone is, or who holds a role; a reason, as text, when no one does; None when it isn't asked."""
    if question.kind is Kind.ROLE:
        for name in question.names:
            described = [(role, r) for r in readings if (role := role_of(name, r)) is not None]
            if described:
                role, reading = max(described, key=lambda one: fullness(one[0])[0])
                person, also = full_name(reading, role.person)
                claim = passage_claim(reading, [role.sentence.index], lead=f"{person}: {role.text}", also=also)
                return Draft(Status.ANSWERED, claim.text, (claim,))
        return None
    asked = _asked_role(question)
    if asked is None:
        return None
    held = [(role, reading) for reading in readings for role in holders(*asked, reading)]
    held = [(role, reading) for role, reading in held if not _is_anothers(role, question, asked, reading)]
    if _asks_present(question):
        # Who holds it now is told by the newest article in which someone holds it and is not on the way out.
        held.sort(key=lambda one: -published(one[1]))
        held = [(role, reading) for role, reading in held if not (role.left or has_left(role, reading, readings))]
    told = [sum(any(alike(body, word) for word in role.words) for body in asked[1]) for role, _ in held]
    held = [one for one, number in zip(held, told, strict=True) if number == max(told)]
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


def _is_anothers(
    role: Role, question: Question, asked: tuple[frozenset[str], frozenset[str]], reading: Reading
) -> bool:
    """Whether the article gives someone the role as that of another country or body than the one that is named."""
    words, bodies = asked
    named = {t.lemma_.lower() for t in question.doc if t.pos_ == "PROPN"} & bodies
    if not named:
        return False
    last = role.person.split()[-1]
    places = [i for i in range(len(reading.spans)) if last in reading.raw(i)]
    nouns = words & ROLE_NOUNS
    places = [i for i in places if any(noun in reading.raw(i).lower() for noun in nouns)]
    given = [one for s in reading.sentences(places) for one in roles_in(s, reading)]
    given = [one for one in given if same_person(one.person, role.person) and covers(one.words, words)]
    if any(is_present(name, one.words) for one in given for name in named):
        return False
    return any(not any(alike(own, word) for word in words | bodies) for one in given for own in one.names)


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
        is_rank = is_rank and token.dep_ != "poss"  # "the mayor's deputy"
        (words if is_rank and token.ent_type_ not in ("GPE", "NORP", "LOC") else bodies).add(word)
    return frozenset(words), frozenset(bodies)
