"""One case of a run as the page shows it: the failures first, long texts clipped around what matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evals.report.figures import BASELINES
from evals.report.reading import Context, Expected, Record, Run, Verdict

# What is wrong is read first, what is right last.
ORDER: tuple[Verdict, ...] = ("wrong", "failed", "silent", "unscored", "right")


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a case is shown: characters of a text and of a passage, how many passages, and what else."""

    text: int
    passage: int
    passages: int
    scores: bool = False
    baselines: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage, marked when it is what was cited."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage and where it is from."""

    title: str
    source: str | None
    published: str | None
    cited: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that was expected: each choice is a list of texts of which one is enough."""

    label: str
    choices: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A case of an engine under test, and what the baselines made of it."""

    number: int
    record: Record
    question: str
    earlier: tuple[str, ...]
    answer: str | None
    events: tuple[str, ...]
    wanted: tuple[Wanted, ...]
    passages: tuple[Passage, ...]
    left_out: int
    baselines: tuple[tuple[Record, str], ...]


def under_test(run: Run) -> Sequence[Record]:
    """The records of the engines under test; those of the baselines when the run has nothing else."""
    return [record for record in run.records if record.engine not in BASELINES] or run.records


def cards(run: Run, room: Room) -> dict[Verdict, list[Card]]:
    """The cases of the engines under test by verdict, what is wrong first. Those of baselines stand in them."""
    ours = under_test(run)
    beside: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    if room.baselines and len(ours) < len(run.records):
        for record in run.records:
            if record.engine in BASELINES:
                beside[record.case].append(record)
    found: dict[Verdict, list[Card]] = {verdict: [] for verdict in ORDER}
    for number, record in enumerate(ours, start=1):
        found[record.verdict].append(_card(number, record, beside[record.case], room))
    return found


def _card(number: int, record: Record, beside: Sequence[Record], room: Room) -> Card:
    answer, expected = record.answer, record.expected
    asked = record.turns or tuple(text for text in (record.question, expected.claim, expected.query) if text)[:1]
    claims = answer.claims if answer else ()
    return Card(
        number=number,
        record=record,
        question=clipped(asked[-1], room.text) if asked else expected.article or record.id,
        earlier=tuple(clipped(turn, room.passage) for turn in asked[:-1]),
        answer=clipped(answer.text, room.text) if answer else None,
        events=tuple(dict.fromkeys(claim.event_status for claim in claims if claim.event_status)),
        wanted=tuple(_wanted(expected, room)),
        passages=tuple(_passage(record, context, room) for context in record.context[: room.passages]),
        left_out=max(0, len(record.context) - room.passages),
        baselines=tuple((other, clipped(_said(other), room.passage // 2)) for other in beside),
    )


def _said(record: Record) -> str:
    return record.error or (record.answer.text if record.answer else "")


_STATUS = {
    "answered": "an answer",
    "not_in_articles": "a refusal: the articles don’t say",
    "ambiguous": "a question back: several events fit",
}


def _wanted(expected: Expected, room: Room) -> Iterator[Wanted]:
    if expected.status:
        yield Wanted("Outcome", ((_STATUS.get(expected.status, expected.status),),))
    if expected.supported is not None:
        yield Wanted("Outcome", (("supported" if expected.supported else "not supported",),))
    if expected.event_status:
        yield Wanted("The event", ((expected.event_status,),))
    texts = (
        ("Says", expected.must),
        ("Lists", expected.items),
        ("Never says", tuple((text,) for text in expected.must_not)),
        ("For example", tuple((text,) for text in expected.gold)),
        ("Holds", tuple(group for fact in expected.facts for group in fact.must)),
        ("Evidence", tuple((", ".join(terms),) for terms in expected.evidence)),
        ("Read from", ((expected.premise,),) if expected.premise else ()),
    )
    for label, groups in texts:
        if groups:
            yield Wanted(label, tuple(tuple(clipped(text, room.passage) for text in group) for group in groups))


def _passage(record: Record, context: Context, room: Room) -> Passage:
    cited = [citation for claim in record.answer.claims for citation in claim.citations] if record.answer else []
    nearest = record.answer.nearest if record.answer else ()
    of = next((one for one in (*cited, *nearest) if one.article_id == context.article_id), None)
    return Passage(
        title=clipped(context.title, room.passage),
        source=clipped(of.source, room.passage) if of and of.source else None,
        published=of.published if of else None,
        cited=any(one.article_id == context.article_id for one in cited),
        pieces=tuple(_pieces(context, room.passage)),
    )


def _pieces(context: Context, room: int) -> Iterator[Piece]:
    """The text around the highlights, at most about ``room`` characters. Highlights may overlap or overshoot."""
    text = context.text
    marks = list(_joined((max(0, start), min(end, len(text))) for start, end in context.highlights))
    first = marks[0][0] if marks else 0
    last = min(marks[-1][1], first + room) if marks else 0
    spare = max(0, room - (last - first)) // 2
    start = _word(text, first - spare) if first > spare else 0
    end = min(len(text), max(last + spare, start + room))
    at = start
    if start:
        yield Piece("… ", marked=False)
    for mark_start, mark_end in marks:
        if mark_start >= end:
            break
        if mark_start > at:
            yield Piece(text[at:mark_start], marked=False)
        at = min(mark_end, end)
        yield Piece(text[mark_start:at], marked=True)
    if at < end:
        yield Piece(clipped(text[at:], end - at) if end < len(text) else text[at:], marked=False)
    elif end < len(text):
        yield Piece(" …", marked=False)


def _joined(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The ranges in order, overlapping ones made one, empty ones left out."""
    held: tuple[int, int] | None = None
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if held and start <= held[1]:
            held = held[0], max(held[1], end)
            continue
        if held:
            yield held
        held = start, end
    if held:
        yield held


def _word(text: str, near: int) -> int:
    """Where the next word begins, so that no passage starts within one."""
    space = text.find(" ", near, near + 40)
    return space + 1 if space >= 0 else near


def clipped(text: str, room: int) -> str:
    """At most about ``room`` characters, cut between words."""
    if len(text) <= room:
        return text
    return (text[:room].rsplit(" ", 1)[0] or text[:room]).rstrip() + " …"
