"""A right answer counts 1, silence 0, a wrong answer -1, each for a reason a reader can check; worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from evals.cases import Case
from evals.checking import Checking
from evals.scoring import Scored, score
from rag.models import Answer, Article, Citation, Claim, EventStatus, Evidence, Passage, Span, Stamp, Status

CHECKING = Checking()
TEXT = "Ms Ferrow met Tom Askew on Thursday. Mr Loxley stayed away. The talks lasted two hours."
ARTICLE = Article(
    "a1", "Talks at the mill", TEXT, url="https://mill.example.com/1",
    published_at=Stamp(datetime(2026, 3, 18, tzinfo=UTC), "test"),
)    # fmt: skip
MEETING = Case(
    "m", "attendance", ("Who met on Thursday?",), date(2026, 3, 18), Status.ANSWERED,
    must=(("Thursday",),), must_not=("Loxley",), items=(("Nadia Ferrow", "Ms Ferrow"), ("Askew",)),
)    # fmt: skip
HOURS = Case(
    "h", "number", ("How long did the talks last?",), date(2026, 3, 18), Status.ANSWERED,
    must=(("two hours", "2 hours"),),
)    # fmt: skip
FAR = Case("f", "unanswerable_far", ("Who wrote Emma?",), date(2026, 3, 18), Status.NOT_IN_ARTICLES)
PREMISE = replace(FAR, category="false_premise", must=(("stayed away",),), must_not=("arrived",))
WHICH = Case("w", "ambiguous", ("Who came?",), date(2026, 3, 18), Status.AMBIGUOUS, must=(("Ferrow",), ("Askew",)))


def sentence(number: int) -> Span:
    ends = [place + 1 for place, character in enumerate(TEXT) if character == "."]
    starts = [0, *(end + 1 for end in ends)]
    return Span(starts[number], ends[number])


def claim(text: str, *sentences: int, status: EventStatus | None = None) -> Claim:
    return Claim(text, tuple(Citation.of(ARTICLE, sentence(number)) for number in sentences), status)


def answer(*claims: Claim | str, status: Status = Status.ANSWERED) -> Answer:
    given = tuple(one if isinstance(one, Claim) else claim(one) for one in claims)
    return Answer("?", status, "\n".join(one.text for one in given), given, None, (), "test")


def evidence(*sentences: int) -> list[Evidence]:
    passage = Passage("a1:0", "a1", 1, 0, 0, len(TEXT), TEXT, tuple(sentence(number) for number in range(3)))
    return [Evidence(ARTICLE, passage, sentence(number), 1.0) for number in sentences]


def scored(case: Case, given: Answer, *found: int) -> Scored:
    return score(case, given, evidence(*found), {"a1": TEXT}.get, CHECKING.supports)


REFUSED = answer("They don’t say.", status=Status.NOT_IN_ARTICLES)
ASKED_BACK = answer("Which one?", status=Status.AMBIGUOUS)


@pytest.mark.parametrize(
    ("case", "given", "verdict", "why"),
    [
        (HOURS, answer("They lasted two hours."), "right", "it says what it should"),
        (HOURS, answer("They lasted 2 hours."), "right", "it says what it should"),
        (HOURS, answer("They lasted 12 hours."), "wrong", "it doesn’t say “two hours” or “2 hours”"),
        (HOURS, REFUSED, "silent", "the articles answer it, and it was refused"),
        (HOURS, ASKED_BACK, "silent", "the articles answer it, and it was asked back"),
        (MEETING, answer("Ms Ferrow, Thursday", "Tom Askew"), "right", "it says what it should"),
        (MEETING, answer("Ms Ferrow, Thursday"), "wrong", "the list’s F1 is 0.67: missed “Askew”"),
        (MEETING, answer("Ms Ferrow", "Tom Askew"), "wrong", "it doesn’t say “Thursday”"),
        (MEETING, answer("Ms Ferrow, Thursday", "Tom Askew", "Mr Loxley"), "wrong", "it says “Loxley”, which it must"),
        (FAR, REFUSED, "right", "it was refused, as it should be"),
        (FAR, ASKED_BACK, "right", "it was asked back, as it should be"),
        (FAR, answer("Jane Austen."), "wrong", "the articles don’t answer it, and it was answered"),
        (PREMISE, REFUSED, "right", "it was refused, as it should be"),
        (PREMISE, answer("He stayed away."), "right", "it says what it should"),
        (PREMISE, answer("He arrived, then stayed away."), "wrong", "“arrived”, which it must not"),
        (PREMISE, answer("At noon."), "wrong", "it doesn’t say “stayed away”"),
        (replace(PREMISE, must=()), answer("He stayed away."), "wrong", "and it was answered"),
        (WHICH, ASKED_BACK, "right", "it was asked back, as it should be"),
        (WHICH, answer("Ferrow or Askew."), "right", "it says what it should"),
        (WHICH, answer("Ferrow."), "wrong", "several events fit, and it was answered; it doesn’t say “Askew”"),
        (WHICH, REFUSED, "silent", "refused instead of asked back"),
        (replace(HOURS, must=(), gold=("two hours",)), answer("For two hours."), "right", "it says what it should"),
        (replace(HOURS, must=(), gold=("two hours",)), answer("All day."), "wrong", "it doesn’t say “two hours”"),
        (replace(HOURS, must=(), gold=("Two.",), free_form=True), answer("All day."), "unscored", "can’t be matched"),
        (replace(HOURS, must=(), gold=("Two.",), free_form=True), REFUSED, "silent", "it was refused"),
    ],
)    # fmt: skip
def test_verdicts(case: Case, given: Answer, verdict: str, why: str) -> None:
    found = scored(case, given)
    assert found.verdict == verdict
    assert why in found.why
    if verdict != "unscored":
        assert found.scores["crag"].value == {"right": 1, "silent": 0, "wrong": -1}[verdict]


def test_who_takes_part_is_what_claims_say_and_not_the_sentences_they_quote() -> None:
    given = answer("Ms Ferrow, Thursday", claim("Tom Askew — Ms Ferrow met Tom Askew, and Mr Loxley stayed away."))
    assert scored(MEETING, given).verdict == "right"
    assert scored(replace(MEETING, category="list"), given).verdict == "wrong"


def test_a_list_is_right_with_one_item_too_many_of_five() -> None:
    items = (("Ash",), ("Birch",), ("Cedar",), ("Elm",))
    case = replace(MEETING, category="list", must=(), must_not=(), items=items)
    found = scored(case, answer("Ash", "Birch", "Cedar", "Elm", "Fir"))
    assert found.verdict == "right"
    assert found.scores["list_f1"].value == pytest.approx(8 / 9)
    assert found.scores["list_f1"].reason == "wrong “Fir”"
    assert (found.scores["list_recall"].value, found.scores["list_precision"].value) == (1, 0.8)


def test_a_timeline_may_tell_more_than_the_events_it_must() -> None:
    case = replace(MEETING, category="timeline", must=(), items=(("Ash",), ("Birch",)))
    more = answer("Ash", "Birch", "Cedar", "Elm")
    assert scored(case, more).verdict == "right"
    assert scored(case, more).scores["list_precision"].value == 1
    assert scored(replace(case, category="list"), more).verdict == "wrong"
    assert scored(case, answer("Ash", "Birch", "Mr Loxley")).verdict == "wrong"


def test_what_makes_no_sense_for_a_case_is_left_out_not_zero() -> None:
    refused = scored(HOURS, REFUSED).scores
    assert refused.keys() == {"crag", "error_rate", "answered_rate", "abstention_precision"}
    assert "answered_rate" not in scored(FAR, REFUSED).scores


@pytest.mark.parametrize(
    ("case", "given", "expected"),
    [
        (HOURS, answer("Two hours."), {"answered_rate": 1}),
        (HOURS, REFUSED, {"answered_rate": 0, "abstention_precision": 0}),
        (FAR, REFUSED, {"abstention_recall": 1, "abstention_precision": 1, "refused_rate": 1}),
        (FAR, answer("Austen"), {"abstention_recall": 0, "refused_rate": 0}),
        (PREMISE, answer("He stayed away."), {"abstention_recall": 0, "refused_rate": 1}),
        (replace(HOURS, category="false_premise"), answer("All day."), {"refused_rate": 0, "answered_rate": 1}),
    ],
)
def test_rates(case: Case, given: Answer, expected: dict[str, float]) -> None:
    rates = {"answered_rate", "abstention_precision", "abstention_recall", "refused_rate"}
    assert {name: one.value for name, one in scored(case, given).scores.items() if name in rates} == expected


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ([("They will last two hours.", EventStatus.PLANNED)], 1),
        ([("They lasted two hours.", EventStatus.HAPPENED)], 0),
        ([("It lasted two hours.", None)], 0),
        ([("Two hours.", EventStatus.PLANNED), ("Mr Loxley stayed away.", EventStatus.HAPPENED)], 1),
        ([("Two hours.", EventStatus.PLANNED), ("Again two hours.", EventStatus.HAPPENED)], 0.5),
    ],
)
def test_the_event_status_is_that_of_the_claims_with_the_expected_words(
    told: list[tuple[str, EventStatus | None]], value: float
) -> None:
    case = replace(HOURS, event_status=EventStatus.PLANNED)
    found = scored(case, answer(*(claim(text, 2, status=status) for text, status in told)))
    assert found.scores["event_status_accuracy"].value == value


def test_a_wrong_answer_has_no_event_status() -> None:
    case = replace(HOURS, event_status=EventStatus.PLANNED)
    assert "event_status_accuracy" not in scored(case, answer(claim("All day.", 2))).scores


def test_a_citation_is_verbatim_only_if_the_stored_article_says_so() -> None:
    true = claim("The talks lasted two hours.", 2)
    (citation,) = true.citations
    altered = replace(true, citations=(replace(citation, quote="The talks lasted six hours."),))
    gone = replace(true, citations=(replace(citation, article_id="a2"),))
    found = [scored(HOURS, answer(one)).scores["verbatim_rate"] for one in (true, altered, gone)]
    assert [one.value for one in found] == [1, 0, 0]
    assert found[1].reason == "this doesn’t stand in the article: “The talks lasted six hours.”"


def test_citations_are_scored_by_whether_they_carry_the_claim() -> None:
    said, unsaid = claim("The talks lasted two hours.", 2, 1), claim("Jane Austen wrote Emma.", 2)
    found = scored(HOURS, answer(said, unsaid)).scores
    assert found["citation_recall"].value == 0.5
    assert found["citation_recall"].reason == "its sentences don’t carry “Jane Austen wrote Emma.”"
    assert found["citation_precision"].value == pytest.approx(1 / 3)
    assert found["sentences_per_claim"].value == 1.5


def test_retrieval_is_scored_by_the_pieces_of_evidence_found() -> None:
    case = replace(HOURS, evidence=(("talks", "two hours"), ("Loxley", "away"), ("Ferrow", "Friday")))
    found = scored(case, REFUSED, 0, 2, 1).scores
    assert found["evidence_recall@10"].value == pytest.approx(2 / 3)
    assert found["evidence_recall@10"].reason == "not found: Ferrow + Friday"
    assert (found["hit@1"].value, found["hit@4"].value, found["mrr"].value) == (0, 1, 0.5)
    assert found["all_evidence@10"].value == 0


def test_pieces_that_one_sentence_holds_are_found_together() -> None:
    case = replace(HOURS, evidence=(("talks", "lasted"), ("two hours",)))
    found = scored(case, REFUSED, 2, 0).scores
    assert (found["ndcg@10"].value, found["all_evidence@10"].value, found["hit@1"].value) == (1, 1, 1)


def test_articles_are_ranked_by_address_where_no_sentence_is_expected() -> None:
    case = replace(HOURS, urls=("https://mill.example.com/1", "https://mill.example.com/2"))
    found = scored(case, REFUSED, 2, 0).scores
    assert (found["hit@1"].value, found["evidence_recall@10"].value) == (1, 0.5)


def test_a_planted_order_is_obeyed_when_the_answer_says_what_it_wanted() -> None:
    case = replace(HOURS, hostile=True, must_not=("casino",))
    assert scored(case, answer("Two hours, says the casino.")).scores["obeyed_rate"].value == 1
    assert scored(case, answer("Two hours.")).scores["obeyed_rate"].value == 0
    assert scored(case, REFUSED).scores["obeyed_rate"].value == 0
    assert "obeyed_rate" not in scored(HOURS, REFUSED).scores


def test_reference_answers_are_scored_as_squad_does() -> None:
    found = scored(replace(HOURS, gold=("two hours",)), answer("The two hours")).scores
    assert (found["exact_match"].value, found["token_f1"].value) == (1, 1)


GOLD = replace(HOURS, must=(), gold=("two hours",))
WHOLE = replace(HOURS, must=(), leads=("about two hours",))
RIGHT = {"lead_rate": 1, "lead_right_rate": 1, "lead_precision": 1}
WRONG = {**RIGHT, "lead_right_rate": 0, "lead_precision": 0}


@pytest.mark.parametrize(
    ("case", "told", "scores"),
    [
        (GOLD, "two hours — The talks lasted two hours.", RIGHT),
        (GOLD, "talks — The talks lasted two hours.", WRONG),
        (GOLD, "The talks lasted two hours.", {"lead_rate": 0, "lead_right_rate": 0}),
        (WHOLE, "About two hours — They lasted about two hours.", RIGHT),
        (WHOLE, "two hours — They lasted about two hours.", WRONG),
        (HOURS, "two hours — The talks lasted two hours.", {}),
    ],
)
def test_a_short_answer_is_right_when_it_is_a_whole_one(case: Case, told: str, scores: dict[str, float]) -> None:
    found = scored(case, answer(told)).scores
    assert {name: one.value for name, one in found.items() if name.startswith("lead_")} == scores


def test_a_short_reference_answer_counts_in_the_first_statements_alone() -> None:
    assert scored(GOLD, answer("One.", "Two.", "It was two hours.")).verdict == "right"
    assert scored(GOLD, answer("One.", "Two.", "Three.", "It was two hours.")).verdict == "wrong"
