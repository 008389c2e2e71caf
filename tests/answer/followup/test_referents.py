from __future__ import annotations

import pytest

from rag.answer.followup.referents import Sort, referents, sort_of_name
from rag.answer.syntax import Syntax


@pytest.mark.parametrize(
    ("name", "label", "text", "sort"),
    [
        ("Ada Venn", "PERSON", "", Sort.PERSON),
        ("Venn", "GPE", "Ms Ada Venn spoke.", Sort.PERSON),
        ("Lady Ada Venn", "ORG", "", Sort.PERSON),
        ("the Ada Venn", "PERSON", "", Sort.THING),  # a ship
        ("Orle", "GPE", "", Sort.PLACE),
        ("Orle Council", "PERSON", "", Sort.BODY),
        ("Orle Summit", "ORG", "", Sort.EVENT),
        ("Orle", "", "", Sort.THING),
    ],
)
def test_a_title_tells_more_than_the_parser(name: str, label: str, text: str, sort: Sort) -> None:
    assert sort_of_name(name, label, [text]) is sort


@pytest.mark.parametrize(
    ("question", "spoken"),
    [
        ("Who signed the treaty between Orle and Tarn?", ["the treaty between Orle and Tarn", "Orle", "Tarn"]),
        ("How many ships were freed on Monday?", ["the ships", "Monday"]),
        ("Does Orle support a ceasefire?", ["Orle", "the ceasefire"]),
        ("Who leads the Dockers’ Union?", ["the Dockers’ Union"]),
        ("Where did the talks take place?", ["the talks"]),
    ],
)
def test_what_is_spoken_of_stands_by_itself(syntax: Syntax, question: str, spoken: list[str]) -> None:
    (doc,) = syntax.parse([question])
    assert [one.text for one in referents(doc, [])] == spoken
