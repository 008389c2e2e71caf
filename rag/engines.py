"""The two ways of writing an answer: in the articles' own words, and with a language model.

Each knows how its drafts are made and how they are held to the articles; the steps around them are the same.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.answer.compose import not_answered
from rag.answer.compound.parts import parts
from rag.answer.compound.sides import sides
from rag.answer.followup.earlier import about_earlier, not_clear
from rag.answer.followup.standalone import Standalone, standalone
from rag.answer.planted import without_planted
from rag.answer.reading import Reading
from rag.answer.verify import text_of, verified
from rag.errors import ContextTooLong, LanguageModelError, NotFound
from rag.llm import prompts
from rag.llm.drafts import Written
from rag.llm.other_accounts import with_other_accounts
from rag.llm.own_words import in_own_words
from rag.llm.pertinence import BESIDE_THE_POINT, NEAR, Pertinence
from rag.llm.rewrite import rewritten
from rag.llm.shown import fitting, together
from rag.llm.statements import statements
from rag.models import Claim, Draft, Dropped, Status
from rag.steps import State

if TYPE_CHECKING:
    from rag.answer.extractive import Extractive
    from rag.answer.syntax import Syntax
    from rag.index.articles import ArticleStore
    from rag.llm.chat import Chat, Meter
    from rag.llm.grounding import Grounding

MOST_TOKENS = 2000  # of a reply: some thirty statements with their quotes; at most a quarter of the window
SILENT = "The language model found no answer in them."
NOTHING_FITS = "No article in the library fits the question."


class ExtractiveEngine:
    """No language model: sentences of the articles, word for word."""

    name = "extractive"

    def __init__(self, store: ArticleStore, writer: Extractive, syntax: Syntax) -> None:
        self._store = store
        self._writer = writer
        self._syntax = syntax

    def rewrite(self, state: State) -> State:
        """By the names and events of the turns before; nothing is looked for where it asks about the last answer."""
        settled = about_earlier(state.asked.text, state.history, self._reading)
        full = in_full(state, self._syntax, self._store)
        if settled is None and full.unclear:
            settled = not_clear(full.unclear)
        if settled is not None:
            return replace(state, settled=settled)
        return _said_in_full(state, full)

    def fit(self, state: State) -> State:
        """All of it: sentences are read one by one."""
        return state

    def write(self, state: State) -> Iterator[Draft | Written]:
        """One draft."""
        yield state.settled or self._writer.draft(state.query, state.evidence)

    def verify(self, _state: State, written: Iterable[Draft | Written]) -> Iterator[Claim | Dropped | Draft]:
        """Its citations, names and numbers."""
        for draft in written:
            if isinstance(draft, Draft):
                yield verified(draft, self._store.get)

    def _reading(self, article_id: str) -> Reading | None:
        """An article as it is quoted; None when it has been removed."""
        try:
            article = self._store.get(article_id)
        except NotFound:
            return None
        spans = [span for passage in self._store.passages_of(article_id) for span in passage.sentences]
        return Reading(article, without_planted(article.text, spans), self._syntax)


class ModelEngine:
    """A language model drafts statements; each is shown only when the sentences it quotes carry it.

    Nothing is shown before a statement that answers the question, and what was true beside it is shown with it. What
    was refused beside it is said by the sentences that it quotes, where these answer too. Where articles differ, their
    other accounts are set beside those that were told.
    """

    name = "llm"

    def __init__(
        self, store: ArticleStore, chat: Chat, grounding: Grounding, syntax: Syntax, writer: Extractive
    ) -> None:
        self._store = store
        self._writer = writer
        self._chat = chat
        self._grounding = grounding
        self._syntax = syntax
        self._most = min(MOST_TOKENS, chat.model.window // 4)

    def rewrite(self, state: State) -> State:
        """By the model, from the second turn on; without it where it fails. Each part of it is searched for."""
        full = in_full(state, self._syntax, self._store)
        if state.history and state.meter is not None:
            text = _rewritten(state, self._chat, state.meter)
            full = full if text is None else Standalone(text)
        state = _said_in_full(replace(state, anywhere=True), full)
        doc = self._syntax.parse([state.query.text])[0]
        asked = sides(doc) or parts(doc)
        return replace(state, searches=tuple(dict.fromkeys((state.query.text, *asked))))

    def fit(self, state: State) -> State:
        """The best passages that the model's window holds. Raises ContextTooLong when it holds none."""
        room = self._chat.room(self._prompt(state, ""), self._most)
        passages = fitting(state.evidence, room)
        if not passages and fitting(state.evidence, MOST_TOKENS):
            model = self._chat.model
            raise ContextTooLong(
                f"The window of {model.name} ({model.window:,} tokens) holds no passage beside the question.",
                "Use a model with a larger window, or set RAG_LLM_WINDOW if it has one.",
            )
        return replace(state, shown=passages)

    def write(self, state: State) -> Iterator[Draft | Written]:
        """Its statements, each as soon as it is complete. Raises LanguageModelError.

        Without evidence the model is not asked. A reply that can't be read is given back to it once.
        """
        if not state.shown or state.meter is None:
            return
        asked = self._prompt(state, together(state.shown))
        yield from statements(self._chat, asked, state.meter, self._most)

    def verify(self, state: State, written: Iterable[Draft | Written]) -> Iterator[Claim | Dropped | Draft]:
        """Each statement against the sentences it quotes; what is left is the answer, if any of it is one."""
        pertinence = Pertinence([query.text for query, _ in state.found], state.evidence, self._syntax)
        claims: list[Claim] = []
        waiting: list[Claim] = []  # true, and no answer by themselves
        refused: list[Dropped] = []
        seconds = 0.0
        try:
            for one in written:
                if not isinstance(one, Written):
                    continue
                started = time.perf_counter()
                kept = self._grounding.check(one, state.shown)
                answers = isinstance(kept, Claim) and (bool(claims) or pertinence.answers(kept))
                seconds += time.perf_counter() - started
                if isinstance(kept, Dropped):
                    refused.append(kept)
                    yield kept
                elif not any(kept.text == other.text for other in (*claims, *waiting)):
                    waiting.append(kept)
                    if answers:
                        claims += waiting
                        yield from waiting
                        waiting = []
        except LanguageModelError:
            yield from _beside_the_point(waiting)
            raise
        state.clock.add("verify", seconds)
        state.clock.add("write", -seconds)  # it is written while it is verified
        yield from _beside_the_point(waiting)
        if claims:
            for claim in self._in_own_words(state, refused, claims, pertinence):
                claims.append(claim)
                yield claim
            own = verified(self._writer.draft(state.query, state.evidence), self._store.get)
            all_told, differing = with_other_accounts(claims, own)
            yield from all_told[len(claims) :]
            yield Draft(Status.ANSWERED, text_of(all_told), tuple(all_told), disagreements=differing)
        else:
            yield not_answered(SILENT if state.shown else NOTHING_FITS, state.evidence)

    def _in_own_words(
        self, state: State, refused: Iterable[Dropped], claims: Sequence[Claim], pertinence: Pertinence
    ) -> Iterator[Claim]:
        """What refused statements point at, said by the articles, as far as that answers and isn't told yet."""
        articles = {one.article.id: one.article for one in state.shown.values()}
        told = {citation for claim in claims for citation in claim.citations}
        for one in refused:
            claim = None if told.issuperset(one.quoted) else in_own_words(one, articles, self._syntax)
            if claim and pertinence.answers(claim, NEAR):
                told |= set(claim.citations)
                yield claim

    def _prompt(self, state: State, evidence: str) -> prompts.Rendered:
        return prompts.load("answer").render(
            asked=state.query.asked.isoformat(), evidence=evidence, question=state.query.text
        )


