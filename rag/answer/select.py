"""Choose what in a sentence answers a question: the person, day, place, number or thing it asks for.

Works by kind (a "when" wants a date) and by grammar (a "who replaced X" wants the subject of "replaced").
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer.candidates import UNIT_OF_COUNT, candidates
from rag.answer.events.occasion import is_time_of_it
from rag.answer.figures.figures import figures
from rag.answer.figures.owners import is_of_another, own_figure, rest, shown
from rag.answer.grammar import arguments_of, distance
from rag.answer.language.words import is_present, words_of
from rag.answer.question import Kind, Question, is_content
from rag.answer.reading import Reading, Sentence
from rag.answer.status import of_verb
from rag.models import EventStatus

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token


_MONTHS = re.compile(rf"\b(?:{'|'.join(name for name in month_name if name)})\b")
_COUNTED = (Kind.HOW_MANY, Kind.HOW_MUCH, Kind.HOW_LONG)


def answer_span(question: Question, sentence: Sentence, reading: Reading) -> SpacySpan | None:
    """The stretch of the sentence that answers; None when nothing of the kind asked for is there."""
    given = figures(sentence.doc) if question.kind in _COUNTED else []
    if question.kind is Kind.HOW_LONG:
        given = [one for one in given if one.unit == "duration"]
    if given and not _in_its_month(question, sentence, reading):
        return None
    if (own := own_figure(question, sentence.doc, given)) is not None:
        return shown(own) if question.kind is Kind.HOW_LONG else own.span
    if (share := rest(question, sentence.doc)) is not None:
        return share
    found = candidates(question, sentence, reading)
    if given:
        strange = {t for one in given if is_of_another(question, one, sentence.doc) for t in one.span}
        found = [span for span in found if not strange & set(span)]
    if not found:
        return None
    matched = _matched(question, sentence)
    if question.kind in (Kind.WHEN, Kind.HOW_LONG):
        found = [span for span in found if not _of_something_else(span.root, matched)]
        if question.kind is Kind.WHEN:
            found = [span for span in found if is_time_of_it(span, question)]
        if not found:
            return None
    slot = _slot(question, sentence)
    known = {word.lower() for token in question.doc for word in (token.text, token.lemma_) if not token.is_stop}

    def score(span: SpacySpan) -> float:
        rank = question.labels.index(span.label_) if span.label_ in question.labels else len(question.labels)
        near = max((1 / (1 + distance(span.root, token)) for token in matched), default=0.0)
        value = 2.0 * near - 0.25 * rank - 0.0005 * span.start
        if slot is not None and any(slot == token for token in span):
            value += 3.0
        elif slot is not None and any(slot.is_ancestor(token) and distance(slot, token) <= 3 for token in span):
            value += 1.5
        if span.root.dep_ in ("nsubj", "nsubjpass") and question.kind is Kind.WHO and slot is None:
            value += 0.2
        if question.noun and question.noun in {
            t.lemma_.lower() for t in (span.root.head, span.root, *span.root.children, *span, *_counted(span.root))
        }:
            value += 2.0
        if all(t.lower_ in known or t.is_stop for t in span):
            value -= 3.0
        return float(value)

    best = max(found, key=score)
    # A body or a description answers "who" only where it stands exactly where the question asks.
    named = best.label_ == "PERSON" or best in reading.persons(sentence)
    if question.kind is Kind.WHO and not named and (described := _described_by(best, reading.persons(sentence))):
        return described
    if question.kind is Kind.WHO and not named and (slot is None or not any(slot == token for token in best)):
        return None
    return best


def _in_its_month(question: Question, sentence: Sentence, reading: Reading) -> bool:
    """Whether the month a question asks of is told around the sentence, or is the one it was published in."""
    first = max(0, sentence.index - 2)
    around = " ".join([reading.article.title, *(reading.raw(i) for i in range(first, sentence.index))])
    asked = set(_MONTHS.findall(question.text))
    published = reading.article.published_at
    own = {month_name[published.at.month]} if published else set()
    return not asked or bool(asked & (own | set(_MONTHS.findall(f"{around} {sentence.text}"))))


def _described_by(chunk: SpacySpan, people: Sequence[SpacySpan]) -> SpacySpan | None:
    """The person beside whom a description stands: "Ada Lind, the mayor"."""
    root = chunk.root
    return next(
        (p for p in people if (root.dep_ == "appos" and root.head in list(p)) or p.root in list(root.children)), None
    )


def stands_where_asked(question: Question, sentence: Sentence, span: SpacySpan) -> bool:
    """Whether the sentence has the question's own verb, and the stretch where the asking word stands."""
    slot = _slot(question, sentence)
    return slot is not None and any(slot == token for token in span)


def _of_something_else(token: Token, matched: Sequence[Token]) -> bool:
    """Whether a time belongs to a clause about something the question does not speak of ("the strike that closed ...")."""
    above = token
    while above.head != above:
        if above.dep_ == "relcl":
            inside = {t.i for t in above.subtree} | {above.head.i}
            return bool(matched) and not any(t.i in inside for t in matched)
        above = above.head
    return False


def _counted(number: Token) -> list[Token]:
    """What "26 of the 41 ships" counts, although 41 is nearer to it."""
    return [o for of in number.children if of.lower_ == "of" for o in of.children if o.dep_ == "pobj"]


def counts_asked_noun(question: Question, sentence: Sentence, span: SpacySpan) -> bool:
    """Whether the noun that a "how many NOUNS" asks for stands with the number."""
    if question.noun is None or question.noun in UNIT_OF_COUNT:
        return True
    near = {t.lemma_.lower() for t in span} | {
        t.lemma_.lower() for t in sentence.doc[max(0, span.start - 3) : span.end + 5]
    }
    if is_present(question.noun, frozenset(near)):
        return True
    own = own_figure(question, sentence.doc, figures(sentence.doc))
    if own is not None and own.span == span and is_present(question.noun, words_of(sentence.text)):
        return True  # "the first list won 17 seats and the second 15"
    numbers = [t for t in sentence.doc if t.like_num and any(c.isdigit() for c in t.text)]
    return len(numbers) == 1 and numbers[0] in list(span) and is_present(question.noun, words_of(sentence.text))


def _matched(question: Question, sentence: Sentence) -> list[Token]:
    """The sentence's words that the question shares."""
    lemmas = {token.lemma_.lower() for token in question.doc if is_content(token)}
    return [token for token in sentence.doc if is_content(token) and token.lemma_.lower() in lemmas]


def _slot(question: Question, sentence: Sentence) -> Token | None:
    """The word of the sentence that stands where the question's asking word stands: subject for subject."""
    asking = next((t for t in question.doc if t.tag_ in ("WP", "WDT", "WP$") or t.lower_ in ("many", "much")), None)
    if asking is None:
        return None
    top = asking.head if asking.dep_ in ("det", "poss", "amod", "nummod") else asking
    verb = top.head
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    role = "subject" if top.dep_ in ("nsubj", "nsubjpass") else "object"
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
    for token in sentence.doc:
        if token.lemma_ != verb.lemma_ or token.pos_ != "VERB":
            continue
        if of_verb(token) is EventStatus.DENIED and of_verb(verb) is not EventStatus.DENIED:
            continue  # whoever "refused to come" does not stand where "who came?" asks
        wanted = arguments_of(token, role, passive=passive)
        if wanted is not None:
            named = wanted.dep_ == "appos" and wanted.head.ent_type_ == "PERSON"
            return wanted.head if named else wanted  # "Ann Rill, a judge who has led the party"
    return None
