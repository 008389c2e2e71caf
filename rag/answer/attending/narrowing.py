"""Which of the people at a gathering a question asks for: not those whom it describes itself, and none of another kind.

"Besides the EU's chief, who came?" leaves out the chief, "which British ministers ...?" an Estonian one and the bodies,
"who came to see her?" whoever received them. Narrowing never leaves nobody: then all stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.language.words import alike
from rag.answer.people import Participant
from rag.answer.question import PERSON_NOUNS, Question, is_content
from rag.answer.reading import Reading, same_person
from rag.answer.roles import ROLE_NOUNS, Role, roles_in

_RECEIVES = frozenset({"welcome", "receive", "host", "greet"})
_COMES = frozenset({"come", "visit", "go", "travel"})


def asked_for(question: Question, reading: Reading, people: Sequence[Participant]) -> list[Participant]:
    """The participants that fit what the question asks for, in their order."""
    kept = list(people)
    for fits in (_not_described, _of_the_kind, _not_the_host):
        kept = [one for one in kept if fits(question, reading, one)] or kept
    return kept


def _not_described(question: Question, reading: Reading, one: Participant) -> bool:
    asked = {t.lemma_.lower() for t in question.doc if is_content(t)}
    if not one.person:
        office = re.split(r"[’']s ", one.name)[-1].lower().split()  # whose it is may be told in other words
        return not all(any(alike(w, other) for other in asked) for w in office if w not in ("the", "of", "a", "for"))
    role = _role(one, reading)
    return role is None or not any(
        len(words) > 1 and all(any(alike(w, own) for own in role.words) for w in words)
        for words in _described(question)
    )


def _described(question: Question) -> list[set[str]]:
    """The people that the question describes by what they are: "the Canadian Prime Minister"; not those it asks for."""
    found = []
    for chunk in question.doc.noun_chunks:
        if chunk.root.lemma_.lower() in ROLE_NOUNS and not any(t.tag_ in ("WDT", "WP", "WP$") for t in chunk):
            found.append({t.lemma_.lower() for t in chunk if is_content(t)})
    return found


def _of_the_kind(question: Question, reading: Reading, one: Participant) -> bool:
    """Whether a "which British ministers" may mean someone: a person, and not one of another country."""
    if question.noun not in PERSON_NOUNS:
        return True
    if not one.person:
        return False
    asked = {t.lemma_.lower() for t in question.doc if t.ent_type_ in ("NORP", "GPE")}
    role = _role(one, reading)
    of = {w for w in role.words if _is_country(w, role)} if role else set[str]()
    return not asked or not of or any(alike(a, b) for a in asked for b in of)


def _is_country(word: str, role: Role) -> bool:
    return any(t.lemma_.lower() == word and t.ent_type_ in ("NORP", "GPE") for t in role.sentence.doc)


def _not_the_host(question: Question, reading: Reading, one: Participant) -> bool:
    """Whether someone is not who received the others, where it is asked who came."""
    if not any(t.lemma_ in _COMES and t.pos_ == "VERB" for t in question.doc):
        return True
    receiving = (t for t in reading.sentence(one.sentence).doc if t.lemma_ in _RECEIVES and t.pos_ == "VERB")
    return not any(same_person(one.name, c.text) for verb in receiving for c in verb.children if c.dep_ == "nsubj")


def _role(one: Participant, reading: Reading) -> Role | None:
    roles = roles_in(reading.sentence(one.sentence), reading)
    return next((role for role in roles if same_person(role.person, one.name)), None)
