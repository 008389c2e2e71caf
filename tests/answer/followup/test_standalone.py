from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from rag.answer.followup.referents import named
from rag.answer.followup.standalone import Standalone
from rag.answer.syntax import Syntax
from rag.models import Turn
from tests.answer.followup import story
from tests.answer.followup.story import follow_up, turn

GOLD = Path(__file__).parents[3] / "evals" / "gold"
POINTS = re.compile(
    r"\b(?:he|him|his|she|her|hers|they|them|their|it|its|there|then|this|that|these|those|both)\b", re.IGNORECASE
)


@pytest.mark.parametrize("question", ["Who did she meet?", "When?", "And Ms Salo?", "What was said at the meeting?"])
def test_the_first_question_is_never_rewritten(syntax: Syntax, question: str) -> None:
    assert follow_up(question, [], syntax) == Standalone(question)


@pytest.mark.parametrize(
    ("history", "question", "full"),
    [
        (story.MET, "What did she say?", "What did Ingrid Salo say?"),
        (story.MET, "Where does he work?", "Where does Tobias Renk work?"),
        (story.MET, "Has she spoken to him before?", "Has Ingrid Salo spoken to Tobias Renk before?"),
        (story.MET, "What did they talk about?", "What did Ingrid Salo and Tobias Renk talk about?"),
        (story.ATTENDED, "What did she say afterwards?", "What did Ingrid Salo say afterwards?"),
        (story.LED, "When will she report?", "When will Odile Marsh report?"),
        (story.LED, "What is her profession?", "What is Odile Marsh’s profession?"),
        (story.OAKES, "What did she say about the strike?", "What did Berit Oakes say about the strike?"),
        (story.LEFT, "Where did they go?", "Where did the singers go?"),
        (story.OFFERED, "Who runs it?", "Who runs Halden Mutual?"),
        (story.SHUT, "How old is it?", "How old is the Pellbrook Opera House?"),
        (story.STRUCK, "Who announced it?", "Who announced the strike of the Stagehands’ Guild?"),
        (story.STRUCK, "Who chairs it?", "Who chairs the Stagehands’ Guild?"),
        (story.STRUCK, "How long will it last?", "How long will the strike of the Stagehands’ Guild last?"),
        (
            story.MET,
            "How long did it last?",
            "How long did the meeting between Ingrid Salo and Tobias Renk in Varnby last?",
        ),
        (story.ATTENDED, "What was on its agenda?", "What was on the agenda of the meeting in Varnby?"),
        (story.PROPOSED, "Who rejected it?", "Who rejected the inflatable dome?"),
        (story.ATTENDED, "Who else was there?", "Who else was at the meeting in Varnby?"),
        (story.PLACED, "Who works there?", "Who works in Sundholm?"),
        (story.STRUCK, "What happens then?", "What happens on Friday 8 May?"),
        (story.SAID, "When did she say that?", "When did Ingrid Salo say that about the closure?"),
        (story.LUND, "Where did they go?", "Where did Pia Lund and Marco Vey go?"),
        (story.OAKES, "What figure did her guild give?", "What figure did Berit Oakes’s guild give?"),
        (story.WON, "Who leads it?", "Who leads the Stagehands’ Guild?"),
        (
            turn("Who is the new director of the opera?"),
            "What did she say?",
            "What did the new director of the opera say?",
        ),
        (turn("Who went to the Dome Festival?"), "Who else was there?", "Who else was at the Dome Festival?"),
    ],
)
def test_a_pronoun_is_read_as_what_it_stands_for(syntax: Syntax, history: Turn, question: str, full: str) -> None:
    assert follow_up(question, [history], syntax).text == full


