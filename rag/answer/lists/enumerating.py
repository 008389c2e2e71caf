"""The things that a sentence puts in a row: "a camera, a drill and a seismometer".

Knows grammar only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_INTRODUCING = re.compile(
    r"^(?::| –| -|,? such as\b|,? including\b|,? namely\b|,? among them\b| are\b| were\b| include\b| included\b)",
    re.IGNORECASE,
)
_SPLIT = re.compile(r",? and |, (?:or )?| or ")
_COUNT = re.compile(r"^(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|several|some) (?:of )?", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their|our) ", re.IGNORECASE)
LONGEST = 8  # words of one thing; what is longer is a clause


def row(head: Token) -> list[Token]:
    """A noun and those joined to it, up to the one behind "and": what comes after it describes."""
    found = [head]
    for other in sorted(head.conjuncts, key=lambda t: int(t.i)):
        if other.i < head.i:
            continue
        found.append(other)
        if any(t.dep_ == "cc" and found[-2].i < t.i < other.i for t in found[-2].children):
            break
    return found


def phrase(thing: Token) -> str:
    """A thing in the words of its sentence, without what is joined to it or told of it in a clause."""
    joined_to = {
        t.i
        for other in thing.children
        if other.dep_ in ("conj", "relcl", "appos", "cc", "punct")
        for t in other.subtree
    }
    kept = [t for t in thing.subtree if t.i not in joined_to]
    end = next(
        (place for place, t in enumerate(kept) if place and t.i != kept[place - 1].i + 1 and t.i > thing.i), len(kept)
    )
    text = "".join(t.text_with_ws for t in thing.doc[kept[0].i : kept[end - 1].i + 1]).strip(" ,;:“”")
    return _ARTICLE.sub("", text)


def counted_up(noun: str, doc: Doc) -> tuple[str, ...]:
    """What a sentence counts up of a noun: "four instruments: a camera, a drill, ..."; empty when it doesn't."""
    for token in doc:
        if token.lemma_.lower() != noun or token.tag_ not in ("NNS", "NNPS"):
            continue
        after = doc[token.i + 1 :].text if token.whitespace_ == "" else f" {doc[token.i + 1 :].text}"
        introduced = _INTRODUCING.match(after)
        if introduced is None:
            continue
        tail = re.split(r"[;.”]|, (?:which|who|according|he|she|they) ", after[introduced.end() :].strip(" :"))[0]
        things = [_ARTICLE.sub("", _COUNT.sub("", one.strip())) for one in _SPLIT.split(tail) if one.strip()]
        if len(things) > 1 and all(len(one.split()) <= LONGEST for one in things):
            return tuple(things)
    return ()


def named_before(noun: str, doc: Doc) -> tuple[str, ...]:
    """The names that a noun stands behind: "our EU and NATO allies"; empty unless there are several."""
    for token in doc:
        if token.lemma_.lower() != noun or token.tag_ not in ("NNS", "NNPS"):
            continue
        names, place = list[str](), token.i - 1
        while place >= 0 and (doc[place].text[:1].isupper() or doc[place].lower_ in ("and", ",")):
            if doc[place].text[:1].isupper():
                names.insert(0, doc[place].text)
            place -= 1
        if len(names) > 1 and any(t.lower_ == "and" for t in doc[place + 1 : token.i]):
            return tuple(names)
    return ()
