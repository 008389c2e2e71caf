from __future__ import annotations

import pytest

from rag.answer.roles import holders, role_of
from rag.answer.syntax import Syntax
from tests.answer.samples import reading


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Foreign Secretary Ilse Brandvold flew home on Monday.", "Ilse Brandvold", "Foreign Secretary"),
        ("Radek Milosh, the Ostranian foreign minister, flew home.", "Radek Milosh", "Ostranian foreign minister"),
        ("The Canadian Prime Minister Owen Hartley flew home.", "Owen Hartley", "Canadian Prime Minister"),
        ("The tanker belongs to its owner, Fabian Crewe.", "Fabian Crewe", "owner"),
        ("Newly elected President Maria Santos took the oath.", "Maria Santos", "President"),
        ("The bank’s governor, Hanne Quill, cut the rate.", "Hanne Quill", "governor"),
    ],
)
def test_a_role_is_given_as_the_article_gives_it(syntax: Syntax, text: str, name: str, words: str) -> None:
    role = role_of(name, reading(text, syntax))
    assert role is not None
    assert words in role.text
    assert role.text.strip(" ,") in text


def test_a_role_is_found_by_a_surname_with_an_honorific(syntax: Syntax) -> None:
    text = "Ilse Brandvold, the foreign minister, arrived.\nMs Brandvold did not speak."
    role = role_of("Ms Brandvold", reading(text, syntax))
    assert role is not None
    assert "foreign minister" in role.text


@pytest.mark.parametrize(
    "text", ["Ilse Brandvold flew home.", "The foreign minister met Ilse Brandvold.", "Nobody came."]
)
def test_no_role_is_made_up(syntax: Syntax, text: str) -> None:
    assert role_of("Ilse Brandvold", reading(text, syntax)) is None


def test_another_persons_role_is_not_lent(syntax: Syntax) -> None:
    text = "Foreign Minister Ilse Brandvold and the engineer Tomas Hegg spoke to Petra Lind."
    read = reading(text, syntax)
    assert [role.person for role in holders(frozenset({"engineer"}), frozenset(), read)] == ["Tomas Hegg"]
    assert [role.person for role in holders(frozenset({"foreign", "minister"}), frozenset(), read)] == [
        "Ilse Brandvold"
    ]
    assert role_of("Petra Lind", read) is None


def test_the_country_tells_two_ministers_apart(syntax: Syntax) -> None:
    text = "The Ostranian foreign minister, Radek Milosh, met the Veldish foreign minister, Ilse Brandvold."
    found = holders(frozenset({"ostranian", "foreign", "minister"}), frozenset(), reading(text, syntax))
    assert [role.person for role in found] == ["Radek Milosh"]


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("The club dismissed its manager, Omar Field.", "Omar Field", True),
        ("Omar Field, the manager, praised the fans.", "Omar Field", False),
        ("Lena Brook was presented as the new manager.", "Lena Brook", False),
    ],
)
def test_it_is_told_whether_someone_holds_the_role_no_more(syntax: Syntax, text: str, name: str, left: bool) -> None:
    role = role_of(name, reading(text, syntax))
    assert role is not None
    assert "manager" in role.words
    assert role.left is left


def test_a_deputy_is_not_the_holder(syntax: Syntax) -> None:
    told = reading("Deputy governor Silas Moor spoke after the governor, Hanne Bly.", syntax)
    assert [role.person for role in holders(frozenset({"governor"}), frozenset(), told)] == ["Hanne Bly"]


def test_nobody_has_a_role_before_they_enter_it(syntax: Syntax) -> None:
    told = reading("Maria Santos has become the new governor. Jon Pike will become the governor in May.", syntax)
    assert [role.person for role in holders(frozenset({"governor"}), frozenset(), told)] == ["Maria Santos"]
