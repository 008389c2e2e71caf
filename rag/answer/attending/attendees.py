"""Say who takes part in one gathering, and who was missed: each name with the sentence that tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.attending.choosing import Candidate
from rag.answer.attending.narrowing import asked_for
from rag.answer.compose import STATUS_WORDS, cite, full_name, joined, one_line, passage_claim, points_back
from rag.answer.language.lexicon import word_set
from rag.answer.language.words import alike, mentions
from rag.answer.people import Participant
from rag.answer.question import Question
from rag.answer.reading import Reading, same_person
from rag.answer.roles import roles_in
from rag.models import Claim, Draft, EventStatus, Status

_ELSE = re.compile(r"\b(?:besides|apart from|other than|else|other)\b", re.IGNORECASE)
_SIDE = re.compile(r"\b(?:delegation|side|team|list)\b", re.IGNORECASE)
_ABSENCE = re.compile(
    r"\b(?:did not|didn[’']t|was not|wasn[’']t|were not|weren[’']t|failed to|missing from|absent|stayed away|skipped)\b",
    re.IGNORECASE,
)
_YES_NO = frozenset({"was", "is", "did", "will", "were", "are", "has", "have"})
_GOES_ON = re.compile(r"\b(?:its|their|his|her)\b")
_PRESS = word_set(
    """
    times post ledger herald tribune echo journal gazette guardian telegraph observer chronicle mail reuters bbc cnn
    reporters journalists press newspaper
    """
)
_PLURALS = word_set("ministers leaders officials politicians diplomats lawmakers delegates executives")
_INSTEAD = re.compile(
    r"\b(?:in (?:his|her|their) (?:place|stead)|took (?:his|her) place|instead|on (?:his|her) behalf)\b"
)


def answer(question: Question, chosen: Candidate) -> Draft | None:
    """The participants that are asked for, or a refusal when no others are told of; None when none fit."""
    reading, event = chosen.reading, chosen.event
    people = [p for p in event.people() if not _is_nobody(p, event.people(), reading)]
    asked = [p for p in people if p.person and any(same_person(name, p.name) for name in question.names)]
    others = [p for p in people if p not in asked]
    if _ELSE.search(question.text) and asked and not any(p.person for p in others):
        reason = "No one else is named."
        nearest = cite(reading.article, *dict.fromkeys(reading.spans[p.sentence] for p in asked))
        return Draft(Status.NOT_IN_ARTICLES, f"The articles don’t say. {reason}", reason=reason, nearest=nearest)
    if any(t.lemma_ == "represent" for t in question.doc):
        people = others = _representing(question, chosen, people)
    elif side := _side_asked(question):
        people = others = _of_side(side, reading, [p for p in event.participants if p.present])
    if _ABSENCE.search(question.text):
        return _absent(chosen)
    first = question.doc[0].lower_ if len(question.doc) else ""
    both = any(t.lemma_ in ("party", "side", "participant", "both") for t in question.doc)  # "the two parties to ...?"
    about_them = bool(asked) and first not in _YES_NO and not both
    wanted = others if about_them and others else people
    if not wanted:
        return None
    wanted = asked_for(question, reading, wanted) if first not in _YES_NO else wanted
    if first in ("who", "whom") and sum(p.person for p in wanted) > 1:
        wanted = [p for p in wanted if p.person or not _is_body(p.name)]
    claims = [_claim(reading, one, event.status) for one in _ordered(wanted)]
    names = joined([claim.text for claim in claims])
    note = STATUS_WORDS.get(event.status) if event.status else None
    # A sentence that only says "he was not there" would tell the reader nothing.
    named = [p for p in event.participants if not p.present and p.name in reading.raw(p.sentence)]
    missing = list(dict.fromkeys(p.sentence for p in named))
    claims += [passage_claim(reading, [index], status=EventStatus.DENIED) for index in missing]
    sentences = "".join(f"\n• {one_line(c.citations[0].quote)}" for c in _distinct(claims))
    return Draft(Status.ANSWERED, f"{note}: {names}.{sentences}" if note else f"{names}.{sentences}", tuple(claims))


def _is_nobody(one: Participant, people: Sequence[Participant], reading: Reading) -> bool:
    """Whether a name is that of a newspaper that was spoken to, or a plural told of elsewhere: "Ministers met again"."""
    if one.person or not any(p.person for p in people):
        return False
    words = one.name.lower().split()
    source = (reading.article.source or "").lower().split()
    if words[-1] in _PRESS or words[-1:] == source[-1:]:
        return True
    beside = any(p.person and p.sentence == one.sentence for p in people)
    return len(words) == 1 and words[0] in _PLURALS and not beside


def _is_body(name: str) -> bool:
    """Whether a name is that of a state or a body, whom the people at the table stand for."""
    return all(word[:1].isupper() or word in ("of", "the", "and", "for") for word in name.split())


def _absent(chosen: Candidate) -> Draft | None:
    reading, event = chosen.reading, chosen.event
    claims = []
    for one in event.participants:
        if not one.present:
            name, also = full_name(reading, one.name)
            claims.append(passage_claim(reading, [one.sentence], lead=name, also=also, status=EventStatus.DENIED))
    return Draft(Status.ANSWERED, "\n".join(c.text for c in claims), tuple(claims)) if claims else None


def came(name: str, chosen: Candidate) -> Draft:
    """Whether someone takes part: the sentence that says so, or that says they didn't, and who came instead."""
    reading, event = chosen.reading, chosen.event
    told = [p for p in event.participants if p.person and same_person(name, p.name)]
    absent = next((p for p in told if not p.present), None)
    one = absent or told[0]
    status = EventStatus.DENIED if absent else event.status
    indexes = [one.sentence]
    while absent and indexes[-1] + 1 < len(reading.spans) and not reading.starts_paragraph(indexes[-1] + 1):
        following = reading.raw(indexes[-1] + 1)
        if not (points_back(following) or _INSTEAD.search(following)):
            break
        indexes.append(indexes[-1] + 1)
    lead, also = full_name(reading, one.name)
    claim = passage_claim(reading, indexes, lead=lead, also=also, status=status)
    note = STATUS_WORDS.get(status) if status is EventStatus.PLANNED else None
    return Draft(Status.ANSWERED, f"{note}: {claim.text}" if note else claim.text, (claim,))


