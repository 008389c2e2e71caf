from datetime import UTC, datetime

import pytest

from rag.errors import EmptyInput, InputError, UnreadableInput
from rag.models import Article, Stamp
from tests.ingest.samples import article, error, parsed


def shape(found: list[Article | InputError]) -> list[str]:
    """Texts of articles, and where the errors are."""
    return [one.text if isinstance(one, Article) else one.what.split(" is ")[0] for one in found]


def test_an_object_fills_every_field() -> None:
    found = article(
        ".json",
        """{"title": "Harbour plan", "text": "The council met.", "url": "https://courier.example/a",
        "source": "The Courier", "authors": ["Ana Reyes", "Bo Lind"],
        "published": "2025-03-18", "updated": 1742378400, "language": "en"}""",
    )

    assert (found.title, found.text, found.source) == ("Harbour plan", "The council met.", "The Courier")
    assert (found.url, found.authors, found.language) == ("https://courier.example/a", ("Ana Reyes", "Bo Lind"), "en")
    assert found.published_at == Stamp(datetime(2025, 3, 18, tzinfo=UTC), "JSON field 'published'")
    assert found.updated_at == Stamp(datetime(2025, 3, 19, 10, tzinfo=UTC), "JSON field 'updated'")


@pytest.mark.parametrize("key", ["text", "body", "content"])
def test_the_text_has_several_names(key: str) -> None:
    assert article(".json", f'{{"{key}": "The council met."}}').text == "The council met."


@pytest.mark.parametrize(
    ("fields", "origin"),
    [
        ('"published_at": "2025-03-18"', "JSON field 'published_at'"),
        ('"date": "2025-03-18"', "JSON field 'date'"),
        ('"published": "Tuesday", "date": "2025-03-18"', "JSON field 'date'"),
    ],
)
def test_the_date_of_publication_remembers_its_field(fields: str, origin: str) -> None:
    found = article(".json", f'{{"text": "The council met.", {fields}}}')

    assert found.published_at == Stamp(datetime(2025, 3, 18, tzinfo=UTC), origin)


def test_authors_may_be_one_string() -> None:
    assert article(".json", '{"text": "It met.", "author": "Ana Reyes; Bo Lind"}').authors == ("Ana Reyes", "Bo Lind")


def test_a_bad_line_is_named_and_the_others_go_in() -> None:
    lines = (
        *(b'{"text": "One."}', b"", b"not json", b'{"text": "Caf\xe9."}', b'{"text": 5}'),
        *(b"7", b'{"title": "No text"}', b"\x00", b'{"text": "Two."}'),
    )

    found = parsed(".jsonl", b"\n".join(lines))

    assert shape(found)[:3] == ["One.", "sample.jsonl:3", "Café."]
    assert [one.what for one in found if isinstance(one, InputError)][1:] == [
        "The field 'text' of sample.jsonl:5 is not text.",
        "sample.jsonl:6 is not a JSON object.",
        "sample.jsonl:7 has no 'text', 'body' or 'content'.",
        "sample.jsonl:8 is a binary file, not text.",
    ]
    assert shape(found)[-1] == "Two."


def test_a_bad_item_of_an_array_is_named_by_its_line() -> None:
    found = parsed(".json", '\n[\n {"text": "One."},\n 7, {"text": "Two."},\n {"text": "Three"\n ]')

    assert shape(found) == ["One.", "sample.json:4", "Two.", "sample.json:6"]


@pytest.mark.parametrize("tail", ["", ",", ", {", " x", "] x"])
def test_items_before_a_fault_in_the_array_go_in(tail: str) -> None:
    found = parsed(".json", f'[{{"text": "One."}}{tail}')

    assert shape(found) == ["One.", "sample.json:1"]


def test_json_lines_are_known_whatever_the_file_is_called() -> None:
    assert shape(parsed(".json", '{"text": "One."}\n{"text": "Two."}\n')) == ["One.", "Two."]


def test_an_object_over_several_lines_is_one_article_and_its_fault_has_a_line() -> None:
    assert article(".json", '{\n "text": "One."\n}\n').text == "One."
    assert "sample.json:3 is not valid JSON" in error(".json", '{\n "text": "One.",\n "x" 5\n}').what


def test_missing_values_as_data_frames_write_them_are_missing() -> None:
    found = article(".json", '{"text": "One.", "title": NaN, "author": NaN, "published": -Infinity, "url": null}')

    assert (found.title, found.authors, found.published_at, found.url) == ("One.", (), None, None)


def test_lone_surrogates_and_nul_characters_in_strings_do_not_survive() -> None:
    assert article(".json", r'{"text": "One \ud800\u0000two \ud83d\ude00."}').text == "One \ufffdtwo 😀."


@pytest.mark.parametrize("data", ["[" * 100_000, '{"a":' * 100_000, '[{"text":' + "[" * 100_000])
def test_endless_nesting_is_an_error(data: str) -> None:
    assert "nested too deeply" in error(".json", data).what
    assert "nested too deeply" in error(".jsonl", data).what


def test_a_number_without_end_is_an_error() -> None:
    assert isinstance(error(".json", f'{{"text": "One.", "n": {"9" * 5000}}}'), UnreadableInput)


def test_a_line_of_many_megabytes_is_one_article() -> None:
    assert len(article(".jsonl", '{"text": "' + "The council met. " * 200_000 + '"}').text) == 3_399_999


def test_utf_16_exports_are_read() -> None:
    assert article(".jsonl", '{"text": "Café."}\n'.encode("utf-16")).text == "Café."


def test_an_empty_list_says_so() -> None:
    assert isinstance(error(".json", " [ ]\n"), EmptyInput)
