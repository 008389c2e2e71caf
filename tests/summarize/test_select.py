"""What is chosen is the news, told once, at the length asked for."""

from __future__ import annotations

import time

import pytest

from rag.models import Length
from rag.summarize.select import select, size, weights
from rag.summarize.sentences import Sentence
from rag.summarize.units import units
from tests.summarize.samples import read

TEXT = """Ada Lund was elected mayor of Arden on Sunday with 5,210 of 9,800 votes.

The old mayor, Bo Ek, conceded at midnight. Bo Ek, the old mayor, had conceded shortly before midnight.

Arden lies on the river Wend. The weather was mild. The hall was warm and the lamps were lit.

Mayor Lund will open the new bridge on 4 April."""


def chosen(sentences: list[Sentence], most: int) -> list[str]:
    worth = weights(sentences, [sentences[0].article.title])
    return [unit.main.text for unit in select(units(sentences), worth, {sentences[0].article.id: 1.0}, most)]


def test_the_news_comes_first() -> None:
    assert chosen(read(TEXT, "Lund wins Arden"), 1) == [
        "Ada Lund was elected mayor of Arden on Sunday with 5,210 of 9,800 votes."
    ]


def test_names_numbers_and_dates_go_before_the_weather() -> None:
    picked = chosen(read(TEXT), 4)
    assert "Mayor Lund will open the new bridge on 4 April." in picked
    assert "The weather was mild." not in picked


def test_the_same_is_not_told_twice() -> None:
    assert sum("conceded" in one for one in chosen(read(TEXT), 4)) == 1


@pytest.mark.parametrize("most", [1, 2, 3, 5])
def test_about_as_many_words_are_chosen_as_so_many_sentences_have(most: int) -> None:
    sentences = read(f"{TEXT}\n\nShe thanked her voters. But she was tired. “I shall sleep,” she said.")
    worth = weights(sentences, [])
    picked = select(units(sentences), worth, {"a": 1.0}, most)
    words = [one.words for one in {one for unit in picked for one in unit.sentences}]
    assert len(picked) == 1 or sum(words) < (most + 1) * sum(one.words for one in sentences) / len(sentences)
    assert picked


def test_where_the_next_best_is_too_long_nothing_is_filled_up_with_what_tells_less() -> None:
    assert "The weather was mild." not in chosen(read(TEXT), 3)


def test_longer_summaries_have_more_sentences() -> None:
    for sentences in (1, 4, 25, 200, 5000):
        sizes = [size(length, sentences) for length in (Length.HEADLINE, Length.SHORT, Length.MEDIUM, Length.LONG)]
        assert sizes == sorted(sizes)
        assert sizes[0] == 1
        assert sizes[-1] <= 40


def test_an_article_of_thousands_of_sentences_takes_a_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        lines = (
            f"Minister number {i} opened bridge {i * 7} over the river Wend in Arden on 4 May." for i in range(count)
        )
        sentences = read("\n".join(lines))
        started = time.process_time()
        assert len(chosen(sentences, 12)) == 12
        return time.process_time() - started

    seconds(100)
    few, many = min(seconds(500) for _ in range(3)), seconds(2000)
    assert many < 12 * few
    assert many < 3
