"""The passages that a language model is shown, under ids that mean nothing, as many as it can read.

Articles are hostile input: what speaks to machines is left out, what can't be seen too, and no article can write the
marks that its passage stands between.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.answer.planted import without_planted
from rag.models import Article, Evidence, Passage, Span
from rag.tokens import count_tokens

MOST_TOKENS = 6000  # of evidence for one answer: the best comes first, and what is far down misleads more than it helps

_ID = 4  # letters and digits: a token or two, and a million of them
_HARMLESS = str.maketrans({"<": "‹", ">": "›"})


@dataclass(frozen=True, slots=True)
class Shown:
    """Sentences of one article, in its order, under an id. What an article says to the machine is not among them."""

    id: str
    article: Article
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The passage as a model reads it, between marks, with what is known of its article."""
        known = {
            "id": self.id,
            "title": self.article.title,
            "source": self.article.source,
            "published": self.article.published_at.iso if self.article.published_at else None,
        }
        told = " ".join(f'{name}="{plain(value).replace(chr(34), "”")}"' for name, value in known.items() if value)
        body = " ".join(plain(self.article.text[span.start : span.end]) for span in self.spans)
        return f"<passage {told}>\n{body}\n</passage>"


def shown(article: Article, passage_id: str, spans: Iterable[Span]) -> Shown | None:
    """A passage under an id that follows from its own; None when nothing of it may be shown."""
    kept = tuple(without_planted(article.text, spans))
    digest = base64.b32encode(hashlib.sha256(passage_id.encode()).digest()).decode()
    return Shown(digest[:_ID], article, kept) if kept else None


def fitting(evidence: Sequence[Evidence], room: int) -> dict[str, Shown]:
    """The passages of the evidence, the best first, as many as ``room`` tokens hold, by their ids.

    There is none when not even the first fits.
    """
    passages: dict[str, tuple[Article, Passage]] = {}
    for one in evidence:
        passages.setdefault(one.passage.id, (one.article, one.passage))
    return _within((shown(article, p.id, p.sentences) for article, p in passages.values()), min(room, MOST_TOKENS))


def _within(passages: Iterable[Shown | None], room: int) -> dict[str, Shown]:
    kept: dict[str, Shown] = {}
    for one in passages:
        if one is None or one.id in kept:  # two ids in a million are the same
            continue
        room -= count_tokens(one.text) + 1
        if room < 0:
            break
        kept[one.id] = one
    return kept


def together(passages: Mapping[str, Shown]) -> str:
    """The passages as one text for a prompt."""
    return "\n".join(one.text for one in passages.values())


def plain(text: str) -> str:
    """A text on one line without what can't be seen; what could end its passage is replaced by what looks like it."""
    shown = (one for one in text.translate(_HARMLESS) if one.isspace() or unicodedata.category(one)[0] != "C")
    return " ".join("".join(shown).split())
