"""What keeps an answer to the question: the exact time, the kind of place, the person meant, what was done."""

from __future__ import annotations

import pytest

from rag.answer.ambiguous import is_bare
from rag.answer.question import Kind, Question
from rag.answer.reasons import asks_cause
from rag.answer.select import answer_span
from rag.answer.support import missing_people, missing_verb, only_wanted
from rag.answer.syntax import Syntax
from rag.answer.understanding import understand
from rag.answer.unfit import falls_short
from tests.answer.samples import reading


def read(text: str, syntax: Syntax) -> Question:
    return understand(text, syntax.parse([text])[0])


def lead(question: str, text: str, syntax: Syntax) -> str | None:
    article = reading(text, syntax)
    span = answer_span(read(question, syntax), article.sentence(0), article)
    return span.text if span is not None else None


@pytest.mark.parametrize(
    ("question", "sentence", "told"),
    [
        ("At what time did the Sula ferry sail?", "The Sula ferry sailed at 07.45 GMT from Marl.", "07.45 GMT"),
        ("At what time did the ferry sail?", "The ferry sailed at 6.15 am on Friday.", "6.15 am"),
        ("At what time did the ferry sail?", "The ferry sailed 20 minutes later.", None),
        ("When will the board publish the report?", "The board will publish its quarterly report.", None),
        ("Where did the Sula ferry sail from?", "The Sula ferry sailed at 07.45 GMT.", None),
        ("How much did the ferry cost?", "The ferry sailed at 7.45 am.", None),
        ("Who is the mayor that comes from Norway?", "Peter Holt, the Norwegian mayor, will speak.", "Peter Holt"),
        ("To which port was the crew taken?", "The crew was taken to the port of Hamburg.", "Hamburg"),
        ("To which port was the crew taken?", "The crew was taken to Halden in Norway.", None),
    ],
)
def test_an_exact_question_wants_an_exact_answer(
    syntax: Syntax, question: str, sentence: str, told: str | None
) -> None:
    found = lead(question, sentence, syntax)
    assert found == told if told is None else found is not None and told in found


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        (
            "What did the lawyer ask for in the Holt trial?",
            "Peter Holt is accused.\nOthers came.\nShe asked for bail.",
            0,
        ),
        ("When did Peter Holt ask for bail?", "Peter Holt is accused.\nOthers came.\nThe lawyer asked for bail.", 1),
        ("When did Peter Holt leave?", "Peter Holt is accused.\nIt rained.\nHe left on Friday.", 0),
        ("When did Peter Holt leave?", "Peter Holt is accused.\nAnna Rusk spoke.\nHe left on Friday.", 1),
        ("Who spoke at Garnet House?", "Garnet House was full.\nIt rained.\nAnna Rusk spoke.", 0),
    ],
)
def test_a_person_is_missed_only_where_one_takes_part(syntax: Syntax, question: str, text: str, missing: int) -> None:
    assert missing_people(read(question, syntax), reading(text, syntax), 2) == missing


def test_what_was_only_asked_for_was_not_done(syntax: Syntax) -> None:
    question = read("How many years was Peter Holt sentenced to?", syntax)
    assert only_wanted(question, reading("The prosecutor asked for a sentence of two years.", syntax).sentence(0))
    assert not only_wanted(question, reading("The judge gave a sentence of two years.", syntax).sentence(0))


@pytest.mark.parametrize(
    ("question", "sentence", "short"),
    [
        ("Which orchard is mentioned by name?", "The money went to an orchard near the coast.", True),
        ("Which orchard is mentioned by name?", "The money went to Hollin Orchard near the coast.", False),
        ("How did each of the six judges decide?", "Four decided for it and two against.", True),
        ("How did each of the six judges decide?", "All six decided for it.", False),
    ],
)
def test_a_name_or_each_one_is_not_answered_by_less(syntax: Syntax, question: str, sentence: str, short: bool) -> None:
    article = reading(sentence, syntax)
    assert falls_short(read(question, syntax), article.sentence(0), article) is short


def test_to_fall_ill_is_told_in_other_words(syntax: Syntax) -> None:
    question = read("How many people have fallen ill in Varn?", syntax)
    assert not missing_verb(question, reading("The fever has made 12 people sick in Varn.", syntax), 0)
    assert missing_verb(question, reading("The fever was seen in Varn.", syntax), 0)


def test_a_name_is_counted_once_and_common_words_are_no_names(syntax: Syntax) -> None:
    names = read("Did Peter Holt ask the fund for money?", syntax).names
    assert names == ("Peter Holt",)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What would it have cost to mend the gate?", Kind.HOW_MUCH),
        ("Who was Anna Rusk’s main rival in the vote?", Kind.WHO),
    ],
)
def test_what_is_asked_for_is_understood(syntax: Syntax, question: str, kind: Kind) -> None:
    assert read(question, syntax).kind is kind


def test_a_cause_is_asked_for_by_that_word() -> None:
    assert asks_cause("What caused the fire?")
    assert not asks_cause("Because of whom was it late?")


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("How many people marched outside the talks?", True),
        ("How many people marched on Friday?", False),
        ("How many people marched in Varn?", False),
    ],
)
def test_a_question_without_particulars_is_bare(syntax: Syntax, question: str, bare: bool) -> None:
    assert is_bare(read(question, syntax)) is bare
