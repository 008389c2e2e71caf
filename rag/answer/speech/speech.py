"""Who a single sentence says is speaking: the subject of a verb of saying, or whom it is "according to".

Knows nothing of other sentences: whom a pronoun stands for is told elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rag.answer.language.lexicon import word_set
from rag.answer.people import in_clause
from rag.answer.reading import Reading, Sentence, bare

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

SPEECH_VERBS = word_set(
    """
    say tell state add announce answer argue claim comment compare declare emphasise emphasize explain insist liken
    note observe promise reveal stress suggest urge vow warn write post tweet echo reaffirm reiterate respond reply
    describe call concede admit acknowledge deny confirm predict believe think hope maintain ask repeat recall joke
    complain remark report read estimate assert demand pledge continue conclude praise criticise criticize
    accuse welcome express quote voice label brand dismiss reject defend hail condemn thank apologise apologize
    put contend testify speak propose wish
    """
)
# They tell of speech only with a quotation or a clause of what was said.
_WEAK = word_set(
    """
    answer continue put read report reject welcome thank call describe believe hope think ask recall dismiss defend
    express speak propose compare wish
    """
)
_SPEECH_WORDS = "speech_words"  # in the notes of a parse
_QUOTED_PASSIVE = frozenset(["quote", "cite"])  # "was quoted as saying": the only passives whose subject speaks
_PRONOUNS = frozenset(["he", "she", "they", "it"])
_NOBODY = frozenset(["i", "we", "you", "this", "that", "which", "what", "there"])


class Voice(NamedTuple):
    """Who speaks: the word for them, and the name or description the sentence gives; None of a pronoun."""

    token: Token
    name: str | None


def voice_of(sentence: Sentence, reading: Reading, quoted: list[bool]) -> Voice | None:
    """Who a sentence says is speaking; None when it attributes nothing.

    ``quoted`` tells of every character of the sentence whether it stands between quotation marks.
    """
    for place in _speech_words(sentence.doc):
        token = sentence.doc[place]
        if quoted[token.idx]:
            continue
        if token.lower_ == "according" and token.i + 1 < len(sentence.doc) and sentence.doc[token.i + 1].lower_ == "to":
            whom = next((c for c in sentence.doc[token.i + 1].children if c.dep_ == "pobj"), None)
            if whom is not None and (name := name_at(whom, sentence, reading)):
                return Voice(whom, name)
        if token.lemma_.lower() not in SPEECH_VERBS or token.pos_ not in ("VERB", "AUX"):
            continue
        if not _tells_speech(token, sentence.text, any(quoted)):
            continue
        subject = speaking_subject(token)
        if subject is None or subject.lower_ in _NOBODY or quoted[subject.idx]:
            continue
        if subject.lower_ in _PRONOUNS:
            return Voice(subject, None)
        if name := name_at(subject, sentence, reading):
            return Voice(subject, name)
    return None


def _speech_words(doc: Doc) -> list[int]:
    """The places of the words that may attribute speech, kept with the parse."""
    if _SPEECH_WORDS not in doc.user_data:
        words = [
            t
            for t in doc
            if t.lower_ == "according" or (t.pos_ in ("VERB", "AUX") and t.lemma_.lower() in SPEECH_VERBS)
        ]
        # Main clauses come first: "Mr Lanse, who predicted a cut, said ..."
        words.sort(key=lambda t: t.dep_ in ("relcl", "acl"))
        doc.user_data[_SPEECH_WORDS] = [t.i for t in words]
    found: list[int] = doc.user_data[_SPEECH_WORDS]
    return found


def _tells_speech(verb: Token, text: str, quotes: bool) -> bool:
    own = any(c.dep_ in ("aux", "nsubj") and c.lower_ in ("has", "have", "had", "having", "who") for c in verb.children)
    if not own and (verb.dep_ == "relcl" or (verb.dep_ in ("acl", "advcl") and verb.tag_ == "VBN")):
        return False  # "the cut it predicted", "an agreement called the Accord"
    lemma = verb.lemma_.lower()
    says = any(c.dep_ in ("ccomp", "parataxis", "oprd") for c in verb.children) or text.rstrip().endswith(":")
    says = says or (lemma == "speak" and any(c.lower_ in ("of", "about") for c in verb.children))
    if lemma in _WEAK:
        return quotes or says
    return quotes or says or verb.dep_ in ("ROOT", "parataxis", "advcl", "conj", "acl", "ccomp", "relcl")


def speaking_subject(verb: Token) -> Token | None:
    """The subject of a verb, its own or the one it shares with the verb above it; none of a passive."""
    seen = verb
    for _ in range(4):
        for child in seen.children:
            if child.dep_ == "nsubjpass" and seen.lemma_.lower() not in _QUOTED_PASSIVE:
                if seen == verb:
                    return None
                return child if child.i < verb.i else None
            if child.dep_ in ("nsubj", "nsubjpass") and (seen == verb or child.i < verb.i or seen.dep_ == "ROOT"):
                if child.lower_ in ("who", "that") and seen.dep_ == "relcl":
                    return _described(seen.head)
                return child
        if seen.dep_ in ("relcl", "acl"):
            return _described(seen.head)
        if seen.dep_ not in ("conj", "advcl", "xcomp", "pcomp", "prep") or seen.head == seen:
            return None
        seen = seen.head
    return None


def _described(noun: Token) -> Token:
    """Whom a noun set beside a name describes: Mr Lanse in "Mr Lanse, an economist and the one who predicted it"."""
    while noun.dep_ == "appos" or (noun.dep_ == "conj" and noun.head.dep_ == "appos"):
        noun = noun.head
    return noun


def name_at(token: Token, sentence: Sentence, reading: Reading) -> str | None:
    """The name of whoever a noun stands for, or without a name the words that describe them; None of no one."""
    if token.pos_ == "PRON" or token.lower_ in _NOBODY:
        return None
    if person := person_at(token, sentence, reading):
        return bare(person.text)
    if token.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ"):
        return None
    body = next((e for e in sentence.doc.ents if e.label_ == "ORG" and e.start <= token.i < e.end), None)
    if body is not None and token.pos_ == "PROPN":
        return re.sub(r"^the ", "", body.text, flags=re.IGNORECASE)  # "the Chamber of Commerce"
    below = [t.i for t in token.subtree if not in_clause(t, token) and t.dep_ != "punct"]
    end = max(below) if token.pos_ == "NUM" else token.i  # "one of the four"
    words = sentence.doc[min(below) : end + 1].text
    return re.sub(r"^(?:the|a|an|another) ", "", words, flags=re.IGNORECASE)


def person_at(token: Token, sentence: Sentence, reading: Reading) -> SpacySpan | None:
    """The person a noun stands for: named by it, set beside it ("its chief, Ms Roe"), not just below it."""
    people = reading.persons(sentence)
    for person in people:
        if person.start <= token.i < person.end:
            return person
    beside = [p for p in people if p.root.head == token and p.root.dep_ in ("appos", "compound", "flat")]
    if beside:
        return beside[-1] if beside[-1].root.dep_ == "appos" else beside[0]
    if token.pos_ == "NOUN":
        # "A spokeswoman for Sir Edmund, Dinah Voss,": the name set off last is the noun's own.
        inside = {t.i for t in token.subtree if not in_clause(t, token)}
        return next((p for p in reversed(people) if p.root.i in inside and p.root.dep_ == "appos"), None)
    return None
