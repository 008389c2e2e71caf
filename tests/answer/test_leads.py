"""A short answer is whole: the full name, the full quantity; in doubt there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.leads import LONGEST, capitalised_inside, lead, whole
from rag.models import Span

MANY = " ".join(["word"] * (LONGEST + 1))


def completed(sentence: str, part: str, *known: str) -> str:
    """What becomes of a part of a sentence, in an article that writes these words with capitals inside sentences."""
    start = sentence.index(part)
    found = whole(sentence, Span(start, start + len(part)), frozenset(known))
    return sentence[found.start : found.end]


@pytest.mark.parametrize(
    ("sentence", "part", "quantity"),
    [
        ("One in five schools has no library.", "five", "One in five"),
        ("One in five schools has no library.", "One", "One in five"),
        ("One in every 12 homes is empty.", "12", "One in every 12"),
        ("The deal is worth £1.2m a year.", "2m", "£1.2m"),
        ("The deal is worth up to £1.2m, he said.", "£1.2m,", "up to £1.2m"),
        ("It cost US$340 million to build.", "340", "US$340 million"),
        ("It will cost between £3m and £4m a year.", "£4m", "between £3m and £4m"),
        ("It will cost between £3m and £4m a year.", "£3m", "between £3m and £4m"),
        ("Costs are £40-£50 a head.", "£50", "£40-£50"),
        ("Sales fell by 12-15% in May.", "15", "12-15%"),
        ("Sales fell by 12-15% in May.", "12", "12-15%"),
        ("Sales fell by 12 to 15 per cent.", "12", "12 to 15 per cent"),
        ("Turnout was 71.4%.", "71", "71.4%"),
        ("In all, at least 40 people were hurt.", "40 people", "at least 40 people"),
        ("Some 1,200 nurses walked out.", "200", "Some 1,200"),
        ("The state spent Rs 2 crore on it.", "2", "Rs 2 crore"),
        ("The plant makes 3.5 million tonnes a year.", "3.5", "3.5 million tonnes"),
        ("Harwick won 2-1 at home.", "2", "2-1"),
        ("The vote was 31 to 24.", "24", "31 to 24"),
        ("It rose from 12 to 19 on Monday.", "19", "from 12 to 19"),
        ("Two of the three gates held.", "three", "Two of the three"),
        ("Twenty-one ships left.", "one", "Twenty-one"),
        ("The gate opened at 10:30 on Sunday.", "30", "10:30"),
        ("A 61-year-old man fell.", "61", "61-year-old"),
        ("Ships more than 40 metres long may not stop.", "than 40", "more than 40 metres"),
        ("It hurt at least\n40 people.", "40 people", "at least\n40 people"),
        ("There were 12 in 2019 and none since.", "12", "12"),
        ("It hit one in 2,000 homes.", "one", "one in 2,000"),
    ],
)
def test_a_quantity_is_given_with_unit_range_ratio_currency_and_qualifier(
    sentence: str, part: str, quantity: str
) -> None:
    assert completed(sentence, part) == quantity


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("Nineteen people died and 11 were hurt.", "11"),
        ("In 2019, 40 ships left.", "40"),
        ("It rose to 19 from 12 on Monday.", "19"),
        ("He is 41, she is 39.", "41"),
    ],
)
def test_another_quantity_is_not_taken_in(sentence: str, part: str) -> None:
    assert completed(sentence, part) == part


@pytest.mark.parametrize(
    ("sentence", "part", "name"),
    [
        ("The award went to Odile Varga of Leeds.", "Varga", "Odile Varga"),
        ("The award went to Odile Varga of Leeds.", "Odile", "Odile Varga"),
        ("They elected Anne-Marie O’Neill.", "O’Neill", "Anne-Marie O’Neill"),
        ("On Monday Odile Varga left.", "Varga", "Odile Varga"),
        ("She said that Tuesday Varga left.", "Varga", "Varga"),
        ("Yesterday Varga left.", "Varga", "Varga"),
        ("They met Rao, Tom Bell and Lee.", "Rao,", "Rao"),
        ("They met Élodie Ødegaard there.", "Ødegaard", "Élodie Ødegaard"),
        ("They met Élodie Ødegaard there.", "Élodie", "Élodie Ødegaard"),
        ("It was Sibongile van Wyk who ran.", "Wyk", "Sibongile van Wyk"),
        ("It was Sibongile van Wyk who ran.", "Sibongile", "Sibongile van Wyk"),
        ("They freed Omar al-Masri at dawn.", "Masri", "Omar al-Masri"),
        ("They freed Omar al-Masri at dawn.", "Omar", "Omar al-Masri"),
        ("They chose J. R. Dacosta again.", "Dacosta", "J. R. Dacosta"),
        ("The US President Joe Lund spoke.", "Lund", "President Joe Lund"),
    ],
)
def test_a_name_is_given_in_full_and_without_the_day_before_it(sentence: str, part: str, name: str) -> None:
    assert completed(sentence, part) == name


def test_a_word_that_opens_a_sentence_is_a_name_where_the_article_writes_it_so_elsewhere() -> None:
    assert completed("Odile Varga left.", "Varga") == "Varga"
    assert completed("Odile Varga left.", "Varga", "Odile") == "Odile Varga"
    assert capitalised_inside("Then Odile left. She met Bo, Ek and the mayor.") == {"Odile", "Bo", "Ek"}


@pytest.mark.parametrize(
    ("sentence", "parts", "short"),
    [
        ("They met Rao, Tom Bell and Lee on Friday in Leeds.", ["Rao,", "Tom Bell", "Lee"], "Rao, Tom Bell and Lee"),
        ("The flood killed nineteen people.", ["nineteen people."], "nineteen people"),
        ("They will leave at 7 p.m. on Monday.", ["7 p.m."], "7 p.m."),
        ("The talks were “frank and fair”, she said.", ["“frank and fair”,"], "“frank and fair”"),
        ("Lee met Rao, and Rao met Lee again.", ["Rao,", "Rao"], "Rao"),
    ],
)
def test_the_words_that_answer_make_a_short_answer(sentence: str, parts: list[str], short: str) -> None:
    spans, end = [], 0
    for part in parts:
        start = sentence.index(part, end)
        end = start + len(part)
        spans.append(Span(start, end))
    assert lead(sentence, [whole(sentence, span, frozenset()) for span in spans]) == short


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("The talks were “frank and fair”, she said.", "“frank and"),  # a quotation that is broken off
        ("The ferry was late.", "The ferry was late"),  # all of the sentence
        (f"It is so: {MANY} and so on, for as long as a sentence may be, which is long.", MANY),
        ("She left – at once.", "–"),
        ("She left.", ""),
    ],
)
def test_what_is_no_short_answer_is_none(sentence: str, part: str) -> None:
    start = sentence.index(part)
    assert lead(sentence, [Span(start, start + len(part))]) is None


def test_no_words_are_no_answer() -> None:
    assert lead("The ferry left.", []) is None


@given(st.text(alphabet="aB1 £.,-–%“”é", min_size=1, max_size=40), st.data())
def test_any_stretch_of_any_sentence_lies_in_what_becomes_of_it(sentence: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sentence) - 1))
    end = data.draw(st.integers(start + 1, len(sentence)))
    found = whole(sentence, Span(start, end), frozenset())
    assert 0 <= found.start <= start
    assert found.end <= len(sentence)
    assert not sentence[found.end : end].strip(" ,;:!?.")
    lead(sentence, [found])
