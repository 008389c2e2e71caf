from __future__ import annotations

import pytest

from rag.answer.words import names_in, one_line, points_back, quotations, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Council’s vote", ["the", "council", "s", "vote"]),
        ("It cost 1,200.50 at 3:05.", ["it", "cost", "1,200.50", "at", "3:05"]),
        ("They won 2-1!", ["they", "won", "2", "1"]),
        ("e\u0301te\u0301", ["été"]),
        ("fer\u00adry\u200b", ["ferry"]),
        ("Straße", ["strasse"]),
        ("…", []),
    ],
)
def test_words_are_compared_in_lower_case_without_what_cannot_be_seen(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("She called it “a gift to foreigners”.", ["a gift to foreigners"]),
        ('"We left," he said. "It was late."', ["We left,", "It was late."]),
        ("He said ‘it isn’t so’ twice.", ["it isn’t so"]),
        ("Sie nannte es «spät».", ["spät"]),
        ("The boys’ boats and Ada's dog", []),
    ],
)
def test_what_stands_between_quotation_marks_is_found_and_apostrophes_are_none(text: str, quoted: list[str]) -> None:
    assert list(quotations(text)) == quoted


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Ms Rao say?", ["Ms Rao"]),
        ("When did the Bank of Ghana meet Tom Bell?", ["Bank of Ghana", "Tom Bell"]),
        ("Did Odile Varga resign?", ["Odile Varga"]),
        ("Where was it?", []),
        ("who is odile varga?", []),
    ],
)
def test_names_are_what_a_question_writes_with_capitals_but_for_its_first_word(question: str, names: list[str]) -> None:
    assert names_in(question) == names


@pytest.mark.parametrize("text", ["He left.", "“It was late,” he said.", "The two met.", "Their boat sank."])
def test_a_pronoun_at_the_start_points_back(text: str) -> None:
    assert points_back(text)


@pytest.mark.parametrize("text", ["Helen left.", "Ministers met.", "Theirs was the last boat.", "The twins met."])
def test_a_sentence_that_names_whom_it_is_about_does_not_point_back(text: str) -> None:
    assert not points_back(text)


def test_a_quotation_is_shown_on_one_line() -> None:
    assert one_line("  The ferry\n left\t late. ") == "The ferry left late."
