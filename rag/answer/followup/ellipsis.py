"""Complete what is asked in half a sentence from the question before: "And when?", "Why not?", "What about Ms Roe?".

Pronouns are resolved before; here a question lacks its verb, or what its verb is about.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.answer.compose import joined
from rag.answer.followup.clause import ASKING_TAGS, AUXILIARIES, Gap, asking_words, body, fitting, sentence, text_of
from rag.answer.followup.exchange import Exchange
from rag.answer.followup.parallel import in_its_place
from rag.answer.followup.referents import ASPECTS, Referent, Sort, definite
from rag.answer.question import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

_ABOUT = re.compile(r"^(?:(?:and|but|so|ok|okay)\b,? )*(?:what|how) (?:about|of) (?P<rest>.+)$", re.IGNORECASE)
_HAPPENED = re.compile(
    r"^(?:(?:and|but|so)\b,? )*(?P<asking>(?:\w+ )?(?:when|where|why|how(?: long| come)?)(?: exactly)?) "
    r"(?:(?:did|does|will|has|had|is|was) (?:that|this|it)(?: all)? (?:happen\w*|take place|taken place|occur\w*|so|the case)"
    r"|(?:is|was|will) (?:that|this)(?: be)?"
    r"|(?:did|does|will|has|had|is|was|would) (?:he|she|they|it) (?:do|done|doing) (?:that|this|it|so))$",
    re.IGNORECASE,
)
_WHETHER = re.compile(
    r"^(?:(?:and|but|so)\b,? )*(?P<auxiliary>did|does|will|would|has|have|is|was) (?:that|this|it)(?: \w+ly)? "
    r"(?:already |ever |really |actually |also )?(?:happen\w*|take place|taken place|occur\w*)(?: yet| already)?$",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"^(?:(?:and|but|so)\b,? )*(?:(?P<asking>who (?:said|says|claimed|claims|denied|denies|announced|confirmed)) (?:that|this|it|so)"
    r"|says who|according to whom?)$",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:sa(?:id|ys)|claim(?:s|ed)|den(?:ies|ied)|according)\b", re.IGNORECASE)
_PLANNED = re.compile(
    r"^(?:(?:and|but|so)\b,? )*(?P<auxiliary>is|was|are|were) (?:that|this|it|they|those)(?: \w+ly)?(?: all)? "
    r"(?P<state>(?:(?:still|only|just|already|yet|now) )?(?:planned|done|over|finished|certain|final|definite|settled|official)\b.*)$",
    re.IGNORECASE,
)
_WHICH_ONES = re.compile(r"^which(?: ones?| of (?:them|these|those))?$", re.IGNORECASE)
_BARE = re.compile(
    r"^(?:in |on |at |by |with |to |from |for |until |since )?(?:who|whom|what|which)(?: (?:by|with|to|from|for))?$"
)
_MEASURE = re.compile(r"^(?:the )?(?:(?:most|fewest|more|fewer|several|some|many|few) )?", re.IGNORECASE)
_TIME_NOUN = re.compile(r"time|day|date|hour|month|year")
_PUNCTUAL = frozenset(["begin", "start", "open", "end", "finish", "take"])
_MOST_NAMED = 3  # more people are "they"
_SHORT = 4  # words: longer ones without a verb are keywords, which stand by themselves


def repeated(doc: Doc, last: Exchange) -> str | None:
    """A question about all that the last one says, in full: "When did that happen?", "Why did he do it?"."""
    text = text_of(body(doc))
    if found := _HAPPENED.match(text):
        return _circumstance(found["asking"], last)
    if found := _WHETHER.match(text):
        return _whether(found["auxiliary"], last)
    clause = last.clause
    if found := _PLANNED.match(text):
        return _whether_planned(found["auxiliary"], found["state"], last)
    found = _WHO_SAID.match(text)
    if found and last.quotation and (_SAYS.search(text) or (clause and clause.gap is Gap.NOTHING)):
        return sentence([f"who said “{last.quotation}”"])
    if found and clause and clause.gap is Gap.NOTHING:
        return sentence(
            [found["asking"] or "who says", "that", clause.subject, clause.auxiliary, clause.before, clause.after]
        )
    return None


def completed(doc: Doc, last: Exchange) -> str | None:
    """The question in full; None when it is no part of one, or the one before has nothing to complete it with."""
    words = body(doc)
    text = text_of(words)
    if found := _ABOUT.match(text):
        start = doc.text.find(found["rest"])
        span = doc.char_span(start, start + len(found["rest"]), alignment_mode="contract")
        return in_its_place(list(span), last) if span is not None else None
    if words and words[0].lower_ in AUXILIARIES and _only_subject(words[1:]):
        return _same_of(words[0].lower_, words[1:], last)
    if any(_is_verb(token) for token in words):
        return None
    asking = asking_words(words)
    if asking:
        return _asked(text, words, last)
    opens = doc[0].lower_ in ("and", "but", "or")
    telling = any(t.pos_ in ("NOUN", "PROPN", "NUM", "ADJ") and len(t) > 1 for t in words)
    return in_its_place(words, last) if telling and (opens or len(words) <= _SHORT) else None


def _asked(text: str, words: Sequence[Token], last: Exchange) -> str | None:
    """A question that is asking words alone."""
    lower = text.lower()
    clause = last.clause
    if clause is None:
        return None
    if lower in ("why not", "how come not"):
        return clause.asked_for("Why", negated=True) if clause.gap is Gap.NOTHING else None
    if words[-1].lower_ == "else":
        return _else(text, last)
    noun = last.question.noun
    if _WHICH_ONES.match(text):
        return clause.asked_with(re.sub(r"(?i)how (?:many|much)", "Which", clause.asking)) if noun else None
    if words[0].lower_ == "how" and len(words) > 1 and words[1].lower_ in ("many", "much"):
        return _counted(words, last)
    if _BARE.match(lower):
        preposition = re.sub(r"(?i)\b(?:who|whom|what|which)\b", "", lower).strip()
        asking = re.sub(rf"(?i)\b{preposition}\b", "", lower).strip() if preposition else lower
        asking = "whom" if asking == "who" and preposition else asking
        return _circumstance(f"{preposition} {asking}", last) if preposition else None
    of_noun = any(t.pos_ in ("NOUN", "PROPN") and not _TIME_NOUN.search(t.lower_) for t in words)
    if of_noun and words[0].pos_ != "ADP" and clause.gap in (Gap.SUBJECT, Gap.OBJECT):
        return clause.asked_with(text)
    return _circumstance(text, last)


def _circumstance(asking: str, last: Exchange) -> str | None:
    """When, where, why or how long what the last question was about took place."""
    clause = last.clause
    if clause is None:
        return None
    asking = re.sub(r"(?i)^how come$", "why", asking)
    people = [r.text for r in last.given if r.sort is not Sort.TIME] if last.asks_for_people else []
    if last.question.kind is Kind.ATTENDANCE and clause.gap is Gap.SUBJECT and last.event:
        return _of_event(asking, last.event)
    if asking.lower() == "how long" and clause.verb.lemma_.lower() in _PUNCTUAL:
        return sentence([asking, clause.auxiliary, clause.subject, "last"])
    if last.question.noun and re.match(r"(?i)(?:which|how many|how much|what) \w", clause.asking):
        filler = definite(clause.asking)
    elif clause.verb.lemma_.lower() == "be" and clause.gap is Gap.OBJECT:
        filler = last.role
    elif people:
        filler = joined(people) if len(people) <= _MOST_NAMED else "they"
    elif clause.asking.lower().startswith("who"):
        filler = "someone"
    elif last.asked:
        filler = last.asked.text
    else:
        known = last.given if last.question.kind in (Kind.WHAT, Kind.HOW_MANY, Kind.HOW_MUCH) else []
        filler = known[0].text if known else "that"
    return clause.asked_for(asking, filler)


def _of_event(asking: str, event: Referent) -> str:
    be = "were" if event.text.split(" with ")[0].endswith("talks") else "was"
    lower = asking.lower()
    if lower.startswith("how long"):
        return sentence([asking, "did", event.text, "last"])
    return sentence([asking, be, event.text, "held" if lower.startswith(("why", "how")) else ""])


def _whether(auxiliary: str, last: Exchange) -> str | None:
    """Whether what the last question was about has happened."""
    clause = last.clause
    if clause is None:
        return None
    if not clause.before and clause.subject:
        return sentence([auxiliary, clause.subject, "happened" if auxiliary.lower() in ("has", "have") else "happen"])
    people = [r.text for r in last.given] if last.asks_for_people else []
    filler = joined(people) if 0 < len(people) <= _MOST_NAMED else "they" if people else ""
    if clause.gap is Gap.SUBJECT:
        return clause.asked_whether(fitting(auxiliary, clause.auxiliary), filler or "anyone")
    return clause.asked_whether(fitting(auxiliary, clause.auxiliary), clause.subject, filler)


def _whether_planned(auxiliary: str, state: str, last: Exchange) -> str | None:
    """Whether the event that was spoken of is still to come; whether it took place, where none is called by a noun."""
    if last.event is not None and last.event.root is not None:
        be = "are" if last.event.plural and auxiliary.lower() in ("is", "are") else auxiliary
        return sentence([be, last.event.text, state])
    return _whether("has", last)


def _same_of(auxiliary: str, subject: Sequence[Token], last: Exchange) -> str | None:
    """Whether the same holds of another: "Did Ms Roe?"."""
    clause = last.clause
    named = [t for t in subject if t.lower_ not in ("too", "also", "either", "as", "well")]
    if clause is None:
        return None
    if clause.gap in (Gap.OBJECT, Gap.CIRCUMSTANCE) and (text := in_its_place(named, last)):
        return text
    return clause.asked_whether(fitting(auxiliary, clause.auxiliary), text_of(named))


def _else(text: str, last: Exchange) -> str | None:
    clause = last.clause
    if clause is None:
        return None
    if clause.gap is Gap.NOTHING:
        acting = clause.subject if text.lower().startswith("who") else ""
        return sentence([text, clause.auxiliary, clause.before, clause.after]) if acting else None
    if text.split(maxsplit=1)[0].lower() in ("when", "where", "why", "how"):
        return _circumstance(text, last)
    return clause.asked_with(text)


def _counted(words: Sequence[Token], last: Exchange) -> str | None:
    """How many, or how much, of what the last question was about."""
    clause = last.clause
    if clause is None:
        return None
    how, rest = text_of(words[:2]), text_of(words[2:])
    own = next((t for t in words[2:] if t.pos_ == "NOUN"), None)
    asked = definite(clause.asking).removeprefix("the ") if last.question.noun else ""
    if own is not None and clause.gap in (Gap.SUBJECT, Gap.OBJECT):
        return clause.asked_with(f"{how} {rest}")
    if how.lower() == "how many":
        if asked and own is None and last.asks_for_several:
            return clause.asked_with(f"{how} {asked} {rest}".strip())
        if clause.asking.lower() == "who":
            return clause.asked_with(f"{how} people {rest}".strip())
        for one in last.referents:
            same = one.head == own.lemma_.lower() if own is not None else one.plural and one.head not in ASPECTS
            if one.span is None or not same:
                continue
            counted = f"{how} {_MEASURE.sub('', one.text)}"
            if clause.gap is Gap.SUBJECT:
                doer = last.asked or next(iter(last.given), None)
                before = clause.before.replace(one.span.text, "")
                return sentence([counted, clause.auxiliary, doer.text, before]) if doer else None
            if one.span.text == clause.subject:
                return sentence([counted, clause.auxiliary, clause.before, clause.after])
            before = clause.before.replace(one.span.text, "")
            return sentence([counted, clause.auxiliary, clause.subject, before, clause.after])
    return _circumstance(f"{how} {rest}".strip(), last)


def _only_subject(words: Sequence[Token]) -> bool:
    """Whether only someone is named: "Ms Roe too", "the other ministers"."""
    someone = [t for t in words if t.lower_ not in ("too", "also", "either", "as", "well")]
    if not someone:
        return False
    if all(t.text[:1].isupper() or t.pos_ in ("CCONJ", "DET") for t in someone):
        return bool(someone[-1].text[:1].isupper())
    plain = all(t.pos_ in ("ADJ", "NOUN") for t in someone[1:])
    return bool(plain and someone[0].pos_ == "DET" and someone[-1].pos_ == "NOUN")


def _is_verb(token: Token) -> bool:
    named = token.text[:1].isupper() and token.i > 0
    verbal = token.pos_ in ("VERB", "AUX") or token.tag_ == "MD"
    return bool(verbal and not named and token.tag_ not in ASKING_TAGS)
