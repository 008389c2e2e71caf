"""Answer "which prime ministers are named?" with everyone whom the articles describe so, in the order they come.

"US politicians" are all whom an article gives a political office with the country: "US Vice President Ada Lind".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.compose import answered, full_name, passage_claim
from rag.answer.language.lexicon import word_set
from rag.answer.language.words import is_present
from rag.answer.question import PERSON_NOUNS, Question
from rag.answer.reading import same_person
from rag.answer.roles import Role, roles_in

if TYPE_CHECKING:
    from rag.answer.reading import Reading
    from rag.models import Draft

READ = 5  # articles, the likeliest first
MOST = 8  # people given

_MENTIONED = re.compile(
    r"^(?:which|what) (?P<who>.+?) (?:are|is|were|was|get|gets|do|does|did|appears?|have been|has been) ?"
    r"(?:the (?:article|articles|report|text|story|news) )?(?:named?|mention(?:ed)?|quoted?|cited?|referred to|spoken of|listed)?"
    r"(?: (?:in|by) (?:the )?(?:article|articles|report|text|story|news|piece))?\s*\??$",
    re.IGNORECASE,
)
_OFFICES = word_set(
    """
    president premier chancellor minister secretary senator governor mayor ambassador envoy commissioner councillor
    mp congressman congresswoman lawmaker king queen chief deputy politician
    """
)
_GENERAL = {
    "politician": _OFFICES,
    "leader": word_set("president premier chancellor minister king queen leader"),
    "official": _OFFICES | word_set("official spokesman spokeswoman spokesperson officer director"),
    "person": None,
    "people": None,
}
_NO_LONGER = word_set("former ex late predecessor outgoing")
_SERVING = word_set("serving current present sitting incumbent")
_PLAIN = word_set("serving current present sitting incumbent different other named various")


def who_is_mentioned(question: Question, readings: Sequence[Reading]) -> Draft | None:
    """Everyone described as asked, each a claim; None when the question asks for something else, or no one is."""
    found = _MENTIONED.match(question.text.strip())
    if found is None or not re.search(
        r"(?:named|mention|quoted|cited|appear|listed|spoken of|referred)", question.text
    ):
        return None
    asked = [t for t in question.doc if t.i and t.idx < found.end("who") and t.pos_ in ("NOUN", "PROPN", "ADJ", "VERB")]
    head = asked[-1].lemma_.lower() if asked else ""
    if head not in PERSON_NOUNS:
        return None
    wanted = [t.text.lower() if t != asked[-1] else head for t in asked if t.lower_ not in _PLAIN]
    serving = any(t.lower_ in _SERVING for t in asked)
    claims = []
    for reading in readings[:READ]:
        known = list[str]()
        for role in _described(wanted, head, reading, serving=serving):
            person, also = full_name(reading, role.person)
            if any(same_person(person, other) for other in known):
                continue
            known.append(person)
            claims.append(passage_claim(reading, [role.sentence.index], lead=person, also=also))
    return answered(claims[:MOST]) if claims else None


def _described(wanted: Sequence[str], head: str, reading: Reading, *, serving: bool) -> list[Role]:
    """The descriptions that have all that is wanted, in the article's order."""
    offices = _GENERAL.get(head, frozenset([head]))
    others = [word for word in wanted if word != head]
    found = []
    for sentence in reading.sentences(range(len(reading.spans))):
        for role in roles_in(sentence, reading):
            words = role.words | {word.lower() for word in re.findall(r"\w+", role.text)}
            if offices is not None and not words & offices:
                continue
            if (serving and words & _NO_LONGER) or not all(is_present(word, frozenset(words)) for word in others):
                continue
            found.append(role)
    return found
