"""The ways to write an answer: the articles' own sentences, a language model, or a summary of the news.

A writer also says how it reads a follow-up question and how much evidence it can take. What it yields is verified.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from rag.answer.compose import not_answered, with_other_accounts
from rag.answer.engine import NOTHING, Extractive
from rag.answer.followup import in_context
from rag.answer.verify import text_of, verified
from rag.answer.words import words_of
from rag.errors import ContextTooLong, LanguageModelError, NothingToSummarize
from rag.llm import prompts
from rag.llm.shown import fitting, together
from rag.llm.statements import rewritten, statements
from rag.models import Answer, Claim, Draft, Dropped, Evidence, Query, Status, Storyline, Summary, Turn
from rag.read.reader import Reader, Window
from rag.summarize.sentences import cut, words

if TYPE_CHECKING:
    from rag.clock import Clock
    from rag.index.articles import ArticleStore
    from rag.llm.chat import Chat, Meter
    from rag.llm.grounding import Grounding
    from rag.llm.shown import Shown
    from rag.retrieve.overview import Overview
    from rag.summarize.pipeline import Summarizer

EXTRACTIVE = "extractive"
MOST_TOKENS = 2000  # of a reply: some thirty statements with their quotes; at most a quarter of the window
PERTINENT = 0.15  # calibrated: a statement is worded to answer, so that less is asked of it than of a sentence
SILENT = "The language model found no answer in them."
BESIDE_THE_POINT = "It doesn’t answer the question."
MOST_STORYLINES = 12  # in an answer: more is a page to read, which a summary is for
_NAME = re.compile(r"\b[^\W\d_a-z]\w*")

Piece = Claim | Dropped | Draft
"""What a writer yields: verified statements, those that failed, and last the whole answer."""


@dataclass(slots=True)
class Run:
    """One question on its way through the pipeline, and what is known so far.

    ``query`` is what is searched and answered: the question in full, its spelling corrected. ``topic_hint`` is what a
    follow-up refers to without naming it.
    """

    asked: Query
    history: Sequence[Turn]
    clock: Clock
    meter: Meter | None = None
    query: Query = field(init=False)
    topic_hint: str = ""
    evidence: tuple[Evidence, ...] = ()
    shown: Mapping[str, Shown] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    draft: Draft | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        self.query = self.asked

    def answer(self, engine: str) -> Answer:
        """What it came to, written by ``engine``."""
        draft = self.draft or Draft(Status.NOT_IN_ARTICLES, "")
        return Answer(
            question=self.asked.text,
            status=draft.status,
            text=draft.text,
            claims=draft.claims,
            reason=draft.reason,
            nearest=draft.nearest if draft.status is not Status.ANSWERED else (),
            engine=engine,
            timings_ms=self.clock.timings(),
            read_as=self.query.text if self.query.text != self.asked.text else None,
            note=self.note,
            dropped=len(self.dropped),
            usage=self.meter.usage if self.meter and self.meter.usage.calls else None,
            prompts=dict(self.meter.prompts) if self.meter else {},
            disagreements=draft.disagreements,
        )


class Writer(Protocol):
    """A way to write an answer to a question."""

    name: str

    def in_full(self, run: Run) -> str:
        """The question so that it can be read without the turns before it."""

    def fit(self, run: Run) -> None:
        """Choose as much of the evidence as can be read at once. Raises ContextTooLong."""

    def write(self, run: Run) -> Generator[Piece]:
        """Verified statements as they are found, then the draft."""


class ExtractiveWriter:
    """Writes sentences of the articles, word for word."""

    name = EXTRACTIVE

    def __init__(self, store: ArticleStore, engine: Extractive) -> None:
        self._store = store
        self._engine = engine

    def in_full(self, run: Run) -> str:
        """The follow-up question as the reader completes it."""
        return in_context(run.asked.text, run.history)

    def fit(self, run: Run) -> None:
        """Everything fits: sentences are read one by one."""

    def write(self, run: Run) -> Generator[Piece]:
        """One draft: its citations, names and numbers are verified."""
        yield self.draft(run)
        run.clock.lap("write")

    def draft(self, run: Run) -> Draft:
        """The draft alone."""
        return verified(self._engine.draft(run.query, run.evidence), self._store.get)


class LlmWriter:
    """A language model drafts statements; each is shown only when the sentences it quotes support it.

    Nothing is shown before a statement that answers the question; the true ones before it are then shown with it. A
    statement that isn't supported is replaced by the sentences it quotes, if these answer. Where articles differ,
    their other accounts are added.
    """

    def __init__(self, chat: Chat, grounding: Grounding, reader: Reader, extractive: ExtractiveWriter) -> None:
        self.name = chat.model.name
        self._chat = chat
        self._grounding = grounding
        self._reader = reader
        self._extractive = extractive
        self._most = min(MOST_TOKENS, chat.model.window // 4)

    def in_full(self, run: Run) -> str:
        """The follow-up question as the model completes it; as the reader does where the model fails."""
        text = None
        if run.history and run.meter is not None:
            with suppress(LanguageModelError):  # if the model can't be used at all, writing reports it
                text = rewritten(run.asked.text, run.history, self._chat, run.meter)
        return self._extractive.in_full(run) if text is None else text

    def fit(self, run: Run) -> None:
        """The best passages that the model's window holds. Raises ContextTooLong when it holds none."""
        run.shown = fitting(run.evidence, self._chat.room(self._prompt(run, ""), self._most))
        if not run.shown and fitting(run.evidence, MOST_TOKENS):
            model = self._chat.model
            raise ContextTooLong(
                f"The window of {model.name} ({model.window:,} tokens) holds no passage beside the question.",
                "Use a model with a larger window, or set RAG_LLM_WINDOW if it has one.",
            )

    def write(self, run: Run) -> Generator[Piece]:
        """Each statement once it is verified, and what was dropped. Raises LanguageModelError."""
        claims: list[Claim] = []
        waiting: list[Claim] = []  # true, but no answers by themselves
        failure = None
        try:
            for found in self._checked(run):
                if isinstance(found, Dropped):
                    yield found
                elif not any(found.text == one.text for one in (*claims, *waiting)):
                    waiting.append(found)
                    if claims or self._answers(run.query, found):
                        claims += waiting
                        yield from waiting
                        waiting = []
                run.clock.lap("verify")
        except LanguageModelError as error:
            failure = error
        run.clock.lap("write")
        yield from (Dropped(claim.text, BESIDE_THE_POINT, claim.citations) for claim in waiting)
        if failure is not None:
            raise failure
        if not claims:
            yield not_answered(SILENT if run.shown else NOTHING, run.evidence)
            return
        own = self._extractive.draft(run)
        told, differing = with_other_accounts(claims, own)
        yield from told[len(claims) :]
        yield Draft(Status.ANSWERED, text_of(told), tuple(told), disagreements=differing)

    def _checked(self, run: Run) -> Generator[Claim | Dropped]:
        """The statements that the articles support, and those they don't, with the sentences quoted in their place.

        Without evidence the model is not asked.
        """
        if not run.shown or run.meter is None:
            return
        asked = self._prompt(run, together(run.shown))
        with closing(statements(self._chat, asked, run.meter, self._most)) as written:
            for one in written:
                run.clock.lap("write")
                found = self._grounding.check(one, run.shown)
                yield found
                quoted = self._grounding.quoted(found, run.shown) if isinstance(found, Dropped) else None
                if quoted and self._answers(run.query, quoted):
                    yield quoted

    def _answers(self, query: Query, claim: Claim) -> bool:
        """True if the statement, or a sentence it cites, answers the question in the reader's judgement."""
        texts = dict.fromkeys([claim.text, *(citation.quote for citation in claim.citations)])
        title = claim.citations[0].title if claim.citations else ""
        readings = self._reader.read(query.text, [Window(text, title) for text in texts])
        return max(one.probability for one in readings) >= PERTINENT

    def _prompt(self, run: Run, evidence: str) -> prompts.Rendered:
        return prompts.load("answer").render(
            asked=run.query.asked.isoformat(), evidence=evidence, question=run.query.text
        )


