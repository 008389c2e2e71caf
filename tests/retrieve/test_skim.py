from __future__ import annotations

from rag.models import Article, Passage, Span
from rag.retrieve.skim import skimmed

TEXT = "Ilse Brandvold met 12 captains in Halvern. Will the ferries run?"
ARTICLE = Article("a1", "Ferries", TEXT, source="Harbour Post", authors=("Una Reeve",))
PASSAGE = Passage("p1", "a1", 1, 0, 0, len(TEXT), TEXT, (Span(0, 42), Span(43, len(TEXT))), "Talks")


def test_a_sentence_brings_its_names_and_numbers_but_not_how_it_opens() -> None:
    first, second = skimmed(ARTICLE, [PASSAGE]).passages["p1"].sentences
    assert first.news == ("brandvold", "12", "halvern")
    assert second.news == ()


def test_a_question_is_known_as_one() -> None:
    first, second = skimmed(ARTICLE, [PASSAGE]).passages["p1"].sentences
    assert (first.asks, second.asks) == (False, True)


def test_a_passage_is_found_by_its_title_and_subheading_too() -> None:
    stems = skimmed(ARTICLE, [PASSAGE]).passages["p1"].stems
    assert " ferri " in stems
    assert " talks " in stems
    assert " talk " not in stems


def test_its_words_are_also_those_of_what_is_known_about_it() -> None:
    assert {"Una", "Reeve", "Post", "Ferries", "captains"} <= skimmed(ARTICLE, [PASSAGE]).words
