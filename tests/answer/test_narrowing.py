from __future__ import annotations

from datetime import date

import pytest

from rag import Library

TEXT = (
    "Fishery minister Orla Finch and transport minister Jon Abel of Marland are set to meet the Ports Union’s chief of "
    "harbours on Friday in Brandport to discuss night ferries.\n"
    "The meeting will also include Lathian Prime Minister Ada Roe.\n"
    "On Monday, President Hugo Brand welcomed Sir Emil Stone to the Quay House.\n"
)


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ("Besides Orla Finch, Jon Abel and the chief of harbours, who else will join the meeting?", "Roe", "chief"),
        ("Which Lathian prime minister will take part in the meeting?", "Roe", "chief"),
        ("Who came to the Quay House on Monday?", "Stone", "Brand"),
    ],
)
def test_only_those_whom_the_question_asks_for_are_listed(
    tmp_path: object, models: Library, asked: str, there: str, not_there: str
) -> None:
    with Library.open(str(tmp_path), beside=models) as library:
        library.add_text(TEXT, title="Ministers to meet on ferries", published=date(2026, 6, 16))
        answer = library.ask(asked, asked=date(2026, 6, 17))
    names = answer.text.split("\n", maxsplit=1)[0]
    assert there in names
    assert not_there not in names
