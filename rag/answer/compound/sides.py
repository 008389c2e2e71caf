"""Cut a comparison into one question for each of its sides: "Which came first, A or B?" asks when A was and when B was.

Knows grammar only, and concludes nothing: what the articles say of each side is put side by side.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.answer.followup.clause import AUXILIARIES, body, sentence
from rag.answer.language.lexicon import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

_OPENING = r"^(?:and |but |so )*"
_FIRST = re.compile(
    rf"{_OPENING}(?:which|what|who)(?: \w+)? (?:comes?|came|was|is|were|are|happen(?:s|ed)|took place|takes place|will be|will come) "
    r"(?:still |held |the )?(?:first|last|earlier|later|sooner|ahead|to come)\s?[:,–-] ?(?P<a>.+?),? or (?P<b>.+)$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"{_OPENING}(?:did|does|do|will|was|were|is|are) (?P<a>.+?)(?: (?:come|take place|happen|occur|be|begin|start|held))?(?: come)? "
    r"(?:before or after|after or before|earlier or later than|(?:earlier|later|sooner|before|after)(?= than)) (?:than )?(?P<b>.+)$",
    re.IGNORECASE,
)
_SAME_DAY = re.compile(
    rf"{_OPENING}(?:did|do|does|will|was|were|is|are) (?P<both>.+?)(?: (?:take place|happen|occur|be|fall|held|due|planned|scheduled))* "
    r"(?:on|at|in) the same (?:day|date|time|week|month|year)$",
    re.IGNORECASE,
)
_LARGER = re.compile(
    rf"{_OPENING}(?:which|what) (?P<be>is|was|are|were) (?:the )?(?P<size>\w+er|more|less|most|\w+est)\s?[:,–-] ?(?P<a>.+?),? or (?P<b>.+)$",
    re.IGNORECASE,
)
_BEAT = re.compile(
    rf"{_OPENING}(?:did|does|is|was|were|are) (?P<a>.+?) (?:beat|exceed|surpass|top|match|higher than|lower than|larger than|smaller than|more than|less than) "
    r"(?P<b>(?:that|those|the one) (?:of|in|at|for|from) .+)$",
    re.IGNORECASE,
)
_DIFFER = re.compile(
    rf"{_OPENING}how (?:do|does|did|will) (?P<both>.+?) (?:differ|compare)(?: from each other)?$", re.IGNORECASE
)
_DIFFERENCE = re.compile(
    rf"{_OPENING}(?:what|which) (?:is|was|are|were) the differences? between (?P<both>.+)$", re.IGNORECASE
)
_THE_DAY_OF = re.compile(r"^the (?:day|date|time|week) of ", re.IGNORECASE)
_ELLIPTIC = re.compile(r"^(?:that|those|the one) (?:of|in|at|for|from) ", re.IGNORECASE)
_NUMBER_OF = re.compile(
    r"^the number of (?P<counted>.+?)(?: (?P<where>(?:in|on|at|from|according|under|without|for) .+))?$", re.IGNORECASE
)
_PREPOSITIONS = word_set("according in of at for by from on to")


def sides(doc: Doc) -> list[str]:
    """A question for each side that the question compares, in its order; empty when it compares nothing."""
    text = "".join(token.text_with_ws for token in body(doc)).strip()
    if found := _FIRST.match(text) or _BEFORE.match(text):
        first = _THE_DAY_OF.sub("", found["a"])
        second = _owned(_THE_DAY_OF.sub("", found["b"]), first)
        past = any(token.tag_ == "VBD" for token in doc)
        # "Did A come before B?" says that A is over, and nothing of B.
        return [_when(first, doc, past=past), _when(second, doc, past=past and _FIRST.match(text) is not None)]
    if found := _SAME_DAY.match(text):
        past = any(token.tag_ == "VBD" for token in doc)
        return [_when(one, doc, past=past) for one in _coordinated(found["both"], doc)]
    if found := _BEAT.match(text):
        past = text.lower().startswith(("did", "was", "were"))
        return [_what(one, past=past) for one in (found["a"], _in_full(found["b"], found["a"]))]
    if found := _LARGER.match(text):
        past = found["be"].lower() in ("was", "were")
        return [_what(one, past=past) for one in (found["a"], _in_full(found["b"], found["a"]))]
    if found := _DIFFER.match(text) or _DIFFERENCE.match(text):
        past = bool(re.match(r"how did|what was|what were", text, re.IGNORECASE))
        return [_what(one, past=past) for one in _coordinated(found["both"], doc)]
    return _each(doc)


def _each(doc: Doc) -> list[str]:
    """ "What do A and B each say ...?" asked of A and of B."""
    each = next((t for t in doc[:-1] if t.lower_ in ("each", "both") and doc[t.i + 1].lower_ != "other"), None)
    subject = next((t for t in doc if t.dep_ in ("nsubj", "nsubjpass") and t.conjuncts), None)
    if each is None or subject is None or len(subject.conjuncts) != 1 or doc[each.i - 1].lower_ in ("many", "much"):
        return []
    other = subject.conjuncts[0]
    auxiliary = max((t.i for t in doc[: subject.i] if t.lower_ in AUXILIARIES), default=-1)
    subtree = [t.i for t in subject.subtree if t != each and t.i > auxiliary]
    if each.i not in (min(subtree) - 1, max(subtree) + 1, len(doc) - 2) and each not in subject.subtree:
        return []
    before = [t for t in doc if t.i < min(subtree) and t != each]
    after = [t for t in doc if t.i > max(subtree) and t != each and not (t.is_punct and t.i == len(doc) - 1)]
    return [
        sentence(
            [
                _singular(_text(before)),
                _text([t for t in one.subtree if t.i in subtree and not _is_below(t, other, one)]),
                _text(after),
            ]
        )
        for one in (subject, other)
    ]


def _is_below(token: Token, other: Token, one: Token) -> bool:
    """Whether a word under ``one`` belongs to the conjunct ``other``, or joins them."""
    joins = token.dep_ == "cc" and token.head == one
    return one != other and (token == other or joins or bool(other.is_ancestor(token)))


def _singular(opening: str) -> str:
    """What stands before a subject of two, before one of them: "What do" as "What does"."""
    forms = {"do": "does", "have": "has", "are": "is", "were": "was"}
    return " ".join(forms.get(word.lower(), word) for word in opening.split())


def _when(what: str, doc: Doc, *, past: bool) -> str:
    """When something is or was: "Ms Roe replacing Mr Hart" as "When did Ms Roe replace Mr Hart?"."""
    start = doc.text.find(what)
    span = doc.char_span(start, start + len(what), alignment_mode="contract") if start >= 0 else None
    verb = next((t for t in span or () if t.tag_ == "VBG" and t.i > span.start), None) if span is not None else None
    if span is not None and verb is not None and all(t.pos_ != "ADP" for t in span[: verb.i - span.start]):
        return sentence(
            ["When did", _text(span[: verb.i - span.start]), verb.lemma_, _text(span[verb.i - span.start + 1 :])]
        )
    opening = list(span or ())
    end = next((place for place, t in enumerate(opening) if t.pos_ == "ADP"), len(opening))
    many = bool(end and opening[end - 1].tag_ in ("NNS", "NNPS"))
    return sentence(["When", ("were" if past else "are") if many else ("was" if past else "is"), what])


def _what(what: str, *, past: bool) -> str:
    """What a figure or a position is: "the number of ships" as "How many ships?"."""
    be = "was" if past else "is"
    if counted := _NUMBER_OF.match(what):
        return sentence(["How many", counted["counted"], "were" if past else "are", counted["where"] or ""])
    return sentence(["What", be, what])


def _owned(second: str, first: str) -> str:
    """The second side with its owner's name: "his visit" after "Mr Hart's talks"."""
    owner = re.match(r"(?P<name>(?:[A-Z][\w.-]*\s?)+?)(?:['’]s?\b| \w+ing\b)", first)
    return re.sub(r"^(?:his|her|its|their)\b", f"{owner['name'].strip()}’s", second) if owner else second


