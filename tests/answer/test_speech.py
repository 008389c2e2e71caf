from __future__ import annotations

import pytest

from rag.answer.speech.remarks import remarks
from rag.answer.syntax import Syntax
from tests.answer.samples import reading

# A text, and who says each of its statements, known by a word of it.
ATTRIBUTED = {
    "the speaker after the quotation": (
        "“The bridge will reopen in May,” Clara Novak told the council on Monday.",
        {"bridge": "Clara Novak"},
    ),
    "the speaker before the quotation": (
        "Clara Novak told the council on Monday: “The bridge will reopen in May.”",
        {"bridge": "Clara Novak"},
    ),
    "the speaker announced in a paragraph before": (
        "Clara Novak told the council:\n“The bridge will reopen in May. The tunnel will not.”",
        {"bridge": "Clara Novak", "tunnel": "Clara Novak"},
    ),
    "a quotation that goes on over paragraphs": (
        "Clara Novak spoke first.\n“The bridge will reopen in May,” she said. “I promise you that.\n"
        "“And the tunnel is safe. Nobody need worry.”",
        {"bridge": "Clara Novak", "tunnel": "Clara Novak", "worry": "Clara Novak"},
    ),
    "a pronoun": (
        "Clara Novak presented her plan on Monday.\nShe said the bridge would reopen in May.",
        {"bridge": "Clara Novak"},
    ),
    "two speakers in turn": (
        "“The bridge is closed,” said Clara Novak.\n“The ferry still runs,” said Paul Ostrow.\n"
        "“Take the train,” he added.",
        {"bridge": "Clara Novak", "ferry": "Paul Ostrow", "train": "Paul Ostrow"},
    ),
    "reported speech without quotation marks": (
        "Paul Ostrow, the harbour master, warned that the ferry could be late.",
        {"ferry": "Paul Ostrow"},
    ),
    "according to": ("The ferry may be late, according to Paul Ostrow.", {"ferry": "Paul Ostrow"}),
    "a speaker named only at the end of the quotation": (
        "“The bridge will reopen in May. Nobody need worry,” said Clara Novak.",
        {"bridge": "Clara Novak", "worry": "Clara Novak"},
    ),
    "a paragraph of quotation after a sentence about its speaker": (
        "Paul Ostrow said nothing.\nClara Novak, the engineer, came out on the quay.\n"
        "“The bridge will reopen in May. The tunnel will not.”",
        {"bridge": "Clara Novak", "tunnel": "Clara Novak"},
    ),
    "a pronoun of whom it fits": (
        "Mr Paul Ostrow runs the harbour. On Sunday he saved a passenger, Mrs Clara Novak.\n“I sang,” she told him.",
        {"sang": "Clara Novak"},
    ),
    "a spokeswoman for someone": (
        "A spokeswoman for Paul Ostrow, Clara Novak, said the ferry would be late.",
        {"ferry": "Clara Novak"},
    ),
    "a role": (
        "The mayor, Paul Ostrow, opened the bridge.\nClara Novak stayed away.\n“It is safe,” the mayor said.",
        {"safe": "Paul Ostrow"},
    ),
    "a body": (
        "The Harbour Trust published its accounts.\nIt said that the ferry had cost more.",
        {"ferry": "Harbour Trust"},
    ),
    "a last name alone, as agencies write": (
        "Tom Novak vetoed the plan on Tuesday.\nAlicia Mendez called it a shame.\nAsked about her, Novak laughed.\n"
        "“She has my number,” he said.",
        {"number": "Novak"},
    ),
    "the whole name of a body": ("The Chamber of Commerce said the ferry was late.", {"ferry": "Chamber of Commerce"}),
    "straight quotation marks": (
        '"The bridge is closed," said Clara Novak. "The ferry runs."\nIt rained.',
        {"bridge": "Clara Novak", "ferry": "Clara Novak"},
    ),
    "a surname alone": (
        "Paul Ostrow runs the harbour.\nMr Ostrow said the ferry would be late.",
        {"late": "Ostrow"},
    ),
}


@pytest.mark.parametrize(("text", "said"), ATTRIBUTED.values(), ids=ATTRIBUTED)
def test_each_statement_has_its_speaker(syntax: Syntax, text: str, said: dict[str, str]) -> None:
    found = remarks(reading(text, syntax))
    for word, speaker in said.items():
        assert [s.speaker for s in found if word in s.sentence.text] == [speaker], word


@pytest.mark.parametrize(
    "text",
    [
        "Clara Novak opened the bridge in May.",
        "The ferry was late again. It rained.",
        "Residents call the bridge “the harp”.",
        "Clara Novak was told that the bridge was closed.",
    ],
)
def test_what_nobody_says_has_no_speaker(syntax: Syntax, text: str) -> None:
    people = {s.speaker for s in remarks(reading(text, syntax))}
    assert people <= {"Residents"}


def test_a_quotation_after_the_article_spoke_itself_is_not_handed_to_the_last_speaker(syntax: Syntax) -> None:
    text = (
        "“The bridge is closed,” said Clara Novak.\nThe river rose by two metres overnight.\nSchools stayed shut.\n"
        "Shops opened late.\n“No entry”, read a sign."
    )
    assert not [s for s in remarks(reading(text, syntax)) if "sign" in s.sentence.text and "Novak" in s.speaker]


def test_it_tells_where_the_speaker_is_named(syntax: Syntax) -> None:
    text = "Clara Novak told the council:\n“The bridge will reopen in May.”"
    quoted = next(s for s in remarks(reading(text, syntax)) if "bridge" in s.sentence.text)
    assert quoted.direct
    assert quoted.introduced_by == 0