@pytest.mark.parametrize(
    ("history", "question", "full"),
    [
        (story.MET, "When?", "When did Ingrid Salo meet Tobias Renk in Varnby?"),
        (story.MET, "And why?", "Why did Ingrid Salo meet Tobias Renk in Varnby?"),
        (story.MET, "When did that happen?", "When did Ingrid Salo meet Tobias Renk in Varnby?"),
        (story.MET, "Has that happened already?", "Did Ingrid Salo meet Tobias Renk in Varnby?"),
        (story.ATTENDED, "Where?", "Where was the meeting in Varnby?"),
        (story.ATTENDED, "How long?", "How long did the meeting in Varnby last?"),
        (story.ATTENDED, "Who else?", "Who else attended the meeting in Varnby?"),
        (story.ATTENDED, "How many?", "How many people attended the meeting in Varnby?"),
        (story.ATTENDED, "Did Odile Marsh?", "Did Odile Marsh attend the meeting in Varnby?"),
        (story.ATTENDED, "And Berit Oakes?", "Did Berit Oakes attend the meeting in Varnby?"),
        (story.PROPOSED, "When?", "When did Tobias Renk propose the inflatable dome?"),
        (story.PROPOSED, "What else?", "What else did Tobias Renk propose?"),
        (story.PROPOSED, "Why did he do that?", "Why did Tobias Renk propose the inflatable dome?"),
        (story.STRUCK, "How long?", "How long will the strike of the Stagehands’ Guild last?"),
        (story.LEFT, "How many?", "How many singers left the company?"),
        (story.LEFT, "And which dancers?", "Which dancers left the company?"),
        (story.COUNTED, "Which ones?", "Which workers does the Stagehands’ Guild represent?"),
        (story.SHUT, "Until when?", "Until when is the Pellbrook Opera House closed?"),
        (story.SHUT, "Who says so?", "Who said “the house would stay closed until September”?"),
        (story.ACCEPTED, "Why not?", "Why did Ingrid Salo not accept the inflatable dome?"),
        (story.ACCEPTED, "Did the guild?", "Did the guild accept the inflatable dome?"),
        (story.OAKES, "Since when?", "Since when is Berit Oakes chair?"),
        (story.UNANSWERED, "When?", "When did Ingrid Salo meet someone in Varnby?"),
        (story.WON, "How many?", "How many workers does the Stagehands’ Guild represent?"),
        (
            story.PROPOSED,
            "Who said that?",
            "Who said “He proposed an inflatable dome, but the minister rejected the proposal because”?",
        ),
        (story.CALLED_OFF, "Is that planned or done?", "Is the strike planned or done?"),
        (story.CALLED_OFF, "How long did it last?", "How long did the strike last?"),
        (story.MET, "Is that certain?", "Did Ingrid Salo meet Tobias Renk in Varnby?"),
        (turn("Who has left?", ("Two singers", story.SINGERS)), "Why?", "Why have two singers left?"),
    ],
)
def test_half_a_question_is_completed_from_the_last(syntax: Syntax, history: Turn, question: str, full: str) -> None:
    assert follow_up(question, [history], syntax).text == full


@pytest.mark.parametrize(
    ("history", "question", "full"),
    [
        (story.SAID, "And Renk?", "What did Renk say about the closure on Wednesday?"),
        (story.SAID, "and what about renk?", "What did Renk say about the closure on Wednesday?"),
        (story.SAID, "And on Friday?", "What did Ingrid Salo say about the closure on Friday?"),
        (story.SAID, "And about the strike?", "What did Ingrid Salo say about the strike?"),
        (story.PROPOSED, "What about Ingrid Salo?", "What did Ingrid Salo propose?"),
        (story.OAKES, "And Odile Marsh?", "Who is Odile Marsh?"),
        (story.OFFERED, "And the state?", "How much has the state offered?"),
        (story.COUNTED, "And the Singers’ Union?", "How many workers does the Singers’ Union represent?"),
        (story.ACCEPTED, "And in 2023?", "Did Ingrid Salo accept the inflatable dome in 2023?"),
        (turn("When was the first round?"), "And the second?", "When was the second round?"),
        (turn("When was the first round?"), "What about the second round?", "When was the second round?"),
        (turn("How much will the tram cost?"), "And a ticket?", "How much will a ticket for the tram cost?"),
        (turn("What was inflation in Orle in March?"), "And in May?", "What was inflation in Orle in May?"),
        (
            turn("How much did the Civic Union win?"),
            "And the Reform Alliance?",
            "How much did the Reform Alliance win?",
        ),
        (
            turn("Did the Prime Minister visit Orle?"),
            "And the Interior Minister?",
            "Did the Interior Minister visit Orle?",
        ),
        (story.SAID, "No, I meant Renk.", "What did Renk say about the closure on Wednesday?"),
        (story.SAID, "Sorry, I meant on Friday.", "What did Ingrid Salo say about the closure on Friday?"),
        (story.SAID, "Thanks! And Renk?", "What did Renk say about the closure on Wednesday?"),
    ],
)
def test_another_is_put_where_one_like_it_stood(syntax: Syntax, history: Turn, question: str, full: str) -> None:
    assert follow_up(question, [history], syntax).text == full


