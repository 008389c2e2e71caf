"""Whom "he" and "she" may stand for in an article's sentence, where the sentences before leave one choice.

Also what else an article tells of its people whatever is asked: by which names and in which roles it gives them.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from rag.answer.claims.scene import in_quotation
from rag.answer.claims.wording import words_of
from rag.answer.followup.gender import Gender, of_person
from rag.answer.question import PERSON_NOUNS
from rag.answer.reading import HONORIFICS, Reading, Sentence, bare, same_person
from rag.answer.roles import ROLE_NOUNS, Role, roles_in
from rag.answer.speech.speech import SPEECH_VERBS

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

FAR = 5  # sentences back in which a pronoun's person may stand
GENDERS = {"he": Gender.HE, "him": Gender.HE, "his": Gender.HE, "she": Gender.SHE, "her": Gender.SHE}
NAME = r"[A-Z][\w’'-]*[\w]"
CAPITAL = re.compile(r"[A-Z]\w+")
_TITLES = HONORIFICS | ROLE_NOUNS
_SUBJECTS = ("nsubj", "nsubjpass")
_OF_AGE = re.compile(r"\b[Tt]he (\d{1,2})-year-old\b")


class Persons:
    """The people of one article."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def meant(self, pronoun: Token, sentence: Sentence, but: str = "") -> tuple[str, int] | None:
        """The one person for whom a pronoun can stand, and the sentence that names them; None when it may be another.

        ``but``: whose words it stands in, who would say "I".
        """
        gender = GENDERS[pronoun.lower_]
        going_on = self._speaks_on(pronoun, sentence) if not but else None
        if going_on is not None and self._gender(going_on) in (gender, None):
            return going_on, sentence.index - 1
        back = 1 if but else FAR
        for index in range(sentence.index, max(-1, sentence.index - back - 1), -1):
            one = self._reading.sentence(index)
            quoted = in_quotation(one.text)
            people = {
                bare(person.text)
                for person in self._persons(one)
                if not quoted[person.start_char]
                and (index < sentence.index or (person.end <= pronoun.i and not _acts_on(person.root, pronoun)))
            }
            people = {name for name in people if not any(name != other and name in other for other in people)}
            if index < sentence.index:
                people = {name for name in people if not self._is_named_below(name, pronoun)}
                people |= self._aged(one) if not people else set()
            people = {name for name in people if not but or not same_person(name, but)}
            if index < sentence.index and people and self._speaks_of_another(one, quoted, gender, people):
                return None
            known = {name: self._gender(name) for name in people}
            if index < sentence.index and not people and _nameless(one, quoted):
                holder = self._holder(one, quoted)
                if holder is None:
                    return None
                people, known = {holder}, {holder: self._gender(holder)}
            if len(people) == 1:
                name = people.pop()
                return (name, index) if known[name] in (gender, None) else None
            if people:
                fitting = [name for name, theirs in known.items() if theirs is gender]
                return (fitting[0], index) if len(fitting) == 1 and None not in known.values() else None
        return None

    def _speaks_of_another(self, sentence: Sentence, quoted: list[bool], gender: Gender, people: set[str]) -> bool:
        """Whether a sentence is about someone by the same pronoun who isn't one of those it names: "he told Marsh"."""
        same = [
            t for t in sentence.doc if t.dep_ in _SUBJECTS and GENDERS.get(t.lower_) is gender and not quoted[t.idx]
        ]
        if not same or any(t.pos_ == "PROPN" for t in sentence.doc[: same[0].i]):
            return False
        found = self.meant(same[0], sentence)
        return found is None or not any(same_person(found[0], name) for name in people)

    def _speaks_on(self, pronoun: Token, sentence: Sentence) -> str | None:
        """Who speaks in the sentence before, where the pronoun only says whose words the quotation beside it is."""
        verb = pronoun.head
        speaks = pronoun.dep_ == "nsubj" and verb.dep_ == "ROOT" and verb.lemma_.lower() in SPEECH_VERBS
        if not speaks or not sentence.index or not any(in_quotation(sentence.text)):
            return None
        before = self._reading.sentence(sentence.index - 1)
        people = [p for p in self._persons(before) if _is_speaker(p.root)]
        return bare(people[0].text) if len(people) == 1 else None

    def _persons(self, sentence: Sentence) -> list[Span]:
        """The people a sentence names, those too whom the article named in full before and names here by one name."""
        text = self._reading.article.text
        for word in dict.fromkeys(CAPITAL.findall(sentence.text)):
            found = re.search(rf"\b(?!The )[A-Z][\w’'-]* {word}\b", text)
            place = self.first(found[0]) if found is not None and found[0] not in sentence.text else None
            if place is not None and place < sentence.index:
                self._reading.persons(self._reading.sentence(place))
        return self._reading.persons(sentence)

    def _aged(self, sentence: Sentence) -> set[str]:
        """Who "the 29-year-old" of a sentence is, where the article gives that age beside a name."""
        found = _OF_AGE.search(sentence.text)
        if found is None:
            return set()
        return {name for name, age in self.ages if age == found[1]}

    @cached_property
    def ages(self) -> list[tuple[str, str]]:
        """The names beside which the article gives an age, and the ages."""
        given = re.findall(rf"((?:{NAME} )*{NAME}), (?:aged )?(\d{{1,2}})\b", self._reading.article.text)
        return [(bare(name), age) for name, age in given]

    def _is_named_below(self, name: str, pronoun: Token) -> bool:
        """Whether what a pronoun does names someone, who isn't it then: "she said Monk would stay"."""
        last = name.rsplit(maxsplit=1)[-1]
        if pronoun.dep_ not in _SUBJECTS or len(self.first_names(last)) > 1:
            return False
        return any(t.pos_ == "PROPN" and t.i > pronoun.i and t.text == last for t in pronoun.head.subtree)

    def _gender(self, name: str) -> Gender | None:
        """As which pronoun the article speaks of someone; None where others have the same last name."""
        shared = len(self.first_names(name.rsplit(maxsplit=1)[-1])) > 1
        return None if shared else of_person(name, [self._reading.article.text])

    def _holder(self, sentence: Sentence, quoted: list[bool]) -> str | None:
        """Who "the governor" of a sentence is that names nobody, where the sentences before give one person that role."""
        nouns = [t for t in _nameless(sentence, quoted) if any(c.lower_ == "the" for c in t.children)]
        if len(nouns) != 1 or len(_nameless(sentence, quoted)) != 1:
            return None
        given = [role for role in self.given({nouns[0].lemma_.lower()}) if role.sentence.index < sentence.index]
        people = {role.person for role in given if len(role.person.split()) > 1}
        return people.pop() if len(people) == 1 else None

    def first(self, name: str) -> int | None:
        """The first sentence with a name."""
        pattern = re.compile(rf"\b{re.escape(name)}\b")
        return next((i for i in range(len(self._reading.spans)) if pattern.search(self._reading.raw(i))), None)

    def first_names(self, last: str) -> set[str]:
        """What stands before a last name in the article, titles aside."""
        return no_titles(rf"\b({NAME}) {re.escape(last)}\b", self._reading.article.text)

    def given(self, nouns: set[str]) -> list[Role]:
        """The roles with one of these nouns that the article gives anyone."""
        places = [i for i in range(len(self._reading.spans)) if nouns & set(words_of(self._reading.raw(i)))]
        given = [role for one in self._reading.sentences(places) for role in roles_in(one, self._reading)]
        return [role for role in given if role.words & nouns and not role.left]


