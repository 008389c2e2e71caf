"""Show a claim with its denial, a denial with what is held against it, and what another side says of the same.

Knows when two statements speak of the same matter by the words they share. Who is right is for the reader to see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.compose import passage_claim, with_antecedent
from rag.answer.coverage import named_in, names_asked
from rag.answer.language.lexicon import word_set
from rag.answer.language.words import alike, is_present, words_of
from rag.answer.question import Kind, is_content
from rag.models import Claim, Draft, Status

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from rag.answer.question import Question
    from rag.answer.reading import Reading
    from rag.models import Evidence

HEADING = "The articles give more than one account:"
LIKELY = -4.0  # logits: what is held against a denial scores at least this
AGAINST = 2  # sentences shown against a denial
SHARED = 0.5  # share of a denial's words that the claim it denies has
FEWEST = 3  # of its words
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)|disput(?:es|ed)|dismiss(?:es|ed)|refut(?:es|ed)|contradict(?:s|ed)|"
    r"insist(?:s|ed) that \w+ (?:\w+ )?(?:not|never))\b",
    re.IGNORECASE,
)
_DENIAL_VERBS = word_set("deny reject dispute dismiss refute contradict")
_NEVER = re.compile(r"\b(?:never|denie[sd]|denying|no such|not true|untrue)\b", re.IGNORECASE)
_STATES = word_set("say claim insist maintain argue")
_STATED = (Kind.YES_NO, Kind.WHAT, Kind.DEFINITION)


def disputed(
    question: Question, readings: Sequence[Reading], claim: Claim, evidence: Sequence[Evidence]
) -> Draft | None:
    """The claim of an answer together with the other accounts of the same; None when there are none."""
    first = claim.citations[0]
    reading = next((one for one in readings if one.article.id == first.article_id), None)
    if reading is None:
        return None
    places = [i for i, span in enumerate(reading.spans) if any(c.start == span.start for c in claim.citations)]
    story = [one for one in readings if all(named_in(name, one.article) for name in names_asked(question))]
    others: list[tuple[Reading, list[int]]] = []
    if question.kind is Kind.YES_NO and _NEVER.search(claim.text):
        others = _held_against(question, story, reading, places, evidence)
    elif question.kind in _STATED and not _NEVER.search(claim.text):
        others = _denials(question, story, reading, places) or _other_side(reading, places)
    if not others:
        return None
    return _both(claim, [_account(one, indexes) for one, indexes in others])


def _other_side(reading: Reading, places: Sequence[int]) -> list[tuple[Reading, list[int]]]:
    """The sentence next to the claim in which someone else says what they say of the same: "X says the ship was ...;"."""
    found = []
    for place in places:
        mine = _stated(reading, place)
        for index in (place - 1, place + 1):
            if mine is None or index in places or not 0 <= index < len(reading.spans):
                continue
            theirs = _stated(reading, index)
            if reading.starts_paragraph(max(place, index)) or theirs is None or theirs[0] == mine[0]:
                continue
            later = theirs if index > place else mine
            if later[1].pos_ == "PRON" or theirs[1].lemma_ == mine[1].lemma_:
                found.append((reading, [index]))
    return found


def _stated(reading: Reading, index: int) -> tuple[str, Token] | None:
    """Who states something in a sentence, and the subject of what is stated; None where no one does."""
    root = next((t for t in reading.sentence(index).doc if t.dep_ == "ROOT"), None)
    if root is None or root.lemma_.lower() not in _STATES:
        return None
    who = next((c for c in root.children if c.dep_ == "nsubj" and c.pos_ != "PRON"), None)
    what = next((c for c in root.children if c.dep_ == "ccomp"), None)
    of = next((c for c in what.children if c.dep_ in ("nsubj", "nsubjpass")), None) if what is not None else None
    return (who.lower_, of) if who is not None and of is not None else None


def _held_against(
    question: Question, story: Sequence[Reading], reading: Reading, places: Sequence[int], evidence: Sequence[Evidence]
) -> list[tuple[Reading, list[int]]]:
    """What speaks against a denial: likely sentences that tell of what it denies, and deny nothing themselves."""
    subject = _denier(reading, places)
    about = [name for name in names_asked(question) if not words_of(name) & subject]
    named = {word for name in question.names for word in words_of(name)}
    telling = [
        t.lemma_.lower() for t in question.content if t.lower_ not in named and t.ent_type_ not in ("DATE", "TIME")
    ]
    found: list[tuple[Reading, list[int]]] = []
    for one in evidence:
        told = next((each for each in story if each.article.id == one.article.id), None)
        present = words_of(one.text)
        if told is None or one.score < LIKELY or not about or _NEVER.search(one.text):
            continue
        shared = sum(is_present(word, present) for word in telling)
        if all(words_of(name) <= present for name in about) and shared >= SHARED * len(telling):
            found.append((told, [told.index(one.span)]))
    return [row for row in found if row[0] is not reading or row[1][0] not in places][:AGAINST]


def _denier(reading: Reading, places: Sequence[int]) -> frozenset[str]:
    """The words for who denies."""
    words: set[str] = set()
    for sentence in reading.sentences(places):
        for token in sentence.doc:
            if token.dep_ in ("nsubj", "nsubjpass"):
                words |= words_of(" ".join(t.text for t in token.subtree))
    return frozenset(words)


def _denials(
    question: Question, story: Sequence[Reading], reading: Reading, places: Sequence[int]
) -> list[tuple[Reading, list[int]]]:
    """The newest sentence that denies what the claim says."""
    said = " ".join([question.text, *(reading.raw(index) for index in places)])
    claimed = words_of(said)
    found: list[tuple[str, Reading, int]] = []
    for one in story:
        published = one.article.published_at
        for index in range(len(one.spans)):
            if not _DENIES.search(one.raw(index)) or (one is reading and index in places):
                continue
            denied = _denied(one.sentence(index).doc)
            shared = sum(is_present(word, claimed) for word in denied)
            if shared >= max(FEWEST, SHARED * len(denied)):
                found.append((published.iso if published else "", one, index))
    if not found:
        return []
    _, one, index = max(found, key=lambda row: (row[0], -row[2]))
    return [(one, with_antecedent(one, index))]


def _denied(doc: Doc) -> list[str]:
    """The telling words of what a sentence denies."""
    verb = next((t for t in doc if t.lemma_.lower() in _DENIAL_VERBS and t.pos_ == "VERB"), None)
    if verb is None:
        return []
    inside: list[Token] = [
        t for child in verb.children if child.dep_ in ("ccomp", "dobj", "xcomp", "prep") for t in child.subtree
    ]
    return list(dict.fromkeys(t.lemma_.lower() for t in inside if is_content(t) and t.pos_ != "AUX"))


def _account(reading: Reading, indexes: Sequence[int]) -> Claim:
    return passage_claim(reading, indexes, status=event_status.of_sentence(reading.sentence(indexes[-1]).doc))


def _both(claim: Claim, others: Sequence[Claim]) -> Draft | None:
    """The accounts under each other, the newest first, each with its source and day; none that repeats another."""
    kept = [claim]
    for one in others:
        if not any(_repeats(one.text, other.text) for other in kept):
            kept.append(one)
    if len(kept) < 2:
        return None
    lines = []
    for one in kept:
        cited = one.citations[0]
        known = ", ".join(part for part in (cited.source, (cited.published or "")[:10]) if part)
        lines.append(f"• {one.text}" + (f" ({known})" if known else ""))
    return Draft(Status.ANSWERED, "\n".join([HEADING, *lines]), tuple(kept), disagreements=(tuple(range(len(kept))),))


def _repeats(one: str, other: str) -> bool:
    """Whether a text says little that another does not."""
    mine = {word for word in words_of(one) if len(word) > 3}
    theirs = {word for word in words_of(other) if len(word) > 3}
    return sum(any(alike(word, each) for each in theirs) for word in mine) > 0.7 * len(mine)
