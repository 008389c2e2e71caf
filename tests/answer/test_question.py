from __future__ import annotations

import pytest

from rag.answer.question import Kind, Question
from rag.answer.syntax import Syntax
from rag.answer.understanding import understand


def read(text: str, syntax: Syntax) -> Question:
    return understand(text, syntax.parse([text])[0])


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who attended the meeting?", Kind.ATTENDANCE),
        ("Who was at the summit?", Kind.ATTENDANCE),
        ("Which ministers took part in the talks?", Kind.ATTENDANCE),
        ("Who did Lammy meet in Washington?", Kind.ATTENDANCE),
        ("List the people who attended the summit.", Kind.ATTENDANCE),
        ("Who was on the call?", Kind.ATTENDANCE),
        ("What did the minister say about the ferry?", Kind.SPEECH),
        ("What was Ms Novak’s response?", Kind.SPEECH),
        ("What did Paul Ostrow promise?", Kind.SPEECH),
        ("Who said the bridge was safe?", Kind.SPEAKER),
        ("According to whom is the bridge safe?", Kind.SPEAKER),
        ("Who replaced Justin Trudeau?", Kind.WHO),
        ("Who is the prime minister of Canada?", Kind.WHO),
        ("Who is Kaja Kallas?", Kind.ROLE),
        ("What is Paul Ostrow’s job?", Kind.ROLE),
        ("When does the bridge reopen?", Kind.WHEN),
        ("On what day is the vote?", Kind.WHEN),
        ("Where was the treaty signed?", Kind.WHERE),
        ("In which city was the treaty signed?", Kind.WHERE),
        ("How many ships were freed?", Kind.HOW_MANY),
        ("What is the death toll?", Kind.HOW_MANY),
        ("How much will the bridge cost?", Kind.HOW_MUCH),
        ("What percentage of voters agreed?", Kind.HOW_MUCH),
        ("How long did the talks last?", Kind.HOW_LONG),
        ("Why was the summit cancelled?", Kind.WHY),
        ("What caused the flood?", Kind.WHY),
        ("Did the minister resign?", Kind.YES_NO),
        ("Is the bridge open?", Kind.YES_NO),
        ("What is the coalition of the willing?", Kind.DEFINITION),
        ("Which countries signed the treaty?", Kind.LIST),
        ("What will happen to the bridge?", Kind.WHAT),
        ("who attended the meeting", Kind.ATTENDANCE),
        ("WHEN DOES THE BRIDGE REOPEN?", Kind.WHEN),
    ],
)
def test_it_tells_what_is_asked_for(syntax: Syntax, question: str, kind: Kind) -> None:
    assert read(question, syntax).kind is kind


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who did David Lammy meet in Washington?", ("David Lammy", "Washington")),
        ("What did Kallas’s office say?", ("Kallas",)),
        ("How many ships were freed?", ()),
        ("What happened on Monday?", ()),
    ],
)
def test_it_finds_the_names(syntax: Syntax, question: str, names: tuple[str, ...]) -> None:
    assert read(question, syntax).names == names


def test_it_finds_the_noun_that_is_asked_for(syntax: Syntax) -> None:
    assert read("How many ships were freed?", syntax).noun == "ship"
    assert read("Which countries signed the treaty?", syntax).noun == "country"
    assert read("Who signed the treaty?", syntax).noun is None


@pytest.mark.parametrize("text", ["?", "ships", "🚢🚢", "what", "Was haben die Minister gesagt?", "the the the", "1"])
def test_anything_can_be_read(syntax: Syntax, text: str) -> None:
    assert read(text, syntax).kind in Kind