def no_titles(pattern: str, text: str) -> set[str]:
    """What a pattern's group finds in a text, titles and owners aside."""
    names = {found[1] for found in re.finditer(pattern, text)}
    return {one for one in names if one.lower().rstrip(".") not in _TITLES and not one.endswith(("’s", "'s"))}


def _is_speaker(person: Token) -> bool:
    """Whether someone says what their sentence reports."""
    subject = person.head if person.dep_ == "appos" else person
    verb = subject.head
    return subject.dep_ == "nsubj" and verb.dep_ == "ROOT" and verb.lemma_.lower() in SPEECH_VERBS


def _acts_on(person: Token, pronoun: Token) -> bool:
    """Whether a person does to the one behind a pronoun what the clause tells: then they aren't the same."""
    return pronoun.dep_ in ("dobj", "dative") and person.head == pronoun.head and person.dep_ == "nsubj"


def _nameless(sentence: Sentence, quoted: list[bool]) -> list[Token]:
    """Those without a name who act in a sentence, whom a pronoun after it may mean: "a diplomat"."""
    return [
        token
        for token in sentence.doc
        if token.dep_ in ("nsubj", "nsubjpass") and token.tag_ == "NN" and not quoted[token.idx]
        if token.lemma_.lower() in PERSON_NOUNS | ROLE_NOUNS
    ]
