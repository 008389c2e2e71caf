"""Find where a sentence mentions a gathering, and the people its own grammar gives it.

A mention is a verb ("met", "is due to join") or a noun ("the meeting", "talks in Arden"). Knows nothing of which
mentions are of the same gathering.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.lexicon import word_set
from rag.answer.people import Participant, arguments, people_of
from rag.answer.reading import Reading, Sentence, bare
from rag.models import EventStatus

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


@dataclass(slots=True, eq=False)
class Mention:
    """One mention of a gathering, with its own people, places and days."""

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


def find_mentions(sentence: Sentence, reading: Reading) -> list[Mention]:
    """The gatherings a sentence mentions, in order."""
    found: list[Mention] = []
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


def _verb_mention(verb: Token, lemma: str, sentence: Sentence, reading: Reading, taken: set[int]) -> Mention | None:
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
            mention.participants += people_of(subject, sentence, reading, present=not negated)
        for agent in (c for c in verb.children if c.dep_ == "agent"):
            mention.participants += arguments(agent, sentence, reading)
        if status is not EventStatus.DENIED:
            mention.status = status
        return mention
    if subject is not None and subject.lower_ not in ("it", "this", "that"):
        people += people_of(subject, sentence, reading)
    for child in verb.children:
        if child.dep_ == "dobj" or (child.dep_ in ("npadvmod", "appos") and lemma == "meet"):
            people += people_of(child, sentence, reading)
        elif child.dep_ == "agent" or (
            child.dep_ == "prep" and child.lower_ in _WITH | {"to"} and lemma in ("meet", "talk", "confer", "brief")
        ):
            people += arguments(child, sentence, reading)
    if lemma in ("receive", "host", "welcome", "visit", "greet") and not any(p.person for p in people):
        return None
    passive = any(c.dep_ == "agent" for c in verb.children)
    if (
        not passive
        and lemma in ("receive", "welcome", "host")
        and not any(
            p.person and any(p.span.start >= sentence.span.start + o.left_edge.idx for o in objects) for p in people
        )
    ):
        return None  # "welcomed the deal", "received a briefing", "hosted the tournament"
    kind = kind_of(lemma) or "meeting"
    where = _where(verb, sentence)
    # "She will be received by ..." goes on about the gathering that was last spoken of.
    goes_on = subject is not None and subject.pos_ == "PRON" and subject.tag_ == "PRP"
    return Mention(kind, lemma, verb, sentence, people, goes_on, status, where, _times(verb, sentence))


def _noun_mention(
    noun: Token, lemma: str, sentence: Sentence, reading: Reading, *, hidden: bool = False
) -> Mention | None:
    """A gathering named by a noun; ``hidden`` when its verb's subject is added by the caller."""
    people = _own_people(noun, sentence, reading)
    head = noun.head
    if not hidden and noun.dep_ == "dobj" and head.pos_ == "VERB" and head.lemma_.lower() in _LIGHT:
        subject = _subject(head)
        negated = any(c.dep_ == "neg" for c in head.children) or head.lemma_.lower() in ("skip", "miss")
        if subject is not None:
            people += people_of(subject, sentence, reading, present=not negated)
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ in _WITH:
                people += arguments(child, sentence, reading)
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
        travelled = (
            head.lower_ == "for" and verb.lemma_.lower() in ("be", "go", "come", "fly", "travel") and bool(people)
        )
        if (travelled or (part and head.lower_ != "for")) and subject is not None:
            negated = any(c.dep_ == "neg" for c in verb.children)
            people += people_of(subject, sentence, reading, present=not negated)
    elif not hidden and noun.dep_ in ("nsubj", "nsubjpass") and head.lemma_.lower() in _INCLUDING:
        for child in head.children:
            if child.dep_ in ("dobj", "agent"):
                people += (
                    arguments(child, sentence, reading)
                    if child.dep_ == "agent"
                    else people_of(child, sentence, reading)
                )
            elif child.dep_ == "prep" and child.lower_ in ("by",):
                people += arguments(child, sentence, reading)
    elif not hidden and noun.dep_ == "dobj" and head.lemma_.lower() in ("receive", "give", "get"):
        subject = _subject(head)
        if subject is not None:
            people += people_of(subject, sentence, reading)
        for child in [*head.children, *noun.children]:
            if child.dep_ in ("prep", "dative") and child.lower_ in ("from", "by", "to"):
                people += arguments(child, sentence, reading)
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
    return Mention(
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


def _own_people(noun: Token, sentence: Sentence, reading: Reading) -> list[Participant]:
    """The people below the noun itself: "her talks with ...", "a meeting that will include ..."."""
    people: list[Participant] = []
    for child in noun.children:
        if child.dep_ == "poss":
            people += people_of(child, sentence, reading)
        elif child.dep_ == "prep" and child.lower_ in _WITH | {"of"}:
            found = arguments(child, sentence, reading)
            people += found if child.lower_ != "of" else [p for p in found if p.person]
        elif child.dep_ in ("relcl", "acl") and child.lemma_.lower() in _INCLUDING:
            for below in child.children:
                if below.dep_ in ("dobj", "agent", "prep") and below.lower_ != "which":
                    people += (
                        arguments(below, sentence, reading)
                        if below.dep_ in ("agent",)
                        else []
                        if below.dep_ == "prep"
                        else people_of(below, sentence, reading)
                    )
            if (
                child.dep_ == "relcl"
                and child.lemma_.lower() in _INCLUDING
                and not any(c.dep_ == "nsubj" and c.lower_ in ("that", "which") for c in child.children)
            ):
                people += [p for c in child.children if c.dep_ == "nsubj" for p in people_of(c, sentence, reading)]
    return people


def _subject(verb: Token) -> Token | None:
    """Who does it: the verb's own subject, or that of the verb it hangs under; a relative pronoun's noun."""
    seen = verb
    for _ in range(5):
        # The nearest of several: a dateline in front is taken for a subject too.
        for child in sorted(seen.children, key=lambda c: abs(c.i - seen.i)):
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
