"""Take a question apart, "When | will | the minister | meet | Ms Roe", and ask for something else with its parts.

Knows grammar only: nothing of conversations, articles or answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rag.answer.language.lexicon import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

ASKING_TAGS = frozenset(["WP", "WDT", "WRB", "WP$"])
AUXILIARIES = word_set(
    """
    do does did is are was were has have had will would can could may might must should shall 's ’s
    """
)
_OPENING = word_set(
    """
    and but so or also then well ok okay now
    """
)
_SEVERAL = {"is": "are", "was": "were", "has": "have", "does": "do"}
_COUNTED = re.compile(r"^(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) ", re.IGNORECASE)
_CLOSING = '”"'
_FULL = {"'s": "is", "’s": "is"}


class Gap(StrEnum):
    """What the asking words stand for in the clause."""

    SUBJECT = "subject"
    OBJECT = "object"
    CIRCUMSTANCE = "circumstance"
    NOTHING = "nothing"  # a yes-or-no question


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """A question in parts. ``before`` and ``after`` are the predicate around the place that is asked for.

    The verb of the predicate is in its base form wherever the auxiliary is a form of "do"; ``finite`` is the predicate
    as it stands when the asking words are the subject. ``verb`` is the main verb; the subject, if any, is ``words`` of
    the question, end exclusive.
    """

    gap: Gap
    asking: str
    auxiliary: str
    subject: str
    before: str
    after: str
    finite: str
    verb: Token
    words: tuple[int, int] = (0, 0)

    def asked_for(self, asking: str, filler: str = "", *, negated: bool = False) -> str:
        """The same clause asked for another thing, what was asked for before being given by ``filler``."""
        filler = _COUNTED.sub(lambda found: found[0].lower(), filler)
        subject = filler if self.gap is Gap.SUBJECT else self.subject
        inside = f"{self._preposition} {filler}" if self.gap is Gap.OBJECT and filler else ""
        words = [
            asking,
            _agreeing(self.auxiliary, filler) if self.gap is Gap.SUBJECT else self.auxiliary,
            subject,
            "not" if negated else "",
            self.before,
            inside,
            self.after,
        ]
        return sentence(words)

    def asked_with(self, asking: str) -> str:
        """The same clause asked for the same thing in other words ("Who" by "Who else", "What" by "How many ships")."""
        if self.gap is Gap.SUBJECT:
            return sentence([asking, self.finite])
        return sentence([asking, self.auxiliary, self.subject, self.before, self.after])

    def asked_whether(self, auxiliary: str, subject: str, filler: str = "") -> str:
        """Whether it holds of a subject: "Did Ms Roe meet the minister?"."""
        inside = f"{self._preposition} {filler}" if self.gap is Gap.OBJECT and filler else ""
        return sentence([auxiliary, subject, self.before, inside, self.after])

    @property
    def _preposition(self) -> str:
        """The "with" of "With whom"."""
        first, *others = self.asking.split() or [""]
        return first.lower() if others and others[-1] in ("whom", "what") else ""


def sentence(words: Sequence[str]) -> str:
    """Words as a question: a capital first, a question mark last."""
    text = " ".join(" ".join(words).split()).strip(" ?.,")
    return f"{text[:1].upper()}{text[1:]}?"


def fitting(wanted: str, given: str) -> str:
    """The auxiliary to ask with: as wanted where the verb's form allows it."""
    if given in ("is", "are", "was", "were", "has", "have", "had"):
        return given
    return "did" if wanted.lower() in ("has", "have", "had", "is", "are", "was", "were") else wanted


def body(doc: Doc) -> list[Token]:
    """The words of a question without what opens and ends it ("And", "So", "?")."""
    words = [token for token in doc if not token.is_space]
    while words and words[-1].is_punct and words[-1].text not in _CLOSING:
        words.pop()
    while words and (words[0].is_punct or (words[0].lower_ in _OPENING and len(words) > 1)):
        words.pop(0)
    return words


def asking_words(words: Sequence[Token]) -> list[Token]:
    """The words that ask, with their noun and preposition: "When", "How many ships", "In which city"."""
    front = next((place for place, token in enumerate(words[:3]) if token.tag_ in ASKING_TAGS), None)
    if front is None or any(token.pos_ not in ("ADP", "SCONJ", "ADV") for token in words[:front]):
        return []
    end = next(
        (place for place, token in enumerate(words) if place > front and _is_verb(token)),
        len(words),
    )
    return list(words[:end])


def _is_verb(token: Token) -> bool:
    return token.tag_ == "MD" or token.lower_ in AUXILIARIES or token.pos_ in ("VERB", "AUX")


def _is_name(token: Token) -> bool:
    """Whether a word is written as a name, whatever the parser takes it for ("who will Trump talk to")."""
    return bool(token.text[:1].isupper() and token.i)


