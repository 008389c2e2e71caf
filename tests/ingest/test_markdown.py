from datetime import UTC, datetime
from itertools import pairwise

import pytest

from rag.errors import UnreadableInput
from rag.models import Stamp
from tests.ingest.samples import article, error

FRONT_MATTER = """---
title: "Harbour: plan approved"
source: The Courier
authors: [Ana Reyes, "Bo Lind"]
published: 2025-03-18
updated: 2025-03-19T10:00:00+01:00
url: https://courier.example/harbour
language: en-GB
---
"""


def test_front_matter_fills_every_field_and_keeps_the_dates_apart() -> None:
    found = article(".md", FRONT_MATTER + "The council met.")

    assert (found.title, found.source) == ("Harbour: plan approved", "The Courier")
    assert found.authors == ("Ana Reyes", "Bo Lind")
    assert (found.url, found.language, found.text) == ("https://courier.example/harbour", "en", "The council met.")
    assert found.published_at == Stamp(datetime(2025, 3, 18, tzinfo=UTC), "front matter 'published'")
    assert found.updated_at == Stamp(datetime(2025, 3, 19, 9, tzinfo=UTC), "front matter 'updated'")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = FRONT_MATTER + "# Next\n\nThe council met.\n"

    assert article(".md", text.replace("\n", "\r\n").encode("utf-8-sig")) == article(".md", text)


def test_the_first_heading_is_the_title_where_the_front_matter_has_none() -> None:
    found = article(".md", "---\nsource: S\n---\n\n# The *harbour* plan\n\nThe council met.\n\n# Later\n\nIt voted.")

    assert found.title == "The harbour plan"
    assert found.text == "The council met.\n\nLater\n\nIt voted."


def test_a_heading_that_repeats_the_title_is_not_text() -> None:
    assert article(".md", "---\ntitle: A plan\n---\n# A plan\n\nThe council met.").text == "The council met."


def test_subheadings_keep_their_own_line_without_the_hashes() -> None:
    assert article(".md", "# T\n\nThe council met.\n\n## What is next\nIt votes.").text == (
        "The council met.\n\nWhat is next\n\nIt votes."
    )


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("The **council** _met_ in `May`.", "The council met in May."),
        ("See [the plan](https://courier.example/plan 'x') and ![a photo](p.png)it.", "See the plan and it."),
        ("One line\nand its rest.", "One line and its rest."),
        ("One line  \nAnother.", "One line\nAnother."),
        ("> He said\n> so.", "He said so."),
        ("- One man\n- two women", "One man\ntwo women"),
        ("1. One\n2. Two", "1. One\n2. Two"),
        ("2025. It was a good year.", "2025. It was a good year."),
        ("| Town | Seats |\n|---|---|\n| Aune | 4 |", "Town | Seats\nAune | 4"),
        ("One.\n\n* * *\n\nTwo.", "One.\n\nTwo."),
        ("    An indented paragraph.", "An indented paragraph."),
        ("It rose by 5*3 to snake_case & <b>fell</b> &amp; 3 < 4.", "It rose by 5*3 to snake_case & fell & 3 < 4."),
        ("<div>It <b>met</b>.<script>alert(1)</script></div>", "It met."),
        ("“It’s ours” – he said -- 'no'...", "“It’s ours” – he said -- 'no'..."),
        ("~~struck~~ [^1]", "~~struck~~ [^1]"),
    ],
)
def test_markup_goes_and_words_stay(markdown: str, text: str) -> None:
    assert article(".md", f"# T\n\n{markdown}").text == text


def test_values_stay_as_written_whatever_yaml_would_make_of_them() -> None:
    assert article(".md", "---\ntitle: No\nsource: 10:30\n---\nThe council met.").source == "10:30"
    assert article(".md", "---\ntitle: No\n---\nThe council met.").title == "No"


def test_words_between_two_rules_are_not_front_matter() -> None:
    assert article(".md", "---\n\nThe council met.\n\n---\n\nIt voted.").text == "The council met.\n\nIt voted."


def test_front_matter_that_is_not_yaml_is_an_error_with_its_line() -> None:
    found = error(".md", "---\nsource: S\ntitle: Harbour: approved\n---\nThe council met.")

    assert "sample.md:3" in found.what
    assert "quotation marks" in found.fix


def test_a_field_of_the_wrong_kind_is_named() -> None:
    assert "'source'" in error(".md", "---\nsource: [a, b]\n---\nThe council met.").what
    assert "'authors'" in error(".md", "---\nauthors: {a: b}\n---\nThe council met.").what


def test_yaml_bombs_do_not_go_off() -> None:
    layers = "".join(f"{name}: &{name} [{f'*{inner}, ' * 9}]\n" for inner, name in pairwise("abcdefghi"))
    bomb = f"---\na: &a [x, x, x]\n{layers}authors: *i\n---\nThe council met."

    assert isinstance(error(".md", bomb), UnreadableInput)
    assert isinstance(error(".md", f"---\na: {'[' * 5000}\n---\nThe council met."), UnreadableInput)
    assert "too long" in error(".md", f"---\na: {'x' * 70_000}\n---\nThe council met.").what


def test_python_objects_in_front_matter_are_never_built() -> None:
    assert article(".md", "---\nx: !!python/object/apply:os.system [exit 1]\n---\nThe council met.").text


def test_markup_that_would_take_hours_is_refused_at_once() -> None:
    assert "too long" in error(".md", "[" * 100_000).what
    assert "too long" in error(".md", "The council met. " * 100_000).what
