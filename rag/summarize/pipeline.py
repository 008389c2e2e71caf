"""From articles to a verified summary: choose articles, read them in full, group, write, verify, lay out.

Knows the order of the steps, and nothing of how any of them is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from rag.answer.planted import without_planted
from rag.answer.verify import grounded
from rag.clock import Clock
from rag.errors import InputError
from rag.models import Article, Claim, Covered, Format, Length, Query, Storyline, Summary
from rag.summarize.choose import Chosen, choose, kept
from rag.summarize.digest import KEY_POINTS, Part, shares, write
from rag.summarize.layout import text
from rag.summarize.sentences import Sentence, sentences
from rag.summarize.storylines import storylines

if TYPE_CHECKING:
    from rag.index.articles import ArticleStore
    from rag.index.embed import Embedder
    from rag.summarize.choose import Topics
    from rag.summarize.meaning import Meaning
    from rag.summarize.retelling import OnProgress, Retelling

EXTRACTIVE = "extractive"
EVERYTHING = "the news that they report"

_Choice = TypeVar("_Choice", Length, Format)
_Told = Sequence[Sequence[Sentence]]  # a storyline: the sentences of its articles, the newest article first


class Summarizer:
    """Summarises the articles of one library; ``retelling`` is there when it has a language model."""

    def __init__(
        self,
        store: ArticleStore,
        topics: Topics,
        embedder: Embedder,
        meaning: Meaning,
        retelling: Retelling | None = None,
    ) -> None:
        self._store = store
        self._topics = topics
        self._embedder = embedder
        self._meaning = meaning
        self._retelling = retelling

    def summary(
        self,
        asked: Query,
        length: str,
        form: str,
        clock: Clock,
        on_progress: OnProgress | None = None,
        *,
        most: int | None = None,
    ) -> Summary:
        """A summary of the articles that a query lets through, or of those about its text, if it has one.

        ``most`` is how many storylines are told, the most important ones; None for all.

        With a language model, it writes the sentences of the storylines, and the key points among them; everything
        else, and what it can't write, is the articles' own.

        Raises NothingToSummarize, NotFound, and InputError for an unknown length or format.
        """
        on_progress = on_progress or (lambda _stage, _done, _total: None)
        size, laid = _one_of(Length, length), _one_of(Format, form)
        before = self._embedder.seconds + self._meaning.seconds
        chosen = choose(asked, self._store, self._topics)
        clock.lap("choose")
        stories = self._stories(chosen, on_progress)
        clock.lap("read")
        counts = shares([sum(len(one) for one in story) for story in stories], size)
        told = [(story, many) for story, many in zip(stories, counts, strict=True) if many][:most]
        parts = list(self._written(told, size, on_progress))
        clock.lap("write")
        articles = {article.id: article for article in chosen.articles}
        parts = [_verified(part, articles.__getitem__) for part in parts]
        clock.lap("verify")
        retold = self._retelling.retell(told, asked.text or EVERYTHING, on_progress) if self._retelling else None
        if retold:
            parts = [_retold(part, claims, size) for part, claims in zip(parts, retold.stories, strict=True)]
            clock.lap("retell")
        clock.add("models", self._embedder.seconds + self._meaning.seconds - before)
        covered = [articles[one] for part in parts for one in part.storyline.article_ids]
        made = _summary(asked, parts, covered, size, laid)
        return replace(
            made,
            left_out=chosen.left_out + sum(len(story) for story in stories) - len(made.articles),
            engine=retold.meter.usage.model if retold and any(retold.stories) else EXTRACTIVE,
            timings_ms=clock.timings(),
            note=retold.note if retold else None,
            dropped=len(retold.dropped) if retold else 0,
            usage=retold.meter.usage if retold and retold.meter.usage.calls else None,
            prompts=dict(retold.meter.prompts) if retold else {},
        )

    def _written(self, told: Sequence[tuple[_Told, int]], size: Length, on_progress: OnProgress) -> Iterator[Part]:
        on_progress("write", 0, len(told))
        for done, (story, most) in enumerate(told, start=1):
            yield write(story, most, size, len(told), self._meaning)
            on_progress("write", done, len(told))

    def _stories(self, chosen: Chosen, on_progress: OnProgress) -> list[_Told]:
        """The storylines, the most important first: those most about the topic, or those that most articles tell."""
        texts: list[list[Sentence]] = []
        for article in chosen.articles:
            on_progress("gather", len(texts), len(chosen.articles))
            texts.append(read(article, self._store))
        on_progress("gather", len(texts), len(texts))
        vectors = self._store.vectors_of([article.id for article in chosen.articles], self._embedder.fingerprint)
        places = storylines(texts, vectors)
        about = chosen.about
        if about is None:
            places.sort(key=lambda one: (-len(one), one[0]))
        else:
            places = [places[one] for one in kept(places, chosen.articles, about)]
            places.sort(key=lambda one: -max(about[chosen.articles[place].id] for place in one))
        return [[texts[place] for place in one] for one in places]


def read(article: Article, store: ArticleStore) -> list[Sentence]:
    """The sentences of an article, without those that are orders to the machine."""
    spans = [span for passage in store.passages_of(article.id) for span in passage.sentences]
    return sentences(article, without_planted(article.text, spans) or spans[:1])


def _verified(part: Part, article: Callable[[str], Article]) -> Part:
    """The part with what is grounded alone."""

    def true(claims: Iterable[Claim]) -> tuple[Claim, ...]:
        return tuple(kept for claim in claims if (kept := grounded(claim, article)) is not None)

    return Part(
        storyline=replace(part.storyline, sentences=true(part.storyline.sentences)),
        key_points=true(part.key_points),
        facts=tuple(fact for fact in part.facts if true([fact.what])),
        timeline=tuple(one for one in part.timeline if true([one.claim])),
        disagreements=tuple(one for one in part.disagreements if true(one.claims) == one.claims),
    )


def _retold(part: Part, claims: tuple[Claim, ...], size: Length) -> Part:
    """The part as the language model tells it; as it is where that told nothing."""
    if not claims:
        return part
    return replace(part, storyline=replace(part.storyline, sentences=claims), key_points=claims[: KEY_POINTS[size]])


def _summary(asked: Query, parts: Sequence[Part], covered: Sequence[Article], size: Length, laid: Format) -> Summary:
    """The parts put together, without what is known of how they were made."""
    lines = tuple(part.storyline for part in parts)
    facts = tuple(fact for part in parts for fact in part.facts)
    timeline = tuple(sorted((one for part in parts for one in part.timeline), key=lambda one: one.when))
    disagreements = tuple(one for part in parts for one in part.disagreements)
    return Summary(
        title=_title(asked, lines, covered),
        text=text(laid, lines, facts, timeline, disagreements),
        sentences=tuple(claim for line in lines for claim in line.sentences),
        key_points=tuple(claim for part in parts for claim in part.key_points),
        storylines=lines,
        facts=facts,
        timeline=timeline,
        disagreements=disagreements,
        articles=tuple(_covered(article) for article in covered),
        left_out=0,
        length=size,
        format=laid,
        engine=EXTRACTIVE,
    )


def _title(asked: Query, told: Sequence[Storyline], covered: Sequence[Article]) -> str:
    if asked.text:
        return asked.text
    if len(told) == 1:
        return told[0].title
    days = sorted(article.published_at.iso[:10] for article in covered if article.published_at)
    when = "" if not days else f", {days[0]}" if days[0] == days[-1] else f", {days[0]} to {days[-1]}"
    return f"{len(covered)} articles{when}"


def _covered(article: Article) -> Covered:
    published = article.published_at.iso if article.published_at else None
    return Covered(article.id, article.title, article.source, published)


def _one_of(kind: type[_Choice], name: str) -> _Choice:
    try:
        return kind(name)
    except ValueError:
        raise InputError(f"{name!r} is no {kind.__name__.lower()}.", f"Choose one of {', '.join(kind)}.") from None
