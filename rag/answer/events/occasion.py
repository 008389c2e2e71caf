"""Whether a time in a sentence is the time of what the question asks about, or of something else told in passing.

"The council, which met in May, will vote on Friday": asked when it votes, May is no answer. Decided by the clause that
the time stands in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer.language.lexicon import word_set
from rag.answer.language.synonyms import synonyms
from rag.answer.language.words import alike
from rag.answer.question import Question, is_content

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

# Verbs that only say that something takes place; what does is told by a noun.
_LIGHT = word_set(
    """
    be have do take happen occur hold come go expect plan schedule set get give make see fall begin start end last
    """
)
# Verbs by which somebody comes into an office.
_BECOME = word_set(
    "become appoint elect name make choose install promote succeed replace swear take be join start crown inaugurate"
)
_TO_COME = word_set("will must shall should")
_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "conj", "parataxis", "csubj"})


def is_time_of_it(time: SpacySpan, question: Question) -> bool:
    """Whether the time belongs to the clause that tells of what is asked; true where the question tells nothing."""
    main = next((t for t in question.doc if t.dep_ == "ROOT" and t.pos_ == "VERB" and not t.text[:1].isupper()), None)
    wanted = [t.lemma_.lower() for t in question.doc if is_content(t) and t.pos_ in ("NOUN", "VERB", "PROPN", "ADJ")]
    if not wanted:
        return True
    act = main.lemma_.lower() if main is not None and main.lemma_.lower() not in _LIGHT else None
    if act is not None and not any(_means(t, [act]) for t in time.doc):
        act = None  # told in words of the article's own; then it must be about the same people and things
        wanted = [t.lemma_.lower() for t in question.doc if is_content(t) and t.ent_type_ not in ("GPE", "NORP", "LOC")]
    governor = next((t for t in time.root.ancestors if t.pos_ in ("VERB", "AUX")), None)
    if governor is not None and main is not None:
        if main.lemma_ == "become" and governor.lemma_.lower() not in _BECOME:
            return False
        done = any(t.tag_ == "VBD" for t in question.doc)
        if done and any(c.dep_ == "aux" and c.lower_ in _TO_COME for c in governor.children):
            return False
    token = time.root
    while token.head != token:
        token = token.head
        if token.pos_ not in ("VERB", "AUX"):
            if token.pos_ in ("NOUN", "PROPN") and _means(token, wanted):
                return True
            continue
        if act is not None and _means(token, [act]):
            return True
        near = _own(token)
        if act is None and any(_means(t, wanted) for t in (token, *near)):
            return True
        # "is expected to open on Friday": what is expected is told by the verb below it, and the other way round.
        if act is not None and any(t.pos_ in ("NOUN", "VERB") and _means(t, [act]) for t in near):
            return True
        if act is not None and any(c.dep_ == "advcl" and c.tag_ == "VBG" and _means(c, [act]) for c in token.children):
            return True
        if token.dep_ not in ("xcomp", "aux", "auxpass"):
            return False
    return act is None


def _means(token: Token, wanted: list[str]) -> bool:
    lemma = token.lemma_.lower()
    return any(lemma in synonyms(word) or alike(lemma, word) for word in wanted)


def _own(verb: Token) -> list[Token]:
    """The words of a verb's own clause, and of the verb that completes it."""
    found: list[Token] = []
    waiting = [c for c in verb.children if c.dep_ not in _CLAUSES]
    while waiting:
        token = waiting.pop()
        found.append(token)
        waiting += [c for c in token.children if c.dep_ not in _CLAUSES]
    return found
