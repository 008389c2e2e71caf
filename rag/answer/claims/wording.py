"""Which words of a statement its sentences must have, and which of theirs it must not lose.

Word by word, and strict: a synonym counts only where nothing else could be meant. What hangs together with what is told
elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rag.answer.claims.classes import REPORTS, TELLS
from rag.answer.figures.amounts import amounts
from rag.answer.language.lexicon import word_set

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.claims.scene import Scene

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
# Words that add nothing by themselves, or whose sense is judged by the grammar: who speaks, and who "they" are.
LIGHT = word_set(
    """
    a an the this that these those he she it they him her them his hers its their theirs himself herself itself
    themselves who whom whose which what there where when be is are was were been being am have has had having do does
    did to of in on at by for with as and but also while whereas although though then so according say says said tell
    tells told saying ’s 's s ’ ' i.e
    """
)
# Each line is one thing, said in several ways. Base forms and forms both.
_SAME = """
    about around roughly approximately circa
    nearly almost
    due because owing
    call cancel
    injure hurt wound
    ill sick
    buy purchase acquire
    begin start
    end finish
    follow after
    percent per cent
    nobody none no
    toward towards
    mr mister
    child children
    man men
    woman women
    person people
    minister ministers
    big large
    doctor dr
    say state tell
    attend present
    till until
    will would
    may might
    home house
    """
_CANON = {word: line.split()[0] for line in _SAME.strip().splitlines() for word in line.split()}
_SKIPPED = frozenset(["call", "end", "home", "attend"])
_ABOUT = r"(?:about|around|roughly|approximately|circa|some)"
_HEDGES = (
    ("at least", r"at least|no fewer than|no less than|a minimum of"),
    ("at most", r"up to|at most|no more than|as (?:many|much) as|a maximum of"),
    ("nearly", r"nearly|almost|just under|close to|not quite"),
    ("fewer", r"fewer than|less than|under|below"),
    ("more", r"more than|over|above|in excess of|upwards of|greater than"),
    ("about", _ABOUT),
    ("only", r"only|just|merely"),
    ("exactly", r"exactly|precisely"),
)
_HEDGING = word_set(
    "about around roughly approximately circa some nearly almost over more than at least up to as many much"
)
_PARTS = (
    r"half|a third|a quarter|a fifth|a tenth|two-thirds|three-quarters|twice|double|triple|all|both|every|midnight|noon"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|next|this"
)
_PART = re.compile(rf"\b(?:{_PARTS})\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“”„«»\"]([^“”„«»\"]+)[“”„«»\"]|(?<!\w)[‘']([^‘’']+(?:[’']\w+[^‘’']*)*)[’'](?!\w)")
_TURNS = re.compile(
    r"\b(up|down|off|out)\s+(from|to|by|on|of)\b"
    r"|\b(this|last|next|same|previous|past|coming)\s+"
    r"(\w*day|night|morning|evening|afternoon|week|weekend|month|year|season|spring|summer|autumn|winter|decade|century)\b",
    re.IGNORECASE,
)


def words_of(text: str) -> list[str]:
    """The words and numbers of a text as they are compared."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return [word.casefold() for word in _WORD.findall(plain)]


def canonical(word: str) -> str:
    """The one of several words for a thing that stands for all of them; lower case."""
    return word if word in _SKIPPED else _CANON.get(word, word)


def quotations(text: str) -> Iterator[str]:
    """What stands between quotation marks."""
    for found in _QUOTED.finditer(text):
        yield found[1] or found[2]


def altered_quotation(text: str, sentences: Sequence[str]) -> str | None:
    """A quotation of a statement that no sentence has, word for word; one may go on in the next sentence."""
    there = [" ".join(words_of(sentence)) for sentence in sentences]
    there.append(" ".join(there))
    for quoted in quotations(text):
        words = " ".join(words_of(quoted))
        if words and not any(f" {words} " in f" {one} " for one in there):
            return quoted
    return None


def miscounted(text: str, sentences: Sequence[str]) -> list[str]:
    """The numbers of a statement that no sentence has, or has not so hedged, and its turns ("up from", "next week")."""
    there = {(one.value, one.unit) for sentence in sentences for one in amounts(sentence)}
    there |= {("2", "") for sentence in sentences if "both" in words_of(sentence)}
    missing = [
        text[one.start : one.end]
        for one in amounts(text)
        if not any(one.value == value and one.unit in ("", unit) for value, unit in there)
    ]
    missing += [f"{hedge} {value}".strip() for value, hedge in hedged(text).difference(*map(hedged, sentences))]
    return missing + [" ".join(one) for one in turned(text).difference(*map(turned, sentences))]


def hedged(text: str) -> set[tuple[str, str]]:
    """The quantities of a text, each with how it is hedged: ("4000", "about"); "" where it isn't."""
    found = set()
    places = [(one.start, f"{one.value}") for one in amounts(text)]
    places += [(one.start(), "2" if one[0].lower() == "both" else one[0].lower()) for one in _PART.finditer(text)]
    for start, value in places:
        before = re.sub(r"\s+(?:a|an|the|another|\$|£|€)?\s*$", "", text[:start]).lower()
        hedge = next((name for name, words in _HEDGES if re.search(rf"\b(?:{words})$", before)), "")
        found.add((value, hedge))
    return found


def turned(text: str) -> set[tuple[str, str]]:
    """Where something turns, and the days that are told from the day of writing: "up from", "next week"."""
    return {((one[1] or one[3]).lower(), (one[2] or one[4]).lower()) for one in _TURNS.finditer(text)}


def unheard(claim: Scene, premises: Sequence[Scene]) -> list[str]:
    """The words of a statement that no sentence has in any form, light words aside; numbers are compared elsewhere."""
    there = frozenset(key for scene in premises for keys in scene.keys for key in keys)
    spelt = {word for scene in premises for word in words_of(scene.doc.text)}
    missing = []
    for token in claim.doc:
        if token.i in claim.of_number or not any(letter.isalnum() for letter in token.text):
            continue
        parts = words_of(token.text)
        if hedges_number(token, claim) or token.tag_ == "MD" or _is_judged_with_verb(token, claim, there):
            continue
        if token.lower_ in LIGHT or all(part in spelt or part in LIGHT for part in parts):
            continue
        named = token.pos_ == "PROPN" or (token.text[:1].isupper() and not token.is_sent_start)
        if named or not claim.keys[token.i] & there:
            missing.append(token.text)
    return missing


def _is_judged_with_verb(token: Token, claim: Scene, there: frozenset[str]) -> bool:
    """Whether a word is a part of a verb that is there in another word, or tells that something is said, as is told there."""
    if token.pos_ == "VERB" and token.lemma_.lower() in TELLS:
        return bool(there & {*REPORTS, "according"})
    return any(phrase.part == token.i and claim.keys[verb] & there for verb, phrase in claim.phrases.items())


def hedges_number(token: Token, claim: Scene) -> bool:
    """Whether a word only hedges the number after it, which is compared as such."""
    return token.lower_ in _HEDGING and any(t.i in claim.of_number for t in claim.doc[token.i + 1 : token.i + 3])
