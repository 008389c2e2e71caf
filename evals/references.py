"""Reference summaries for ROUGE: the sentences that hold a case's facts, as the articles word them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evals.cases import SummaryCase
from evals.documents import Document, parsed
from evals.metrics.text import contains


class References:
    """The articles of a library, read into sentences when first needed."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._sentences: dict[str, list[str]] | None = None

    def of(self, case: SummaryCase, article_id: str | None) -> str:
        """For each fact the first sentence that has its evidence, of the article if one is to be summarised."""
        read = self._read()
        within = [read[article_id]] if article_id else list(read.values())
        found = (_first(within, fact.evidence) for fact in case.facts if fact.evidence)
        return " ".join(dict.fromkeys(one for one in found if one))

    def _read(self) -> dict[str, list[str]]:
        if self._sentences is None:
            from rag.ingest.sentences import split

            self._sentences = {
                article.id: [article.text[span.start : span.end] for span in split(article.text)]
                for article in parsed(self._documents)
            }
        return self._sentences


def _first(articles: Iterable[Sequence[str]], terms: Sequence[str]) -> str | None:
    held = (one for sentences in articles for one in sentences if all(contains(one, term) for term in terms))
    return next(held, None)
