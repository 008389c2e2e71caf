"""Who holds a role now, and of what: never another country's holder, nor one who has left."""

from __future__ import annotations

from datetime import date

import pytest

from rag.answer.holding import role_answer
from rag.answer.reading import Reading
from rag.answer.syntax import Syntax
from rag.answer.understanding import understand
from rag.ingest.sentences import split
from rag.models import Article, Draft, Stamp

PREMIERS = (
    "The Ostmark prime minister, Henrik Dahl, phoned Lena Kortig, who was sworn in as prime minister of Varnia, on "
    "Friday.\nMr Dahl wants to visit Corran."
)
PROBES = (
    "Marta Quill, flight director of the Selene mission, wept.\nThe Kestrel probe, whose flight director, Ivan Roth, "
    "left in May, was lost."
)
MAYOR = "The mayor of Halm, Doris Vint, spoke first.\nHer deputy in Halvern, Dr Matti Juhl, stayed away."


def holder(question: str, syntax: Syntax, *texts: str) -> str:
    """Who is named, or the reason why nobody is; each text is a day newer than the one before."""
    asked = understand(question, syntax.parse([question])[0])
    readings = [
        Reading(Article(str(day), "", text, published_at=Stamp.of(date(2026, 3, day), "test")), split(text), syntax)
        for day, text in enumerate(texts, 1)
    ]
    told = role_answer(asked, readings)
    assert told is not None
    return told.text.split(" — ", 1)[0] if isinstance(told, Draft) else told


@pytest.mark.parametrize(
    ("question", "text", "person"),
    [
        ("Who is the prime minister of Ostmark?", PREMIERS, "Henrik Dahl"),
        ("Who is prime minister of Varnia?", PREMIERS, "Lena Kortig"),
        ("Who is the prime minister of Corran?", PREMIERS, "No one is named in that role."),
        ("Who is the flight director of Selene?", PROBES, "Marta Quill"),
        ("Who was the flight director of Kestrel?", PROBES, "Ivan Roth"),
        ("Who is Doris Vint's deputy?", MAYOR, "Matti Juhl"),
        ("Who is the mayor's deputy?", MAYOR, "Matti Juhl"),
    ],
)
def test_a_role_is_that_of_the_country_or_body_asked_about(
    syntax: Syntax, question: str, text: str, person: str
) -> None:
    assert holder(question, syntax, text) == person


def test_whoever_a_newer_article_tells_to_have_left_holds_a_role_no_more(syntax: Syntax) -> None:
    before = "Corbit’s chief executive, Franz Adler, presented the drill."
    left = "Corbit dismissed Franz Adler on Tuesday."
    question = "Who is the chief executive of Corbit?"
    assert holder(question, syntax, before) == "Franz Adler"
    assert holder(question, syntax, before, left) == "No one is named in that role."


def test_the_new_holder_is_found_where_the_old_one_has_the_fuller_title(syntax: Syntax) -> None:
    before = "Corbit’s chief executive, Franz Adler, presented the drill."
    after = "Corbit has dismissed Franz Adler.\nThe new chief executive, Joan Tesk, spoke on Tuesday."
    assert holder("Who is the chief executive of Corbit?", syntax, before, after) == "Joan Tesk"
