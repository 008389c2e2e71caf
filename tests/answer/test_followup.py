from __future__ import annotations

from rag.answer.compose import not_answered
from rag.answer.followup import TURNS, about, in_context
from rag.models import Answer, Claim, Status, Turn


def answered(question: str, *texts: str) -> Turn:
    claims = tuple(Claim(text, ()) for text in texts)
    return Turn(question, Answer(question, Status.ANSWERED, "\n".join(texts), claims, None, (), "extractive"))


def refused(question: str) -> Turn:
    draft = not_answered("Nothing fits.", ())
    return Turn(question, Answer(question, draft.status, draft.text, (), draft.reason, (), "extractive"))


WHO = answered("Who met in Leeds?", "Odile Varga — Odile Varga met Tom Bell in Leeds.")


def test_a_first_question_is_read_as_it_is_asked() -> None:
    assert in_context("Who met in Leeds?", []) == "Who met in Leeds?"
    assert about([]) == ""


def test_a_follow_up_is_read_after_the_questions_before_it() -> None:
    assert in_context("And when?", [WHO]) == "Who met in Leeds? And when?"


def test_only_the_last_questions_count() -> None:
    history = [answered(f"Question {number}?", "x") for number in range(5)]
    read = in_context("And when?", history)
    assert read.count("Question") == TURNS
    assert read.endswith("Question 4? And when?")


def test_the_search_is_told_what_the_last_answer_was_about() -> None:
    assert "Tom Bell" in about([refused("Why?"), WHO])
    assert about([WHO, refused("Why?")]) == ""
    assert len(about([answered("What happened?", "word " * 500)])) < 200
