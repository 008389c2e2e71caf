"""Of whom or what a quotation speaks: "Dr Haddad said of the oven: “It may be older.”", where no one else can be meant by "it"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rag.answer.claims.nouns import only_subject
from rag.answer.claims.persons import GENDERS, NAME, Persons
from rag.answer.claims.scene import in_quotation
from rag.answer.claims.wording import LIGHT, words_of
from rag.answer.reading import bare, same_person

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.reading import Reading, Sentence

_SAID_OF = re.compile(r"^(?P<says>[^“\"]*\b(?:said|says))(?P<of> (?:of|about) (?P<whom>[^:,“\"]+))(?=[:,]? [“\"])")
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")


class Spoken(NamedTuple):
    """A statement without "of X", and the sentence that names X."""

    text: str
    told_by: tuple[int, ...]


def without_spoken_of(text: str, index: int, reading: Reading) -> Spoken:
    """A statement without "of X" behind "said", where in its quotation, of a sentence of the article, X alone is meant."""
    found, quoted = _SAID_OF.match(text), _QUOTED.search(text)
    if found is None or quoted is None:
        return Spoken(text, ())
    if " ".join(words_of(quoted[1])) not in " ".join(words_of(reading.raw(index))):
        return Spoken(text, ())
    sentence = reading.sentence(index)
    place = _meant(sentence, found["whom"], found["says"], reading)
    if place is None:
        return Spoken(text, ())
    return Spoken(text[: found.start("of")] + text[found.end("of") :], (place,))


def _meant(sentence: Sentence, whom: str, speaker: str, reading: Reading) -> int | None:
    """The sentence that names the one whom the first pronoun of a quotation means, if that is the one given."""
    inside = in_quotation(sentence.text)
    pronoun = next((t for t in sentence.doc if inside[t.idx] and t.lower_ in (*GENDERS, "it")), None)
    if pronoun is None or _names_before(pronoun, inside):
        return None
    if pronoun.lower_ in GENDERS:
        named = re.search(rf"{NAME}(?: {NAME})*", speaker)
        found = Persons(reading).meant(pronoun, sentence, but=bare(named[0]) if named is not None else "")
        return found[1] if found is not None and same_person(found[0], whom) else None
    if sentence.index == 0:
        return None
    before = reading.sentence(sentence.index - 1)
    thing = only_subject(before)
    said = set(words_of(whom)) - LIGHT
    if thing is None or not said <= {w for t in thing.subtree if t.i <= thing.i for w in words_of(t.text)}:
        return None
    return before.index if thing.lower_ in said else None


def _names_before(pronoun: Token, inside: list[bool]) -> bool:
    """Whether the quotation itself names something before the pronoun."""
    return any(t.pos_ in ("NOUN", "PROPN") and inside[t.idx] for t in pronoun.doc[: pronoun.i])
