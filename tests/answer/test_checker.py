"""What the claim checker must tell apart. The premises are made up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.answer.claims.checker import THRESHOLD, Checker, Support
from rag.answer.syntax import Syntax
from rag.index.embed import LocalEmbedder

LOAN = [
    "The finance minister, Helena Marsh, told parliament on Tuesday that the government would borrow 4.2 billion "
    "crowns to repair flood defences."
]
MATCH = ["Norwick United beat Calder Town 3-1 at Brook Lane on Saturday, with two goals from Ivo Denton."]
ARREST = ["Police arrested a 34-year-old man in Port Ellery after a protester was struck by a delivery van."]
TRIAL = [
    "A court in Delmar sentenced the former mayor, Piet Vance, to seven years in prison for taking bribes from a "
    "building firm."
]
VACCINE = [
    "Researchers at Halden University tested the vaccine on 1,200 volunteers.",
    "It protected nine out of ten of them, the team reported in a journal on Thursday.",
]
PLANT = [
    "The company has not dismissed any of its 340 staff.",
    "Its chief executive, Ruth Aldane, said the plant would reopen in March.",
]
TREATY = ["Ministers from Vardia and Lostok are due to sign the fishing treaty in Keldby on Friday."]
ASSAULT = ["The striker Lena Orsted has denied that she assaulted a taxi driver outside a nightclub in June."]
AIRLINE = ["Farrow Air bought the smaller airline Skylark for 310 million dollars last week."]
RAIN = [
    "Heavy rain closed 14 schools in the Torne valley on Wednesday.",
    "No one was hurt, the fire chief Mikko Salo said.",
]


@pytest.fixture(scope="module")
def checker(syntax: Syntax, local_embedder: LocalEmbedder) -> Checker:
    return Checker(syntax, local_embedder)


def contradicted(found: Support, by: str) -> bool:
    return not found.enough and any(by in one for one in found.contradictions)


@pytest.mark.parametrize("premise", [LOAN, MATCH, ARREST, TRIAL, VACCINE, PLANT, TREATY, ASSAULT, AIRLINE, RAIN])
def test_what_the_premise_says_word_for_word_is_supported(checker: Checker, premise: Sequence[str]) -> None:
    for sentence in premise:
        found = checker.check(sentence, premise)
        assert found.contradictions == ()
        assert found.score == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("premise", "claim"),
    [
        (LOAN, "Finance minister Helena Marsh said the government would borrow 4.2 billion for flood defences."),
        (MATCH, "Ivo Denton scored twice as Norwick United beat Calder Town."),
        (ARREST, "A man aged 34 was arrested by police in Port Ellery."),
        (ARREST, "A delivery van struck a protester, and police arrested a man."),
        (TRIAL, "Piet Vance, Delmar's former mayor, was sentenced to seven years for taking bribes."),
        (VACCINE, "The vaccine was tested on 1,200 volunteers by researchers at Halden University."),
        (TREATY, "Vardia and Lostok are expected to sign a fishing treaty in Keldby on Friday."),
        (ASSAULT, "Lena Orsted denies assaulting a taxi driver outside a nightclub."),
        (AIRLINE, "Skylark was bought by Farrow Air for 310 million dollars."),
        (RAIN, "Fire chief Mikko Salo said nobody was injured."),
    ],
)
def test_a_paraphrase_is_supported(checker: Checker, premise: Sequence[str], claim: str) -> None:
    assert checker.check(claim, premise).enough


@pytest.mark.parametrize(
    ("premise", "claim"),
    [
        (LOAN, "Parliament told Helena Marsh on Tuesday that the government would borrow 4.2 billion crowns."),
        (MATCH, "Calder Town beat Norwick United 3-1 at Brook Lane on Saturday."),
        (ARREST, "A protester struck a delivery van in Port Ellery."),
        (ARREST, "A 34-year-old man arrested police in Port Ellery."),
        (TRIAL, "A building firm took bribes from the former mayor, Piet Vance."),
        (VACCINE, "Volunteers tested the vaccine on 1,200 researchers at Halden University."),
        (AIRLINE, "Skylark bought Farrow Air for 310 million dollars last week."),
    ],
)
def test_who_does_and_to_whom_can_not_be_swapped(checker: Checker, premise: Sequence[str], claim: str) -> None:
    assert contradicted(checker.check(claim, premise), "the other way round")


@pytest.mark.parametrize(
    ("premise", "claim", "number"),
    [
        (LOAN, "Helena Marsh told parliament on Tuesday that it would borrow 2.4 billion crowns.", "2400000000"),
        (MATCH, "Norwick United beat Calder Town 4-1 at Brook Lane on Saturday.", "4"),
        (ARREST, "Police arrested a 43-year-old man in Port Ellery.", "43"),
        (TRIAL, "A court in Delmar sentenced the former mayor, Piet Vance, to nine years in prison.", "9"),
        (VACCINE, "Researchers at Halden University tested the vaccine on 12,000 volunteers.", "12000"),
        (["The toll rose to 4.2 million."], "The toll rose to 4 million.", "4"),
    ],
)
def test_a_changed_number_is_not_supported(checker: Checker, premise: Sequence[str], claim: str, number: str) -> None:
    assert contradicted(checker.check(claim, premise), f"not in the premise: {number}")


def test_a_number_may_be_written_in_words_or_with_a_comma(checker: Checker) -> None:
    assert checker.check("A court sentenced Piet Vance to 7 years in prison.", TRIAL).contradictions == ()
    assert checker.check("Researchers tested the vaccine on 1200 volunteers.", VACCINE).contradictions == ()


@pytest.mark.parametrize(
    ("premise", "claim", "name"),
    [
        (LOAN, "Helena Marsh told parliament with Oskar Lind that the government would borrow.", "Lind"),
        (MATCH, "Norwick United beat Fernhill Rovers 3-1 at Brook Lane on Saturday.", "Fernhill"),
        (ARREST, "Police arrested a 34-year-old man in Port Ellery and Stavley.", "Stavley"),
        (PLANT, "Ruth Aldane said the plant would reopen in May.", "May"),
        (TREATY, "Ministers from Vardia, Lostok and Brenn are due to sign the fishing treaty.", "Brenn"),
    ],
)
def test_an_added_name_is_not_supported(checker: Checker, premise: Sequence[str], claim: str, name: str) -> None:
    assert contradicted(checker.check(claim, premise), f"not in the premise: {name}")


@pytest.mark.parametrize(
    ("premise", "claim"),
    [
        (LOAN, "Helena Marsh told parliament on Tuesday that the government would not borrow 4.2 billion crowns."),
        (MATCH, "Norwick United did not beat Calder Town at Brook Lane on Saturday."),
        (PLANT, "The company has dismissed its 340 staff."),
        (ASSAULT, "Lena Orsted assaulted a taxi driver outside a nightclub in June."),
        (RAIN, "Mikko Salo, the fire chief, was hurt."),
        (RAIN, "Heavy rain did not close schools in the Torne valley on Wednesday."),
        (["Two ships were seized on Monday."], "No ships were seized on Monday."),
    ],
)
def test_what_is_denied_is_not_what_happened(checker: Checker, premise: Sequence[str], claim: str) -> None:
    assert contradicted(checker.check(claim, premise), "denied")


@pytest.mark.parametrize(
    ("premise", "claim"),
    [
        (TREATY, "Ministers from Vardia and Lostok signed the fishing treaty in Keldby on Friday."),
        (PLANT, "The plant reopened in March."),
    ],
)
def test_what_is_planned_has_not_happened(checker: Checker, premise: Sequence[str], claim: str) -> None:
    assert contradicted(checker.check(claim, premise), "happened here")


@pytest.mark.parametrize(
    ("premise", "claim"),
    [
        (AIRLINE, "Farrow Air sold the smaller airline Skylark for 310 million dollars last week."),
        (ASSAULT, "Lena Orsted has admitted that she assaulted a taxi driver outside a nightclub."),
        (["Parliament voted to lower the voting age to 16."], "Parliament voted to raise the voting age to 16."),
        (["The bank raised its key rate to 5.25 per cent."], "The bank cut its key rate to 5.25 per cent."),
        (["The bank kept its key rate and raised its forecast."], "The bank cut its forecast."),
        (["The governor said another increase was unlikely."], "The governor said another increase was likely."),
    ],
)
def test_the_opposite_is_not_supported(checker: Checker, premise: Sequence[str], claim: str) -> None:
    assert contradicted(checker.check(claim, premise), "the opposite")


@pytest.mark.parametrize(
    ("premise", "claim"),
    [
        (["Norwick United beat Calder Town on Saturday."], "Calder Town lost to Norwick United on Saturday."),
        (["Farrow Air bought Skylark from the Lind family."], "The Lind family sold Skylark to Farrow Air."),
        (["Prices rose in May after they had fallen in April."], "Prices fell in April."),
    ],
)
def test_the_other_side_of_the_same_deed_is_no_opposite(checker: Checker, premise: Sequence[str], claim: str) -> None:
    assert checker.check(claim, premise).contradictions == ()


@pytest.mark.parametrize(
    ("premise", "claim"),
    [
        (ASSAULT, "Lena Orsted praised a taxi driver outside a nightclub in June."),
        (VACCINE, "The university has raised its fees for foreign students."),
        (TREATY, "The stadium will be rebuilt with a roof."),
    ],
)
def test_another_deed_is_not_supported(checker: Checker, premise: Sequence[str], claim: str) -> None:
    assert checker.check(claim, premise).score < THRESHOLD


def test_a_claim_may_be_drawn_from_two_sentences_in_a_row(checker: Checker) -> None:
    claim = "Heavy rain closed 14 schools in the Torne valley and no one was hurt."
    assert checker.check(claim, RAIN).enough
    assert not checker.check(claim, RAIN[:1]).enough


def test_the_rest_of_an_article_changes_nothing(checker: Checker) -> None:
    claim = "Calder Town beat Norwick United 3-1 at Brook Lane on Saturday."
    article = [*PLANT, *MATCH, *RAIN]
    assert checker.check(MATCH[0], article).score == pytest.approx(checker.check(MATCH[0], MATCH).score)
    assert contradicted(checker.check(claim, article), "the other way round")


def test_where_nothing_is_said_nothing_is_supported(checker: Checker) -> None:
    assert checker.check("", MATCH) == checker.check("Norwick won.", []) == checker.check("…", [" "]) == Support()


def test_a_score_does_not_depend_on_what_was_checked_before(syntax: Syntax, local_embedder: LocalEmbedder) -> None:
    claim = "The vaccine was tested on 1,200 volunteers by researchers at Halden University."
    used = Checker(syntax, local_embedder)
    for premise in (MATCH, TRIAL, VACCINE):
        used.check(claim, premise)
    assert used.check(claim, VACCINE) == Checker(syntax, local_embedder).check(claim, VACCINE)