def clause_of(doc: Doc) -> Clause | None:
    """The parts of a question; None when it is no question with a verb."""
    words = body(doc)
    asking = asking_words(words)
    verbs = words[len(asking) :]
    if not verbs or (not asking and verbs[0].lower_ not in AUXILIARIES):
        return None
    first = verbs[0]
    if first.lower_ not in AUXILIARIES:
        return _asking_for_subject(asking, verbs, first)
    auxiliary = _FULL.get(first.lower_, first.lower_)
    main = first.head if first.dep_ in ("aux", "auxpass") else first
    subject = _subject(first, main, verbs)
    if not subject:
        if not asking or first.lemma_.lower() == "do":
            return None
        return Clause(Gap.SUBJECT, text_of(asking), auxiliary, "", text_of(verbs[1:]), "", text_of(verbs), main)
    rest = [t for t in verbs if t.i > subject[-1].i]
    gap, place = _gap(asking, rest) if asking else (Gap.NOTHING, len(rest))
    parts = text_of(asking), auxiliary, text_of(subject), text_of(rest[:place]), text_of(rest[place:]), ""
    return Clause(gap, *parts, main, (subject[0].i, subject[-1].i + 1))


def _asking_for_subject(asking: Sequence[Token], verbs: Sequence[Token], verb: Token) -> Clause | None:
    """ "Who attended the meeting" as "did [...] attend the meeting"."""
    if not asking or verb.pos_ not in ("VERB", "AUX"):
        return None
    auxiliary = "did" if verb.tag_ in ("VBD", "VBN") else "does" if verb.tag_ == "VBZ" else "do"
    rest = f"{verb.lemma_} {text_of(verbs[1:])}".strip()
    return Clause(Gap.SUBJECT, text_of(asking), auxiliary, "", rest, "", text_of(verbs), verb)


def _subject(auxiliary: Token, main: Token, verbs: Sequence[Token]) -> list[Token]:
    """The subject that stands behind its auxiliary; empty when the asking words are the subject."""
    behind = list(verbs[1:])
    verbless = auxiliary.lemma_.lower() == "do" and main == auxiliary
    for token in behind if not verbless else ():
        if token.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") and token.head in (auxiliary, auxiliary.head):
            if main.i < token.i:
                subject = [t for t in behind if t.i <= max(b.i for b in token.subtree)]
                return (
                    _without_verb(subject, token) if subject == behind and auxiliary == body(token.doc)[0] else subject
                )
            subject = [t for t in behind if t.i < main.i]
            while subject[-1] != token and subject[-1].head == main and subject[-1].pos_ in ("ADV", "AUX", "PART"):
                subject.pop()
            return subject
    # The parser may take the asking word for the subject of "who will the minister meet": the order of words tells.
    if not behind or not (behind[0].pos_ in ("DET", "PROPN", "NOUN", "PRON", "NUM") or _is_name(behind[0])):
        return []
    verb = next((place for place, t in enumerate(behind) if place and t.pos_ == "VERB" and not _is_name(t)), None)
    if auxiliary.tag_ == "MD" or auxiliary.lemma_.lower() == "do":  # these have a verb, also where it seems a noun
        hidden = _hidden_verb(behind[:verb])
        verb = hidden or verb or max(len(behind) - 1, 1)
    return behind[:verb] if verb else []


def _without_verb(words: list[Token], noun: Token) -> list[Token]:
    """A subject without the verb that the parser puts to its noun: "was the strike called off"."""
    verb = next((c.i for c in noun.children if c.dep_ == "acl" and c.tag_ in ("VBN", "VBG") and c.i > noun.i), None)
    return words if verb is None else [t for t in words if t.i < verb]


def _agreeing(auxiliary: str, subject: str) -> str:
    """The auxiliary for a subject of several: "was" as "were"."""
    several = " and " in subject or _COUNTED.match(subject)
    return _SEVERAL.get(auxiliary, auxiliary) if several else auxiliary


def _hidden_verb(words: Sequence[Token]) -> int | None:
    """The place of a verb that the parser takes for the last noun of a row: "did the council vote on it"."""
    for place, token in enumerate(words[1:], start=1):
        after = words[place + 1] if place + 1 < len(words) else None
        in_row = words[place - 1].dep_ == "compound" and words[place - 1].head == token
        if token.tag_ == "NN" and in_row and (after is None or after.pos_ in ("ADP", "PART", "DET", "ADV")):
            return place
    return None


def _gap(asking: Sequence[Token], rest: Sequence[Token]) -> tuple[Gap, int]:
    """What the asking words stand for, and where in the rest it would be said."""
    word = next(t for t in asking if t.tag_ in ASKING_TAGS)
    inside = {t.i for t in asking}
    top = word
    while top.head.i in inside and top.head != top and top.head.pos_ != "ADP":
        top = top.head
    with_whom = asking[0].pos_ == "ADP" and word.tag_ == "WP"
    if with_whom:
        top = asking[0]
    elif top.pos_ not in ("NOUN", "PROPN", "PRON") or asking[0].pos_ == "ADP" or top.dep_ in ("advmod", "npadvmod"):
        return Gap.CIRCUMSTANCE, len(rest)
    for place, token in enumerate(rest):
        if token == top.head and token.pos_ in ("ADP", "VERB", "AUX"):
            return Gap.OBJECT, place + 1
    stranded = bool(rest) and rest[-1].pos_ == "ADP"
    verb = next((place for place, token in enumerate(rest) if token.pos_ == "VERB"), len(rest) - 1)
    return Gap.OBJECT, len(rest) if stranded else verb + 1


def text_of(tokens: Sequence[Token]) -> str:
    """Words as they stand in their text."""
    return "".join(t.text_with_ws for t in tokens).strip()
