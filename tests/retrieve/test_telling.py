from __future__ import annotations

from rag.retrieve.telling import Telling, stems


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    telling = Telling("Who is Odile Varga?", {"Odile": 6.0, "Varga": 6.0, "who": 0.1})
    assert telling.share(stems("Odile Varga chairs the port.")) > 0.9
    assert telling.share(stems("Nobody knows who did it.")) < 0.1


def test_other_forms_of_a_word_count_as_the_word() -> None:
    telling = Telling("Which ministers resigned?", {"ministers": 2.0, "resigned": 3.0})
    assert telling.share(stems("The minister has resigned.")) == 1.0


def test_a_question_without_words_shares_nothing() -> None:
    assert Telling("?", {}).share(stems("Anything at all.")) == 0.0


def test_what_a_question_quotes_is_found_whatever_the_punctuation() -> None:
    telling = Telling("Who said “we came with nothing, and left”?", {})
    assert telling.quotes("“We came with nothing and left,” she said.")
    assert not telling.quotes("We left with nothing.")


def test_a_short_quotation_is_a_term_and_not_a_quote() -> None:
    assert not Telling("What is the “Harbour Pact”?", {}).quotes("The Harbour Pact was signed.")
