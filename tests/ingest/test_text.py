import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import UnreadableInput
from rag.ingest.text import decode, normalise, one_line

PRICE = "A café’s price: “£5” – or €6…"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    assert decode(PRICE.encode(encoding), "a.txt") == PRICE


def test_a_declared_encoding_is_believed_and_a_wrong_one_ignored() -> None:
    assert decode("Привет, мир".encode("koi8-r"), "a.html", "koi8-r") == "Привет, мир"
    assert decode(PRICE.encode("cp1252"), "a.html", "no-such-code") == PRICE


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251"])
def test_an_encoding_that_cant_be_told_is_an_error_and_not_gibberish(encoding: str) -> None:
    with pytest.raises(UnreadableInput, match=r"encoding of a\.txt can't be told\. Save it as UTF-8\."):
        decode("Привет, мир".encode(encoding), "a.txt")


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", b"\x01\x02\x03\x04 abc", "no mark".encode("utf-16-le")])
def test_binary_data_is_an_error(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match=r"a\.docx is a binary file"):
        decode(data, "a.docx")


def test_what_a_reader_cant_see_is_tidied() -> None:
    untidy = "\ufeff One\u00a0 \ttwo\u200b\u202e \r\nthree\u00ad\u2060\r\r\r\u2028four\x07\x1b \ud800\U000e0041"

    assert normalise(untidy) == "One two\nthree\n\nfour \ufffd"


def test_letters_are_composed() -> None:
    assert normalise("Cafe\u0301") == "Café"


@pytest.mark.parametrize("text", ["“It’s ‘ours’” – he said—once… «oui» 12:30 co-operation", "₤5, №7, ﬁn, 👩🏽, हिन्दी"])
def test_words_quotation_marks_and_dashes_stay_as_written(text: str) -> None:
    assert normalise(text) == text


@given(st.text(st.characters(codec=None), max_size=80))
def test_tidied_text_is_clean_and_stays_the_same_when_tidied_again(text: str) -> None:
    tidy = normalise(text)

    assert normalise(tidy) == tidy
    assert unicodedata.is_normalized("NFC", tidy)
    assert {unicodedata.category(char) for char in tidy.replace("\n", "")}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert tidy.splitlines() == tidy.split("\n") if tidy else True
    assert "\n\n\n" not in tidy


def test_a_tower_of_combining_marks_is_cut_before_it_takes_hours() -> None:
    assert len(normalise("a" + "\u0301\u0323" * 500_000)) < 40


def test_a_title_is_one_line() -> None:
    assert one_line(" Harbour\n plan\u00a0 approved ") == "Harbour plan approved"
