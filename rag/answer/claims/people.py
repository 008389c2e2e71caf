"""Say a sentence with the names that its article gives elsewhere: who "she" is, "Fenwick" in full, who the minister is.

Only what can't be read otherwise is filled in, and only names that the statement gives: a pronoun behind which two
people may stand stays a pronoun, and the statement that puts a name in its place is dropped for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.answer.claims.scene import in_quotation
from rag.answer.claims.wording import LIGHT, words_of
from rag.answer.followup.gender import Gender, of_person
from rag.answer.question import PERSON_NOUNS
from rag.answer.reading import HONORIFICS, Reading, Sentence, bare, same_person
from rag.answer.roles import ROLE_NOUNS, Role, roles_in
from rag.answer.speech.remarks import remarks

if TYPE_CHECKING:
    from spacy.tokens import Token

FAR = 5  # sentences back in which a pronoun's person may stand
_GENDERS = {"he": Gender.HE, "him": Gender.HE, "his": Gender.HE, "she": Gender.SHE, "her": Gender.SHE}
_PRONOUN = re.compile(r"\b(?:he|him|his|she|her)\b|^\W*(?:It|They)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-Z]\w+")
_NAME = r"[A-Z][\w’'-]*[\w]"
_ROW = rf"(?!The ){_NAME}(?: (?:(?:of|and|for|the) )*{_NAME})+"
_TITLES = HONORIFICS | ROLE_NOUNS
_ALL_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]?|[^“”\"]*[”\"]")


class People:
    """Who is who in one article."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def in_full(self, index: int, statement: str) -> tuple[str, list[int]]:
        """A sentence with the names and roles filled in that a statement gives, and the sentences that tell them."""
        text = self._reading.raw(index)
        wanted = set(words_of(statement))
        also: list[int] = []
        # Parsing takes most of the time there is: a sentence that has all that the statement says is left alone.
        if wanted - set(words_of(text)) - LIGHT and _PRONOUN.search(text):
            text, also = self._pronouns(index, text, statement)
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
        named = any(word.lower() not in here for word in _CAPITAL.findall(statement))
        first = sentence.doc[0]
        if first.lower_ in ("it", "they") and first.dep_ in ("nsubj", "nsubjpass"):
            subject = self._subject_before(index)
            if subject and words_of(subject)[-1] in wanted:
                return subject + text[len(first) :], [index - 1]
        for token in reversed(list(sentence.doc)):
            if token.lower_ not in _GENDERS or quoted[token.idx]:
                continue
            found = self._meant(token, sentence) if named else None
            if found is None:
                continue
            name, place = found
            if words_of(name)[-1] not in wanted or words_of(name)[-1] in words_of(self._reading.raw(index)):
                continue
            owned = token.lower_ == "his" or (token.lower_ == "her" and token.dep_ == "poss")
            text = text[: token.idx] + name + ("’s" if owned else "") + text[token.idx + len(token) :]
            also.append(place)
        return text, also

    def _subject_before(self, index: int) -> str | None:
        """What the sentence before is about, where "it" or "they" after it can mean nothing else of it."""
        if index == 0:
            return None
        plural = self._reading.raw(index).startswith("They")
        doc = self._reading.sentence(index - 1).doc
        things = [
            t
            for t in doc
            if t.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and t.pos_ in ("NOUN", "PROPN")
            if (t.tag_ in ("NNS", "NNPS") or bool(t.conjuncts)) == plural
        ]
        root = next((t for t in doc if t.dep_ == "ROOT"), None)
        if len(things) != 1 or root is None or things[0].dep_ in ("dobj", "attr"):
            return None
        if things[0].head != root and (things[0].head.dep_ != "ccomp" or things[0].head.head != root):
            return None
        if things[0].ent_type_ == "PERSON" or things[0].lemma_.lower() in PERSON_NOUNS | ROLE_NOUNS:
            return None
        return str(doc[things[0].left_edge.i : things[0].i + 1].text)

    def _meant(self, pronoun: Token, sentence: Sentence) -> tuple[str, int] | None:
        """The one person for whom a pronoun can stand, and the sentence that names them; None when it may be another."""
        gender = _GENDERS[pronoun.lower_]
        for index in range(sentence.index, max(-1, sentence.index - FAR - 1), -1):
            one = self._reading.sentence(index)
            quoted = in_quotation(one.text)
            people = {
                bare(person.text)
                for person in self._reading.persons(one)
                if not quoted[person.start_char]
                and (index < sentence.index or (person.end <= pronoun.i and not _acts_on(person.root, pronoun)))
            }
            people = {name for name in people if not any(name != other and name in other for other in people)}
            known = {name: of_person(name, [self._reading.article.text]) for name in people}
            if index < sentence.index and not people and _names_nobody_known(one, quoted):
                return None
            if len(people) == 1:
                name = people.pop()
                return (name, index) if known[name] in (gender, None) else None
            if people:
                fitting = [name for name, theirs in known.items() if theirs is gender]
                return (fitting[0], index) if len(fitting) == 1 and None not in known.values() else None
        return None

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
        for found in re.finditer(rf"\b({_NAME})((?: {_NAME})+)", statement):
            words = found[0].split()
            for first in range(len(words) - 1):
                name = " ".join(words[first:]).removesuffix("’s").removesuffix("'s")
                place = self._first(name)
                if place is None or name in text:
                    continue
                parts = name.split()
                short = next((p for p in (parts[-1], parts[0]) if re.search(rf"\b{re.escape(p)}\b", text)), None)
                if short is None or not self._is_one(short, name):
                    continue
                text = re.sub(rf"(?<![\w-])(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir)\.? )?{re.escape(short)}\b", name, text)
                also.append(place)
                break
        return text, also

    def _first(self, name: str) -> int | None:
        pattern = re.compile(rf"\b{re.escape(name)}\b")
        return next((i for i in range(len(self._reading.spans)) if pattern.search(self._reading.raw(i))), None)

    def _is_one(self, short: str, name: str) -> bool:
        """Whether nobody else in the article goes by the short name."""
        pattern = rf"\b({_NAME}) {re.escape(short)}\b" if name.endswith(short) else rf"\b{re.escape(short)} ({_NAME})"
        others = {found[1] for found in re.finditer(pattern, self._reading.article.text)}
        others = {o for o in others if o.lower().rstrip(".") not in _TITLES and not o.endswith(("’s", "'s"))}
        return all(other in name.split() for other in others)

    def _roles(self, text: str, statement: str) -> tuple[str, list[int]]:
        """People of a sentence with the roles that the statement gives them, where the article gives them too."""
        has = set(words_of(text))
        missing = {word for word in words_of(statement) if word not in has}
        nouns = missing & ROLE_NOUNS
        if not nouns:
            return text, []
        roles = self._given(nouns)
        for role in roles:
            short = role.person.split()[-1]
            there = list(re.finditer(rf"(?:{_NAME} )*\b{re.escape(short)}\b(?!’s|'s)", text))
            others = {other.person for other in roles if other.words >= role.words & nouns}
            if not there or any(not same_person(role.person, other) for other in others):
                continue
            name = there[0]
            return f"{text[: name.end()]}, {role.text[:1].lower()}{role.text[1:]},{text[name.end() :]}", [
                role.sentence.index
            ]
        return text, []

    def _given(self, nouns: set[str]) -> list[Role]:
        """The roles with one of these nouns that the article gives anyone."""
        places = [i for i in range(len(self._reading.spans)) if nouns & set(words_of(self._reading.raw(i)))]
        given = [role for one in self._reading.sentences(places) for role in roles_in(one, self._reading)]
        return [role for role in given if role.words & nouns and not role.left]


def _acts_on(person: Token, pronoun: Token) -> bool:
    """Whether a person does to the one behind a pronoun what the clause tells: then they aren't the same."""
    return pronoun.dep_ in ("dobj", "dative") and person.head == pronoun.head and person.dep_ == "nsubj"


def _names_nobody_known(sentence: Sentence, quoted: list[bool]) -> bool:
    """Whether someone without a name acts in a sentence, whom a pronoun after it may mean: "a diplomat"."""
    return any(
        token.dep_ in ("nsubj", "nsubjpass") and token.tag_ == "NN" and not quoted[token.idx]
        for token in sentence.doc
        if token.lemma_.lower() in PERSON_NOUNS | ROLE_NOUNS
    )


def _in_initials(text: str, statement: str) -> str:
    """A sentence with the short forms that a statement uses: "UN" for "United Nations", "EU" for "E.U."."""
    for short in set(re.findall(r"\b[A-Z]{2,}\b", statement)):
        rows = re.finditer(_ROW, text)
        row = next((r[0] for r in rows if "".join(w[0] for w in r[0].split() if w[0].isupper()) == short), None)
        text = text.replace(row or ".".join(short) + ".", short)
    return text
