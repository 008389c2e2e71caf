"""Cut a question that asks several things into questions that each ask one: "Who led, and who leads now?".

Knows grammar only. A cut is made where a new question begins: asking words with a verb of their own, or an auxiliary
before its subject. What a later part leaves out because the first one said it ("how many came later", "Ms Roe’s") is
said again; its pronouns are left to the one who knows the answers before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.followup.clause import ASKING_TAGS, AUXILIARIES, asking_words, body, sentence
from rag.answer.language.lexicon import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MOST = 4  # parts; a question with more is a questionnaire

_JOINING = word_set("and but then also")
_COUNTING = word_set("many much")


def parts(doc: Doc) -> list[str]:
    """The questions that a question consists of, in its order, each in full; the question alone where it is one."""
    words = body(doc)
    starts = [0, *_starts(words)]
    pieces = [_trimmed(words[start:end]) for start, end in zip(starts, [*starts[1:], len(words)], strict=True)]
    if not 1 < len(pieces) <= MOST or not _has_verb(pieces[0]):
        return [doc.text]
    return [
        sentence([_text(pieces[0]), _shared_object(pieces)]),
        *(_in_full(piece, pieces[:place]) for place, piece in enumerate(pieces) if place),
    ]


def _starts(words: Sequence[Token]) -> list[int]:
    """Where a later question begins, the joining words included."""
    found = list[int]()
    for place, token in enumerate(words):
        if not place or not (token.lower_ in ("and", "but") or token.text in (",", ";", "?")):
            continue
        if found and place <= found[-1] + 1:  # ", and"
            continue
        rest = words[place + 1 :]
        joined = token.lower_ in _JOINING
        while rest and rest[0].lower_ in _JOINING:
            rest, joined = rest[1:], True
        if _is_question(rest, joined=joined) and not _is_quoted(words, place):
            found.append(place)
    return found


def _is_question(words: Sequence[Token], *, joined: bool) -> bool:
    if not words:
        return False
    asking = asking_words(words)
    if asking:
        inner = [t for t in asking if t.tag_ not in ASKING_TAGS]
        if any(t.pos_ == "PRON" or (t.dep_ in ("nsubj", "nsubjpass") and t.pos_ == "PROPN") for t in inner):
            return False  # "and what he did" is no question of its own, nor is "and how much each"
        left = words[len(asking) :]
        return bool(left) or any(t.lower_ in _COUNTING for t in asking) or len(asking) == 1
    return (
        joined
        and words[0].lower_ in AUXILIARIES
        and words[0].tag_ != "POS"
        and any(t.dep_ in ("nsubj", "nsubjpass", "expl") and t.i <= words[0].i + 4 for t in words[1:])
    )


def _is_quoted(words: Sequence[Token], place: int) -> bool:
    before = "".join(t.text_with_ws for t in words[:place])
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _trimmed(words: Sequence[Token]) -> list[Token]:
    """Without what joins it to the part before and what ends it."""
    kept = list(words)
    while len(kept) > 1 and (kept[0].is_punct or kept[0].lower_ in _JOINING):
        kept.pop(0)
    while len(kept) > 1 and kept[-1].is_punct and kept[-1].text not in ("’", "'", "”", '"'):
        kept.pop()
    return kept


def _shared_object(pieces: Sequence[Sequence[Token]]) -> str:
    """What "who gives" lacks in "who gives and who gets the briefing"."""
    first = pieces[0]
    if len(pieces) < 2 or len(first) != len(asking_words(first)) + 1:
        return ""
    last = pieces[-1]
    return _text(last[len(asking_words(last)) + 1 :])


def _in_full(words: Sequence[Token], before: Sequence[Sequence[Token]]) -> str:
    """A later part with the noun and the verb that the parts before it said."""
    first = before[0]
    text = _text(words)
    if words[-1].lower_ in ("’s", "'s", "’", "'"):  # "and until when does Ms Roe’s?"
        behind = next((t.i for t in first if t.tag_ == "POS" or t.lower_ in ("’s", "'s")), len(first[-1].doc))
        owned = next((t for t in first if t.i > behind and t.pos_ == "NOUN"), None)
        if owned is not None:
            verb = "" if _has_verb(words, main=True) else _main_verb(first)
            return sentence([text, owned.text, verb])
    asking = asking_words(words)
    if len(asking) == 2 and asking[1].lower_ in _COUNTING:
        counted = _counted(first)
        verb = "" if _has_verb(words) else " ".join(t.text for t in _predicate(before[-1]))
        return sentence([_text(asking), counted, verb, _text(words[2:])])
    if len(asking) > 2 and asking[1].lower_ in _COUNTING and not _has_verb(words) and asking[2].pos_ == "ADV":
        return sentence(
            [_text(asking[:2]), _counted(first), *(t.text for t in _predicate(before[-1])), _text(words[2:])]
        )
    return sentence([text])


def _counted(first: Sequence[Token]) -> str:
    """What the first part counts: the "of the 41 ships" of "how many of the 41 ships were released"."""
    asking = asking_words(first)
    place = next((i for i, t in enumerate(asking) if t.lower_ in _COUNTING), None)
    return _text(asking[place + 1 :]) if place is not None else ""


def _predicate(words: Sequence[Token]) -> list[Token]:
    """The verbs of a part."""
    return [t for t in words if t.pos_ in ("VERB", "AUX")]


def _main_verb(words: Sequence[Token]) -> str:
    """The last verb of a part, or the word that stands last where the parser takes the verb for a noun."""
    verbs = [t for t in words if t.pos_ == "VERB" and t.lower_ not in AUXILIARIES]
    return str((verbs or list(words))[-1].text)


def _has_verb(words: Sequence[Token], *, main: bool = False) -> bool:
    return any(t.pos_ in ("VERB", "AUX") and not (main and t.lower_ in AUXILIARIES) for t in words)


def _text(tokens: Sequence[Token]) -> str:
    return "".join(t.text_with_ws for t in tokens).strip()
