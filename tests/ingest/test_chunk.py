"""The chunker: what stays together, what a heading is, and promises that hold for any article."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest import sentences
from rag.ingest.chunk import OVERLONG, SLACK, Chunker
from rag.models import Article, Passage
from rag.tokens import count_tokens

ANY_TEXT = st.text(st.characters(exclude_categories=()))
MARKS = [". ", "! ", "? ", "“", "”", '"', ",", " ", "\n", "\n\n", "\u2028"]
WORDS = ["The", "vote", "passed", "Mr", "said", "he", "A", "Background", "unconstitutionally", "😀", "報道"]
NEWSY = st.lists(st.sampled_from(MARKS + WORDS), max_size=120).map(" ".join)
TEXTS = ANY_TEXT | NEWSY
BUDGETS = st.integers(1, 60)


def chunk(text: str, max_tokens: int = 200) -> tuple[Passage, ...]:
    return Chunker(max_tokens).chunk(Article(id="a", title="Title", text=text, version=3))


def size(passage: Passage) -> int:
    return sum(count_tokens(passage.text[s.start - passage.start : s.end - passage.start]) for s in passage.sentences)


@given(TEXTS, BUDGETS)
def test_a_passage_is_verbatim_and_ends_with_its_sentences(text: str, budget: int) -> None:
    for passage in chunk(text, budget):
        assert passage.text == text[passage.start : passage.end]
        assert (passage.start, passage.end) == (passage.sentences[0].start, passage.sentences[-1].end)


@given(TEXTS, BUDGETS)
def test_every_character_lies_in_exactly_one_sentence_or_heading(text: str, budget: int) -> None:
    passages = chunk(text, budget)
    spans = [span for passage in passages for span in passage.sentences]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    gaps = [0, *(edge for span in spans for edge in span), len(text)]
    headings = {passage.heading for passage in passages if passage.heading}
    for start, end in zip(gaps[::2], gaps[1::2], strict=True):
        assert text[start:end].strip() in headings | {""}


@given(TEXTS, BUDGETS)
def test_a_sentence_is_cut_only_when_overlong(text: str, budget: int) -> None:
    whole = set(sentences.split(text))
    for passage in chunk(text, budget):
        for span in set(passage.sentences) - whole:
            (around,) = [s for s in whole if s.start <= span.start and span.end <= s.end]
            assert count_tokens(text[around.start : around.end]) > OVERLONG * budget


@given(TEXTS, st.integers(4, 60))
def test_only_a_long_sentence_or_a_last_passage_exceeds_the_budget(text: str, budget: int) -> None:
    for passage in chunk(text, budget):
        assert size(passage) <= (OVERLONG if len(passage.sentences) == 1 else SLACK) * budget


@given(TEXTS, BUDGETS)
def test_the_same_article_gives_the_same_passages(text: str, budget: int) -> None:
    passages = chunk(text, budget)
    assert passages == chunk(text, budget)
    assert [passage.id for passage in passages] == [f"a.3.{i}" for i in range(len(passages))]


def test_nothing_to_read_gives_no_passages() -> None:
    assert chunk("") == chunk(" \n\t\n") == ()


def test_paragraphs_that_fit_stay_together() -> None:
    paragraph = "The council met on Monday. It heard three speakers. Then it voted."
    passages = chunk("\n\n".join([paragraph] * 4), max_tokens=count_tokens(paragraph) * 2 - 3)
    assert [passage.text for passage in passages] == [paragraph] * 4


def test_a_quotation_over_several_sentences_stays_whole() -> None:
    before = "The minister spoke for an hour on Monday about the harbour and the ferry."
    quotation = "“We waited. We wrote letters. Nobody ever answered them,” she said."
    text = f"{before} {quotation}"
    assert [p.text for p in chunk(text, max_tokens=count_tokens(text) - 3)] == [before, quotation]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"')])
def test_a_quotation_over_several_paragraphs_stays_whole(opening: str, closing: str) -> None:
    before = "The minister spoke for an hour on Monday.\n\nThe hall was full, and the doors were shut."
    quotation = f"{opening}We waited.\n\n{opening}We wrote letters.\n\n{opening}Nobody answered,{closing} she said."
    text = f"{before}\n\n{quotation}"
    almost_all = sum(count_tokens(line) for line in text.splitlines()) - 3
    assert chunk(text, max_tokens=almost_all)[-1].text == quotation


def test_a_quotation_over_the_budget_is_cut_between_sentences() -> None:
    text = "“We waited for them all day. We wrote them long letters. Nobody ever answered them,” she said."
    assert len(chunk(text, max_tokens=count_tokens(text) // 2)) > 1


def test_a_quotation_never_closed_binds_no_further_paragraph() -> None:
    text = "“We waited. Nobody came.\n\nThe hall was full of people."
    assert len(chunk(text, max_tokens=count_tokens(text) - 4)) == 2


def test_a_subheading_is_context_of_the_passages_below() -> None:
    text = "The port closed at noon.\n\nWhat happens next\n\nShips wait. A pilot boards at dawn.\n\nThe tide turns."
    above, below = chunk(text)
    assert (above.heading, above.text) == ("", "The port closed at noon.")
    assert below.heading == "What happens next"
    assert below.text == "Ships wait. A pilot boards at dawn.\n\nThe tide turns."


@pytest.mark.parametrize(
    "text",
    [
        "At the table were:\n\nAda Lind, chair\n\nBo Rask, treasurer\n\nThey met at noon.",
        "By Ada Lind\n\nThe port closed at noon.",
        "The port closed at noon.\n\nAda Lind in Port Vale",
        "The port closed at noon.\n\nCNN —\n\nShips wait outside.",
        "The port closed.\n\nMan walks half a mile through the flood to rescue his mother\n\nShe is well.",
    ],
    ids=["list", "byline first", "signature last", "dateline", "statement"],
)
def test_a_short_line_that_is_no_subheading_can_be_cited(text: str) -> None:
    (passage,) = chunk(text)
    assert (passage.text, passage.heading) == (text, "")


def test_no_tiny_passage_is_left_over() -> None:
    sentence = "The council met on Monday to hear the auditors and to vote on the bridge."
    text = "\n\n".join([*[sentence] * 4, "It passed."])
    assert len(chunk(text, max_tokens=count_tokens(sentence) * 2)) == 2


def test_a_long_sentence_stays_whole_and_an_overlong_one_is_cut_at_spaces() -> None:
    long = "and the vote " * 20 + "passed."
    assert [p.text for p in chunk(long, max_tokens=50)] == [long]
    pieces = chunk(long, max_tokens=20)
    assert len(pieces) > 2
    assert " ".join(p.text for p in pieces) == long


def test_a_special_token_in_an_article_is_text() -> None:
    assert chunk("He typed <|endoftext|> and left.")[0].text == "He typed <|endoftext|> and left."


@pytest.mark.parametrize("unit", ["x", "😀", ".", "\n", '." ', "ab\n", "“A b. ", "word ", "vote"])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    def seconds(characters: int) -> float:
        start = time.process_time()
        chunk(unit * (characters // len(unit)))
        return time.process_time() - start

    least = max(min(seconds(12_500) for _ in range(3)), 0.005)
    assert min(seconds(100_000) for _ in range(3)) < 20 * least  # eight times the text; quadratic would take 64 times
