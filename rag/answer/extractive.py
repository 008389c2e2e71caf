"""Write an answer without a language model: choose sentences, put what was asked for first, say nothing of our own.

The kind of the question decides how: gatherings are answered with their participants, "what did X say" with X's own
statements, "who is X" with the description the article gives, everything else with the sentence that answers best.
Whether to answer at all is decided here, from the cross-encoder's scores and from whether the names and telling words
of the question are where the answer is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answer import support
from rag.answer.ambiguous import is_bare, several_holders, several_stories
from rag.answer.attending.attendance import attendance, attended, unclear_gathering, unplaced_gathering
from rag.answer.compose import answered, full_name, joined, not_answered, passage_claim, with_antecedent
from rag.answer.definitions import definition
from rag.answer.events.boundary import bounded
from rag.answer.events.came_of_it import denial_after, how_it_turned_out
from rag.answer.events.changed import what_became
from rag.answer.events.course import told_in_order
from rag.answer.events.disputed import disputed
from rag.answer.events.timeline import what_happened_then
from rag.answer.figures.ages import age
from rag.answer.figures.corrections import Given
from rag.answer.figures.differ import figures_told
from rag.answer.holding import role_answer
from rag.answer.leading import who_followed, who_leads
from rag.answer.lists.alongside import alongside
from rag.answer.lists.listing import listed
from rag.answer.lists.mentioned import who_is_mentioned
from rag.answer.planted import without_planted
from rag.answer.question import LABELS, Kind, Question
from rag.answer.reading import Reading, Sentence, Told
from rag.answer.reasons import asks_cause, reason_beside, tells_why
from rag.answer.select import answer_span, counts_asked_noun, stands_where_asked
from rag.answer.speech.deeds import own_deed
from rag.answer.speech.said import what_was_said
from rag.answer.speech.speaker import who_said_it
from rag.answer.standing_in import stands_in
from rag.answer.status_asked import status_asked
from rag.answer.syntax import Syntax
from rag.answer.understanding import understand
from rag.answer.unfit import contradicts, falls_short
from rag.models import Article, Claim, Draft, EventStatus, Evidence, Passage, Query, Status
from rag.retrieve.rerank import CrossEncoder

# A sentence's score is the cross-encoder's logit, corrected by what else is known of it, in logits.
LEAST = 1.0  # below it, a sentence does not count as an answer
RIGHT_KIND = 3.0  # it has the person, day, place or number that is asked for
RIGHT_PLACE = 2.0  # and it stands to the question's own verb as the asking word does
NAME_MISSING = 3.0  # a name in the question is nowhere near
PERSON_MISSING = 6.0  # a person in the question is not in the sentence, nor in the one before
WORD_MISSING = 1.2  # a telling word of the question is nowhere near
VERB_MISSING = 6.0  # what the question takes to have happened is not told there
GIVES_REASON = 2.0  # a "why" is answered by a sentence that says why
NO_REASON = 4.0  # and not by one that has no word for any reason, nor has the next
NO_CAUSE = 6.0  # the same where the question asks for a cause by that word
NOUN_MISSING = 4.0  # the kind of thing that a "what NOUN" asks for is not spoken of
DOER_MISSING = 9.0  # the same where the question asks who did it, or how many did: the topic alone says nothing then
RANK_PLACE = 0.8  # the same, when sentences are compared with each other
PLACE = 0.4  # for each place further down the ranking, which knows more than the logit
WITHIN_LIST = 4.0  # other sentences of a list may score this much below the best
MOST_LIST = 5
MOST_STORIES = 4  # further articles in which another event of the kind is looked for
PARSED = 8  # the best sentences, which are looked at closely

_SEVERAL = re.compile(
    r"\b(?:which comes? first|which came first|both|each|compare|differ\w*|difference|or|respectively|before or after|same day|and what|and who)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(r"^(?:what|which) (?:was|were) the (?:\w+ )?(?:result|outcome|score|verdict)\b", re.IGNORECASE)
_REACTION = re.compile(r"\b(?:react|respon\w+|reaction|view|position|describe)\b", re.IGNORECASE)
_ONLY_SPAN = frozenset({Kind.WHO, Kind.HOW_MANY, Kind.HOW_MUCH, Kind.HOW_LONG, Kind.WHEN})  # nothing else answers these
_DONE = frozenset({Kind.WHO, Kind.WHEN, Kind.HOW_MANY, Kind.LIST})  # the topic alone says nothing to these
_OFFERS = re.compile(r"\bor\b", re.IGNORECASE)
_NEEDS_SPAN = frozenset({Kind.WHO, Kind.WHEN, Kind.HOW_MANY, Kind.HOW_MUCH, Kind.HOW_LONG, Kind.WHERE})


@dataclass(frozen=True, slots=True, eq=False)
class _Looked:
    """A sentence looked at closely: its corrected score and what it answers with."""

    score: float
    rank: float
    reading: Reading
    sentence: Sentence
    lead: str | None
    also: list[int]
    status: EventStatus | None


class Extractive:
    """The engine without a language model.

    ``told`` gives what an article tells whatever is asked of it.
    """

    def __init__(
        self, told: Callable[[Article], Told], cross_encoder: CrossEncoder, syntax: Syntax
    ) -> None:
        self._told = told
        self._cross_encoder = cross_encoder
        self._syntax = syntax

    def draft(self, query: Query, evidence: Sequence[Evidence]) -> Draft:
        """An answer from the evidence, best first, or a refusal with its reason and the nearest found."""
        if not evidence:
            return not_answered("No article in the library fits the question.", evidence)
        question = understand(query.text, self._syntax.parse([query.text])[0])
        readings = self._readings(evidence)
        evidence = _read_in(readings, evidence)
        if not evidence:
            return not_answered("Nothing in them comes close enough to an answer.", evidence)
        if unknown := support.unknown_name(question, readings):
            return not_answered(f"They don’t mention {unknown}.", evidence)
        if draft := unclear_gathering(question, readings):
            return draft
        if (told := age(question, readings)) is not None:
            return not_answered(told, evidence) if isinstance(told, str) else told
        if draft := several_holders(question, readings):
            return draft
        if draft := told_in_order(question, readings, evidence, query.asked):
            return draft
        if draft := what_became(question, readings):
            return draft
        if draft := what_happened_then(question, readings[0]):
            return draft
        if draft := bounded(question, readings) or who_is_mentioned(question, readings) or listed(question, readings):
            return draft
        if question.kind is Kind.ATTENDANCE:
            if draft := attendance(question, readings, evidence):
                return draft
            if question.doc[0].lower_ in (
                "who",
                "whom",
            ):  # no gathering fits: it asks for a person like any other "who"
                question = replace(question, kind=Kind.WHO, labels=LABELS[Kind.WHO])
        if draft := attended(question, readings, evidence):
            return draft
        if question.kind is Kind.SPEECH:
            said = what_was_said(question, readings, evidence, self._cross_encoder)
            if not isinstance(said, str):
                return said
            if not _REACTION.search(question.text):
                return not_answered(said, evidence)
        if question.kind is Kind.SPEAKER and (draft := who_said_it(question, readings, evidence, LEAST)):
            return draft
        if (reason := unplaced_gathering(question, readings[0])) is not None:
            return not_answered(reason, evidence)
        if question.kind in (Kind.ROLE, Kind.WHO):
            held = role_answer(question, readings)
            if held is not None:
                return not_answered(held, evidence) if isinstance(held, str) else held
            if draft := who_leads(question, readings, in_full=True) or stands_in(question, readings):
                return draft
        if draft := definition(question, readings):
            return draft
        draft = self._sentences(question, readings, evidence)
        if draft.status is Status.NOT_IN_ARTICLES:
            led = who_leads(question, readings, in_full=False) or who_followed(question, readings)
            return led or own_deed(question, readings) or draft
        return draft

    def _readings(self, evidence: Sequence[Evidence]) -> list[Reading]:
        """The articles of the evidence, best first."""
        found: dict[str, Reading] = {}
        for one in evidence:
            if one.article.id not in found:
                told = self._told(one.article)
                if told.spans:
                    found[one.article.id] = Reading(one.article, told.spans, self._syntax, told)
        return list(found.values())

    def _sentences(self, question: Question, readings: Sequence[Reading], evidence: Sequence[Evidence]) -> Draft:
        by_article = {reading.article.id: reading for reading in readings}
        looked = [
            one
            for place, evidenced in enumerate(evidence[:PARSED])
            if (one := self._look(question, evidenced, by_article[evidenced.article.id], place)) is not None
        ]
        # What falls short of an answer comes last, however well it is ranked.
        looked.sort(key=lambda one: (one.score < LEAST, -one.rank))
        others = self._of_other_stories(question, by_article, evidence) if is_bare(question) else []
        if draft := several_stories(question, [*looked, *others], LEAST):
            return draft
        sure = bool(looked) and looked[0].score >= LEAST
        given = Given(looked[0].reading, looked[0].sentence.index, looked[0].lead) if sure else None
        if draft := figures_told(question, readings, given):
            return draft
        if not sure:
            return not_answered("Nothing in them comes close enough to an answer.", evidence)
        if _takes_for_done(question):
            looked = [one for one in looked if one.status is not EventStatus.PLANNED and one.score >= LEAST]
            if not looked:
                return not_answered("They report it only as planned.", [evidence[0]])
        best = how_it_turned_out(question, looked, LEAST)
        asks_kind_of_place = question.kind is Kind.WHERE and question.noun is not None
        offered = _OFFERS.search(question.text) and not support.missing_names(
            question, best.reading, best.sentence.index
        )
        if (
            best.lead is None
            and not offered
            and (
                question.kind in _ONLY_SPAN
                or asks_kind_of_place
                or (question.kind in _NEEDS_SPAN and best.score < LEAST + RIGHT_KIND)
            )
        ):
            return not_answered(_REASONS[question.kind], evidence)
        places = with_antecedent(best.reading, best.sentence.index)
        status = best.status
        if (denial := denial_after(question, best.reading, best.sentence.index)) is not None:
            places, status = [*places, denial], EventStatus.DENIED
        if question.kind is Kind.WHY:
            places += [i for i in reason_beside(best.reading, best.sentence.index) if i not in places]
        claims: list[Claim] = [
            passage_claim(
                best.reading,
                places,
                lead=best.lead,
                also=best.also,
                status=status,
            )
        ]
        if question.kind in (Kind.LIST, Kind.WHY) or _SEVERAL.search(question.text):
            for other in looked[:MOST_LIST]:
                if other is not best and other.score >= max(LEAST, best.score - WITHIN_LIST):
                    claims.append(passage_claim(other.reading, [other.sentence.index], status=other.status))
        return disputed(question, readings, claims[0], evidence) or answered(claims)

    def _of_other_stories(
        self, question: Question, readings: Mapping[str, Reading], evidence: Sequence[Evidence]
    ) -> list[_Looked]:
        """The best sentence of each further article, which may tell of another event of the kind."""
        seen = {one.article.id for one in evidence[:PARSED]}
        further: dict[str, Evidence] = {}
        for one in evidence[PARSED:]:
            if one.article.id not in seen:
                further.setdefault(one.article.id, one)
        best = sorted(further.values(), key=lambda one: -one.score)[:MOST_STORIES]
        looked = (self._look(question, one, readings[one.article.id], PARSED) for one in best)
        return [one for one in looked if one is not None]

    def _look(self, question: Question, one: Evidence, reading: Reading, place: int) -> _Looked | None:
        index = reading.index(one.span)
        sentence = reading.sentence(index)
        if contradicts(question, sentence) or falls_short(question, sentence, reading):
            return None
        span = answer_span(question, sentence, reading)
        if span is not None and question.kind is Kind.HOW_MANY and not counts_asked_noun(question, sentence, span):
            span = None
        score = one.score - PLACE * place
        score -= NAME_MISSING * support.missing_names(question, reading, index)
        score -= PERSON_MISSING * support.missing_people(question, reading, index)
        score -= WORD_MISSING * len(support.missing_words(question, reading, index))
        told = not support.missing_verb(question, reading, index) and not support.only_wanted(question, sentence)
        if support.presumes_event(question) and not told:
            score -= DOER_MISSING if question.kind in _DONE else VERB_MISSING
        if support.missing_noun(question, reading, index):
            score -= NOUN_MISSING
        lead, also = None, list[int]()
        if span is not None:
            score += RIGHT_KIND
            if stands_where_asked(question, sentence, span):
                score += RIGHT_PLACE
            row = alongside(question, span, sentence, reading)
            lead = joined([one.text for one in row]).rstrip("." if question.kind is Kind.HOW_MUCH else "")
            if question.labels[:1] == ("PERSON",) and span.label_ in ("PERSON", ""):
                full = [full_name(reading, one.text) for one in row]
                lead, also = joined([name for name, _ in full]), [index for _, indexes in full for index in indexes]
        reasoned = told and tells_why(reading, index)
        if question.kind is Kind.WHY and reasoned:
            score += GIVES_REASON
        elif asks_cause(question.text) and not reasoned:
            score -= NO_CAUSE
        elif question.kind is Kind.WHY and not reason_beside(reading, index):
            score -= NO_REASON
        # The ranking knows more than the logit (the article's weight, time), so it decides between sentences.
        rank = score - one.score - (RANK_PLACE - PLACE) * place
        return _Looked(score, rank, reading, sentence, lead, also, status_asked(question, sentence))


def told_by(article: Article, passages: Sequence[Passage]) -> Told:
    """What an article tells in its passages, without what is planted there for machines to obey."""
    spans = [span for passage in passages if passage.version == article.version for span in passage.sentences]
    return Told(article, without_planted(article.text, spans))


def _read_in(readings: Sequence[Reading], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without the sentences that are no news."""
    kept = {(reading.article.id, span) for reading in readings for span in reading.spans}
    return [one for one in evidence if (one.article.id, one.span) in kept]


_REASONS = {
    Kind.WHO: "No one fitting is named.",
    Kind.WHEN: "No time is given for it.",
    Kind.WHERE: "No place is given for it.",
    Kind.HOW_MANY: "No number is given for it.",
    Kind.HOW_MUCH: "No figure is given for it.",
    Kind.HOW_LONG: "No duration is given for it.",
}


def _takes_for_done(question: Question) -> bool:
    """Whether the question asks for the outcome of something as if it had taken place: "how did the talks end?"."""
    past = any(t.tag_ == "VBD" and t.dep_ in ("aux", "ROOT", "auxpass") for t in question.doc)
    asks_outcome = question.kind is Kind.WHY or question.text.lower().startswith(
        ("how did", "what did", "what was decided", "what was agreed", "what was signed")
    )
    asks_outcome = asks_outcome or _OUTCOME.search(question.text) is not None
    return past and asks_outcome
