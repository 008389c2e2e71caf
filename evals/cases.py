"""Gold cases: what is asked, and what a right answer holds. Read from JSON Lines, where every line is checked.

Knows nothing about libraries, engines and scores.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from evals.errors import GoldBroken
from evals.fields import Fields, Malformed
from rag.models import EventStatus, Status

Wordings = tuple[str, ...]
"""Ways to say one thing; one of them is enough."""
Groups = tuple[Wordings, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A question, or a conversation whose last turn is scored.

    ``must``: one wording of each group stands in a right answer; ``items`` likewise for what a list names;
    ``must_not``: what no right answer says. ``evidence``: the terms of each piece stand together in one sentence.
    ``gold``: reference answers. ``leads``: short answers that are whole, of which a shown one must be.
    ``urls``: addresses of the articles that hold the answer. ``articles``: the files of
    evals/gold/hostile that make this case's own library. ``hostile``: an article plants an instruction, and
    ``must_not`` is what it wants said. ``free_form``: whether an answer is right can't be told by its words.
    """

    id: str
    category: str
    turns: tuple[str, ...]
    asked: date
    status: Status
    since: date | None = None
    until: date | None = None
    source: str | None = None
    must: Groups = ()
    must_not: Wordings = ()
    items: Groups = ()
    event_status: EventStatus | None = None
    evidence: Groups = ()
    gold: Wordings = ()
    leads: Wordings = ()
    choices: Wordings = ()
    urls: Wordings = ()
    articles: tuple[str, ...] = ()
    hostile: bool = False
    free_form: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """What a good summary holds. ``weight`` is 2 for the news itself, else 1."""

    must: Groups
    evidence: Wordings
    weight: int = 1


@dataclass(frozen=True, slots=True)
class SummaryCase:
    """A summary to write, of an article (its file's name) or of what the articles say of a topic (``query``).

    ``who``, ``what``, ``when`` and ``where``: what a reader is to learn from it, as groups of wordings.
    """

    id: str
    category: str
    asked: date
    facts: tuple[Fact, ...]
    must_not: Wordings = ()
    article: str | None = None
    query: str | None = None
    since: date | None = None
    until: date | None = None
    who: Groups = ()
    what: Groups = ()
    when: Groups = ()
    where: Groups = ()


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """A claim, and whether the premise supports it: for the support model alone."""

    id: str
    category: str
    premise: str
    claim: str
    supported: bool


AnyCase = Case | SummaryCase | ClaimCase
_Kind = TypeVar("_Kind", Case, SummaryCase)


def load(path: Path) -> list[Case]:
    """The cases of a file. Raises GoldBroken, which names the file and the line."""
    return _load(path, _case)


def load_summaries(path: Path) -> list[SummaryCase]:
    """The summary cases of a file. Raises GoldBroken, which names the file and the line."""
    return _load(path, _summary)


def _load(path: Path, read: Callable[[Fields], _Kind]) -> list[_Kind]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldBroken(f"The gold file {path} can't be read: {error}.", "Put it there, in UTF-8.") from error
    cases, places = [], dict[str, int]()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = Fields.of(line)
            case = read(fields)
            fields.check_unknown()
        except Malformed as error:
            raise GoldBroken(f"{path}:{number}: {error.what}.", error.fix) from error
        first = places.setdefault(case.id, number)
        if first != number:
            raise GoldBroken(f"{path}:{number}: line {first} has the id {case.id!r} too.", "Give each case its own.")
        cases.append(case)
    return cases


def _case(fields: Fields) -> Case:
    articles = fields.texts("articles")
    case = Case(
        id=fields.text("id"),
        category=fields.text("category"),
        turns=_turns(fields),
        asked=fields.day("asked"),
        status=Status(fields.one_of("status", [status.value for status in Status])),
        since=fields.day_or_none("since"),
        until=fields.day_or_none("until"),
        source=fields.text_or_none("source"),
        must=fields.groups("must"),
        must_not=fields.texts("must_not"),
        items=fields.groups("items"),
        event_status=_event_status(fields),
        evidence=fields.groups("evidence"),
        gold=fields.texts("gold"),
        leads=fields.texts("leads"),
        choices=fields.texts("choices"),
        articles=articles,
        hostile=bool(articles),
    )
    if case.status is Status.ANSWERED and not (case.must or case.items or case.gold or case.leads):
        raise Malformed(
            "an answered case has neither must nor items nor gold nor leads",
            "Say what a right answer holds, or change the status.",
        )
    _check_order(case.since, case.until)
    return case


def _turns(fields: Fields) -> tuple[str, ...]:
    question, turns = fields.text_or_none("question"), fields.texts("turns")
    if question and turns:
        raise Malformed("there are both question and turns", "Keep one of them.")
    if not question and not turns:
        raise Malformed("there is neither question nor turns", "Add a question, or a list of turns.")
    return turns or (str(question),)


def _event_status(fields: Fields) -> EventStatus | None:
    if fields.is_null("event_status"):
        return None
    return EventStatus(fields.one_of("event_status", [status.value for status in EventStatus]))


def _summary(fields: Fields) -> SummaryCase:
    case = SummaryCase(
        id=fields.text("id"),
        category=fields.one_of("category", ["article", "topic"]),
        asked=fields.day("asked"),
        facts=tuple(_fact(one) for one in fields.objects("facts")),
        must_not=fields.texts("must_not"),
        article=fields.text_or_none("article"),
        query=fields.text_or_none("query"),
        since=fields.day_or_none("since"),
        until=fields.day_or_none("until"),
        who=fields.groups("who"),
        what=fields.groups("what"),
        when=fields.groups("when"),
        where=fields.groups("where"),
    )
    if (case.category == "article") != bool(case.article) or (case.category == "topic") != bool(case.query):
        raise Malformed(
            "a case of category article has an article, one of category topic a query",
            "Give that one, and not the other.",
        )
    if not case.facts:
        raise Malformed("facts is missing or empty", "Say what a good summary holds.")
    _check_order(case.since, case.until)
    return case


def _fact(fields: Fields) -> Fact:
    fact = Fact(
        must=fields.groups("must"),
        evidence=fields.texts("evidence"),
        weight=int(fields.one_of("weight", [1, 2], missing=1)),
    )
    if not fact.must:
        raise Malformed("a fact has no must", "Say how a summary words it.")
    fields.check_unknown()
    return fact


def _check_order(since: date | None, until: date | None) -> None:
    if since and until and since > until:
        raise Malformed(f"since {since} comes after until {until}", "Exchange them.")
