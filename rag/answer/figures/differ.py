"""Show every figure when the articles, or the sources within one, give different ones for the same thing.

An article that also gives the figure of the answer does not differ; the same figure told twice is told once. The
newest comes first, each with its source and day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.answer import status as event_status
from rag.answer.compose import answered, passage_claim, with_antecedent
from rag.answer.figures.accounts import Account, alike, beside, each_once, equal, gives, one_story, qualified, timely
from rag.answer.figures.corrections import Given, concerns, corrected, corrections
from rag.answer.figures.figures import Figure, figures
from rag.answer.figures.measure import Measure, measure, measured, missing, other
from rag.answer.support import missing_verb, presumes_event
from rag.models import Draft, Status

if TYPE_CHECKING:
    from rag.answer.question import Question
    from rag.answer.reading import Reading
    from rag.models import Claim

HEADING = "The articles differ, the newest first:"
WITHIN = "The article gives more than one figure:"


def figures_told(question: Question, readings: Sequence[Reading], given: Given | None) -> Draft | None:
    """What is to be said of a figure besides, or in place of, the sentence that the answer would give.

    That is its correction, or all figures where they differ; None when there is nothing to add. ``given`` is the
    reading, the place of the sentence in it and its lead; None when no sentence answers.
    """
    fixed = corrections(readings)
    if draft := corrected(question, fixed, given):
        return draft
    wanted = measure(question)
    if wanted is None:
        return None
    found = [
        one
        for one in accounts(wanted, readings, given)
        if not any(each.corrects(one.figure) and concerns(each, question) for each in fixed)
    ]
    vouched = any(given is not None and _said(one, given) for one in found)
    if not vouched and presumes_event(question) and all(missing_verb(question, o.reading, o.index) for o in found):
        return None  # what the question takes to have happened is nowhere told
    if len(found) > 1:
        return _differing(found)
    if found and given is not None and not _said(found[0], given):
        return answered([_claim(found)])
    return None


def figures_in_turn(wanted: Measure, readings: Sequence[Reading]) -> list[Account]:
    """The figure that each article gives, with what other sources say beside it; each figure once, the newest first."""
    found: list[Account] = []
    for one in qualified(wanted, readings):
        if all(one.reading.article.id != each.reading.article.id for each in found) and (
            not found or alike(found[0].figure, one.figure)
        ):
            found += [one, *beside(wanted, one)]
    return each_once(found)


def accounts(wanted: Measure, readings: Sequence[Reading], given: Given | None) -> list[Account]:
    """The figures for what is wanted that differ, the newest first; a single one when none does.

    ``given`` is what the answer would say: the reading, the place of its sentence and what it leads with. Where that
    figure is of something else, the best-told one takes its place.
    """
    fitting = qualified(wanted, readings)
    first = _first(wanted, given, fitting)
    if first is None:
        return []
    lacking = missing(wanted, first.reading, first.index) or 0
    same = [one for one in fitting if alike(first.figure, one.figure)]
    if not wanted.question.names:
        same = [one for one in same if one_story(first.reading, one.reading)]
    agreeing = {first.reading.article.id}
    found = [first]
    for one in same if wanted.focus else []:
        reading = one.reading
        if reading.article.id in agreeing or (missing(wanted, reading, one.index) or 0) > lacking:
            continue
        agreeing.add(reading.article.id)
        if not gives(wanted, reading, first.figure) and timely(wanted.question, reading, one.index):
            found.append(one)
    told_alike = [one for one in same if equal(one.figure, first.figure)]
    for one in [*found, *told_alike]:
        found += beside(wanted, one)
    return each_once(found)


def _first(wanted: Measure, given: Given | None, qualify: Sequence[Account]) -> Account | None:
    """The account that the answer gives; the best-told one where the answer's figure is of something else."""
    told = [one for one in qualify if missing(wanted, one.reading, one.index) == 0]
    best = told[0] if told and (wanted.focus or wanted.units) else None
    if given is None:
        return best
    reading, index, lead = given.reading, given.index, given.lead
    if missing(wanted, reading, index) is None:
        return best
    fitting = measured(wanted, reading, index)
    if fitting and (lead is None or not any(_is(figure, lead) for figure in fitting[:1])):
        return Account(reading, index, fitting[0])
    led = [f for f in figures(reading.sentence(index).doc) if lead is not None and _is(f, lead)]
    if led and best is not None and equal(best.figure, led[0]):
        return Account(reading, index, led[0])
    if not led or other(wanted, led[0], reading) or (best is not None and not fitting):
        return best
    return Account(reading, index, led[0])


def _is(figure: Figure, lead: str) -> bool:
    """Whether a figure is the one an answer leads with."""
    return figure.text in lead or lead in figure.text or figure.span.text in lead


def _said(one: Account, given: Given) -> bool:
    """Whether the answer already gives an account."""
    reading, index, lead = given.reading, given.index, given.lead
    here = (reading.article.id, index) == (one.reading.article.id, one.index)
    return here and (lead is None or _is(one.figure, lead))


def _differing(found: Sequence[Account]) -> Draft:
    """Accounts that differ, each under its source and day."""
    claims: list[Claim] = []
    lines = []
    sentences: dict[tuple[str, int], list[Account]] = {}
    for one in found:
        sentences.setdefault((one.reading.article.id, one.index), []).append(one)
    for told in sentences.values():
        claim = _claim(told)
        claims.append(claim)
        known = ", ".join(part for part in (told[0].reading.article.source, told[0].day) if part)
        lines.append(f"• {claim.text}" + (f" ({known})" if known else ""))
    heading = HEADING if len({one.reading.article.id for one in found}) > 1 else WITHIN
    group = tuple(range(len(claims)))
    return Draft(Status.ANSWERED, "\n".join([heading, *lines]), tuple(claims), disagreements=(group,))


def _claim(told: Sequence[Account]) -> Claim:
    """The sentence of these accounts; under its figure, unless it gives several sources' own."""
    reading, index = told[0].reading, told[0].index
    doc = reading.sentence(index).doc
    several = ";" in doc.text and sum(alike(told[0].figure, figure) for figure in figures(doc)) > 1
    return passage_claim(
        reading,
        with_antecedent(reading, index),
        lead=None if several or len(told) > 1 else told[0].figure.text,
        status=event_status.of_sentence(doc),
    )
