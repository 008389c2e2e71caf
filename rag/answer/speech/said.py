"""Answer what someone said from the remarks of the articles: whole quotations, with the sentence that introduces them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import status as event_status
from rag.answer.compose import full_name, passage_claim
from rag.answer.language.words import is_present, words_of
from rag.answer.question import PERSON_NOUNS, Question
from rag.answer.reading import Reading, bare, same_person
from rag.answer.roles import Role, holders
from rag.answer.speech.remarks import Remark, remarks
from rag.answer.support import surroundings, topic_words
from rag.models import Claim, Draft, EventStatus, Evidence, Status
from rag.retrieve.rerank import CrossEncoder

READ = 16  # remarks the cross-encoder reads
KEPT = 4  # remarks that are given for themselves; what stands in one paragraph with them comes along
MOST = 7  # sentences of an answer
ON_TOPIC = 0.0  # logit above which a remark by the right speaker counts as on the topic
ANNOUNCED = 1.0  # logits that a remark stays behind the sentence that introduces it
WITHIN = 4.0  # logits below the best remark at which others of its article are still given
ELSEWHERE = 1.5  # the same for another article's
NAMED_BEFORE = 2.0  # logits for a quotation behind a sentence that names the topic
ALIKE = 0.6  # share of words in common at which two articles give the same remark

_TOPICLESS = re.compile(
    r"^what (?:did|does|has|have|do) [\w .’'-]+? (?:sa(?:y|id)|tell|write|post|state|comment|announce)\??$",
    re.IGNORECASE,
)
_ABOUT = frozenset({"about", "on", "regarding"})
_TO_EACH_OTHER = re.compile(r"\b(?:to|with) (?:each other|one another)\b|\btell (?:each other|one another)\b")


@dataclass(frozen=True, slots=True, eq=False)
class _Scored:
    """A remark of the speaker and how well it answers, in logits."""

    reading: Reading
    remark: Remark
    score: float

    @property
    def index(self) -> int:
        """The place of its sentence in the article."""
        return self.remark.sentence.index


def what_was_said(
    question: Question, readings: Sequence[Reading], evidence: Sequence[Evidence], cross_encoder: CrossEncoder
) -> Draft | str:
    """The speaker's remarks on the topic; a reason, as text, when there are none."""
    if _TO_EACH_OTHER.search(question.text):
        return "What they said to each other is not given."
    topicless = bool(_TOPICLESS.match(question.text))
    roles = _holders_of_asked_role(question, readings)
    people = {bare(full_name(reading, role.person)[0]): (role, reading) for role, reading in roles}
    if topicless and len(people) > 1:
        return _ask_back(list(people.values()))
    asked = list(people) or [name for name in [who_is_asked(question)] if name]
    if not asked:
        return "It is not clear whose words are asked for."
    named = [r for r in readings if any(_names(r, name) for name in asked)]
    given = [(r, one) for r in named for one in remarks(r) if any(_is_speaker(name, one.speaker) for name in asked)]
    if not given:
        return f"No words of {bare(asked[0])}’s on this are given."
    scored = _scored(question, given, evidence, cross_encoder)
    # Words that only announce a quotation say nothing by themselves.
    speaking = [one for one in scored if not one.remark.sentence.text.rstrip().endswith(":")] or scored
    best = speaking[0]
    kept = [one for one in speaking if one.score >= best.score - WITHIN and (topicless or one.score >= ON_TOPIC)]
    if not kept or (not topicless and _off_topic(question, asked[0], kept[:KEPT])):
        if any(one.direct for _, one in given):
            return f"{bare(asked[0])} is quoted, but not on this."
        return f"What {bare(asked[0])} said is reported, but nothing on this."
    own = [one for one in kept if one.reading is best.reading][:KEPT]
    claims = _claims(best.reading, [one for one in scored if one.reading is best.reading], own)
    other = next((one for one in kept if one.reading is not best.reading), None)
    if other is not None and other.score >= best.score - ELSEWHERE and not topicless and not _told(other, claims):
        claims += _claims(other.reading, [one for one in scored if one.reading is other.reading], [other])
    return Draft(Status.ANSWERED, _text(claims), tuple(claims))


