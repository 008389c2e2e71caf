"""A made-up article, and turns of a conversation about it with the answers that the engine would give."""

from __future__ import annotations

from rag.answer.followup.standalone import Standalone, standalone
from rag.answer.syntax import Syntax
from rag.models import Answer, Citation, Claim, EventStatus, Status, Turn

STORY = """\
PELLBROOK – Culture Minister Ingrid Salo met the director of the Pellbrook Opera House, Tobias Renk, in Varnby on \
Wednesday to talk about the cracked dome.

The meeting lasted three hours. Ms Salo said that the house would stay closed until September. “Nobody will sing under \
a crack,” she told reporters.

Mr Renk said that he had warned of the damage in 2023. He proposed an inflatable dome, but the minister rejected the \
proposal because of its cost of 4 million talers.

The Stagehands’ Guild, which represents 240 workers, announced a strike for Friday 8 May. Its chair, Berit Oakes, said \
the strike would last two days.

An inquiry into the damage will be led by Dame Odile Marsh, a retired engineer. She is to report by 30 June. The \
insurer, Halden Mutual, has offered 9 million talers.

Two singers, Pia Lund and Marco Vey, left the company in April. They have joined the Arvid Theatre in Sundholm.
"""

MEETING = "Culture Minister Ingrid Salo met the director"
CLOSED = "Ms Salo said that the house would stay closed until September."
CRACK = "“Nobody will sing under a crack,” she told reporters."
DOME = "He proposed an inflatable dome"
STRIKE = "The Stagehands’ Guild, which represents 240 workers"
CHAIR = "Its chair, Berit Oakes"
INQUIRY = "An inquiry into the damage will be led by"
INSURER = "The insurer, Halden Mutual"
SINGERS = "Two singers, Pia Lund and Marco Vey"
THEATRE = "They have joined the Arvid Theatre"


def cited(opening: str) -> Citation:
    """The sentence of the story that opens so."""
    start = STORY.index(opening)
    ends = [end for mark in (". ", ".\n", "” ") if (end := STORY.find(mark, start)) >= 0]
    end = min(ends) + 1
    return Citation("story", "The dome", None, None, start, end, STORY[start:end])


def turn(
    question: str, *said: tuple[str | None, str], read_as: str | None = None, near: str = "", absent: str = ""
) -> Turn:
    """A turn answered by claims: what each puts first (None for nothing) and the opening of its sentence.

    What is put first stands alone when it begins with "="; ``absent`` was not there. Without any claim, the question
    was not answered, and ``near`` opens the nearest sentence.
    """
    claims = []
    for lead, opening in said:
        citation = cited(opening)
        text = citation.quote if lead is None else f"{lead} — {citation.quote}"
        text = lead[1:] if lead is not None and lead.startswith("=") else text
        claims.append(Claim(text, (citation,), EventStatus.DENIED if absent and absent in text else None))
    status = Status.ANSWERED if claims else Status.NOT_IN_ARTICLES
    reason = None if claims else "Nothing comes close."
    nearest = (cited(near),) if near else ()
    answer = Answer(question, status, "…", tuple(claims), reason, nearest, "extractive", read_as=read_as)
    return Turn(question, answer)


def follow_up(question: str, history: list[Turn], syntax: Syntax, text: str = STORY) -> Standalone:
    """The question as it stands by itself after these turns."""
    return standalone(question, history, syntax, lambda _: text)


MET = turn("Who did Ingrid Salo meet in Varnby?", ("Tobias Renk", MEETING))
ATTENDED = turn("Who attended the meeting in Varnby?", ("=Ingrid Salo", MEETING), ("=Tobias Renk", MEETING))
PROPOSED = turn("What did Tobias Renk propose?", (None, DOME))
STRUCK = turn("When will the strike of the Stagehands’ Guild begin?", ("Friday 8 May", STRIKE))
LED = turn("Who leads the inquiry into the damage?", ("Odile Marsh", INQUIRY))
OFFERED = turn("How much has Halden Mutual offered?", ("9 million talers", INSURER))
LEFT = turn("Which singers left the company?", (None, SINGERS))
SHUT = turn("Is the Pellbrook Opera House closed?", (None, CLOSED))
OAKES = turn("Who is Berit Oakes?", ("Berit Oakes: chair", CHAIR))
SAID = turn("What did Ingrid Salo say about the closure on Wednesday?", ("Ingrid Salo", CRACK))
ACCEPTED = turn("Did Ingrid Salo accept the inflatable dome?", (None, DOME))
PLACED = turn("Where is the Arvid Theatre?", ("Sundholm", THEATRE))
COUNTED = turn("How many workers does the Stagehands’ Guild represent?", ("240", STRIKE))
UNANSWERED = turn("Who did Ingrid Salo meet in Varnby?")
LUND = turn("Who left the company?", ("Pia Lund", SINGERS))
WON = turn("Which guild represents the most workers?", ("the Stagehands’ Guild", STRIKE))
BOTH = turn("Who spoke about the damage?", ("Berit Oakes", CHAIR), ("Odile Marsh", INQUIRY))
LASTED = turn("How long was the meeting in Varnby?", ("three hours", "The meeting lasted three hours."))
CALLED_OFF = turn("Was the strike called off?")
ALL = [MET, ATTENDED, PROPOSED, STRUCK, LED, OFFERED, LEFT, SHUT, OAKES, SAID, ACCEPTED, PLACED, COUNTED, UNANSWERED]
