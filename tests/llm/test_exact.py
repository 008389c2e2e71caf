"""What can be proved false of a statement is, and what is written otherwise is not."""

from __future__ import annotations

from datetime import date

import pytest

from rag.llm.exact import altered_quotation, unsaid

PUBLISHED = date(2026, 3, 10)  # a Tuesday
FERRY = "The Lorne ferry ran aground on Sunday with 60 people on board, the coastguard said."
CROWNS = "The town has set aside 1.2 million crowns."
INQUIRY = "Lorne will hold an inquiry on Friday."


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("She said it was “late”.", ["“It was late,” she said."]),
        ("She said “it was late. We left”.", ["“It was late.", "We left,” she said."]),
        ("He said ‘it isn’t so’.", ["“It isn't so,” he said."]),
        ('He called it "a gift to foreigners".', ["He called the sale “a gift to foreigners” and left."]),
        ("The boys' boats sank.", []),
        ("He said “…”.", ["He left."]),
    ],
)
def test_words_that_stand_in_the_sentences_may_be_quoted(text: str, sentences: list[str]) -> None:
    assert altered_quotation(text, sentences) is None


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("She said it was “too late”.", "too late"),
        ("She said it was “lat”.", "lat"),
        ("She said “it was late” and “we are lost”.", "we are lost"),
        ("She said “was it late”.", "was it late"),
    ],
)
def test_a_quotation_that_no_sentence_has_is_told(text: str, quoted: str) -> None:
    assert altered_quotation(text, ["“It was late,” she said."]) == quoted


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (FERRY, FERRY),
        ("Sixty people were on board.", FERRY),
        ("The town has set aside 1,200,000 crowns.", CROWNS),
        ("The town has set aside 1.2m crowns.", CROWNS),
        ("It fell by 4.25%.", "It fell by 4.25 per cent."),
        ("Nineteen people died.", "19 people died."),
        ("Yes, the Lorne ferry ran aground.", FERRY),
        ("No. The Lorne ferry ran aground.", FERRY),
    ],
)
def test_a_number_may_be_written_otherwise(text: str, sentence: str) -> None:
    assert unsaid(text, [sentence], [], PUBLISHED) == []


@pytest.mark.parametrize(
    ("text", "sentence", "missing"),
    [
        ("61 people were on board.", FERRY, ["61"]),
        ("Sixteen people were on board.", FERRY, ["16"]),
        ("The town has set aside 12 million crowns.", CROWNS, ["12000000"]),
        ("The town has set aside 1.2 billion crowns.", CROWNS, ["1200000000"]),
        ("The G20 met.", "The G7 met.", ["20"]),
        ("The Skarra ferry ran aground.", FERRY, ["Skarra"]),
        ("The Lorne ferry of Brae Lines ran aground.", FERRY, ["Brae", "Lines"]),
    ],
)
def test_a_number_or_a_name_that_the_sentences_lack_is_told(text: str, sentence: str, missing: list[str]) -> None:
    assert unsaid(text, [sentence], [], PUBLISHED) == missing


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("The Lorne ferry ran aground on Sunday, 8 March 2026.", FERRY),
        ("The Lorne ferry ran aground on March 8.", FERRY),
        ("The Lorne ferry ran aground in March.", FERRY),
        ("The Lorne ferry ran aground in 2026.", FERRY),
        ("Lorne will hold an inquiry on Friday, 13 March.", INQUIRY),
        ("It happened on Monday.", "It happened yesterday."),
        ("It happened on 10 March.", "It happened this morning."),
    ],
)
def test_a_day_may_be_worked_out_from_that_of_publication(text: str, sentence: str) -> None:
    assert unsaid(text, [sentence], [], PUBLISHED) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("The Lorne ferry ran aground on Monday.", FERRY),
        ("The Lorne ferry ran aground on 7 March.", FERRY),
        ("The Lorne ferry ran aground in April.", FERRY),
        ("The Lorne ferry ran aground in 2025.", FERRY),
        ("Lorne will hold an inquiry on Friday, 20 March.", INQUIRY),
    ],
)
def test_another_day_is_told(text: str, sentence: str) -> None:
    assert unsaid(text, [sentence], [], PUBLISHED)


def test_without_a_day_of_publication_nothing_is_worked_out() -> None:
    assert unsaid("The Lorne ferry ran aground on 8 March.", [FERRY], [], None) == ["March", "8"]
    assert unsaid("The Lorne ferry ran aground on Sunday.", [FERRY], [], None) == []


def test_what_stands_around_may_give_a_name_and_a_day_but_no_number() -> None:
    around = ["Brae Lines owns 12 ferries, it said on Monday."]
    assert unsaid("A Brae Lines ferry ran aground, it was said on Monday.", [FERRY], around, PUBLISHED) == []
    assert unsaid("12 people were on the Lorne ferry.", [FERRY], around, PUBLISHED) == ["12"]


def test_the_word_one_counts_nothing() -> None:
    cited = ["Nobody was hurt, a member of the crew said."]
    assert unsaid("No one was hurt, one of the crew said.", cited, [], None) == []