@pytest.mark.parametrize(
    ("history", "question", "full"),
    [
        (story.ATTENDED, "When was the meeting?", "When was the meeting in Varnby?"),
        (story.LED, "What will the inquiry look at?", "What will the inquiry into the damage look at?"),
        (story.STRUCK, "Who leads the guild?", "Who leads the Stagehands’ Guild?"),
        (story.PROPOSED, "Who rejected that proposal?", "Who rejected the inflatable dome?"),
        (story.SHUT, "What did the minister say?", "What did Ms Salo say?"),
        (story.MET, "What did the minister say?", "What did Ingrid Salo say?"),
        (story.LED, "Who ordered that inquiry?", "Who ordered the inquiry into the damage?"),
        (story.LED, "What does the director say?", "What does Tobias Renk say?"),
        (story.LEFT, "Where did the second one work?", "Where did Marco Vey work?"),
        (story.LEFT, "Where did the latter go?", "Where did Marco Vey go?"),
        (story.STRUCK, "When was the first one?", "When was the first strike?"),
        (turn("When was the first round?"), "When is the second one?", "When is the second one?"),
        (turn("What is the Alma?"), "How many people were on board?", "How many people were on board the Alma?"),
    ],
)
def test_the_meeting_is_the_one_spoken_of(syntax: Syntax, history: Turn, question: str, full: str) -> None:
    assert follow_up(question, [history], syntax).text == full


@pytest.mark.parametrize(
    ("history", "question"),
    [
        (story.OAKES, "Did Tobias Renk resign?"),
        (story.MET, "What did Berit Oakes say about her members?"),  # her own
        (story.MET, "When will the council publish its plan?"),
        (story.MET, "How does Dame Odile Marsh answer the charges against her?"),
        (story.ATTENDED, "Is it true that taxes will rise?"),
        (story.ATTENDED, "How long does it take to repair a dome?"),
        (story.MET, "Who said “They left it with her”?"),
        (story.MET, "Did Pia Lund and Marco Vey say why they left?"),
        (story.MET, "Did Oakes and Marsh meet, or is that still to come?"),
        (story.MET, "opera house pellbrook dome repair costs"),
        (story.MET, "?a"),
    ],
)
def test_what_the_question_says_itself_or_nobody_said_stays(syntax: Syntax, history: Turn, question: str) -> None:
    assert follow_up(question, [history], syntax).text == question


def test_he_is_the_one_who_was_asked_for_unless_there_were_several(syntax: Syntax) -> None:
    one = turn("Who did Mr Vey replace?", ("Tobias Renk", story.MEETING))
    assert follow_up("Where does he work?", [one], syntax).text == "Where does Tobias Renk work?"
    several = turn("Who did Mr Vey meet on Friday?", ("=Tobias Renk", story.MEETING), ("=Ingrid Salo", story.MEETING))
    assert follow_up("Where does he work?", [several], syntax).text == "Where does Mr Vey work?"
    assert follow_up("And who went with him?", [several], syntax).text == "Who went with Mr Vey on Friday?"


@pytest.mark.parametrize(
    ("history", "question", "word"),
    [
        (story.LED, "Is he an engineer?", "he"),  # no man was spoken of
        (story.COUNTED, "What did she say?", "she"),
        (story.BOTH, "What did she say?", "she"),
        (turn("Who runs the house?", ("Tobias Renk", story.MEETING)), "What did she say?", "she"),
        (turn("Who replaced Mr Vey?"), "Until when does his contract run?", "his"),
        (story.MET, "And the other one?", "the other one"),
        (story.LEFT, "Where does the third one live?", "the third one"),
        (turn("Who won?"), "Sorry, I meant the harbour.", "the harbour"),
    ],
)
def test_what_may_stand_for_nothing_or_for_several_is_unclear(
    syntax: Syntax, history: Turn, question: str, word: str
) -> None:
    assert follow_up(question, [history], syntax) == Standalone(question, unclear=word)


