"""Have a language model tell storylines: piece by piece (map), and what came of several pieces merged (reduce).

Every sentence is held against the articles before it is kept, those of the merger against what the notes it names cite.
What the model can't do is left to the articles' own sentences, and told. Knows nothing of facts, timelines and layout.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from rag.errors import ContextTooLong, LanguageModelError, MalformedReply, ModelRefused
from rag.llm import prompts
from rag.llm.chat import Meter
from rag.llm.shown import together
from rag.llm.statements import statements
from rag.models import Article, Claim, Dropped
from rag.summarize.digest import telling
from rag.summarize.pieces import Notes, Piece, batches, pieces
from rag.summarize.sentences import Sentence
from rag.summarize.units import claim

if TYPE_CHECKING:
    from rag.llm.chat import Chat
    from rag.llm.grounding import Grounding
    from rag.llm.prompts import Rendered
    from rag.llm.shown import Shown
    from rag.llm.statements import Written
    from rag.summarize.meaning import Meaning

MOST_CALLS = 40  # of the model for one summary; a library of hundreds of articles has as many storylines
SENTENCE = 130  # tokens of a reply: a sentence and what it quotes
FRAME = 60  # tokens of a reply around its sentences
_LEAST_ROOM = 150  # tokens: a sentence or two

OnProgress = Callable[[str, int, int], None]
"""Hears of the stage, how much of it is done and how much there is."""

_T = TypeVar("_T")

Story = tuple[Sequence[Sequence[Sentence]], int]
"""The sentences of a storyline's articles, the newest article first, and how many a summary of it should have."""


@dataclass(slots=True)
class Retold:
    """What came of it: of each storyline its sentences, the most important first; none where the model told nothing."""

    stories: list[tuple[Claim, ...]]
    meter: Meter
    dropped: list[Dropped] = field(default_factory=list)
    failures: list[LanguageModelError] = field(default_factory=list)
    beyond: int = 0  # storylines that would have taken too many calls
    stopped: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def note(self) -> str | None:
        """What a reader should know of how it was written; None when all of it is as it should be."""
        told = sum(1 for story in self.stories if story)
        if self.failures:
            why = f"{self.failures[0].what} {self.failures[0].fix}"
            if not told:
                return f"Written without the language model. {why}"
            return f"The language model could not write all of it; the rest is in the articles' own sentences. {why}"
        if self.beyond:
            return (
                f"{self.beyond:,} of {len(self.stories):,} storylines are in the articles' own sentences: a summary "
                f"calls the language model about {MOST_CALLS} times at most. Ask for a topic, a time or a source."
            )
        if not told:
            return "Written in the articles' own sentences: they carry nothing of what the language model wrote."
        if told < len(self.stories):
            return (
                f"{len(self.stories) - told:,} of {len(self.stories):,} storylines are in the articles' own sentences: "
                "of what the language model wrote nothing was carried by the articles."
            )
        return None