class OverviewWriter:
    """Answers questions about the news as a whole ("what's new?") with a summary, one line a sentence."""

    def __init__(self, summarizer: Summarizer, store: ArticleStore) -> None:
        self._summarizer = summarizer
        self._store = store

    def answer(self, asked: Query, wanted: Overview, clock: Clock) -> Answer | None:
        """The answer; None where the summary says nothing about the topic."""
        since = max(filter(None, (asked.since, wanted.since)), default=None)
        until = min(filter(None, (asked.until, wanted.until)), default=None)
        query = replace(asked, text=wanted.topic, since=since, until=until)
        try:
            summary = self._summarizer.summary(query, "short", "prose", clock, most=MOST_STORYLINES)
        except NothingToSummarize as error:
            return Run(asked, (), clock, draft=not_answered(self._why_not(query, error), ())).answer(EXTRACTIVE)
        about = [one for one in summary.storylines if one.sentences and self._is_about(one, wanted.topic)]
        claims = [claim for one in about for claim in one.sentences]
        if not claims:
            return None
        told, differing = with_other_accounts(claims, _disagreements(summary))
        heading = [] if wanted.topic else [f"From {summary.title}:", ""]
        draft = Draft(Status.ANSWERED, "\n".join([*heading, *map(_line, told)]), tuple(told), disagreements=differing)
        left_out = f"Articles left out: {summary.left_out:,}. A summary has all of them." if summary.left_out else None
        return replace(
            Run(asked, (), clock, draft=draft, note=summary.note or left_out).answer(summary.engine),
            dropped=summary.dropped,
            usage=summary.usage,
            prompts=summary.prompts,
        )

    def _is_about(self, story: Storyline, topic: str) -> bool:
        """True if the story has the topic's names, and its articles have half of the topic's words.

        Similar embeddings are not enough, nor is a name mentioned in passing.
        """
        articles = [self._store.get(one) for one in story.article_ids]
        told = "\n".join([*(one.title for one in articles), *(claim.text for claim in story.sentences)])
        if not set(words_of(told)).issuperset(word for name in _NAME.findall(topic) for word in words_of(name)):
            return False
        wanted = set(map(cut, words(topic)))
        there = {cut(word) for one in articles for word in words(f"{one.title}\n{one.text}")}
        return 2 * len(wanted & there) >= len(wanted)

    def _why_not(self, query: Query, error: NothingToSummarize) -> str:
        """Why there is nothing to report; names the day of the newest article where none is of the time asked about."""
        newest = next(iter(self._store.newest(sources=query.sources, limit=1)), None)
        if query.since is None or self._store.count(query.since, query.until, query.sources) or newest is None:
            return error.what
        of = f"of {newest.published_at.iso[:10]}" if newest.published_at else "without a date"
        return f"No article was published {_days(query.since, query.until)}; the newest is {of}."


def _disagreements(summary: Summary) -> Draft:
    """The differing figures of a summary, as claims and their groups."""
    claims: list[Claim] = []
    groups = []
    for one in summary.disagreements:
        groups.append(tuple(range(len(claims), len(claims) + len(one.claims))))
        claims += one.claims
    return Draft(Status.ANSWERED, "", tuple(claims), disagreements=tuple(groups))


def _line(claim: Claim) -> str:
    first = claim.citations[0]
    known = ", ".join(part for part in (first.source, (first.published or "")[:10]) if part)
    return f"• {claim.text}" + (f" ({known})" if known else "")


def _days(first: date, last: date | None) -> str:
    return f"on {first}" if last == first else f"from {first} to {last}" if last else f"since {first}"
