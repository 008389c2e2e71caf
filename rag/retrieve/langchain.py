"""The library as a LangChain retriever, for use in anyone's own chain."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from rag.models import Citation, Evidence, Query
from rag.retrieve.hybrid import Retriever


class LibraryRetriever(BaseRetriever):
    """The ``k`` best sentences for a question, best first.

    A document's text is the sentence; its metadata hold ``article_id``, ``title``, ``source``, ``published``,
    ``start`` and ``end`` (code points in the article), ``passage_id`` and ``score`` (a logit).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    k: int = 10
    asked: date | None = None
    since: date | None = None
    until: date | None = None
    sources: tuple[str, ...] = ()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - the interface's
    ) -> list[Document]:
        asked = self.asked or datetime.now().astimezone().date()
        found = self.retriever.retrieve(Query(query, asked, self.since, self.until, self.sources))
        return [document(one) for one in found[: self.k]]


def document(evidence: Evidence) -> Document:
    """A sentence as a document, with the metadata of ``LibraryRetriever``."""
    known = asdict(Citation.of(evidence.article, evidence.span))
    quote = known.pop("quote")
    return Document(quote, metadata={**known, "passage_id": evidence.passage.id, "score": evidence.score})
