"""Find the gatherings an article tells of (meetings, calls, visits, talks) and who takes part in each.

An article often tells of several; their people must never be mixed. Every mention is a verb ("met", "is due to
join") or a noun ("the meeting", "talks in Arden") with the people its own grammar gives it. Mentions are merged into
events in reading order: a definite mention without people of its own is the event the article is about; one with other
people, on another day or of another kind is another event.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.lexicon import word_set
from rag.answer.question import ORG_NOUNS, PERSON_NOUNS
from rag.answer.reading import Reading, Sentence, bare, same_person
from rag.models import EventStatus, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# The kinds of gathering, and the nouns and verbs that name each.
KINDS: dict[str, frozenset[str]] = {
    "meeting": word_set(
        """
    meeting talk talks discussion negotiation summit conference session round gathering consultation meet forum
    sit convene gather confer debate attend
    """
    ),
    "call": frozenset(["call", "phone", "telephone", "ring", "videoconference"]),
    "visit": word_set(
        """
    visit welcome host receive trip reception greet
    """
    ),
    "meal": frozenset(["dinner", "lunch", "breakfast", "banquet"]),
    "briefing": frozenset(["briefing", "brief"]),
    "ceremony": word_set(
        """
    ceremony funeral inauguration signing vigil unveiling launch
    """
    ),
    "hearing": frozenset(["hearing", "trial", "inquest"]),
    "rally": frozenset(["rally", "protest", "march", "demonstration"]),
}
_NOUNS = word_set(
    """
    meeting talk talks discussion negotiation summit conference session round gathering consultation forum call
    visit trip reception dinner lunch breakfast banquet briefing ceremony funeral inauguration signing vigil
    unveiling hearing rally videoconference debate
    """
)
_VERBS = word_set(
    """
    meet convene gather confer visit welcome host receive greet brief
    """
)
_JOINING = frozenset(["attend", "join"])  # verbs whose object is the gathering
_LIGHT = word_set(
    """
    hold have take chair open host conduct continue resume begin start end lead enter leave skip miss
    """
)
_INCLUDING = word_set(
    """
    include involve feature gather attend join bring chair host lead mediate convene unite
    """
)
_WITH = word_set(
    """
    with between among alongside involving including
    """
)
_ABSENT = re.compile(
    r"\b(?:did not (?:come|attend|take part|join|appear|turn up)|was(?: not|n’t|n't) (?:there|present|invited|at)|were (?:not|absent)|"
    r"was absent|stayed (?:away|at home)|not invited|pulled out|withdrew|missed the|sent (?:his|her|its) (?:apologies|deputy)|"
    r"will not (?:attend|come|take part|be there)|skipped|boycott\w*)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:also (?:present|there|at the table|attending|taking part|in the room|attended)|(?:was|were|will be|is|are) (?:also )?(?:present|there|in attendance|in the room|at the table|"
    r"on the line|expected to attend|taking part|to attend)|took (?:part|h(?:er|is) place|their places?|notes|the chair)|sat (?:in|between|beside|opposite|next to|at)|"
    r"(?:made up|completed|rounded out) the|(?:led|headed|leads|heads|lead) (?:the|its|their|his|her) (?:\w+ ){0,2}(?:delegation|team|side)|"
    r"(?:the )?delegations? (?:was|were|is|are|will be|included|includes|consists)|(?:was|were|is) accompanied|accompanied by|joined (?:him|her|them)|chaired|(?:the )?chair was|"
    r"took part|take part|taking part|mediat\w+|(?:was|is|were) represented by|represented|stood in for|came too|so did|flew in|dialled in|arrived|came)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Participant:
    """Someone at a gathering: the name as given there, where it stands, and whether they were (to be) there."""

    name: str
    sentence: int
    span: Span
    person: bool
    present: bool = True


@dataclass(slots=True, eq=False)
class Event:
    """One gathering of one article, built up as the article is read."""

    kind: str
    first: int  # the sentence that first mentions it
    participants: list[Participant] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    times: list[str] = field(default_factory=list)
    statuses: list[EventStatus] = field(default_factory=list)

    @property
    def status(self) -> EventStatus | None:
        """What the article says of it, all mentions together."""
        if not self.statuses:
            return None
        counts = Counter(self.statuses)
        if counts[EventStatus.DENIED] > sum(counts.values()) / 2:
            return EventStatus.DENIED
        del counts[EventStatus.DENIED]
        return max(counts, key=lambda s: (counts[s], s is EventStatus.PLANNED), default=EventStatus.DENIED)

    def people(self) -> list[Participant]:
        """Those present, each once, the fullest mention of each."""
        absent = [p for p in self.participants if not p.present]
        kept: list[Participant] = []
        for one in self.participants:
            if not one.present or any(one.person and same_person(one.name, other.name) for other in absent):
                continue
            for place, other in enumerate(kept):
                if one.name.lower() == other.name.lower() or (
                    one.person and other.person and same_person(one.name, other.name)
                ):
                    if len(bare(one.name)) > len(bare(other.name)):
                        kept[place] = one
                    break
            else:
                kept.append(one)
        return kept


@dataclass(slots=True, eq=False)
class _Mention:
    kind: str
    word: str
    trigger: Token
    sentence: Sentence
    participants: list[Participant]
    definite: bool
    status: EventStatus | None
    places: set[str]
    times: list[str]


def kind_of(word: str) -> str | None:
    """The kind of gathering a lemma names."""
    return next((kind for kind, words in KINDS.items() if word in words), None)


_TRIGGER = re.compile(
    r"\b(?:meet|met|meets|meeting|talks?|discussions?|negotiations?|summit|conference|session|round|gather\w*|consultations?|forum|"
    r"calls?|visit\w*|trip|reception|dinner|lunch|breakfast|banquet|briefings?|briefed|ceremony|funeral|inauguration|signing|vigil|hearing|rally|"
    r"welcom\w+|host\w*|receiv\w+|greet\w*|attend\w*|join\w*|conven\w+|spoke|speak\w*|phoned?|delegations?|videoconference|debate)\b",
    re.IGNORECASE,
)


def events(reading: Reading) -> list[Event]:
    """The gatherings of an article, in the order of their first mention."""
    found: list[Event] = []
    current: Event | None = None
    candidates = [i for i in range(len(reading.spans)) if _relevant(reading.raw(i))]
    reading.sentences(candidates)  # parsed together, which is faster
    for index in candidates:
        sentence = reading.sentence(index)
        mentions = _mentions(sentence, reading)
        for mention in mentions:
            event = _home(mention, found, current)
            if event is None:
                event = Event(kind=mention.kind, first=index)
                found.append(event)
            _merge(event, mention)
            if mention.participants or current is None:
                current = event
        if current is not None and not mentions and index - max(current.sentences) <= 8:
            _attendance_line(sentence, reading, current)
    return found


def _relevant(text: str) -> bool:
    return bool(_TRIGGER.search(text) or _PRESENT.search(text) or _ABSENT.search(text))


def _home(mention: _Mention, found: list[Event], current: Event | None) -> Event | None:
    """The event a mention belongs to, or None for a new one."""
    named = [p for p in mention.participants if p.person]
    if not mention.participants:
        same = [event for event in found if event.kind == mention.kind and _no_conflict(mention, event)]
        if current in same:
            return current
        return same[0] if same and mention.definite else same[-1] if same else None
    best, best_shared = None, 0
    for event in found:
        if event.kind != mention.kind and not {event.kind, mention.kind} <= {"meeting", "visit"}:
            continue
        if not _no_conflict(mention, event):
            continue
        present = [p for p in event.participants if p.person]
        shared = sum(any(same_person(one.name, other.name) for other in present) for one in named)
        if shared > best_shared and (shared >= 2 or shared == len(named) or mention.definite):
            best, best_shared = event, shared
    if best is not None:
        return best
    if mention.definite:
        compatible = [e for e in found if e.kind == mention.kind and _no_conflict(mention, e)]
        if current in compatible:
            return current
        return compatible[0] if compatible else None
    return None


def _no_conflict(mention: _Mention, event: Event) -> bool:
    """Whether nothing says that they are two events: another day, another place."""
    if mention.times and event.times and not {t.lower() for t in mention.times} & {t.lower() for t in event.times}:
        days = {_day(t) for t in mention.times} - {None}
        known = {_day(t) for t in event.times} - {None}
        if days and known and not days & known:
            return False
    return not (mention.places and event.places and not mention.places & event.places and not mention.definite)


_DAY = re.compile(
    r"\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|yesterday|today|tomorrow|(?:january|february|march|april|may|june|july|"
    r"august|september|october|november|december) \d+|\d+ (?:january|february|march|april|may|june|july|august|september|october|november|december))\b",
    re.IGNORECASE,
)


def _day(time: str) -> str | None:
    found = _DAY.search(time)
    return found[1].lower() if found else None


def _merge(event: Event, mention: _Mention) -> None:
    event.participants += mention.participants
    event.sentences.append(mention.sentence.index)
    event.words[mention.word] += 1
    event.places |= mention.places
    event.times += [time for time in mention.times if time not in event.times]
    if mention.status is not None:
        event.statuses.append(mention.status)


def _attendance_line(sentence: Sentence, reading: Reading, event: Event) -> None:
    """A sentence that only says who was there, or was not: "Also at the table was ...", "Ms Roe did not come"."""
    text = sentence.text
    absent = bool(_ABSENT.search(text))
    if not absent and not _PRESENT.search(text):
        return
    root = next((t for t in sentence.doc if t.dep_ == "ROOT"), None)
    if root is None:
        return
    heads = [c for c in root.children if c.dep_ in ("nsubj", "nsubjpass", "attr", "agent", "dobj", "oprd")]
    people = [p for head in heads for p in _people(head, sentence, reading, present=not absent) if p.person]
    if people:
        event.participants += people
        event.sentences.append(sentence.index)


def _mentions(sentence: Sentence, reading: Reading) -> list[_Mention]:
    found: list[_Mention] = []
    taken: set[int] = set()
    for token in sentence.doc:
        lemma = token.lemma_.lower()
        if token.i in taken:
            continue
        if token.pos_ == "VERB" and (lemma in _VERBS or lemma in _JOINING):
            mention = _verb_mention(token, lemma, sentence, reading, taken)
        elif (
            token.pos_ == "VERB"
            and lemma in ("speak", "talk")
            and any(c.lower_ in ("to", "with", "by") for c in token.children)
        ):
            mention = _verb_mention(token, "talk", sentence, reading, taken)
        elif token.pos_ in ("NOUN", "PROPN") and lemma in _NOUNS and token.dep_ != "compound":
            mention = _noun_mention(token, lemma, sentence, reading)
        else:
            continue
        if mention is not None:
            found.append(mention)
    return found


def _verb_mention(verb: Token, lemma: str, sentence: Sentence, reading: Reading, taken: set[int]) -> _Mention | None:
    status = event_status.of_verb(verb)
    negated = any(c.dep_ == "neg" for c in verb.children)
    subject = _subject(verb)
    people: list[Participant] = []
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    if lemma in _JOINING:
        gathering = next((t for o in objects for t in (o, *o.conjuncts) if t.lemma_.lower() in _NOUNS), None)
        if gathering is None:
            return None
        taken.add(gathering.i)
        mention = _noun_mention(gathering, gathering.lemma_.lower(), sentence, reading, hidden=True)
        if mention is None:
            return None
        if subject is not None:
            mention.participants += _people(subject, sentence, reading, present=not negated)
        for agent in (c for c in verb.children if c.dep_ == "agent"):
            mention.participants += _arguments(agent, sentence, reading)
        if status is not EventStatus.DENIED:
            mention.status = status
        return mention
    if subject is not None and subject.lower_ not in ("it", "this", "that"):
        people += _people(subject, sentence, reading)
    for child in verb.children:
        if child.dep_ == "dobj" or (child.dep_ in ("npadvmod", "appos") and lemma == "meet"):
            people += _people(child, sentence, reading)
        elif child.dep_ == "agent" or (
            child.dep_ == "prep" and child.lower_ in _WITH | {"to"} and lemma in ("meet", "talk", "confer", "brief")
        ):
            people += _arguments(child, sentence, reading)
    if lemma in ("receive", "host", "welcome", "visit", "greet") and not any(p.person for p in people):
        return None
    if lemma in ("receive", "welcome", "host") and not any(
        p.person and any(p.span.start >= sentence.span.start + o.left_edge.idx for o in objects) for p in people
    ):
        return None  # "welcomed the deal", "received a briefing", "hosted the tournament"
    kind = kind_of(lemma) or "meeting"
    where = _where(verb, sentence)
    return _Mention(kind, lemma, verb, sentence, people, False, status, where, _times(verb, sentence))


def _noun_mention(
    noun: Token, lemma: str, sentence: Sentence, reading: Reading, *, hidden: bool = False
) -> _Mention | None:
    """A gathering named by a noun; ``hidden`` when its verb's subject is added by the caller."""
    people: list[Participant] = []
    for child in noun.children:
        if child.dep_ == "poss":
            people += _people(child, sentence, reading)
        elif child.dep_ == "prep" and child.lower_ in _WITH | {"of"}:
            found = _arguments(child, sentence, reading)
            people += found if child.lower_ != "of" else [p for p in found if p.person]
        elif child.dep_ in ("relcl", "acl") and child.lemma_.lower() in _INCLUDING:
            for below in child.children:
                if below.dep_ in ("dobj", "agent", "prep") and below.lower_ != "which":
                    people += (
                        _arguments(below, sentence, reading)
                        if below.dep_ in ("agent",)
                        else []
                        if below.dep_ == "prep"
                        else _people(below, sentence, reading)
                    )
            if (
                child.dep_ == "relcl"
                and child.lemma_.lower() in _INCLUDING
                and not any(c.dep_ == "nsubj" and c.lower_ in ("that", "which") for c in child.children)
            ):
                people += [p for c in child.children if c.dep_ == "nsubj" for p in _people(c, sentence, reading)]
    head = noun.head
    if not hidden and noun.dep_ == "dobj" and head.pos_ == "VERB" and head.lemma_.lower() in _LIGHT:
        subject = _subject(head)
        negated = any(c.dep_ == "neg" for c in head.children) or head.lemma_.lower() in ("skip", "miss")
        if subject is not None:
            people += _people(subject, sentence, reading, present=not negated)
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in _WITH:
                people += _arguments(child, sentence, reading)
    elif (
        not hidden
        and noun.dep_ == "pobj"
        and head.lower_ in ("in", "at", "on", "for", "to")
        and head.head.pos_ in ("VERB", "AUX")
    ):
        verb = head.head
        part = verb.lemma_.lower() in (
            "participate",
            "sit",
            "appear",
            "speak",
            "be",
            "come",
            "arrive",
            "represent",
            "dial",
        ) or any(c.dep_ == "dobj" and c.lower_ in ("part", "place") for c in verb.children)
        subject = _subject(verb)
        if part and subject is not None and head.lower_ != "for":
            negated = any(c.dep_ == "neg" for c in verb.children)
            people += _people(subject, sentence, reading, present=not negated)
    elif not hidden and noun.dep_ in ("nsubj", "nsubjpass") and head.lemma_.lower() in _INCLUDING:
        for child in head.children:
            if child.dep_ in ("dobj", "agent"):
                people += (
                    _arguments(child, sentence, reading) if child.dep_ == "agent" else _people(child, sentence, reading)
                )
            elif child.dep_ == "prep" and child.lower_ in ("by",):
                people += _arguments(child, sentence, reading)
    elif not hidden and noun.dep_ == "dobj" and head.lemma_.lower() in ("receive", "give", "get"):
        subject = _subject(head)
        if subject is not None:
            people += _people(subject, sentence, reading)
        for child in [*head.children, *noun.children]:
            if child.dep_ in ("prep", "dative") and child.lower_ in ("from", "by", "to"):
                people += _arguments(child, sentence, reading)
    elif (
        lemma in ("round", "call", "session", "trip", "trial")
        and not people
        and noun.dep_ not in ("nsubj", "nsubjpass", "pobj", "dobj")
    ):
        return None
    if lemma == "call" and any(c.dep_ == "prep" and c.lower_ == "for" for c in noun.children):
        return None  # "calls for restraint"
    definite = any(
        c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those") for c in noun.children
    ) or (
        not any(c.dep_ in ("det", "poss", "nummod") for c in noun.children)
        and lemma in ("talk", "talks", "discussion")
        and noun.dep_ in ("nsubj", "nsubjpass")
    )
    return _Mention(
        kind_of(lemma) or "meeting",
        lemma,
        noun,
        sentence,
        people,
        definite,
        event_status.of_noun(noun),
        _where(noun, sentence),
        _times(noun, sentence),
    )


