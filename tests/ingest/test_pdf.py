import zlib

import pytest

from rag.errors import EmptyInput, UnreadableInput
from tests.ingest.samples import article, error, locked_pdf, pdf

PAGE = (
    "The council approved the harbour plan on Monday by nine votes to four, after a de-",
    "bate that lasted six hours. The mayor called it the biggest project in a decade, and",
    "praised EU-",
    "UK help.",
    "What happens next",
    "Work starts in May, the mayor said.",
)


def test_wrapped_lines_become_paragraphs_and_broken_words_whole() -> None:
    assert article(".pdf", pdf(PAGE)).text == (
        "The council approved the harbour plan on Monday by nine votes to four, after a debate that lasted six hours. "
        "The mayor called it the biggest project in a decade, and praised EU-UK help.\n"
        "What happens next\nWork starts in May, the mayor said."
    )


def test_a_compound_written_with_its_hyphen_elsewhere_keeps_it_at_a_line_end() -> None:
    lines = (
        "The talks on co-operation went on through the whole of the night, until the",
        "ministers left the old hall by the sea, and in the morning the new co-",
        "operation treaty was signed.",
    )

    assert "the new co-operation treaty was" in article(".pdf", pdf(lines)).text


def test_a_sentence_goes_on_over_the_page_without_page_numbers_and_running_heads() -> None:
    first = "The council approved the harbour plan on Monday by nine votes to four, after"
    pages = [
        ["The Courier", first, "Page 1 of 3"],
        ["The Courier", "a debate that lasted for six hours in a hall that was full to its last seat and", "2"],
        ["The Courier", "loud.", "- 3 -"],
    ]

    assert article(".pdf", pdf(*pages)).text == (
        f"{first} a debate that lasted for six hours in a hall that was full to its last seat and loud."
    )


def test_the_title_in_the_metadata_counts_only_if_the_pages_show_it() -> None:
    lines = ["Harbour plan approved by nine votes to four?", "The council met."]

    assert article(".pdf", pdf(lines, title="Harbour plan approved by nine votes to four?")).text == "The council met."
    assert article(".pdf", pdf(["The council met."], title="Microsoft Word - draft7.doc")).title == "The council met."


def test_the_day_the_file_was_made_is_not_its_publication() -> None:
    found = article(".pdf", pdf(["The council met."], title="The council met."))

    assert (found.published_at, found.updated_at) == (None, None)


def test_a_password_is_asked_for_only_where_one_is_needed() -> None:
    found = error(".pdf", locked_pdf("secret"))

    assert isinstance(found, UnreadableInput)
    assert found.what == "sample.pdf is protected by a password."
    assert article(".pdf", locked_pdf("")).text == "The council met."


def test_a_pdf_of_images_says_that_it_has_no_text_layer() -> None:
    found = error(".pdf", pdf([], []))

    assert isinstance(found, EmptyInput)
    assert "no text layer" in found.what
    assert "OCR" in found.fix


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing", pdf(PAGE)[:400], b"words"])
def test_a_damaged_pdf_is_named_with_a_fix(data: bytes) -> None:
    found = error(".pdf", data)

    assert isinstance(found, UnreadableInput)
    assert "sample.pdf" in found.what


@pytest.mark.parametrize("size", [6_000_000, 90_000_000])
def test_a_decompression_bomb_is_refused_at_once(size: int) -> None:
    harmless, packed = pdf(["x"]), zlib.compress(b" " * size)
    start, end = harmless.index(b"<< /Length"), harmless.index(b"\nendstream")
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed

    assert isinstance(error(".pdf", harmless[:start] + stream + harmless[end:]), UnreadableInput)