def who_is_asked(question: Question) -> str | None:
    """The speaker a question names: the name or the noun that is the subject of its verb, else the first name in it."""
    for token in question.doc:
        if token.dep_ in ("nsubj", "nsubjpass", "poss") and token.pos_ in ("PROPN", "NOUN"):
            for name in question.names:
                if token.text in re.split(r"[\s-]", name):
                    return name
            asks = any(t.tag_ in ("WDT", "WP") for t in token.subtree)  # "what sort of peace"
            if not asks and (token.dep_ == "nsubj" or not question.names):
                return str(question.doc[token.left_edge.i : token.i + 1].text)
    return question.names[0] if question.names else None


def _holders_of_asked_role(question: Question, readings: Sequence[Reading]) -> list[tuple[Role, Reading]]:
    """Whoever holds the role that is asked for without a name: "what did the finance minister say?"."""
    doc = question.doc
    subjects = [t for t in doc if t.dep_ in ("nsubj", "poss") and t.lemma_.lower() in PERSON_NOUNS]
    if not subjects or any(e.label_ == "PERSON" and subjects[0].i in range(e.start, e.end) for e in doc.ents):
        return []
    noun = subjects[0]
    if any(c.dep_ in ("appos", "nummod") for c in noun.children) or noun.tag_ in ("NNS", "NNPS"):
        return []
    below = {t.lemma_.lower() for t in noun.children if t.dep_ in ("compound", "amod")} | {noun.lemma_.lower()}
    bodies = {t.lemma_.lower() for t in noun.subtree if t.pos_ == "PROPN" and t.lemma_.lower() not in below}
    return [(role, r) for r in readings for role in holders(frozenset(below), frozenset(bodies), r)]


def _ask_back(found: Sequence[tuple[Role, Reading]]) -> Draft:
    reason = "The articles name several; say which one is meant."
    claims = [passage_claim(reading, [role.sentence.index], lead=role.person) for role, reading in found[:KEPT]]
    return Draft(Status.AMBIGUOUS, reason + "".join(f"\n• {c.text}" for c in claims), tuple(claims), reason=reason)


def _scored(
    question: Question,
    given: Sequence[tuple[Reading, Remark]],
    evidence: Sequence[Evidence],
    cross_encoder: CrossEncoder,
) -> list[_Scored]:
    """The likeliest remarks with their scores, best first."""
    known = {(one.article.id, one.span): one.score for one in evidence}
    likely = sorted(given, key=lambda one: -known.get((one[0].article.id, one[1].sentence.span), -11.0))[:READ]
    texts = [f"{remark.speaker} said: {remark.sentence.text}" for _, remark in likely]
    logits = [float(logit) for logit in cross_encoder.score(question.text, texts)]
    # What a sentence announces is as much on the topic as the sentence itself.
    announcing = {(id(r), s.sentence.index): logit for (r, s), logit in zip(likely, logits, strict=True)}
    scored = []
    things = _things(question)
    for (reading, remark), logit in zip(likely, logits, strict=True):
        announced = announcing.get((id(reading), remark.introduced_by or -1), logit + ANNOUNCED)
        score = max(logit, announced - ANNOUNCED)
        if things and _is_asked_about(things, reading, remark):
            score = max(score + NAMED_BEFORE, ON_TOPIC + NAMED_BEFORE)
        scored.append(_Scored(reading, remark, score))
    return sorted(scored, key=lambda one: -one.score)


def _things(question: Question) -> list[str]:
    """What the question wants to hear about, in lemmas: "fence" of "about the fence at Sluice Road"."""
    about = next((t for t in question.doc if t.lower_ in _ABOUT and t.head.pos_ == "VERB"), None)
    return [c.lemma_.lower() for c in about.children if c.dep_ in ("pobj", "pcomp")] if about is not None else []


def _is_asked_about(things: Sequence[str], reading: Reading, remark: Remark) -> bool:
    """Whether a quotation without the topic's own word follows a sentence that names the topic, in its paragraph.

    "Asked about the fence, Mr Haddad sighed. “We have written nine letters.”"
    """
    index = remark.sentence.index
    if not remark.direct or reading.starts_paragraph(index):
        return False
    before = words_of(reading.raw(index - 1))
    own = words_of(reading.raw(index))
    return all(is_present(thing, before) for thing in things) and not any(is_present(thing, own) for thing in things)