def _subject(verb: Token) -> Token | None:
    """Who does it: the verb's own subject, or that of the verb it hangs under; a relative pronoun's noun."""
    seen = verb
    for _ in range(5):
        for child in seen.children:
            if child.dep_ in ("nsubj", "nsubjpass", "csubj"):
                if child.lower_ in ("who", "which", "that") and seen.dep_ in ("relcl", "acl"):
                    return _one_of(seen.head)
                return child
        if seen.dep_ in ("relcl", "acl"):
            return seen.head
        if seen.dep_ in ("xcomp", "advcl", "conj", "pcomp", "prep", "ccomp", "acomp") and seen.head != seen:
            seen = seen.head
        else:
            return None
    return None


def _one_of(group: Token) -> Token:
    """The subject of "X was among the leaders": X when `group` is those leaders, else the group itself."""
    among = group.head
    if group.dep_ == "pobj" and among.lower_ in ("among", "one", "of") and among.head.pos_ in ("AUX", "VERB"):
        return next((c for c in among.head.children if c.dep_ == "nsubj"), group)
    return group


def _arguments(preposition: Token, sentence: Sentence, reading: Reading) -> list[Participant]:
    return [p for c in preposition.children if c.dep_ in ("pobj", "pcomp") for p in _people(c, sentence, reading)]


