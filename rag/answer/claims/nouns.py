"""What a noun of a parsed sentence may be (a thing, a company or the like, several people), and what a sentence is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer.claims.scene import in_quotation
from rag.answer.language.lexicon import word_set
from rag.answer.question import PERSON_NOUNS
from rag.answer.roles import ROLE_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.reading import Sentence

SUBJECTS = ("nsubj", "nsubjpass")
BODIES = word_set(
    """
    company firm group maker manufacturer retailer bank airline carrier operator supplier developer insurer brewer
    supermarket chain club team side union charity agency regulator party newspaper broadcaster publisher university
    college hospital school museum ministry association federation league startup start-up lender carmaker
    chipmaker automaker drugmaker shipbuilder foundation institute board council committee government court commission
    authority force army bureau panel parliament senate congress group network body
    """
)


def only_subject(sentence: Sentence) -> Token | None:
    """The one thing of which a sentence tells something, asides and quotations left out; None where it tells of several."""
    quoted = in_quotation(sentence.text)
    found = [
        t
        for t in sentence.doc
        if t.dep_ in SUBJECTS and (t.lower_ == "it" or (is_thing(t) and not is_plural(t)))
        if not is_aside(t)
        and not quoted[t.idx]
        and not any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in t.children)
    ]
    return found[0] if len(found) == 1 and found[0].lower_ != "it" else None


def subject_of(sentence: Sentence, pronoun: str = "it") -> Token | None:
    """The subject of the main clause, or of all that is reported in it; that which the pronoun may stand for."""
    root = next((t for t in sentence.doc if t.dep_ == "ROOT"), None)
    if root is None:
        return None
    verbs = [root, *(c for c in root.children if c.dep_ == "ccomp")]
    subjects = [c for verb in verbs for c in verb.children if c.dep_ in SUBJECTS]
    fitting = [
        s
        for s in subjects
        if s.lower_ == pronoun or (is_thing(s) and is_plural(s) == (pronoun == "they")) or are_named(s)
    ]
    if pronoun != "they":
        fitting = [s for s in fitting if not are_named(s)]
    return fitting[0] if fitting else None


def is_thing(token: Token) -> bool:
    """Whether a word is a noun for no single person."""
    if token.pos_ not in ("NOUN", "PROPN") or token.ent_type_ in ("PERSON", "DATE", "TIME", "MONEY", "PERCENT"):
        return False
    return is_plural(token) or token.lemma_.lower() not in PERSON_NOUNS | ROLE_NOUNS


def are_named(token: Token) -> bool:
    """Whether a word is the first of several people's names: "Aird and Toth"."""
    people = [token, *token.conjuncts]
    return len(people) > 1 and all(t.pos_ == "PROPN" and t.ent_type_ == "PERSON" for t in people)


def is_body(token: Token) -> bool:
    """Whether a noun or a name may be one for a company, an office or the like."""
    return token.pos_ == "PROPN" or token.lemma_.lower() in BODIES


def is_plural(token: Token) -> bool:
    """Whether a word is for several, or the first of several joined by "and"."""
    return token.tag_ in ("NNS", "NNPS") or bool(token.conjuncts)


def is_aside(token: Token) -> bool:
    """Whether a word stands in a clause that only says more of a noun."""
    return any(t.dep_ in ("relcl", "acl") for t in token.ancestors)


def phrase(noun: Token) -> str:
    """A noun with the words before it; all of several people's names."""
    last = max([noun, *(t for t in noun.conjuncts if are_named(noun))], key=lambda t: t.i)
    return str(noun.doc[noun.left_edge.i : last.i + 1].text)
