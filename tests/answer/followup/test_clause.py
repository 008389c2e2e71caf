from __future__ import annotations

import pytest

from rag.answer.followup.clause import clause_of
from rag.answer.syntax import Syntax


@pytest.mark.parametrize(
    ("question", "asked_for_when"),
    [
        ("Who will the minister meet on Tuesday?", "When will the minister meet Ms Roe on Tuesday?"),
        ("Who will Vane talk to?", "When will Vane talk to Ms Roe?"),
        ("With whom did Vane speak?", "When did Vane speak with Ms Roe?"),
        ("Who replaced the coach?", "When did Ms Roe replace the coach?"),
        ("Who chairs the board?", "When does Ms Roe chair the board?"),
        ("Who was arrested?", "When was Ms Roe arrested?"),
        ("Who has been appointed as judge?", "When has Ms Roe been appointed as judge?"),
        ("Where were the talks held?", "When were the talks held?"),
        ("How did the council vote on the tram?", "When did the council vote on the tram?"),
        ("Whom did the jury in the Vane trial believe?", "When did the jury in the Vane trial believe Ms Roe?"),
        ("Where did Lumen-3 land on the moon?", "When did Lumen-3 land on the moon?"),
        ("How much will the tram line cost?", "When will the tram line cost?"),
        ("Is the bridge closed?", "When is the bridge closed?"),
        ("Has the Shipowners’ Union agreed?", "When has the Shipowners’ Union agreed?"),
    ],
)
def test_a_question_is_asked_for_another_thing(syntax: Syntax, question: str, asked_for_when: str) -> None:
    (doc,) = syntax.parse([question])
    clause = clause_of(doc)
    assert clause is not None
    assert clause.asked_for("When", "Ms Roe") == asked_for_when


@pytest.mark.parametrize(
    ("question", "subject", "predicate"),
    [
        ("How did the council vote on the tram?", "the council", "vote on the tram"),
        ("Where did Lumen-3 land on the moon?", "Lumen-3", "land on the moon"),
    ],
)
def test_a_verb_that_looks_like_a_noun_is_found(syntax: Syntax, question: str, subject: str, predicate: str) -> None:
    (doc,) = syntax.parse([question])
    clause = clause_of(doc)
    assert clause is not None
    assert (clause.subject, clause.before) == (subject, predicate)


@pytest.mark.parametrize("question", ["When?", "Ms Roe?", "in March", "Name the ministers.", "the cost of the tram"])
def test_what_is_no_question_with_a_verb_has_no_parts(syntax: Syntax, question: str) -> None:
    (doc,) = syntax.parse([question])
    assert clause_of(doc) is None