def _people(head: Token, sentence: Sentence, reading: Reading, *, present: bool = True) -> list[Participant]:
    """The people a noun phrase names, with those joined to it by "and"; without names, the people it describes."""
    inside = {t.i for t in head.subtree if not _in_clause(t, head)}
    found: list[Participant] = []
    covered: set[int] = set()
    for ent in reading.persons(sentence):
        if ent.root.i not in inside:
            continue
        owner = ent.root
        if owner.dep_ == "poss" and owner.head.i in inside and owner.head.pos_ in ("NOUN", "PROPN"):
            continue  # "Ms Roe's adviser" is not Ms Roe
        if (
            owner.dep_ == "pobj"
            and owner.head.lower_ in ("of", "to", "for", "from", "after")
            and owner.head.head.i in inside
            and owner.head.head != head
        ):
            continue
        start = ent.start
        while ent[0].lower_ in ("the",) and start < ent.end - 1:
            start += 1
        span = sentence.at(sentence.doc[start : ent.end])
        name = sentence.article.text[span.start : span.end]
        trimmed = re.sub(r"(?:’s|'s|’|')$", "", name)
        found.append(Participant(trimmed, sentence.index, Span(span.start, span.start + len(trimmed)), True, present))
        covered |= {t.i for t in ent}
    heads = [head, *(t for t in head.conjuncts if t.i in inside)]
    for one in heads:
        own = {t.i for t in one.subtree if not _in_clause(t, one)} - {
            t.i for other in heads if other != one for t in other.subtree if other in list(one.subtree)
        }
        if own & covered or one.pos_ not in ("NOUN", "PROPN"):
            continue
        lemma = one.lemma_.lower()
        if (
            lemma in PERSON_NOUNS
            or lemma in ORG_NOUNS
            or one.ent_type_ in ("ORG", "GPE", "NORP")
            or lemma in ("delegation", "side", "team", "government", "chairman", "staff", "ally")
        ):
            left = min(
                (
                    t.i
                    for t in one.subtree
                    if t.i <= one.i and t.dep_ not in ("cc", "punct") and not _in_clause(t, one) and t.i in own
                ),
                default=one.i,
            )
            right = one.i
            for child in one.children:
                if child.dep_ == "prep" and child.lower_ == "of" and child.i == right + 1:
                    right = max(t.i for t in child.subtree if not _in_clause(t, one))
            while sentence.doc[left].lower_ in ("the", "a", "an") and left < right:
                left += 1
            if sentence.doc[left].pos_ == "PRON" or one.lower_ in ("side", "sides"):
                continue
            span = sentence.at(sentence.doc[left : right + 1])
            found.append(
                Participant(sentence.article.text[span.start : span.end], sentence.index, span, False, present)
            )
    return found


