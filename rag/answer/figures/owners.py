"""Whose figure it is, or of when, where a sentence gives several: "the state will pay £33m and the port company £29m".

The second verb is left out as often as not, and the parser is lost there; so what stands next to what decides. Knows
figures, and of a question who it has pay, win or hold something, and at what time.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.figures.figures import Figure, figures
from rag.answer.language.lexicon import word_set
from rag.answer.language.synonyms import synonyms
from rag.answer.language.words import mentions
from rag.answer.question import Kind, Question

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SpacySpan

_MONEY = ("$", "£", "€", "¥")
_CURRENCIES = word_set(
    "dollar euro pound crown franc yen yuan rupee peso rouble ruble krona krone lira shekel zloty real rand dirham"
)
_MEASURED = (*_MONEY, "%", "length", "duration")
_AUXILIARIES = word_set("do does did will would has have had is are was were can could should must may might")
_BODIES_OF_STATE = word_set("government state council county city ministry insurer taxpayer")
_GAINS = word_set("win take get receive gain have hold secure")
_GIVES = word_set("pay give contribute provide promise pledge spend donate fund")
_BUYS, _SELLS = word_set("pay buy spend"), word_set("sell auction")
_MONEY_VERBS = _GIVES | word_set("offer bid cost earn invest borrow owe lend charge buy sell fetch worth")
_GAP = frozenset({"VERB", "AUX", "DET", "ADV", "ADJ", "SYM", "PART"})  # between a holder and its figure
_ROUGHLY = word_set("about around nearly almost over under at another")
_PERIOD = re.compile(
    rf"\b(?:{'|'.join(name for name in month_name if name)})\b|\b(?:19|20)\d\d\b|\b(?:last|this|next) (?:year|month|week|quarter)\b"
)
_PERCENT = re.compile(r"\s?(?:per cent|percent|%)")
_DAY = re.compile(r"(?:\b\d{1,2}(?:st|nd|rd|th)? |\bend of )$")
_THEN = re.compile(r"^(?: \w+)?,? (?:in|for|during|of|(?=last|this|next))\s?$", re.IGNORECASE)
_VOTES_TO = re.compile(r"\bvotes? (?:to|against) $", re.IGNORECASE)
_AGAINST = re.compile(r"\b(?:against|oppos\w+|reject\w*|no votes|lose|lost)\b", re.IGNORECASE)
_REST = r"the (?:rest|remainder|balance)"
_BROUGHT = (
    r"(?: (?:was|were|is|are|will be|to be))?(?: (?:paid|provided|met|given|promised|put up|coming|come|comes|came))?"
)


def wants_money(question: Question) -> bool:
    """Whether a "how much" asks for a sum of money, by its verb."""
    return question.kind is Kind.HOW_MUCH and bool(_MONEY_VERBS & {t.lemma_.lower() for t in question.doc})


def owner(question: Question) -> str | None:
    """Who the question has do what it wants a figure of: "the port company" in "how much will the port company pay?"."""
    if question.kind not in (Kind.HOW_MANY, Kind.HOW_MUCH):
        return None
    doc = question.doc
    start = next((t.i for t in doc if t.lower_ in ("many", "much")), None)
    helper = None if start is None else next((t.i for t in doc[start:] if t.lower_ in _AUXILIARIES), None)
    if helper is None:
        return None
    first = helper + 1
    while first < len(doc) and doc[first].pos_ == "DET":
        first += 1
    tail = doc[first:].text
    if name := next((name for name in question.names if tail.lower().startswith(f"{name.lower()} ")), None):
        return re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE)
    last = first
    while last < len(doc) and doc[last].pos_ in ("NOUN", "PROPN", "ADJ"):
        last += 1
    if last < len(doc) and doc[last].is_punct:
        last -= 1  # the parser takes a verb at the end for a noun: "how many seats did the party win?"
    held = doc[first:last]
    return str(held.text) if len(held) and held[-1].pos_ != "ADJ" else None


def own_figure(question: Question, doc: Doc, found: Sequence[Figure]) -> Figure | None:
    """The figure that stands with whom or when the question asks of, where a sentence gives several of the kind."""
    found = [one for one in found if _of_kind(question, one, doc)]
    if len(found) < 2:
        return None
    if (who := owner(question)) is not None:
        for place in _places(who, doc):
            asks = _verb(question)
            near = _after(place, doc, found, asks) or _before(place, doc, found, asks)
            if near is not None:
                return near
    asked = periods(question.text)
    own = [one for one in found if asked and _period(one, doc, found) in asked]
    return own[0] if len(own) == 1 else None


def is_of_another(question: Question, figure: Figure, doc: Doc) -> bool:
    """Whether a figure is told of somebody else who does the same, or of another time than the one asked about."""
    found = figures(doc)
    asked = periods(question.text)
    if asked and (period := _period(figure, doc, found)) is not None and period not in asked:
        return any(_alike(period, one) for one in asked)
    if _VOTES_TO.search(doc.text[: figure.start]) and not _AGAINST.search(question.text):
        return True
    who = owner(question)
    own = own_figure(question, doc, found)
    if own is not None:
        return own.start != figure.start and own.unit in (figure.unit, "")
    return who is not None and _done_by_another(question, who, figure)


def shown(figure: Figure) -> SpacySpan:
    """A figure with its unit, as its sentence writes it."""
    doc = figure.span.doc
    start = doc.text.rfind(figure.text, 0, figure.start + len(figure.text))
    span = doc.char_span(start, start + len(figure.text), alignment_mode="expand") if start >= 0 else None
    return span if span is not None else figure.span


def rest(question: Question, doc: Doc) -> SpacySpan | None:
    """ "The rest", where that is all a sentence tells of whom the question asks about."""
    who = owner(question)
    if who is None or question.kind is not Kind.HOW_MUCH:
        return None
    named = rf"(?:the |an? )?{re.escape(who)}\b"
    for pattern in (
        rf"\b(?P<rest>{_REST}){_BROUGHT} (?:by|from) {named}",
        rf"\b{named}(?: will)?(?: \w+)? (?P<rest>{_REST})\b",
    ):
        if told := re.search(pattern, doc.text, re.IGNORECASE):
            return doc.char_span(*told.span("rest"), alignment_mode="expand")
    return None


def periods(text: str) -> frozenset[str]:
    """The months and years that a text names as such, not in the date of a day."""
    return frozenset(found[0] for found in _PERIOD.finditer(text) if not _DAY.search(text[: found.start()]))


def _places(who: str, doc: Doc) -> list[SpacySpan]:
    spans = (
        doc.char_span(*found.span(), alignment_mode="expand")
        for found in re.finditer(rf"\b{re.escape(who)}\b", doc.text, re.IGNORECASE)
    )
    return [span for span in spans if span is not None]


def _after(place: SpacySpan, doc: Doc, found: Sequence[Figure], asks: Token | None) -> Figure | None:
    """The figure behind a name with nothing but what may stand between: "the Northern Union the other 16 million"."""
    near = next((one for one in found if one.start >= place.end_char), None)
    if near is None:
        return None
    gap = doc[place.end : near.span.start]
    if len(gap) > 1 and gap[0].text == "," and gap[1].pos_ == "VERB":
        gap = gap[1:]  # "a charity, the Odell Trust, gave ..."
    if not all(t.pos_ in _GAP or t.lower_ in _ROUGHLY for t in gap) or any(t.dep_ == "neg" for t in gap):
        return None
    own = [t for t in gap if t.pos_ == "VERB" and not _modifies(t)]  # else it is left out, and told before
    told = own[-1:] or [t for t in doc[: place.start] if t.pos_ in ("VERB", "AUX")]
    return near if asks is None or any(_same_deed(asks, verb) for verb in told) else None


def _modifies(verb: Token) -> bool:
    """Whether a verb stands as an adjective: "the remaining 16"."""
    return bool(verb.tag_ == "VBG" and verb.i > 0 and verb.nbor(-1).pos_ == "DET")


def _before(place: SpacySpan, doc: Doc, found: Sequence[Figure], verb: Token | None) -> Figure | None:
    """The figure before a name that "by" or "from" joins it to, or "to" where something is gained."""
    near = next((one for one in reversed(found) if one.end <= place.start_char), None)
    if near is None:
        return None
    words = "by|from|to" if verb is not None and verb.lemma_.lower() in _GAINS else "by|from"
    gap = doc.text[near.end : place.start_char]
    joins = rf"(?: \w+)?,?{_BROUGHT}(?: (?:went|go|goes|going))? (?:{words}) (?:the |an? )?"
    return near if re.fullmatch(joins, gap, re.IGNORECASE) else None


def _of_kind(question: Question, figure: Figure, doc: Doc) -> bool:
    """Whether a figure may be told of what is asked: money for "how much", for "how many" what counts the noun."""
    if question.kind is Kind.HOW_MUCH:
        money = any(one.unit in _CURRENCIES for one in figures(doc))  # said once: "4bn crowns, hospitals 2.5bn"
        if figure.unit == "%":
            return not wants_money(question)
        return figure.unit in (*_MONEY, *_CURRENCIES) or (money and not figure.unit)
    if "how many" not in question.text.lower():
        return True  # "what was the turnout?"
    if figure.unit in _MEASURED:
        return False
    noun = question.noun or ""
    return figure.unit in (noun, "") or figure.unit in synonyms(noun)


def _period(figure: Figure, doc: Doc, found: Sequence[Figure]) -> str | None:
    """The month or year a figure is of: the one right behind it, or one before it that no other figure parts from it."""
    text = doc.text
    named = [one for one in _PERIOD.finditer(text) if not _DAY.search(text[: one.start()])]
    percent = _PERCENT.match(text[figure.end :])
    shown = figure.end + (len(percent[0]) if percent else 0)
    for one in named:
        if one.start() >= figure.end and _THEN.match(text[shown : one.start()]):
            return one[0]
    before = [one for one in named if one.end() <= figure.start]
    if not before:
        return None
    between = text[before[-1].end() : figure.start]
    parted = any(before[-1].end() <= other.start < figure.start for other in found)
    opens = re.search(r"(?:^|[,;] (?:and |but )?)(?:in|for|during) $", text[: before[-1].start()], re.IGNORECASE)
    return before[-1][0] if opens and not parted and ";" not in between else None


def _alike(one: str, other: str) -> bool:
    """Whether two periods are both months or both years, so that one is not within the other."""
    return one.isdigit() == other.isdigit() and (" " in one) == (" " in other)


def _same_deed(asked: Token, told: Token) -> bool:
    one, other = asked.lemma_.lower(), told.lemma_.lower()
    return bool(other in synonyms(one) or any(one in kind and other in kind for kind in (_GAINS, _GIVES)))


def _verb(question: Question) -> Token | None:
    """The verb whose figure is asked for; the parser takes one at the end for a noun: "did the party win?"."""
    helper = next((t.i for t in question.doc if t.lower_ in _AUXILIARIES), 0)
    after = [t for t in question.doc[helper + 1 :] if t.pos_ in ("VERB", "AUX", "NOUN")]
    return next((t for t in after if t.pos_ != "NOUN"), after[-1] if after else None)


def _done_by_another(question: Question, who: str, figure: Figure) -> bool:
    """Whether the verb of the question has another subject there."""
    asked = _verb(question)
    verb = figure.root
    while verb.pos_ != "VERB" and verb.head != verb:
        verb = verb.head
    if asked is not None and asked.lemma_.lower() in _BUYS and verb.lemma_.lower() in _SELLS:
        sellers = [t for c in verb.children if c.dep_ == "nsubj" for t in c.subtree]
        return mentions(" ".join(t.text for t in sellers), who) if sellers else False  # a seller is paid
    if asked is None or not _same_deed(asked, verb):
        return False
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.pos_ not in ("NOUN", "PROPN") or figure.root in subject.subtree:
        return False
    told = " ".join(t.text for t in subject.subtree)
    if mentions(told, who) or subject.lower_ in who.lower().split():
        return False
    head = next((t for t in reversed(question.doc) if t.text == who.rsplit(maxsplit=1)[-1]), None)
    if head is None:
        return False
    if (head.pos_ == "PROPN") == (subject.pos_ == "PROPN"):
        return subject.lemma_.lower() not in synonyms(head.lemma_.lower())
    return head.ent_type_ not in ("GPE", "LOC", "NORP") and subject.lemma_.lower() in _BODIES_OF_STATE
