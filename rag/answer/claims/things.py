"""What "it", "its", "them" and "the film" stand for in a sentence, where the sentences before leave one choice.

Of persons nothing is told here: see ``people``.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import TYPE_CHECKING, NamedTuple

from rag.answer.claims.nouns import (
    BODIES,
    SUBJECTS,
    are_named,
    is_aside,
    is_body,
    is_plural,
    is_thing,
    phrase,
    subject_of,
)
from rag.answer.claims.scene import Scene, in_quotation
from rag.answer.claims.wording import words_of
from rag.answer.language.lexicon import word_set
from rag.answer.question import PERSON_NOUNS
from rag.answer.roles import ROLE_NOUNS
from rag.answer.speech.speech import SPEECH_VERBS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.reading import Reading, Sentence

FAR = 4  # sentences back
MOST = 8  # sentences before a description that are looked through for what it may describe
_TAKING_PART = (*SUBJECTS, "dobj", "attr")
_WORKS = word_set(
    "film movie drama documentary comedy thriller book novel memoir album song series show play opera musical"
)
_PLACES = word_set("city town village country island state province capital port district")
_DONE_TO_PEOPLE = word_set("sentence convict arrest acquit jail imprison plead testify resign marry employ hire")
_TITLE = re.compile(r"[“\"‘]([A-Z0-9][^“”\"’]*?)[,.]?[”\"’]")
_ROW = re.compile(r"[A-Z][\w’'-]*\w(?: (?:&|(?:of|and|the|for) (?=[A-Z])|[A-Z][\w’'-]*\w))*")
_NOT_NAMES = frozenset(["DATE", "TIME", "NORP", "PERSON", "MONEY", "PERCENT", "ORDINAL", "CARDINAL", "LANGUAGE"])
_SITED = frozenset(["GPE", "LOC"])


class Meant(NamedTuple):
    """What a word stands for, and the sentences that tell it."""

    text: str
    told_by: tuple[int, ...]


class Things:
    """The things that one article speaks of."""

    def __init__(self, reading: Reading, wanted: Set[str]) -> None:
        """``wanted``: the words of a statement, of which one should be the last of what is meant."""
        self._reading = reading
        self._wanted = wanted

    def behind(self, token: Token, sentence: Sentence) -> Meant | None:
        """What a pronoun, or a noun behind "the", stands for; None where it may be another thing."""
        word = token.lower_
        if word in ("it", "they") and token.dep_ in SUBJECTS and self._is_first(token):
            speaks = word == "it" and token.head.lemma_.lower() in SPEECH_VERBS
            people = token.head.lemma_.lower() in SPEECH_VERBS | _DONE_TO_PEOPLE
            return self._subject(sentence.index - 1, plural=word == "they", body=speaks, people=people)
        if word == "its" and self._is_first(token):
            led = token.head.lemma_.lower() in ROLE_NOUNS
            return self._subject(sentence.index - 1, plural=False, body=led) or (
                self._only_body(sentence.index - 1) if led else None
            )
        if word in ("them", "their"):
            before = [t for t in self._plurals(sentence, token.i) if token.head.lower_ != "of" or not _speaks(t)]
            return None if before else self._plural(sentence.index - 1, 0, timed=token.head.lower_ == "of")
        if token.pos_ in ("NOUN", "PROPN") and any(c.lower_ == "the" and c.dep_ == "det" for c in token.children):
            return self._described(token, sentence)
        return None

    # -- pronouns

    def _is_first(self, pronoun: Token) -> bool:
        """Whether no thing before the pronoun in its own sentence may be meant by it."""
        quoted = in_quotation(pronoun.doc.text)
        return not any(
            is_thing(t) and t.dep_ in (*_TAKING_PART, "pobj", "conj") and not quoted[t.idx]
            for t in pronoun.doc[: pronoun.i]
        )

    def _subject(
        self, index: int, *, plural: bool, body: bool = False, people: bool = False, steps: int = 0
    ) -> Meant | None:
        """What a sentence is about, where a pronoun after it can mean nothing else of it.

        ``body``: what is meant speaks, or has a director; a door doesn't. ``people``: it is said of people alone.
        """
        if index < 0 or steps > FAR:
            return None
        sentence = self._reading.sentence(index)
        subject = subject_of(sentence, "they" if plural else "it")
        if subject is None:
            return None
        if subject.lower_ == ("they" if plural else "it") and subject.dep_ in SUBJECTS:
            return _told(self._subject(index - 1, plural=plural, body=body, people=people, steps=steps + 1), index)
        if is_plural(subject) != plural or not (is_thing(subject) or are_named(subject)):
            return None
        if are_named(subject) and people:
            return Meant(phrase(subject), (index,))
        named = self._described(subject, sentence) if any(c.lower_ == "the" for c in subject.children) else None
        others = [
            t
            for t in sentence.doc
            if t.dep_ in _TAKING_PART and is_thing(t) and is_plural(t) == plural and t != subject and not is_aside(t)
            if not body or is_body(t)
        ]
        others += [t for t in sentence.doc if t.lemma_.lower() == subject.lemma_.lower() and t != subject]
        if body and not is_body(subject):
            return None
        if others and named is None:
            return None
        fits = named is not None and words_of(named.text)[-1] in self._wanted
        return _told(named if fits else Meant(phrase(subject), ()), index)

    def _only_body(self, index: int) -> Meant | None:
        """The one thing of a sentence that has a director or the like: "She met the union. Its chairman ..."."""
        if index < 0:
            return None
        sentence = self._reading.sentence(index)
        people = {t.i for person in self._reading.persons(sentence) for t in person}
        kinds = ("compound", "nmod", "npadvmod")
        found = [
            t
            for t in sentence.doc
            if (t.lower_ in ("it", "its") or (is_thing(t) and is_body(t) and not is_plural(t)))
            if t.dep_ not in kinds and t.i not in people and t.ent_type_ != "GPE"
        ]
        return Meant(phrase(found[0]), (index,)) if len(found) == 1 and found[0].pos_ != "PRON" else None

    def _plurals(self, sentence: Sentence, end: int) -> list[Token]:
        """What a plural pronoun may stand for in the first words of a sentence."""
        kinds = (*_TAKING_PART, "pobj", "dative", "npadvmod", "poss")
        return [
            t
            for t in sentence.doc[:end]
            if t.dep_ in kinds
            and t.pos_ in ("NOUN", "PROPN")
            and is_plural(t)
            and t.ent_type_ not in ("MONEY", "PERCENT")
        ]

    def _plural(self, index: int, steps: int, *, timed: bool) -> Meant | None:
        """The only several things or people of a sentence."""
        if index < 0 or steps > FAR:
            return None
        sentence = self._reading.sentence(index)
        found = self._plurals(sentence, len(sentence.doc))
        if not timed:
            found = [t for t in found if t.ent_type_ not in ("DATE", "TIME")]
        if not found and any(t.lower_ in ("them", "they", "their") for t in sentence.doc):
            return _told(self._plural(index - 1, steps + 1, timed=timed), index)
        if len(found) != 1 or found[0].conjuncts:
            return None
        number = "".join(f"{c.text} " for c in found[0].children if c.dep_ == "nummod" and c.i == found[0].i - 1)
        kept = [
            c.text for c in found[0].children if c.dep_ in ("compound", "amod") and found[0].i - 3 < c.i < found[0].i
        ]
        return Meant(" ".join(["the", *([number.strip()] if number else []), *kept, found[0].text]), (index,))

    # -- descriptions

    def _described(self, noun: Token, sentence: Sentence) -> Meant | None:
        """The name behind "the film", "the Omaha-based company", "the airport"."""
        if any(not self._is_plain(c) for c in noun.children):
            return None
        lemma = noun.lemma_.lower()
        kind = next((kind for kind in (_WORKS, BODIES, _PLACES) if lemma in kind), None)
        if kind is not None and (found := self._by_kind(noun, sentence, kind)):
            return found
        return self._by_noun(noun, sentence) or self._by_name_beside(noun, sentence)

    def _is_plain(self, child: Token) -> bool:
        """Whether a word beside a noun doesn't make another thing of it: "the rival company"."""
        plain = child.dep_ in ("det", "punct", "case", "relcl", "cc")
        return plain or "based" in child.lower_ or child.ent_type_ == "NORP"

    def _by_kind(self, noun: Token, sentence: Sentence, kind: frozenset[str]) -> Meant | None:
        """The one name of its kind up to there; of several works the one that the sentence before is about."""
        if sentence.index > MOST:
            return None
        found: dict[str, int] = {}
        for index in range(sentence.index, -1, -1):
            one = self._reading.sentence(index)
            end = noun.idx if index == sentence.index else len(one.text)
            names = self._names(one, kind, end)
            if _mentions(one, kind, end):
                return None
            if kind is _WORKS and len(set(names.values())) > 1:
                told = {t.idx for t in _named_as(subject_of(one))}
                names = {start: name for start, name in names.items() if told & set(range(start, start + len(name)))}
            found |= dict.fromkeys(names.values(), index)
            if kind is _WORKS and found:
                break
        if len(found) != 1:
            return None
        name, place = found.popitem()
        return Meant(name, (place,) if place < sentence.index else ())

    def _names(self, sentence: Sentence, kind: frozenset[str], end: int) -> dict[int, str]:
        """The names of a kind in the first characters of a sentence, by where they begin."""
        if kind is _WORKS:
            return {found.start(1): found[1] for found in _TITLE.finditer(sentence.text) if found.end() <= end}
        people = [(p.start_char, p.end_char) for p in self._reading.persons(sentence)]
        found = {}
        for row in _ROW.finditer(sentence.text, 0, end):
            inside = [t for t in sentence.doc if row.start() <= t.idx < row.end() and t.text[:1].isupper()]
            if row.start() == 0 and inside and inside[0].pos_ != "PROPN":
                continue
            if not inside or any(first < row.end() and row.start() < last for first, last in people):
                continue
            labels = {t.ent_type_ for t in inside}
            if labels & _NOT_NAMES or all(t.pos_ not in ("PROPN", "NOUN") for t in inside):
                continue
            if (kind is _PLACES) == bool(labels & _SITED):
                found[row.start()] = row[0].removesuffix("’s").removesuffix("'s")
        return found

    def _by_name_beside(self, noun: Token, sentence: Sentence) -> Meant | None:
        """ "The operator" after "the operator, Northern Arrow", or "the fund" after "a fund called Marrow"."""
        if noun.pos_ != "NOUN" or noun.lemma_.lower() in PERSON_NOUNS | ROLE_NOUNS:
            return None
        found: dict[str, int] = {}
        for index in range(sentence.index):
            if noun.text not in self._reading.raw(index):
                continue
            doc = self._reading.sentence(index).doc
            scene = Scene(doc)
            for one in (t for t in doc if t.lower_ == noun.lower_ and t.dep_ != "compound"):
                names = [t for t in scene.names(one) if t.pos_ == "PROPN"]
                if not names and any(c.lower_ in ("a", "an", "another") for c in one.children):
                    return None
                found |= {phrase(t): index for t in names}
        if len(found) != 1:
            return None
        name, place = found.popitem()
        return Meant(name, (place,))

    def _by_noun(self, noun: Token, sentence: Sentence) -> Meant | None:
        """ "The airport" where the article names one airport: "Lindow airport"."""
        if len(noun.text) < 4 or noun.text[0].isupper():
            return None
        article = self._reading.article.text
        found = {row[1] for row in re.finditer(rf"\b({_ROW.pattern}) {re.escape(noun.text)}\b", article)}
        others = re.search(
            rf"\b(?:an?|another|other|two|both|several|all) (?:[\w-]+ )?{re.escape(noun.text)}s?\b", article
        )
        if len(found) != 1 or others:
            return None
        name = f"{found.pop()} {noun.text}".removeprefix("The ")
        place = next((i for i in range(sentence.index) if name in self._reading.raw(i)), None)
        return None if place is None else Meant(f"the {name}", (place,))


def _speaks(noun: Token) -> bool:
    """Whether someone says what the pronoun stands in: "Prosecutors believe that most of them ..."."""
    return noun.dep_ == "nsubj" and noun.head.lemma_.lower() in SPEECH_VERBS


def _mentions(sentence: Sentence, kind: frozenset[str], end: int) -> bool:
    """Whether a sentence speaks of another thing of this kind, without a name: "a film"."""
    return any(
        t.lemma_.lower() in kind and t.idx < end and any(c.lower_ in ("a", "an", "another") for c in t.children)
        for t in sentence.doc
    )


def _named_as(noun: Token | None) -> list[Token]:
    """A noun and what is set beside it as its name."""
    if noun is None:
        return []
    return [noun, *(t for c in noun.children if c.dep_ == "appos" for t in c.subtree)]


def _told(meant: Meant | None, index: int) -> Meant | None:
    return None if meant is None else Meant(meant.text, (*meant.told_by, index))