def _in_clause(token: Token, top: Token) -> bool:
    while token not in (top, token.head):
        if token.dep_ in ("relcl", "acl", "advcl"):
            return True
        token = token.head
    return False


def _where(trigger: Token, sentence: Sentence) -> set[str]:
    found = set()
    for ent in sentence.doc.ents:
        if (
            ent.label_ in ("GPE", "FAC", "LOC", "ORG", "PERSON")
            and ent.root.dep_ == "pobj"
            and ent.root.head.lower_ in ("in", "at", "to")
        ):
            above = ent.root.head
            for _ in range(4):
                above = above.head
                if above == trigger:
                    found.add(bare(ent.text).lower())
                    break
    return found


def _times(trigger: Token, sentence: Sentence) -> list[str]:
    """The days near a mention: below it, or below the verb it hangs on."""
    found = []
    near = {t.i for t in trigger.subtree}
    above = trigger
    for _ in range(3):
        if (
            above.dep_ in ("xcomp", "dobj", "pobj", "prep", "advcl", "nsubj", "nsubjpass", "ccomp", "pcomp", "attr")
            and above.head != above
        ):
            above = above.head
            near |= {c.i for c in above.children} | {
                t.i for c in above.children if c.dep_ in ("prep", "npadvmod") for t in c.subtree
            }
    for ent in sentence.doc.ents:
        if ent.label_ in ("DATE", "TIME") and ent.root.i in near:
            found.append(ent.text)
    return found