def _beside_the_point(claims: Iterable[Claim]) -> Iterator[Dropped]:
    return (Dropped(claim.text, BESIDE_THE_POINT, claim.citations) for claim in claims)


def in_full(state: State, syntax: Syntax, store: ArticleStore) -> Standalone:
    """The question with what it takes from the turns before, as rules tell."""

    def text(article_id: str) -> str:
        """The text of an article that was cited before; empty when it has been removed since."""
        try:
            return store.get(article_id).text
        except NotFound:
            return ""

    return standalone(state.asked.text, state.history, syntax, text)


def _rewritten(state: State, chat: Chat, meter: Meter) -> str | None:
    try:
        return rewritten(state.asked.text, state.history, chat, meter)
    except LanguageModelError:
        return None  # whether the model can be used at all is told when it is to write


def _said_in_full(state: State, full: Standalone) -> State:
    query = replace(state.asked, text=full.text)
    read = {} if full.text == state.asked.text else {state.asked.text: full.text}
    if full.article_ids and not state.anywhere:
        # It goes on about something: the answer is likeliest where the last one was.
        lately = full.article_ids
        return replace(state, query=replace(query, article_ids=lately), searches=(full.text,), read=read, lately=lately)
    return replace(state, query=query, searches=(full.text,), about=full.about, read=read)
