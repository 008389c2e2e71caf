"""Which candidates make the answer, what leads it, what is the same and what differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rag.answer.candidates import Candidate
from rag.answer.engine import (
    ANSWERS,
    BESIDE,
    LEAD_CERTAINTY,
    MOST,
    MOST_ITEMS,
    NOTHING,
    Extractive,
    choose,
    differing,
    is_sure,
    merged,
    newest_first,
)
from rag.answer.verify import verified
from rag.models import EventStatus, Query, Status
from rag.read.reader import Form, Reader
from rag.read.support import SupportModel
from tests.answer.samples import article, candidate, evidence, told

FLOOD = "The flood killed nineteen people. Dozens are missing. The mayor resigned."
HAPPENED = EventStatus.HAPPENED
EARLY, LATE = date(2026, 5, 10), date(2026, 5, 12)


def numbered(probabilities: list[float], *words: str) -> list[Candidate]:
    return [
        candidate(article(FLOOD, f"n{number}"), 0, *words, probability=one) for number, one in enumerate(probabilities)
    ]


# Which


def test_what_is_unlikely_makes_no_answer() -> None:
    assert choose(numbered([ANSWERS - 0.01, 0.1])) == []
    assert choose([]) == []


def test_the_surest_come_first() -> None:
    found = numbered([ANSWERS, BESIDE - 0.1, ANSWERS + 0.1, BESIDE])
    assert choose(found) == [found[2], found[0], found[3]]


def test_not_many_sentences_are_shown() -> None:
    found = numbered([ANSWERS] * (MOST + 2))
    assert choose(found) == found[:MOST]


def test_a_list_may_be_longer() -> None:
    found = numbered([0.9] * (MOST_ITEMS + 2), "flood", "people")
    assert len(choose(found)) == MOST_ITEMS


def test_beside_a_yes_stands_no_no() -> None:
    yes = candidate(article(FLOOD, "a"), form=Form.YES, probability=0.9)
    no = candidate(article(FLOOD, "b"), form=Form.NO, probability=0.8)
    assert choose([no, yes]) == [yes]


@pytest.mark.parametrize(
    ("probability", "certainty", "words", "sure"),
    [
        (ANSWERS, LEAD_CERTAINTY, ["nineteen people"], True),
        (ANSWERS - 0.01, LEAD_CERTAINTY, ["nineteen people"], False),
        (ANSWERS, LEAD_CERTAINTY - 0.01, ["nineteen people"], False),
        (ANSWERS, LEAD_CERTAINTY, ["The flood killed nineteen people"], False),  # no short answer
    ],
)
def test_a_short_answer_leads_when_sentence_and_words_are_sure_and_it_is_one(
    probability: float, certainty: float, words: list[str], sure: bool
) -> None:
    assert is_sure(candidate(article(FLOOD), 0, *words, probability=probability, certainty=certainty)) is sure


# The same


def test_a_sentence_that_two_articles_share_is_one_answer_whatever_leads_it() -> None:
    one = candidate(article(FLOOD, "a"), 0, "nineteen people", probability=ANSWERS)
    other = candidate(article(FLOOD.upper(), "b"), 0, "FLOOD", probability=ANSWERS)
    assert merged([one, other]) == [[one, other]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In all, 19 people died in the flood.", "19 people"),
        ("Of the dead, 19 were found on Monday.", "19"),
        ("The toll is nineteen, the mayor said.", "nineteen"),
    ],
)
def test_the_same_number_of_the_same_is_one_answer(text: str, words: str) -> None:
    one, other = candidate(article(FLOOD), 0, "nineteen people"), candidate(article(text, "b"), 0, words)
    assert merged([one, other]) == [[one, other]]
    assert differing(merged([one, other])) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In all, 28 people died in the flood.", "28 people"),
        ("In all, 19 homes were lost in the flood.", "19 homes"),
        ("The people of Arden mourn.", "people of Arden"),
    ],
)
def test_another_number_another_thing_and_no_number_are_another_answer(text: str, words: str) -> None:
    one, other = candidate(article(FLOOD), 0, "nineteen people"), candidate(article(text, "b"), 0, words)
    assert merged([one, other]) == [[one], [other]]


def test_a_name_and_its_short_form_are_one_answer() -> None:
    full = candidate(article("The prize went to Odile Varga of Leeds."), 0, "Odile Varga")
    short = candidate(article("Ms Varga won the prize.", "b"), 0, "Varga")
    other = candidate(article("Ms Bell won the prize.", "c"), 0, "Bell")
    assert merged([full, other, short]) == [[full, short], [other]]


def test_what_is_planned_and_what_happened_are_two_answers() -> None:
    planned = candidate(article("Odile Varga will meet Bell."), 0, "Odile Varga")
    held = candidate(article("Odile Varga met Bell.", "b"), 0, "Odile Varga")
    assert merged([planned, held]) == [[planned, held]]
    planned, held = replace(planned, status=EventStatus.PLANNED), replace(held, status=HAPPENED)
    assert merged([planned, held]) == [[planned], [held]]


def test_what_is_not_sure_is_not_merged_by_its_words() -> None:
    unsure = LEAD_CERTAINTY - 0.1
    one = candidate(article(FLOOD), 0, "nineteen people", certainty=unsure)
    other = candidate(article("It killed nineteen people.", "b"), 0, "nineteen people", certainty=unsure)
    assert merged([one, other]) == [[one], [other]]


# What differs


def accounts() -> list[Candidate]:
    return [
        candidate(article(FLOOD, "old", EARLY), 0, "nineteen people", probability=0.9),
        candidate(article("In all, 28 people died.", "new", LATE), 0, "28 people", probability=0.8),
    ]


def test_different_numbers_of_different_articles_are_different_accounts_and_the_newest_leads() -> None:
    old, new = accounts()
    groups = newest_first(merged([old, new]))
    assert groups == [[new], [old]]
    assert differing(groups) == ((0, 1),)


def test_two_numbers_of_one_article_are_no_disagreement() -> None:
    flood = article("The flood killed nineteen people. It hurt 28 people.")
    first, second = candidate(flood, 0, "nineteen people"), candidate(flood, 1, "28 people")
    assert differing([[first], [second]]) == ()


def test_what_has_no_number_keeps_its_place_when_the_newest_account_leads() -> None:
    old, new = accounts()
    named = candidate(article("Odile Varga counted the dead.", "c", EARLY), 0, "Odile Varga")
    assert newest_first([[old], [named], [new]]) == [[new], [named], [old]]


def test_an_account_without_a_day_comes_last() -> None:
    old, new = accounts()
    undated = candidate(article("In all, 34 people died.", "c"), 0, "34 people")
    assert newest_first([[undated], [old], [new]]) == [[new], [old], [undated]]


# The whole answer


@pytest.fixture(scope="module")
def engine() -> Extractive:
    return Extractive(told, Reader(), SupportModel())


def test_without_evidence_it_refuses(engine: Extractive) -> None:
    draft = engine.draft(Query("Who died?", LATE), [])
    assert (draft.status, draft.reason, draft.claims, draft.nearest) == (Status.NOT_IN_ARTICLES, NOTHING, (), ())


def test_a_name_that_no_article_has_is_refused_with_the_nearest_found(engine: Extractive) -> None:
    draft = engine.draft(Query("What did Angela Merkel say?", LATE), evidence(article(FLOOD)))
    assert draft.status is Status.NOT_IN_ARTICLES
    assert draft.reason == "They don’t mention Angela Merkel."
    assert {one.quote for one in draft.nearest} <= {one.text for one in evidence(article(FLOOD))}
    assert draft.nearest


@pytest.mark.parametrize("question", ["How many people died?", "Did the mayor resign?", "Why is the sky blue?", "?"])
def test_whatever_it_drafts_passes_its_own_verification(engine: Extractive, question: str) -> None:
    both = article(FLOOD, "a", EARLY), article(FLOOD.replace("nineteen", "28"), "b", LATE)
    articles = {one.id: one for one in both}
    ranked = [one for each in articles.values() for one in evidence(each)]
    draft = engine.draft(Query(question, LATE), ranked)
    assert verified(draft, articles.__getitem__) == draft
    assert draft.claims or draft.reason


def test_a_sentence_that_opens_with_a_pronoun_comes_with_the_one_before_in_its_paragraph(engine: Extractive) -> None:
    text = "Odile Varga came. She spoke.\n\nThe band played. They left."
    claim = engine._claim([candidate(article(text), 1, "She")])
    assert [one.quote for one in claim.citations] == ["Odile Varga came.", "She spoke."]
    claim = engine._claim([candidate(article(text), 2, "band")])
    assert [one.quote for one in claim.citations] == ["The band played."]


def test_the_short_answer_leads_its_sentence_and_the_others_are_cited_with_it(engine: Extractive) -> None:
    one = candidate(article(FLOOD, "a"), 0, "nineteen people")
    other = candidate(article("In all, 19 people died.", "b"), 0, "19 people")
    claim = engine._claim([one, other])
    assert claim.text == "nineteen people — The flood killed nineteen people."
    assert [citation.article_id for citation in claim.citations] == ["a", "b"]
    likely = candidate(article(FLOOD, "a"), 0, "nineteen people", certainty=LEAD_CERTAINTY - 0.1)
    assert engine._claim([likely]).text == "The flood killed nineteen people."
