"""What something is: the sentence that says it, by the grammar of saying so.

"The Aldersund Accord is a treaty ...", "Corran House, a villa on the lake", "the trade body, the Smokehouse Owners' Association".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.compose import passage_claim
from rag.answer.language.lexicon import word_set
from rag.answer.question import Kind, Question
from rag.answer.reading import Reading, Sentence
from rag.models import Draft, Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_INTRODUCES = frozenset({"call", "name", "know", "term", "dub"})
_SAYS_NOTHING = word_set(
    """
    part reason one thing way result claim move decision step sign figure matter plan fact idea demand day week
    """
)


def definition(question: Question, readings: Sequence[Reading]) -> Draft | None:
    """The sentence that says what a named thing is; None when no sentence does, or something else is asked."""
    if question.kind is not Kind.DEFINITION or len(question.names) != 1:
        return None
    full = re.sub(r"^(?:the|a|an) ", "", question.names[0], flags=re.IGNORECASE)
    found: list[tuple[int, int, Reading, Sentence]] = []
    for place, reading in enumerate(readings):
        if not _stands(full, reading.article.text):
            continue
        # Once it is introduced, news drops the first word: "the Port Selwyn Harbour Trust", then "the Harbour Trust".
        name = " ".join(full.split()[-2:])
        indexes = [i for i in range(len(reading.spans)) if _stands(name, reading.raw(i))]
        for sentence in reading.sentences(indexes):
            if strength := _says_what(name, sentence):
                found.append((strength, -place, reading, sentence))
    if not found:
        return None
    _, _, reading, sentence = max(found, key=lambda one: (one[0], one[1], -one[3].index))
    claim = passage_claim(reading, [sentence.index])
    return Draft(Status.ANSWERED, claim.text, (claim,))


def _stands(name: str, text: str) -> bool:
    return _plain(name) in _plain(text)


def _plain(text: str) -> str:
    return re.sub(r"[’']", "'", text).lower()


def _says_what(name: str, sentence: Sentence) -> int:
    """How plainly a sentence says what the name stands for: 3 "X is a ...", 2 "X, a ...", 1 "a ... called X", 0 not at all."""
    doc = sentence.doc
    start = _plain(doc.text).find(_plain(name))
    span = doc.char_span(start, start + len(name), alignment_mode="expand") if start >= 0 else None
    if span is None:
        return 0
    root = span.root
    for token in span:  # the parser may take a part of the name for its head
        if token.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj", "appos", "oprd"):
            root = token
    if root.dep_ == "nsubj" and root.head.lemma_ == "be":
        complement = next((c for c in root.head.children if c.dep_ == "attr"), None)
        if complement is not None and complement.pos_ == "NOUN" and complement.lemma_ not in _SAYS_NOTHING:
            return 3
    after = [c for c in root.children if c.i >= span.end]
    if any(c.dep_ == "appos" and _is_described(c) for c in after):
        return 2
    if any(c.dep_ == "relcl" and c.i >= span.end and _states(c) for c in after):
        return 2
    if root.dep_ == "appos" and root.head.i < span.start and _is_described(root.head):
        return 2
    if root.dep_ == "oprd" and root.head.lemma_ in _INTRODUCES:
        return 1
    return 0


def _is_described(noun: Token) -> bool:
    """Whether a noun says more than a title: it has an article and something else with it."""
    articled = any(c.dep_ in ("det", "poss", "nummod") for c in noun.children)
    return noun.pos_ == "NOUN" and articled and noun.lemma_ not in _SAYS_NOTHING


def _states(verb: Token) -> bool:
    """Whether a relative clause tells what something is or does: "which belongs to the state"."""
    return verb.tag_ in ("VBZ", "VBP") or verb.lemma_ == "be"