def test_the_other_one_is_the_one_not_asked_about_last(syntax: Syntax) -> None:
    last = turn("What does Marco Vey do?", (None, story.SINGERS))
    assert follow_up("And the other one?", [story.LEFT, last], syntax).text == "What does Pia Lund do?"


def test_thanks_and_questions_about_the_answer_are_no_turn_to_go_on_from(syntax: Syntax) -> None:
    history = [story.MET, turn("Thanks!"), turn("Which article says so?", (None, story.MEETING))]
    assert follow_up("When?", history, syntax).text == "When did Ingrid Salo meet Tobias Renk in Varnby?"
    assert follow_up("When?", [turn("Hello")], syntax) == Standalone("When?")


def test_a_country_that_the_parser_takes_for_a_person_is_none(syntax: Syntax) -> None:
    text = "The ferry of Orle sank on Monday. Orle mourns, and Tarn sent divers to Orle."
    last = turn("How much will Orle pay for the ferry?", (None, story.STRIKE))
    assert follow_up("What did she say?", [last], syntax, text=text).unclear == "she"


def test_who_was_not_there_is_none_of_them(syntax: Syntax) -> None:
    people = [("=Ingrid Salo", story.MEETING), ("=Tobias Renk", story.MEETING), ("=Berit Oakes", story.CHAIR)]
    attended = turn("Who attended the meeting in Varnby?", *people, absent="Oakes")
    known = follow_up("What did they discuss?", [attended], syntax)
    assert known.text == "What did Ingrid Salo and Tobias Renk discuss?"


def test_articles_that_came_near_tell_he_from_she(syntax: Syntax) -> None:
    near = turn("What did Ingrid Salo tell Tobias Renk?", near=story.MEETING)
    assert follow_up("What did he say?", [near], syntax).text == "What did Tobias Renk say?"


def test_a_name_from_the_start_of_a_sentence_is_written_as_in_one(syntax: Syntax) -> None:
    last = turn("Who called a strike?", (None, story.STRIKE))
    assert follow_up("Who leads the guild?", [last], syntax).text == "Who leads the Stagehands’ Guild?"


def test_the_turn_before_the_last_is_asked_when_the_last_has_nobody(syntax: Syntax) -> None:
    known = follow_up("When will she report?", [story.LED, story.STRUCK], syntax)
    assert known.text == "When will Odile Marsh report?"


def test_a_follow_up_goes_on_from_the_last_as_it_was_read(syntax: Syntax) -> None:
    last = turn("And why?", (None, story.MEETING), read_as="Why did Ingrid Salo meet Tobias Renk in Varnby?")
    assert follow_up("When?", [story.MET, last], syntax).text == "When did Ingrid Salo meet Tobias Renk in Varnby?"


def test_what_goes_on_without_saying_so_is_looked_for_where_it_was(syntax: Syntax) -> None:
    known = follow_up("Why was the proposal rejected?", [story.SHUT], syntax)
    assert known == Standalone("Why was the proposal rejected?", "the Pellbrook Opera House", ("story",))
    elsewhere = Standalone("Who won the marathon?")
    assert follow_up(elsewhere.text, [story.SHUT], syntax) == elsewhere
    assert follow_up("Why did Tobias Renk propose it?", [story.SHUT], syntax).about == ""


def test_an_article_removed_since_is_no_trouble(syntax: Syntax) -> None:
    assert follow_up("Where does he work?", [story.MET], syntax, text="").text == "Where does Tobias Renk work?"


def test_no_question_with_names_of_its_own_is_touched_whatever_was_said_before(syntax: Syntax) -> None:
    lines = [line for file in sorted(GOLD.glob("s*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    cases = [json.loads(line) for line in lines]
    questions = [case["question"] for case in cases if "question" in case]
    docs = syntax.parse(questions)
    own = [q for q, doc in zip(questions, docs, strict=True) if named(doc) and not POINTS.search(q)]
    assert len(own) > 300
    histories = [story.ALL[place % len(story.ALL)] for place in range(len(own))]
    read = [follow_up(question, [before], syntax) for question, before in zip(own, histories, strict=True)]
    assert read == [Standalone(question) for question in own]
