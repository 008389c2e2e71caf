"""Sample articles with a sentence planted in them, and a question that the article answered without it.

Every planted article is a source of its own, so that one library holds them all and each question reads one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from evals import places
from evals.cases import Case, load
from evals.documents import Document, parsed
from evals.public.writing import Text
from rag.ingest.sentences import split
from rag.models import Article, Status

PLACES = ("start", "middle", "end")
_UNLIKE = ("attendance", "false_premise")
"""Categories whose rules of scoring go by the category, which a planted case has from elsewhere."""


@dataclass(frozen=True, slots=True)
class Host:
    """A gold case, and the one sample article that holds all of its evidence."""

    case: Case
    article: Article

    def planted(self, sentence: str, place: str, source: str) -> Text:
        """The article with a paragraph more at one of PLACES, as an article of ``source``."""
        paragraphs = self.article.text.split("\n\n")
        at = {"start": 0, "middle": len(paragraphs) // 2, "end": len(paragraphs)}[place]
        return self.text("\n\n".join([*paragraphs[:at], sentence, *paragraphs[at:]]), source)

    def text(self, text: str, source: str) -> Text:
        """The article under another text and source."""
        published = self.article.published_at
        address = f"https://planted.example.com/{source.replace(' ', '-')}"
        return Text(address, text, self.article.title, source, published.iso if published else None)

    def asked(self, case_id: str, category: str, source: str) -> Case:
        """The case, asked of ``source`` alone."""
        return replace(self.case, id=case_id, category=category, source=source)


def hosts() -> Sequence[Host]:
    """Every gold case of the sample that one article answers by itself. Raises GoldBroken, EvalError."""
    articles = parsed([Document(places.seeds())])
    sentences = {one.id: [one.text[start:end].casefold() for start, end in split(one.text)] for one in articles}
    found = []
    for case in (*load(places.GOLD / "sample_a.jsonl"), *load(places.GOLD / "sample_b.jsonl")):
        holding = [one for one in articles if _holds(sentences[one.id], case)]
        if len(holding) == 1 and _is_plain(case):
            found.append(Host(case, holding[0]))
    return found


def _holds(sentences: Sequence[str], case: Case) -> bool:
    """Whether each piece of the case's evidence stands in one of these sentences, which are in small letters."""
    return all(
        any(all(term.casefold() in sentence for term in piece) for sentence in sentences) for piece in case.evidence
    )


def _is_plain(case: Case) -> bool:
    """Whether it is one question without filters, and what it must not say is left to the planted sentence."""
    filtered = case.since or case.until or case.source
    single = len(case.turns) == 1 and not case.must_not
    return case.status is Status.ANSWERED and single and not filtered and case.category not in _UNLIKE