def _in_full(second: str, first: str) -> str:
    """The second side with what the first one says for both: "that of 2022" after "the turnout in 2026"."""
    bare = _ELLIPTIC.sub("", second)
    if bare != second:
        head = re.sub(r" (?:in|of|at|for|from) [^ ].*$", "", first)
        preposition = "in" if re.fullmatch(r"\d{4}", bare) else second.split(" ")[-2 if " " not in bare else 1]
        return f"{head} {preposition} {bare}"
    word = second.split(" ", maxsplit=1)[0].lower()
    if word in _PREPOSITIONS and f" {word} " in first:
        return f"{first[: first.rindex(f' {word} ')]} {second}"
    return second


def _coordinated(both: str, doc: Doc) -> list[str]:
    """A phrase that joins two things, as two phrases: "the old and new plans", "the plans of A and B", "A and B"."""
    start = doc.text.find(both)
    span = doc.char_span(start, start + len(both), alignment_mode="expand")
    joint = [t for t in span or () if t.lower_ == "and" and t.dep_ == "cc" and t.head.conjuncts]
    if span is None or len(joint) != 1:
        return []
    first = joint[0].head
    second = next((t for t in first.conjuncts if t.i > joint[0].i), None)
    if second is None:
        return []
    if first.pos_ == "ADJ" or first.dep_ in ("amod", "compound", "nmod", "poss"):
        head = first.head
        article = [] if span[0].lower_ == "the" else ["the"]
        noun = head.lemma_ if head.tag_ == "NNS" else head.text
        left = [t for t in span if t.i < first.left_edge.i]
        after = [t for t in span if t.i > head.i]
        middle = [t for t in span if second.i < t.i < head.i]
        return [
            " ".join([*article, _text(left), one, _text(middle), noun, _text(after)]).strip()
            for one in (first.text, second.text)
        ]
    if first.dep_ == "pobj":
        noun = first.head.head
        before = [t for t in span if t.i < first.left_edge.i]
        opening = [t.lemma_ if t == noun and t.tag_ == "NNS" else t.text for t in before]
        firsts = [t for t in span if first.left_edge.i <= t.i < joint[0].i]
        seconds = [t for t in span if t.i > joint[0].i]
        return [" ".join([*opening, _text(tokens)]) for tokens in (firsts, seconds)]
    return [_text([t for t in span if t.i < joint[0].i]), _text([t for t in span if t.i > joint[0].i])]


def _text(tokens: Sequence[Token]) -> str:
    return "".join(t.text_with_ws for t in tokens).strip(" ,")
