from __future__ import annotations

import pytest

from rag.answer.definitions import definition
from rag.answer.question import Kind
from rag.answer.syntax import Syntax
from rag.answer.understanding import understand
from tests.answer.samples import reading

OTHER = "The Marl Quay Pact was named twice in the debate.\n"


@pytest.mark.parametrize(
    "told",
    [
        "The Marl Quay Pact is a treaty of nine ports.",
        "Sailors praised the Marl Quay Pact, a treaty of nine ports.",
        "The Marl Quay Pact, which binds nine ports, ends in May.",
    ],
)
def test_the_sentence_that_says_what_it_is_answers(syntax: Syntax, told: str) -> None:
    text = "What is the Marl Quay Pact?"
    question = understand(text, syntax.parse([text])[0])
    assert question.kind is Kind.DEFINITION
    draft = definition(question, [reading(f"{OTHER}{told}\nNobody else spoke.", syntax)])
    assert draft is not None
    assert [c.quote for c in draft.claims[0].citations] == [told]


@pytest.mark.parametrize(
    "text", ["The Marl Quay Pact was signed in May.", "They broke the Marl Quay Pact, a claim that Lind denied."]
)
def test_a_sentence_that_only_names_it_does_not(syntax: Syntax, text: str) -> None:
    asked = "What is the Marl Quay Pact?"
    assert definition(understand(asked, syntax.parse([asked])[0]), [reading(text, syntax)]) is None


@pytest.mark.parametrize(
    ("text", "noun"),
    [("What is Ada Lind's age?", "age"), ("What was the result of Lind United's game?", "result")],
)
def test_asking_for_something_of_it_asks_for_that(syntax: Syntax, text: str, noun: str) -> None:
    question = understand(text, syntax.parse([text])[0])
    assert (question.kind, question.noun) == (Kind.WHAT, noun)
