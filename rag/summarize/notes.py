"""Notes on articles that a language model merges: statements that were found true, under ids that mean nothing.

What it writes of them is held against the sentences that the notes cite, never against the notes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.llm.drafts import Quoted, Written
from rag.llm.shown import Shown, plain
from rag.models import Article, Claim, Span
from rag.tokens import count_tokens

_ID = 4  # letters and digits


@dataclass(frozen=True, slots=True)
class Notes:
    """``text`` is what the model reads; ``cited`` are the passages that carry each note, by its id."""

    text: str
    cited: Mapping[str, tuple[Shown, ...]]

    @classmethod
    def of(cls, claims: Sequence[Claim], articles: Mapping[str, Article]) -> Notes:
        """Notes that these claims make; ``articles`` are those cited, by their ids."""
        by_id = {_id(claim): claim for claim in claims}
        cited = {
            note: tuple(
                Shown(f"{note}.{number}", articles[one.article_id], (Span(one.start, one.end),))
                for number, one in enumerate(claim.citations)
            )
            for note, claim in by_id.items()
        }
        return cls("\n".join(map(_text, by_id.values())), cited)

    def traced(self, written: Written) -> tuple[Written, Mapping[str, Shown]]:
        """The statement as one that quotes what its notes cite, and these passages by their ids."""
        named = dict.fromkeys(quote.passage.strip() for quote in written.quotes)
        passages = {passage.id: passage for note in named for passage in self.cited.get(note, ())}
        return Written(written.text, tuple(Quoted(one.id, _words(one)) for one in passages.values())), passages


def batches(claims: Sequence[Claim], room: int) -> list[list[Claim]]:
    """The claims, in order, in as few groups of at most ``room`` tokens of notes as that allows, none empty."""
    found: list[list[Claim]] = []
    left = 0
    for claim in claims:
        size = count_tokens(_text(claim)) + 1
        if not found or size > left:
            found.append([])
            left = room
        found[-1].append(claim)
        left -= size
    return found


def _id(claim: Claim) -> str:
    return base64.b32encode(hashlib.sha256(claim.text.encode()).digest()).decode()[:_ID]


def _text(claim: Claim) -> str:
    sources = dict.fromkeys(
        " ".join(part for part in (one.source, (one.published or "")[:10]) if part) for one in claim.citations
    )
    named = plain("; ".join(filter(None, sources))).replace('"', "”")
    return f'<note id="{_id(claim)}" sources="{named}">{plain(claim.text)}</note>'


def _words(passage: Shown) -> str:
    return " ".join(passage.article.text[span.start : span.end] for span in passage.spans)
