"""Say a sentence with the names that its article gives elsewhere: who "she" is, "Fenwick" in full, who the minister is.

Only what can't be read otherwise is filled in, and only names that the statement gives: a pronoun behind which two
people may stand stays a pronoun, and the statement that puts a name in its place is dropped for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.answer.claims.persons import CAPITAL, FAR, GENDERS, NAME, Persons, no_titles
from rag.answer.claims.scene import in_quotation
from rag.answer.claims.things import Things
from rag.answer.claims.wording import LIGHT, words_of
from rag.answer.language.lexicon import word_set
from rag.answer.question import PERSON_NOUNS
from rag.answer.reading import Reading, Sentence, bare, same_person
from rag.answer.roles import ROLE_NOUNS
from rag.answer.speech.remarks import remarks
from rag.answer.speech.speech import SPEECH_VERBS

if TYPE_CHECKING:
    from spacy.tokens import Token

_PRONOUN = re.compile(r"\b(?:he|him|his|she|her|it|its|they|them|their|the)\b", re.IGNORECASE)
_ROW = rf"(?!The ){NAME}(?: (?:(?:of|and|for|the) )*{NAME})+"
_WITH_AGE = re.compile(rf"((?:{NAME} )+{NAME}), (?:aged )?\d{{1,3}}, (?!who|whose|an? |the |of )")
_OF_AGE = re.compile(r"The (?P<age>\d{1,2})-year-old(?=,? (?:has|had|was|is|will|would|did|who|said|told|[a-z]+ed)\b)")
_UNNAMED = (
    PERSON_NOUNS
    | ROLE_NOUNS
    | word_set(
        """
        boy girl teenager suspect victim passenger sailor worker cyclist pedestrian hiker tourist motorist soldier
        firefighter gunman pensioner climber swimmer prisoner voter customer neighbour neighbor clerk paramedic priest
        vicar plumber electrician builder cleaner cook chef waiter waitress banker trader broker artist painter poet
        """
    )
)
_ALL_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]?|[^“”\"]*[”\"]")


class People:
    """Who is who in one article."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._persons = Persons(reading)

    def in_full(self, index: int, statement: str) -> tuple[str, list[int]]:
        """A sentence with the names and roles filled in that a statement gives, and the sentences that tell them."""
        text = self._reading.raw(index)
        wanted = set(words_of(statement))
        also: list[int] = []
        # Parsing takes most of the time there is: a sentence that has all that the statement says is left alone.
        if wanted - set(words_of(text)) - LIGHT and _PRONOUN.search(text):
            text, also = self._pronouns(index, text, statement)
        if wanted - set(words_of(text)) - LIGHT:
            text, told_by = self._introduced(index, text, statement)
            also += told_by
        text, told_by = self._aged(index, text, wanted)
        also += told_by
        text, told_by = self._speaker(index, text, wanted)
        also += told_by
        for fill in (self._full_names, self._roles):
            text, told_by = fill(text, statement)
            also += told_by
        text = _in_initials(text, statement)
        return text, [place for place in dict.fromkeys(also) if place != index]

    # -- pronouns

    def _pronouns(self, index: int, text: str, statement: str) -> tuple[str, list[int]]:
        sentence = self._reading.sentence(index)
        quoted = in_quotation(text)
        also: list[int] = []
        wanted = set(words_of(statement))
        here = words_of(text)
        named = any(word.lower() not in here for word in CAPITAL.findall(statement))
        for token in reversed(list(sentence.doc)):
            if quoted[token.idx]:
                continue
            if token.lower_ not in GENDERS:
                text, told_by = self._thing(token, sentence, text, wanted)
                also += told_by
                continue
            found = self._persons.meant(token, sentence) if named else None
            if found is None:
                continue
            name, place = found
            last = words_of(name)[-1]
            if (
                token.dep_ in ("nsubj", "nsubjpass")
                and last in here
                and len(self._persons.first_names(name.rsplit(maxsplit=1)[-1])) > 1
            ):
                continue  # another of the same last name
            if last not in wanted or set(words_of(name)) <= set(words_of(self._reading.raw(index))):
                continue
            owned = token.lower_ == "his" or (token.lower_ == "her" and token.dep_ == "poss")
            text = text[: token.idx] + name + ("’s" if owned else "") + text[token.idx + len(token) :]
            also.append(place)
        return text, also

    def _thing(self, token: Token, sentence: Sentence, text: str, wanted: set[str]) -> tuple[str, tuple[int, ...]]:
        """A sentence with what a pronoun or a noun stands for, where the statement names that."""
        meant = Things(self._reading, wanted).behind(token, sentence)
        words = words_of(meant.text) if meant is not None else []
        if meant is None or words[-1] not in wanted or not set(words) & wanted - set(words_of(sentence.text)):
            return text, ()
        noun = token.pos_ in ("NOUN", "PROPN")
        start = token.left_edge.idx if noun else token.idx
        owner = "" if token.lower_ not in ("its", "their") else "’" if meant.text.endswith("s") else "’s"
        return text[:start] + meant.text + owner + text[token.idx + len(token) :], meant.told_by

    def _introduced(self, index: int, text: str, statement: str) -> tuple[str, list[int]]:
        """The first sentence, about someone without a name, with the name that the next begins with: "Ida Renn, 34, said"."""
        found = _WITH_AGE.match(self._reading.raw(1)) if index == 0 and len(self._reading.spans) > 1 else None
        if found is None or found[1] not in statement or self._persons.first(found[1].split()[-1]) != index + 1:
            return text, []
        sentence = self._reading.sentence(index)
        nameless = [t for t in sentence.doc if t.tag_ == "NN" and t.lemma_.lower() in _UNNAMED and t.dep_ != "compound"]
        if len(nameless) != 1 or sentence.text != text or self._reading.persons(sentence):
            return text, []
        if not any(c.lower_ in ("a", "an") for c in nameless[0].children):
            return text, []
        start, end = nameless[0].left_edge.idx, nameless[0].idx + len(nameless[0])
        described = f"{text[start].lower()}{text[start + 1 : end]}"
        return f"{text[:start]}{found[1]}, {described},{text[end:]}", [index + 1]

    def _aged(self, index: int, text: str, wanted: set[str]) -> tuple[str, list[int]]:
        """A sentence about "the 19-year-old" with the name of the one of whom the sentence before tells."""
        found = _OF_AGE.match(text)
        if found is None or index == 0:
            return text, []
        before = self._reading.sentence(index - 1)
        people = [p for p in self._reading.persons(before) if not any(t.dep_ == "relcl" for t in p.root.ancestors)]
        if len(people) > 1:  # who only speaks is seldom told of
            people = [p for p in people if not _only_speaks(p.root)]
        names = {bare(p.text) for p in people}
        others = {name for name, age in self._persons.ages if age == found["age"]}
        if others:  # whose age it is, who isn't told of in the sentence before
            names = {name for name in names if any(same_person(name, other) for other in others)}
        elif any(same_person(name, other) for name in names for other, _ in self._persons.ages):
            return text, []
        if len(names) != 1 or not set(words_of(next(iter(names)))) & wanted:
            return text, []
        return f"{names.pop()}{text[found.end() :]}", [index - 1]

    def _speaker(self, index: int, text: str, wanted: set[str]) -> tuple[str, list[int]]:
        """A sentence that is all quotation, with whose words it is."""
        if not _ALL_QUOTED.fullmatch(text.strip()):
            return text, []
        found = [one for one in remarks(self._reading, max(0, index - FAR), index + 2) if one.sentence.index == index]
        if not found or found[0].introduced_by is None or not set(words_of(found[0].speaker)) <= wanted:
            return text, []
        closed = text.rstrip('”"').rstrip(".")
        return f"{closed},” {found[0].speaker} said.", [found[0].introduced_by]

    # -- names and roles

    def _full_names(self, text: str, statement: str) -> tuple[str, list[int]]:
        """Short names of a sentence as the statement gives them in full, where the article knows one by that name."""
        also: list[int] = []
        for found in re.finditer(rf"\b({NAME})((?: {NAME})+)", statement):
            words = found[0].split()
            for first in range(len(words) - 1):
                name = " ".join(words[first:]).removesuffix("’s").removesuffix("'s")
                place = self._persons.first(name)
                if place is None or name in text:
                    continue
                parts = name.split()
                short = next(
                    (p for p in (parts[-1], parts[0]) if p != "The" and re.search(rf"\b{re.escape(p)}\b", text)), None
                )
                if short is None or not self._is_one(short, name):
                    continue
                text = re.sub(rf"(?<![\w-])(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir)\.? )?{re.escape(short)}\b", name, text)
                also.append(place)
                break
        return text, also

    def _is_one(self, short: str, name: str) -> bool:
        """Whether nobody else in the article goes by the short name."""
        if name.endswith(short):
            others = self._persons.first_names(short)
        else:
            others = no_titles(rf"\b{re.escape(short)} ({NAME})", self._reading.article.text)
        return all(other in name.split() for other in others)

    def _roles(self, text: str, statement: str) -> tuple[str, list[int]]:
        """People of a sentence with the roles that the statement gives them, where the article gives them too."""
        has = set(words_of(text))
        missing = {word for word in words_of(statement) if word not in has}
        nouns = missing & ROLE_NOUNS
        if not nouns:
            return text, []
        roles = self._persons.given(nouns)
        for role in roles:
            short = role.person.split()[-1]
            there = list(re.finditer(rf"(?:{NAME} )*\b{re.escape(short)}\b(?!’s|'s)", text))
            others = {other.person for other in roles if other.words >= role.words & nouns}
            if not there or any(not same_person(role.person, other) for other in others):
                continue
            name = there[0]
            short_one = min(len(bare(one).split()) for one in (role.person, name[0])) == 1
            if not same_person(role.person, name[0]) or (short_one and len(self._persons.first_names(short)) > 1):
                continue
            return f"{text[: name.end()]}, {role.text[:1].lower()}{role.text[1:]},{text[name.end() :]}", [
                role.sentence.index
            ]
        return text, []


def _only_speaks(person: Token) -> bool:
    """Whether someone is named as the one who says something."""
    subject = person.head if person.dep_ == "appos" else person
    return subject.dep_ == "nsubj" and subject.head.lemma_.lower() in SPEECH_VERBS


def _in_initials(text: str, statement: str) -> str:
    """A sentence with the short forms that a statement uses: "UN" for "United Nations", "EU" for "E.U."."""
    for short in set(re.findall(r"\b[A-Z]{2,}\b", statement)):
        rows = re.finditer(_ROW, text)
        row = next((r[0] for r in rows if "".join(w[0] for w in r[0].split() if w[0].isupper()) == short), None)
        text = text.replace(row or ".".join(short) + ".", short)
    return text
