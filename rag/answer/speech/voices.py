"""Whom the people-words of an article stand for, followed sentence by sentence: "she", "the minister", "it".

A pronoun is whoever was named last, the subject of a sentence before anyone else in it, as far as the article speaks
of them as "he" or "she". A role is the person whom the article gives it. Names inside quotations don't count: they are
spoken about.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rag.answer.followup.gender import Gender, of_person
from rag.answer.language.lexicon import word_set
from rag.answer.question import ORG_NOUNS, PERSON_NOUNS
from rag.answer.reading import Reading, Sentence, bare, same_person
from rag.answer.roles import holders
from rag.answer.speech.speech import Voice, name_at, person_at

if TYPE_CHECKING:
    from spacy.tokens import Token

FAR = 8  # sentences back in which a pronoun's person may stand
_GENDERS = {"he": Gender.HE, "she": Gender.SHE}
_BODIES = ORG_NOUNS | word_set(
    """
    ministry government commission council court committee parliament association agency department office embassy
    board institute charity trust university hospital authority federation alliance campaign paper newspaper
    """
)


class Who(NamedTuple):
    """A speaker: the name, and the place of the sentence that gives it."""

    name: str
    place: int


class _Named(NamedTuple):
    """What a sentence names outside quotations."""

    place: int
    subject: Who | None
    addressed: tuple[Who, ...]  # known by their role alone: "asked the minister"
    others: tuple[Who, ...]
    body: str | None  # its subject when that is no person
    plural: bool


class Voices:
    """The people and bodies of one article, as far as it has been read."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._heard: list[_Named] = []
        self._genders = reading.told.genders
        self._roles: dict[frozenset[str], list[Who]] = {}

    def hear(self, sentence: Sentence, quoted: list[bool]) -> None:
        """Takes in whom a sentence names outside quotations."""
        people = [p for p in self._reading.persons(sentence) if not quoted[p.start_char] and p.root.dep_ != "poss"]
        subject, body, plural = self._subject(sentence, quoted)
        others = [
            Who(bare(p.text), sentence.index)
            for p in people
            if subject is None or not same_person(p.text, subject.name)
        ]
        objects = [t for t in sentence.doc if t.dep_ in ("dobj", "dative") and t.lemma_.lower() in PERSON_NOUNS]
        addressed = tuple(who for t in objects if not quoted[t.idx] and (who := self._role(t, sentence)))
        self._heard.append(_Named(sentence.index, subject, addressed, tuple(others), body, plural))

    def subject_before(self, index: int) -> Who | None:
        """Who or what the sentence before `index` is about: its subject."""
        last = self._heard[-1] if self._heard else None
        if last is None or last.place != index - 1:
            return None
        return last.subject or (Who(last.body, last.place) if last.body and not last.plural else None)

    def who(self, voice: Voice, sentence: Sentence) -> Who | None:
        """Whom a speaker stands for; None when that can't be told."""
        word = voice.token.lower_
        if word in _GENDERS:
            return self._person(voice.token, sentence)
        if word in ("it", "they"):
            return self._body(plural=word == "they")
        if voice.name is None:
            return None
        named = person_at(voice.token, sentence, self._reading) is not None
        return (None if named else self._role(voice.token, sentence)) or Who(voice.name, sentence.index)

    def _subject(self, sentence: Sentence, quoted: list[bool]) -> tuple[Who | None, str | None, bool]:
        root = next((token for token in sentence.doc if token.dep_ == "ROOT"), None)
        heads = [root, *(root.conjuncts if root is not None else ())]
        for verb in heads:
            for child in verb.children if verb is not None else ():
                if child.dep_ not in ("nsubj", "nsubjpass") or quoted[child.idx]:
                    continue
                if person := person_at(child, sentence, self._reading):
                    return Who(bare(person.text), sentence.index), None, False
                if child.lower_ in _GENDERS:
                    return self._person(child, sentence), None, False
                if role := self._role(child, sentence):
                    return role, None, False
                plural = child.tag_ in ("NNS", "NNPS") or bool(child.conjuncts)
                is_body = child.pos_ == "PROPN" or child.lemma_.lower() in _BODIES or plural
                return None, name_at(child, sentence, self._reading) if is_body else None, plural
        return None, None, False

    def _person(self, pronoun: Token, sentence: Sentence) -> Who | None:
        gender = _GENDERS[pronoun.lower_]
        for person in self._reading.persons(sentence):
            clause_subject = person.root.dep_ in ("nsubj", "nsubjpass") and person.end <= pronoun.i
            if clause_subject and self._may_be(person.text, gender):
                return Who(bare(person.text), sentence.index)
        opens = self._reading.starts_paragraph(sentence.index)
        for named in reversed(self._heard):
            if sentence.index - named.place > FAR:
                break
            if opens and named.place == sentence.index - 1 and (topic := self._topic(named.place, gender)):
                return topic
            subject = (named.subject,) if named.subject is not None else ()
            fitting = [w for w in (*subject, *named.addressed, *named.others) if self._may_be(w.name, gender)]
            sure = [who for who in named.addressed if self._gender(who.name) is gender]
            if fitting:
                return sure[0] if sure and self._gender(fitting[0].name) is None else fitting[0]
        return None

    def _topic(self, last: int, gender: Gender) -> Who | None:
        """Of the subjects of the paragraph that ends with sentence `last`, when they differ, the article's main one."""
        found: list[Who] = []
        for named in reversed(self._heard):
            if named.subject is not None and self._may_be(named.subject.name, gender):
                found.append(named.subject)
            if self._reading.starts_paragraph(named.place) or named.place < last - FAR:
                break
        return max(found, key=lambda who: (self._times(who.name), who.place), default=None)

    def _times(self, name: str) -> int:
        return self._words[bare(name).split()[-1]]

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(word.strip(".,;:“”’'\"").removesuffix("’s") for word in self._reading.article.text.split())

    def _may_be(self, name: str, gender: Gender) -> bool:
        return self._gender(name) in (gender, None)

    def _gender(self, name: str) -> Gender | None:
        if name not in self._genders:
            self._genders[name] = of_person(name, [self._reading.article.text])
        return self._genders[name]

    def _body(self, *, plural: bool) -> Who | None:
        for named in reversed(self._heard[-2:]):
            if named.body is not None and named.plural == plural:
                return Who(named.body, named.place)
        return None

    def _role(self, noun: Token, sentence: Sentence) -> Who | None:
        """The person who has the role that a definite noun names: "the minister"."""
        if noun.pos_ not in ("NOUN", "PROPN") or not any(c.lower_ == "the" for c in noun.children):
            return None
        wanted = frozenset(
            t.lemma_.lower() for t in (noun, *noun.children) if t == noun or t.dep_ in ("compound", "amod")
        )
        if wanted not in self._roles:
            self._roles[wanted] = [
                Who(role.person, role.sentence.index) for role in holders(wanted, frozenset(), self._reading)
            ]
        holding = self._roles[wanted]
        if len(holding) <= 1:
            return holding[0] if holding else None
        return max((who for who in holding if who.place <= sentence.index), key=lambda w: w.place, default=None)
