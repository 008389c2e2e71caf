"""A parsed sentence as what is told in it: who does what, under what condition, and on whose word.

Knows nothing of any other sentence. Words are known by their places in the parse.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rag.answer.claims.meanings import following, meanings
from rag.answer.claims.verbs import is_passive, passive_above, phrase_of, takes_clause
from rag.answer.claims.wording import canonical
from rag.answer.figures.amounts import amounts
from rag.answer.language.lexicon import word_set
from rag.answer.speech.speech import SPEECH_VERBS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NEGATIVE = word_set("not n't n’t never hardly barely scarcely neither nor")
_NOBODY = word_set("no none nobody nothing neither nowhere no-one")
_AS_THEY_ARE = frozenset(["after", "before", "by", "in", "since", "while", "when", "on", "without", "upon", "despite"])
_NAMES = frozenset(["call", "know", "name", "dub"])  # "a fund called Marrow", "a planet known as TQ-9"
_RELATIVE = frozenset(["who", "which", "that", "whom"])
_MODALS = {
    "will": "will", "’ll": "will", "'ll": "will", "wo": "will", "would": "will", "’d": "will", "'d": "will",
    "shall": "will", "may": "may", "might": "may", "could": "could", "can": "can", "ca": "can", "should": "should",
    "ought": "should", "must": "must",
}  # fmt: skip
_OBJECT_CONTROL = word_set(
    """
    accuse ask urge tell order force allow permit persuade convict suspect want expect warn advise invite help stop
    prevent bar ban require instruct clear acquit charge blame criticise praise
    """
)


@dataclass(frozen=True, slots=True)
class Governor:
    """What a deed hangs under: a word ("denied", "agreed", "plan"), or a source without a verb: "according to X"."""

    word: int
    according: bool = False


class Scene:
    """One parsed sentence."""

    def __init__(self, doc: Doc, *, told: bool = False) -> None:
        """``told``: it is so, and what follows from its words is so too ("vetoed": "rejected")."""
        self.doc = doc
        self._told = told
        self.phrases = {t.i: found for t in doc if t.pos_ == "VERB" and (found := phrase_of(t))}
        self.of_number: dict[int, str] = {}  # places of the words of numbers, with what they amount to
        self.rep = list(range(len(doc)))  # a number is one word: the one that the rest hangs under
        for one in amounts(doc.text):
            inside = [t.i for t in doc if t.idx < one.end and t.idx + len(t) > one.start]
            tops = [i for i in inside if doc[i].head.i not in inside and doc[i].pos_ != "ADP"]
            top = tops[-1] if tops else inside[-1] if inside else 0
            for i in inside:
                self.rep[i] = top
                self.of_number[i] = one.value
        self.keys = [self._keys(token) for token in doc]
        self.quoted = in_quotation(doc.text)

    def _keys(self, token: Token) -> frozenset[str]:
        if token.i in self.of_number:
            return frozenset([f"#{self.of_number[token.i]}"])
        low, lemma = token.lower_, token.lemma_.lower()
        word = self.phrases[token.i].word if token.i in self.phrases else lemma
        keys = frozenset([low, lemma, canonical(low), canonical(lemma)]) | meanings(word, token.pos_)
        return keys | following(word, token.pos_) if self._told else keys

    @cached_property
    def deeds(self) -> list[Token]:
        """The words that tell of an event or a state: verbs, and forms of "be" that say what something is."""
        return [
            t
            for t in self.doc
            if t.pos_ in ("VERB", "AUX")
            and t.dep_ not in ("aux", "auxpass", "amod", "compound", "nmod", "case", "mark")
            and not (t.dep_ == "prep" or (t.lower_ in ("according", "including", "following") and t.dep_ != "ROOT"))
            and t.i not in self.of_number
        ]

    def parent(self, token: Token) -> tuple[Token, str] | None:
        """What a word hangs under, prepositions stepped over, and the last of those; None of what heads the sentence.

        What is joined by "and" hangs where the first one does.
        """
        token = self.doc[self.rep[token.i]]
        while token.dep_ == "conj" and token.head != token:
            token = token.head
        token = self.doc[self.rep[token.i]]
        if token.head == token:
            return None
        head, preposition = token.head, ""
        while head.pos_ in ("ADP", "SCONJ") or head.dep_ in ("prep", "agent", "dative") or head.lower_ == "according":
            if head.pos_ not in ("ADP", "SCONJ", "ADV", "VERB", "PART", "ADJ") or head.head == head:
                break
            preposition = preposition or head.lower_
            if head.lower_ == "to" and head.head.lower_ == "according":
                preposition = "according"
            if head.lower_ == "of" and head.head.lower_ in ("because", "out", "instead", "ahead"):
                preposition = str(head.head.lower_)
            head = head.head
        return self.doc[self.rep[head.i]], preposition

    def joined(self, token: Token) -> list[Token]:
        """A word and those that it is the first of: "Harran and Quist"."""
        return [token, *(t for t in token.conjuncts if t.i > token.i)]

    def names(self, token: Token) -> list[Token]:
        """The words that name what a word names: itself, and what is set beside it ("the judge, Hanne Moor")."""
        found = [token, *(c for c in token.children if c.dep_ == "appos")]
        found += [c for c in token.children if c.dep_ == "npadvmod" and c.pos_ == "PROPN" and c.ent_type_ != "DATE"]
        if token.dep_ == "appos":
            found.append(token.head)
        for clause in (c for c in token.children if c.dep_ == "acl" and c.lemma_.lower() in _NAMES):
            parts = [p for c in clause.children for p in (c, *c.children) if c.lower_ == "as" or p == c]
            found += [p for p in parts if p.text[0].isupper() and p.dep_ in ("oprd", "attr", "dobj", "pobj")]
        if token.lemma_.lower() == "government":  # "the governments of Moravia and Galicia"
            of = [p for c in token.children if c.lower_ == "of" for p in c.children if p.dep_ == "pobj"]
            found += [t for one in of for t in self.joined(one) if t.pos_ == "PROPN"]
        if token.pos_ == "PROPN":  # "drug company Nimbra"
            found += [c for c in token.children if c.dep_ in ("compound", "nmod") and c.pos_ == "NOUN"]
        return [t for t in found if t.i not in self.of_number or t == token]

    def subjects(self) -> frozenset[str]:
        """The words for what the sentence is about."""
        root = next((t for t in self.doc if t.dep_ == "ROOT"), None)
        about = [*self.agents(root), *self.undergoers(root)] if root is not None else []
        return frozenset(key for t in about if t.dep_ in ("nsubj", "nsubjpass") for key in self.keys[t.i])

    def agents(self, verb: Token) -> list[Token]:
        """Who does it, as far as the sentence tells."""
        return self._agents(verb, 0)

    def _agents(self, verb: Token, steps: int) -> list[Token]:
        passive = is_passive(verb)
        by = [p for c in verb.children if c.dep_ == "agent" for p in c.children if p.dep_ == "pobj"]
        if by:
            return [t for one in by for t in self.joined(one)]
        own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "csubj")]
        if own:
            return [] if passive else [t for one in own for t in self._heard(verb, one)]
        if passive or steps > 4 or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
            return []
        return self._inherited(verb, steps)

    def _heard(self, verb: Token, subject: Token) -> list[Token]:
        """A subject, or whom its "who" stands for."""
        if subject.lower_ in _RELATIVE and verb.dep_ == "relcl":
            return [verb.head]
        return self.joined(subject)

    def _inherited(self, verb: Token, steps: int) -> list[Token]:
        head = verb.head
        if verb.dep_ == "conj" and head != verb:
            return self.undergoers(head) if is_passive(head) and not is_passive(verb) else self._agents(head, steps + 1)
        if verb.dep_ == "acl":
            return [head] if verb.tag_ == "VBG" else []
        if verb.dep_ == "pcomp":
            head = head.head
        if verb.dep_ in ("xcomp", "advcl", "pcomp", "ccomp") and head != verb:
            if head.pos_ not in ("VERB", "AUX"):
                head = head.head
            objects = [c for c in head.children if c.dep_ in ("dobj", "dative")]
            if objects and head.lemma_.lower() in _OBJECT_CONTROL and verb.dep_ != "advcl":
                return self.joined(objects[0])
            if is_passive(head):
                return self.undergoers(head)
            return self._agents(head, steps + 1)
        return []

    def undergoers(self, verb: Token) -> list[Token]:
        """Whom or what it is done to, or what something is said to be."""
        kinds = ("dobj", "nsubjpass", "attr", "dative", "oprd")
        phrase = self.phrases.get(verb.i)
        own = [c for c in verb.children if c.dep_ in kinds and c.pos_ not in ("ADP",)]
        if phrase is not None:  # "took place", "called for help"
            own = [c for c in own if c.i != phrase.part]
            own += [c for c in self.doc[phrase.part].children if c.dep_ == "pobj"]
        if is_passive(verb):
            own += [c for c in verb.children if c.dep_ == "nsubj"]
            if not own and verb.dep_ == "conj":
                first = passive_above(verb) or verb.head
                return self.undergoers(first) if is_passive(first) else self.agents(first)
            if not own and verb.dep_ == "xcomp":
                head = verb.head if verb.head.pos_ in ("VERB", "AUX") else verb.head.head
                return self.undergoers(head) if is_passive(head) else self.agents(head)
        if verb.dep_ == "advcl" and verb.tag_ == "VBN" and not own and verb.i < verb.head.i:
            return self.agents(verb.head)  # "Directed by Lezhava, the film ..."
        if verb.dep_ == "acl" and verb.tag_ == "VBN" and not any(c.dep_ == "nsubjpass" for c in own):
            own.append(verb.head)
        found = [t for one in own for t in self.joined(one)]
        return [verb.head if t.lower_ in _RELATIVE and verb.dep_ == "relcl" else t for t in found]

    def is_negated(self, verb: Token) -> bool:
        """Whether it is said not to be, or nobody does it."""
        if any(c.dep_ == "neg" or c.lower_ in _NEGATIVE for c in verb.children if c.dep_ != "cc"):
            return True
        states = [c for c in verb.children if c.dep_ in ("acomp", "oprd")]  # "pleaded not guilty"
        if any(c.dep_ == "neg" for state in states for c in state.children):
            return True
        parts = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "dative")]
        return any(p.lower_ in _NOBODY or any(c.lower_ in _NOBODY for c in p.children) for p in parts)

    def modal(self, verb: Token) -> str:
        """The class of its modal verb; "" without one."""
        found = next((_MODALS[c.lower_] for c in verb.children if c.dep_ == "aux" and c.lower_ in _MODALS), "")
        kinds = ("nsubj", "nsubjpass", "aux", "auxpass")
        own = any(
            c.dep_ in kinds and c.lower_ not in ("be", "have") for c in verb.children
        )  # "will go and be replaced"
        if not found and verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and not own:
            return self.modal(verb.head)
        return found

    def is_going_on(self, verb: Token) -> bool:
        """Whether it is told as not yet finished: "is building", "was being built"."""
        aux = {c.lemma_.lower() for c in verb.children if c.dep_ == "aux"}
        being = any(c.lower_ == "being" for c in verb.children)
        return being or (verb.tag_ == "VBG" and "be" in aux)

    def governor(self, verb: Token, steps: int = 0) -> Governor | None:
        """What it hangs under, so that it is not simply so: "denied that ...", "agreed to ...", "X said ..."."""
        for child in self._beside_all(verb):
            if child.lower_ == "according":
                source = [p for c in child.children for p in c.children if c.lower_ == "to" and p.dep_ == "pobj"]
                if source:
                    return Governor(source[0].i, according=True)
            if child.dep_ == "parataxis" and child.lemma_.lower() in SPEECH_VERBS:
                return Governor(child.i)
        quoting = self._quoting(verb)
        if quoting is not None:
            return Governor(quoting)
        head = verb.head
        if head == verb or steps > 6:
            return None
        to = any(c.lower_ == "to" for c in verb.children if c.dep_ == "aux")
        if verb.dep_ == "ccomp" and (self._is_parted(verb, head) or not takes_clause(verb, head)):
            return None
        if verb.dep_ in ("acl", "relcl") and any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children):
            return self._reporting(head)  # "warned in a report that ..."
        if verb.dep_ in ("ccomp", "xcomp", "csubj") or (verb.dep_ in ("acl", "advcl", "relcl") and to):
            return Governor(head.i)
        if verb.dep_ == "pcomp":
            if head.lower_ in _AS_THEY_ARE or head.head == head:
                return self._reported(head.head, steps)
            return Governor(head.head.i)
        if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
            if not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
                return self.governor(passive_above(verb) or head, steps + 1)
            but = any(c.lower_ in ("but", "while") for c in head.children if c.dep_ == "cc")
            found = None if but or self._is_parted(verb, head) else self._reported(head, steps)
            return found if found is not None and not found.according and found.word < head.i else None
        if verb.dep_ in ("acl", "relcl", "advcl", "appos", "dep"):
            return self._reported(head, steps)
        return None

    def _beside_all(self, verb: Token) -> list[Token]:
        """What hangs under a verb, and a source behind those it is joined to: "won but fell, according to X"."""
        after = [t for t in verb.conjuncts if t.i > verb.i]
        sources = [c for t in after for c in t.children if c.lower_ == "according" and self.doc[c.i - 1].text == ","]
        return [*verb.children, *sources]

    def _reporting(self, noun: Token) -> Governor:
        """The verb of saying that a noun with a clause of its own hangs under, else the noun."""
        above = self.parent(noun)
        speaks = above is not None and above[0].lemma_.lower() in SPEECH_VERBS and above[0].pos_ == "VERB"
        return Governor(above[0].i if above is not None and speaks else noun.i)

    def _quoting(self, verb: Token) -> int | None:
        """The verb of saying outside the quotation that a word stands in."""
        if not self.quoted[verb.idx]:
            return None
        saying = [
            t for t in self.doc if t.lemma_.lower() in SPEECH_VERBS and t.pos_ == "VERB" and not self.quoted[t.idx]
        ]
        return min(saying, key=lambda t: abs(t.i - verb.i)).i if saying else None

    def _is_parted(self, one: Token, other: Token) -> bool:
        return any(t.text == ";" for t in self.doc[min(one.i, other.i) : max(one.i, other.i)])

    def _reported(self, inside: Token, steps: int) -> Governor | None:
        """The source of a clause that a word stands in, where the clause is reported."""
        while inside.pos_ not in ("VERB", "AUX") and inside.head != inside:
            inside = inside.head
        found = self.governor(inside, steps + 1) if inside.pos_ in ("VERB", "AUX") else None
        if found is None or found.according:
            return found
        return found if self.doc[found.word].lemma_.lower() in SPEECH_VERBS else None


def in_quotation(text: str) -> list[bool]:
    """Of every character of a text whether it stands between quotation marks."""
    inside, found = False, []
    for character in text:
        if character == "“" or (character == '"' and not inside):
            inside = True
        elif character in ("”", '"'):
            inside = False
        found.append(inside)
    return found