def _representing(question: Question, chosen: Candidate, people: Sequence[Participant]) -> list[Participant]:
    """Those who are told to represent a body that the question names; none unless a role says so."""
    reading, event = chosen.reading, chosen.event
    asked = [name for name in question.names if name.lower() not in event.places]
    kept = [p for p in people if all(mentions(reading.raw(p.sentence), name) for name in asked)]
    if question.names and event.kind == "meeting" and len(event.sentences) > 1:
        words = {
            word.lower()
            for p in kept
            for role in roles_in(reading.sentence(p.sentence), reading)
            if same_person(role.person, p.name)
            for word in role.words
        }
        if not any(alike(word, name.lower()) for word in words for name in question.names):
            return []
    return kept


def _side_asked(question: Question) -> str | None:
    """Whose delegation or list is asked for: "on the Sundrelian list"."""
    for token in question.doc:
        if _SIDE.fullmatch(token.text):
            own = [c for c in token.children if c.dep_ in ("poss", "amod", "compound", "nmod") and c.pos_ != "PRON"]
            return str(own[0].text) if own else None
    return None


def _of_side(side: str, reading: Reading, people: Sequence[Participant]) -> list[Participant]:
    """Those of one side: told in a sentence about it, or in one that goes on about it ("also named on its list")."""
    kept: list[Participant] = []
    about = False
    for index in sorted({p.sentence for p in people}):
        text = reading.raw(index)
        about = bool(_SIDE.search(text) and mentions(text, side)) or (about and bool(_GOES_ON.search(text)))
        kept += [p for p in people if about and p.person and p.sentence == index]
    return kept


def _distinct(claims: Sequence[Claim]) -> list[Claim]:
    seen: dict[tuple[int, int], Claim] = {}
    for claim in claims:
        seen.setdefault((claim.citations[0].start, claim.citations[0].end), claim)
    return list(seen.values())


def _ordered(people: Sequence[Participant]) -> list[Participant]:
    return sorted(people, key=lambda p: (not p.person, p.span.start))


def _claim(reading: Reading, one: Participant, status: EventStatus | None) -> Claim:
    """One participant: the name as a claim of its own, cited to the sentence that puts them there."""
    spans = [reading.spans[one.sentence]]
    name = one.name
    if one.person:
        name, also = full_name(reading, one.name)
        spans += [reading.spans[i] for i in also]
    return Claim(name, cite(reading.article, *spans), status)