class Retelling:
    """Tells storylines with one model. Calls run side by side, as many as the model takes."""

    def __init__(self, chat: Chat, grounding: Grounding, meaning: Meaning) -> None:
        self._chat = chat
        self._grounding = grounding
        self._meaning = meaning

    @property
    def name(self) -> str:
        """The model's."""
        return self._chat.model.name

    def retell(self, stories: Sequence[Story], subject: str, on_progress: OnProgress) -> Retold:
        """The storylines, the most important first, in as many sentences as each should have.

        No failure of the model is raised: it is told in what is returned.
        """
        run = Retold([() for _ in stories], Meter(self.name))
        plan = self._plan(stories, subject, run)
        with ThreadPoolExecutor(self._chat.model.at_once) as pool:
            tasks = [(place, piece) for place, cut in plan.items() for piece in cut]

            def read(task: tuple[int, Piece]) -> list[Claim] | None:
                place, piece = task
                return self._read(run, piece, _share(stories[place][1], len(plan[place])), subject)

            read_all = _counted(pool.map(read, tasks), "read", len(tasks), on_progress)
            drafts: dict[int, list[list[Claim] | None]] = {place: [] for place in plan}
            for (place, _), draft in zip(tasks, read_all, strict=True):
                drafts[place].append(draft)

            def tell(place: int) -> tuple[Claim, ...]:
                return tuple(self._told(run, stories[place], plan[place], drafts[place], subject))

            for place, told in zip(plan, _counted(pool.map(tell, plan), "merge", len(plan), on_progress), strict=True):
                run.stories[place] = told
        return run

    def _plan(self, stories: Sequence[Story], subject: str, run: Retold) -> dict[int, list[Piece]]:
        """The pieces of each storyline that the model is to tell, by its place."""
        left, plan = MOST_CALLS, {}
        for place, (articles, most) in enumerate(stories):
            room = self._chat.room(_summarize("", most, subject), self._reply(max(most, 2)))
            if room < _LEAST_ROOM:
                model = self._chat.model
                what = f"The window of {model.name} ({model.window:,} tokens) is too small for summaries."
                run.failures.append(
                    ContextTooLong(what, "Use a model with a larger window, or set RAG_LLM_WINDOW if it has one.")
                )
                break
            cut = pieces(articles, room)
            calls = len(cut) + (len(cut) > 1)
            if calls > left:
                run.beyond += 1
                continue
            left -= calls
            if cut:
                plan[place] = cut
        return plan

    def _reply(self, most: int) -> int:
        """The tokens of a reply with so many sentences, at most a third of the window."""
        return min(FRAME + SENTENCE * most, self._chat.model.window // 3)

    def _read(self, run: Retold, piece: Piece, most: int, subject: str) -> list[Claim] | None:
        """What the model tells of a piece; None where it fails."""
        asked = _summarize(together(piece.shown), most, subject)
        kept = self._kept(run, asked, most, lambda written: (written, piece.shown))
        return None if kept is None else kept[:most]

    def _told(
        self, run: Retold, story: Story, cut: Sequence[Piece], drafts: Sequence[list[Claim] | None], subject: str
    ) -> list[Claim]:
        """A storyline from what the model told of its pieces; nothing where it told of none."""
        if not any(drafts):
            return []
        most = story[1]
        claims: list[Claim] = []
        for piece, draft in zip(cut, drafts, strict=True):
            claims += self._in_its_words(piece, story, _share(most, len(cut))) if draft is None else draft
        claims = _each_once(claims)
        if len(cut) > 1 and not run.stopped:
            claims = _each_once(self._merged(run, claims, story, subject))
        return _spread(claims, most)

    def _in_its_words(self, piece: Piece, story: Story, most: int) -> list[Claim]:
        """Sentences of the piece itself."""
        units = [unit for unit in telling(story[0], 10 * story[1]) if piece.sentences.issuperset(unit.sentences)]
        return [claim(unit, (), self._meaning) for unit in units[:most]]

    def _merged(self, run: Retold, claims: Sequence[Claim], story: Story, subject: str) -> list[Claim]:
        """One telling of what came of several pieces, in rounds where the model can't read all of it at once."""
        articles = {one[0].article.id: one[0].article for one in story[0]}
        most = story[1]
        while True:
            room = self._chat.room(_digest("", most, subject), self._chat.model.window // 3)
            read = batches(claims, room)
            if len(read) <= 1 or sum(len(one) for one in read) <= most:
                break
            told = [self._merger(run, one, articles, max(1, len(one) // 2), subject) for one in read]
            if sum(map(len, told)) >= len(claims):
                break
            claims = [one for batch in told for one in batch]
        return self._merger(run, read[0], articles, most, subject) if len(read) == 1 else list(claims)

    def _merger(
        self, run: Retold, claims: Sequence[Claim], articles: Mapping[str, Article], most: int, subject: str
    ) -> list[Claim]:
        notes = Notes.of(claims, articles)
        kept = self._kept(run, _digest(notes.text, most, subject), most, notes.traced)
        return kept[:most] if kept else _spread(claims, most)

    def _kept(
        self,
        run: Retold,
        asked: Rendered,
        most: int,
        traced: Callable[[Written], tuple[Written, Mapping[str, Shown]]],
    ) -> list[Claim] | None:
        """The statements of a reply that the articles carry; None where there was no reply that can be used."""
        if run.stopped:
            return None
        kept: list[Claim] = []
        try:
            for written in statements(self._chat, asked, run.meter, self._reply(most)):
                found = self._grounding.check(*traced(written))
                if isinstance(found, Claim):
                    kept.append(found)
                    continue
                with run.lock:
                    run.dropped.append(found)
        except LanguageModelError as error:
            with run.lock:
                run.failures.append(error)
                # These are of one reply; any other failure will be the next call's too.
                run.stopped |= not isinstance(error, MalformedReply | ModelRefused | ContextTooLong)
            return kept or None
        return kept


def _summarize(evidence: str, most: int, subject: str) -> Rendered:
    return prompts.load("summarize").render(evidence=evidence, sentences=_sentences(most), subject=subject)


def _digest(notes: str, most: int, subject: str) -> Rendered:
    return prompts.load("digest").render(notes=notes, sentences=_sentences(most), subject=subject)


def _sentences(most: int) -> str:
    return "one sentence" if most == 1 else f"{most} sentences"


def _share(most: int, pieces: int) -> int:
    """How many sentences are asked of each piece: of several, in all twice as many as are needed, for a choice."""
    return most if pieces == 1 else max(2, -(-2 * most // pieces))


def _spread(claims: Sequence[Claim], most: int) -> list[Claim]:
    """So many of the claims, evenly from all of them."""
    return list(claims) if len(claims) <= most else [claims[place * len(claims) // most] for place in range(most)]


def _each_once(claims: Iterable[Claim]) -> list[Claim]:
    found: dict[str, Claim] = {}
    for one in claims:
        found.setdefault(one.text.casefold(), one)
    return list(found.values())


def _counted(results: Iterable[_T], stage: str, total: int, on_progress: OnProgress) -> list[_T]:
    found = []
    on_progress(stage, 0, total)
    for done, one in enumerate(results, start=1):
        found.append(one)
        on_progress(stage, done, total)
    return found
