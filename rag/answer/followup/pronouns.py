"""Put names for the pronouns of a follow-up question: he, she, they, it, there, then, this and that.

A pronoun that something in the question itself explains ("when will the council publish its plan?") is left alone, and
so is an empty one ("is it true that ...").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.answer.followup.clause import body
from rag.answer.followup.conversation import Conversation
from rag.answer.followup.gender import Gender
from rag.answer.followup.ones import Said
from rag.answer.followup.referents import ASPECTS, Referent, Sort, referents
from rag.answer.language.lexicon import word_set
from rag.answer.question import GATHERING_NOUNS, Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HE = frozenset(["he", "him", "his", "himself"])
_SHE = frozenset(["she", "her", "hers", "herself"])
_THEY = frozenset(["they", "them", "their", "theirs", "themselves"])
_IT = frozenset(["it", "its", "itself"])
_THIS = frozenset(["this", "that", "these", "those"])
_HAPPENING = word_set(
    """
    happen last begin start end take occur finish continue go postpone hold schedule
    """
)
_SAYING = word_set(
    """
    say write post announce claim state tell declare add promise
    """
)
_ATTENDED = word_set(
    """
    festival parade match game race final concert contest election trial
    """
)
_LEADING = word_set(
    """
    lead head chair run own found join represent employ govern manage
    """
)
_REPORTED = word_set(
    """
    say report expect know believe think claim hope fear
    """
)
_WEATHER = word_set(
    """
    rain snow seem appear
    """
)
_MONTH = re.compile(
    r"^(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \d{4})?|\d{4})$",
    re.IGNORECASE,
)
_DAY = re.compile(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\d", re.IGNORECASE)
_EFFORT = re.compile(r"it (?:\w+ )*?(?:takes?|took|taken|costs?) (?:\w+ )*?to \w", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
_SHORT = 3  # words: longer phrases are put behind with "of", not before with "’s"


def is_pointing(token: Token) -> bool:
    """Whether a word may stand for something said before."""
    lower = token.lower_
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if lower in _HE | _SHE | _THEY | _IT:
        return True
    if lower == "both":
        return bool(token.dep_ in ("nsubj", "nsubjpass", "dobj"))
    if lower == "there":
        counted = token.doc[0].lower_ == "how" and after is not None and not after.is_punct  # "how many were there in"
        return bool(token.tag_ != "EX" and token.dep_ != "expl" and not counted)
    if lower == "then":
        return bool(token.i > 0 and token.pos_ == "ADV" and token.dep_ in ("advmod", "pcomp", "pobj"))
    of_something = after is not None and after.lower_ in ("of", "which", "who")
    return bool(
        lower in _THIS and token.pos_ == "PRON" and token.tag_ == "DT" and token.dep_ != "det" and not of_something
    )


def pronouns_said(doc: Doc, talk: Conversation) -> Said:
    """A question with names for its pronouns; unclear where nothing that was spoken of fits one of them."""
    own = referents(doc, talk.texts)
    quoted = [range(found.start(), found.end()) for found in _QUOTED.finditer(doc.text)]
    parts: list[tuple[int, int, str]] = []
    unclear = ""
    for token in doc:
        if not is_pointing(token) or _is_empty(token) or any(token.idx in words for words in quoted):
            continue
        meant = _meant(token, own, talk)
        if meant:
            parts += _said(token, meant)
        elif meant is None and token.lower_ in _HE | _SHE | _THEY:
            unclear = unclear or token.lower_
    text = str(doc.text)
    for start, end, words in sorted(parts, reverse=True):
        text = text[:start] + words + text[end:]
    return Said(text, unclear)


def _said(token: Token, meant: str) -> list[tuple[int, int, str]]:
    """What to put where: "her" before a noun by "Ms Roe’s", "its" by "the ... of" when what is meant is long."""
    start, end = token.idx, token.idx + len(token)
    if token.tag_ != "PRP$":
        return [(start, end, meant)]
    if len(meant.split()) <= (2 * _SHORT if meant[:1].isupper() else _SHORT):
        return [(start, end, f"{meant}’s")]
    owned = token.head
    behind = owned.idx + len(owned)
    return [(start, end, "the"), (behind, behind, f" of {meant}")]


def _meant(token: Token, own: list[Referent], talk: Conversation) -> str | None:
    """What a pronoun stands for; empty when the question itself says it, None when nobody does."""
    lower = token.lower_
    before = [one for one in own if _may_explain(one, token)]
    if lower in _HE | _SHE:
        gender = Gender.HE if lower in _HE else Gender.SHE
        people = [one for one in before if (one.named or one.sort is Sort.PERSON) and one.head not in ASPECTS]
        if any(talk.gender(one) in (gender, None) for one in people):
            return ""
        person = talk.person(gender, [one.text for one in own if one.sort is Sort.PERSON])
        return person.text if person else None
    if lower in _THEY or lower == "both":
        if len([one for one in before if one.named]) > 1 or any(one.plural or one.sort is Sort.BODY for one in before):
            return ""
        group = talk.group([one.text for one in own])
        return group.text if group else None
    if lower == "there":
        return None if any(one.sort in (Sort.PLACE, Sort.EVENT) for one in before) else _there(token, talk)
    if lower == "then":
        return _then(token, talk)
    if any(one.sort not in (Sort.PERSON, Sort.TIME) and not one.plural for one in before):
        return None
    if lower in _THIS and any(one.named for one in before):
        return None  # "did they meet, or is that still to come?"
    return _thing(token, own, talk)


def _thing(token: Token, own: list[Referent], talk: Conversation) -> str | None:
    verb = _governing(token)
    others = [one.text for one in own]
    if token.lower_ in ("these", "those"):
        group = talk.group(others)
        return group.text if group else None
    if token.dep_ in ("pobj", "pcomp") and token.head.lower_ in ("before", "after", "since", "until"):
        return talk.event.text if talk.event else None
    if token.lower_ in _THIS and token.dep_ == "dobj":
        # "That" is what was said or done, not a thing that was spoken of.
        if verb.lemma_.lower() in _SAYING:
            return _topic(token, talk)
        return talk.last.asked.text if talk.last.asked else None
    asks_when = token.doc[0].lower_ == "when" and verb.lemma_ == "be"
    thing = talk.thing(
        acts=token.dep_ in ("nsubj", "poss") or verb.lemma_.lower() in _LEADING,
        happens=token.dep_ in ("nsubj", "nsubjpass") and (asks_when or verb.lemma_.lower() in _HAPPENING),
        others=others,
    )
    return thing.text if thing else None


def _topic(token: Token, talk: Conversation) -> str | None:
    """ "That about the fee": words that were said are known by what they were about."""
    if talk.last.question.kind is not Kind.SPEECH or not talk.last.clause:
        return None
    about = (r for r in talk.last.referents if r.preposition in ("about", "on", "of"))
    topic = next((r for r in about if r.sort is not Sort.TIME), None)
    if topic is None:
        return None
    times = [r.text for r in talk.last.referents if r.sort is Sort.TIME and r.text in topic.text]
    text = re.sub(rf" (?:on|in|at) {re.escape(times[0])}$", "", topic.text) if times else topic.text
    return f"{token.text} {topic.preposition} {text}"


def _there(token: Token, talk: Conversation) -> str | None:
    """ "At the talks" where people are asked for, "in Arden" elsewhere."""
    asks_people = any(t.tag_ in ("WP", "WP$") and t.lower_ != "what" for t in body(token.doc)[:2])
    event, place = talk.event, talk.place
    if event is not None and (asks_people or place is None):
        return f"{_at(event)} {event.text}"
    if place is None:
        return None
    if token.i and token.doc[token.i - 1].pos_ == "ADP":
        return place.text
    told: list[str] = re.findall(
        rf"\b(in|at|on|near|inside|outside) (?:the )?{re.escape(place.text)}", "\n".join(talk.texts)
    )
    said = place.preposition if place.is_circumstance else ""
    return f"{said or next(iter(told), 'in')} {place.text}"


def _at(event: Referent) -> str:
    if event.head == "call":
        return "on"
    return "at" if event.head in GATHERING_NOUNS | _ATTENDED else "in"


def _then(token: Token, talk: Conversation) -> str | None:
    """ "On Tuesday"; the bare day behind "since", "until" or "by"."""
    time = talk.time
    if time is None:
        return None
    text = time.text
    if token.i and token.doc[token.i - 1].pos_ in ("ADP", "SCONJ"):
        return text
    return f"in {text}" if _MONTH.match(text) else f"on {text}" if _DAY.search(text) else text


def _may_explain(one: Referent, token: Token) -> bool:
    """Whether something named earlier in the question may be what a pronoun stands for.

    What is next to a verb is not what another pronoun next to it stands for: "did Ms Roe meet her?" is of two women.
    """
    if one.root is None or one.root.i >= token.i:
        return False
    by_verb = token.dep_ in ("nsubj", "nsubjpass", "dobj", "dative") or (
        token.dep_ == "pobj"
        and token.head.head.pos_ in ("VERB", "AUX")
        and token.doc[max(token.head.i - 1, 0)].pos_ != "NOUN"  # "the charges against her"
    )
    return bool(token.tag_ == "PRP$" or not by_verb or _governing(one.root) != _governing(token))


def _governing(token: Token) -> Token:
    """The verb that a word belongs to."""
    above = token
    while above.head != above and above.pos_ not in ("VERB", "AUX"):
        above = above.head
    return above


def _is_empty(token: Token) -> bool:
    """Whether "it" stands for nothing: "is it true that ...", "how long does it take to ..."."""
    if token.lower_ != "it" or token.dep_ not in ("nsubj", "nsubjpass", "expl"):
        return False
    verb = _governing(token)
    lemma = verb.lemma_.lower()
    if token.dep_ == "expl" or lemma in _WEATHER or _EFFORT.match(token.doc.text[token.idx :]):
        return True
    below = [*verb.children, *(t for c in verb.children if c.dep_ in ("acomp", "attr") for t in c.children)]
    clause = any(t.dep_ in ("ccomp", "xcomp", "csubj", "advcl") or t.tag_ == "TO" for t in below)
    return clause and (lemma == "be" or (lemma in _REPORTED and token.dep_ == "nsubjpass"))