def _off_topic(question: Question, speaker: str, kept: Sequence[_Scored]) -> bool:
    """Whether what was said, with what stands around it, lacks the topic: every word for it, or a name or an adjective
    of "about ...". A noun may be said in other words.
    """
    topic = topic_words(question, speaker)
    around = words_of(" ".join(surroundings(one.reading, one.index) for one in kept))
    if topic and not any(is_present(word, around) for word in topic):
        return True
    about = next((t for t in question.doc if t.lower_ in _ABOUT and t.head.pos_ == "VERB"), None)
    things = [c for c in about.children if c.dep_ == "pobj"] if about is not None else []
    words = [t for thing in things for t in (thing, *thing.children)]
    words = [t for t in words if t.pos_ == "ADJ" or (t.pos_ == "PROPN" and t in things)]
    return any(t.lemma_.lower() in topic and not is_present(t.lemma_.lower(), around) for t in words)


def _claims(reading: Reading, scored: Sequence[_Scored], kept: Sequence[_Scored]) -> list[Claim]:
    """These remarks of one article, each with what its speaker says in the same paragraph, and what introduces it."""
    by_index = {one.index: one.remark for one in scored}
    chosen: set[int] = set()
    for one in kept:
        together = _paragraph(reading, one.index, by_index)
        if not chosen or len(chosen | together) <= MOST:
            chosen |= together
        elif len(chosen) < MOST:
            chosen.add(one.index)
    planned = event_status.of_sentence(kept[0].remark.sentence.doc) is EventStatus.PLANNED
    status = EventStatus.PLANNED if planned else EventStatus.HAPPENED
    claims = []
    for index in sorted(chosen):
        remark = by_index[index]
        name, also = full_name(reading, remark.speaker)
        introduced = remark.introduced_by
        before = [introduced] if introduced == index - 1 and introduced not in chosen and remark.direct else []
        if introduced is not None and not before:
            also = [introduced, *also]
        claims.append(passage_claim(reading, [*before, index], lead=name, also=also, status=status))
    return claims


def _paragraph(reading: Reading, index: int, by_index: dict[int, Remark]) -> set[int]:
    """The remarks that stand around one in its paragraph without a gap, by the same speaker."""
    first = last = index
    while not reading.starts_paragraph(first) and first - 1 in by_index:
        first -= 1
    while last + 1 in by_index and not reading.starts_paragraph(last + 1):
        last += 1
    return set(range(first, last + 1))


def _told(one: _Scored, claims: Sequence[Claim]) -> bool:
    """Whether another article's remark says what is already given."""
    words = words_of(one.remark.sentence.text)
    for claim in claims:
        others = words_of(claim.text)
        if len(words & others) >= ALIKE * min(len(words), len(others)):
            return True
    return False


def _text(claims: Sequence[Claim]) -> str:
    """The claims one below the other, the name of the speaker before the first of each article."""
    lines: list[str] = []
    for before, claim in zip([None, *claims], claims, strict=False):
        same = before is not None and before.citations[0].article_id == claim.citations[0].article_id
        lines.append(claim.text.split(" — ", 1)[-1] if same else claim.text)
    return "\n".join(lines)


def _names(reading: Reading, name: str) -> bool:
    """Whether an article has the last word of a name, without which nobody of that name can speak in it."""
    words = bare(name).lower().split()
    return bool(words) and words[-1] in reading.article.text.lower()


def _is_speaker(asked: str, speaker: str) -> bool:
    """Whether the one asked about is the speaker; "Starmer’s Government" is not Starmer."""
    owned = re.match(r"(.+?)(?:’s|'s|’|') (.+)", speaker)
    if owned and same_person(asked, owned[1]) and bare(owned[2]).lower() not in asked.lower():
        return False
    if same_person(asked, speaker):
        return True
    a, b = bare(asked).lower(), bare(speaker).lower()
    return a in b or (len(b) > 3 and b in a) or (re.sub(r"\W", "", a) in re.sub(r"\W", "", b))
