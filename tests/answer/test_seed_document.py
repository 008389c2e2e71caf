"""One day of real news: who is to meet whom, who met whom, who said what, and what the article does not say.

The questions are asked of the article itself, where it is at hand; those on the meeting of the first sample, which
retells it, as well.
"""

from __future__ import annotations

import re

import pytest

from rag.models import EventStatus, Status
from tests.asking import Asking, cites, taking_part

WHO_ATTENDED = "Who attended the meeting?"
ATTENDING = ("David Lammy", "John Healey", "Kaja Kallas")
NOT_ATTENDING = re.compile("Vance|Trump|Putin|Carney|Starmer|Trudeau")


@pytest.fixture(params=["document", "first_sample"])
def asking(request: pytest.FixtureRequest) -> Asking:
    found: Asking = request.getfixturevalue(request.param)
    return found


def test_those_who_attend_are_named_and_no_one_else(asking: Asking) -> None:
    answer = asking(WHO_ATTENDED)
    assert answer.status is Status.ANSWERED
    named = taking_part(answer)
    assert [name for name in ATTENDING if name not in named] == []
    assert NOT_ATTENDING.search(named) is None, named


def test_each_attendee_has_the_sentence_that_says_so(asking: Asking) -> None:
    answer = asking(WHO_ATTENDED)
    for name in ATTENDING:
        claims = [claim for claim in answer.claims if claim.text.startswith(name)]
        assert claims, name
        surname = name.split()[-1]
        assert all(any(surname in one.quote for one in claim.citations) for claim in claims), name


def test_a_meeting_that_is_set_for_tuesday_has_not_happened(asking: Asking) -> None:
    answer = asking(WHO_ATTENDED)
    statuses = {claim.event_status for claim in answer.claims if claim.text.startswith(ATTENDING)}
    assert statuses == {EventStatus.PLANNED}
    assert "planned" in answer.text.lower()


@pytest.mark.parametrize(
    ("question", "named", "not_named"),
    [
        ("Who did David Lammy meet in Washington?", "JD Vance", "Healey|Kallas|Trump"),
        ("Who met JD Vance at the weekend?", "David Lammy", "Healey|Kallas|Trump"),
    ],
)
def test_who_met_whom_in_washington(asking: Asking, question: str, named: str, not_named: str) -> None:
    answer = asking(question)
    assert answer.status is Status.ANSWERED
    assert answer.claims[0].text.startswith(named)
    assert answer.claims[0].event_status is EventStatus.HAPPENED
    assert cites(answer, "Vance", "Washington")
    assert not any(re.search(not_named, claim.text.split("—")[0]) for claim in answer.claims)


# A question, what the answer must hold, and words that stand together in the sentence that must be cited.
ANSWERABLE = [
    ("Who replaced Justin Trudeau?", ["Mark Carney"], ["Carney", "Trudeau"]),
    ("Whom did Mark Carney replace?", ["Justin Trudeau"], ["Carney", "Trudeau"]),
    ("Who welcomed Mark Carney to Downing Street?", ["Keir Starmer"], ["Starmer", "Carney"]),
    ("How many countries are willing to contribute?", ["30"], ["30", "countries"]),
    ("How many soldiers die each week?", ["2,500"], ["2,500"]),
    ("How long would the proposed ceasefire last?", ["30"], ["Kremlin", "ceasefire"]),
    ("When is Trump expected to talk to Putin?", ["Tuesday"], ["Trump", "Putin", "Tuesday"]),
    ("What does the Kremlin resist?", ["ceasefire"], ["Kremlin", "ceasefire"]),
    ("What does No 10 consider essential for the plan?", ["security guarantee"], ["No 10", "guarantee"]),
    ("What do Lammy and Healey want to discuss on Tuesday?", ["Russia", "Ukraine"], ["Lammy", "Healey", "Tuesday"]),
    ("Who is to brief Kaja Kallas?", ["Chief of the Defence Staff"], ["Kallas", "Chief of the Defence Staff"]),
    ("Who is Kaja Kallas?", ["Estonian Prime Minister"], ["Estonian", "Kallas"]),
]


@pytest.mark.parametrize(("question", "holds", "together"), ANSWERABLE, ids=[row[0] for row in ANSWERABLE])
def test_it_answers_with_the_sentence_that_says_so(
    document: Asking, question: str, holds: list[str], together: list[str]
) -> None:
    answer = document(question)
    assert answer.status is Status.ANSWERED
    assert [words for words in holds if words not in answer.text] == []
    assert cites(answer, *together), [one.quote for claim in answer.claims for one in claim.citations]


# A speaker, words of what was said, and words that only others said.
SPEAKERS = [
    ("What did David Lammy say?", ["Plan for Change", "partnership with the EU"], "stepping up|NOW|firepower"),
    ("What did John Healey say?", ["stepping up", "firepower"], "Plan for Change|pivotal|NOW"),
    ("What did Donald Trump say?", ["Final Agreement", "2,500", "President Putin"], "stepping up|Plan for Change"),
    ("What did Trump write on Truth Social?", ["Final Agreement"], "stepping up|Plan for Change"),
]


@pytest.mark.parametrize(("question", "said", "by_others"), SPEAKERS, ids=[row[0] for row in SPEAKERS])
def test_each_speaker_has_their_own_words(document: Asking, question: str, said: list[str], by_others: str) -> None:
    answer = document(question)
    assert answer.status is Status.ANSWERED
    assert [words for words in said if not cites(answer, words)] == []
    assert not any(re.search(by_others, one.quote) for claim in answer.claims for one in claim.citations)


# What is asked for is not there, and no sentence may be passed off as it.
UNANSWERABLE = [
    "At which hotel are the ministers staying?",
    "How many tanks will Britain send to Ukraine?",
    "What did Kaja Kallas say about sanctions?",
    "Which airline flew Lammy to Washington?",
    "Who will replace John Healey?",
    "How old is Donald Trump?",
    "What did Emmanuel Macron tell Starmer?",
    "Who is the Chief of the Defence Staff?",
    "How much money has Canada pledged to Ukraine?",
    "Which song won the Eurovision Song Contest?",
    "Where will the meeting be held?",
    "Who briefed David Lammy?",
]


@pytest.mark.parametrize("question", UNANSWERABLE)
def test_what_the_article_does_not_say_is_not_answered(document: Asking, question: str) -> None:
    answer = document(question)
    assert answer.status is Status.NOT_IN_ARTICLES, answer.text
    assert answer.claims == ()
    assert answer.reason


# What a question takes for granted wrongly, and what no claim may then assert.
FALSE_PREMISES = [
    ("When did the Kremlin accept the 30-day ceasefire?", r"^(?!.*resist).*"),
    ("Why did JD Vance attend the meeting with Kaja Kallas?", r"^JD Vance"),
    ("What did Putin say when he visited Downing Street?", r"."),
    ("Who replaced Keir Starmer?", r"^Mark Carney"),
    ("Who succeeded David Lammy as Foreign Secretary?", r"^John Healey"),
    ("Where did Healey meet Vance?", r"^Washington"),
    ("How many countries refused to contribute?", r"^(more than )?30"),
]


@pytest.mark.parametrize(("question", "asserted"), FALSE_PREMISES, ids=[row[0] for row in FALSE_PREMISES])
def test_a_false_premise_is_not_confirmed(document: Asking, question: str, asserted: str) -> None:
    answer = document(question)
    assert not any(re.search(asserted, claim.text) for claim in answer.claims), answer.text
