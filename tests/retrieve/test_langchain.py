from __future__ import annotations

from datetime import date

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from rag import Library
from rag.retrieve.langchain import LibraryRetriever

QUESTION = "How many ships will Ostrania release?"
METADATA = {"article_id", "title", "source", "published", "start", "end", "passage_id", "score"}


@pytest.fixture(scope="module")
def retriever(samples: Library) -> LibraryRetriever:
    return samples.retriever(k=4)


def test_invoking_gives_sentences_with_where_they_stand(samples: Library, retriever: LibraryRetriever) -> None:
    found = retriever.invoke(QUESTION)
    assert len(found) == 4
    for one in found:
        assert set(one.metadata) == METADATA
        told = one.metadata
        article = samples.article(told["article_id"])
        assert article.text[told["start"] : told["end"]] == one.page_content
        assert (told["title"], told["source"]) == (article.title, article.source)
        assert told["published"] == (article.published_at.iso if article.published_at else None)
        assert told["passage_id"] in {passage.id for passage in samples.store.passages_of(article.id)}
        assert isinstance(told["score"], float)
    assert any("ships" in one.page_content for one in found)


def test_a_batch_gives_each_question_its_own(retriever: LibraryRetriever) -> None:
    other = "Who was appointed manager of Brackenford?"
    ships, manager = retriever.batch([QUESTION, other])
    assert [one.page_content for one in ships] == [one.page_content for one in retriever.invoke(QUESTION)]
    assert {one.metadata["article_id"] for one in manager}.isdisjoint({one.metadata["article_id"] for one in ships})


def test_it_is_a_link_of_a_chain(retriever: LibraryRetriever) -> None:
    def titles(found: list[Document]) -> list[str]:
        return [one.metadata["title"] for one in found]

    assert len((retriever | RunnableLambda(titles)).invoke(QUESTION)) == 4


def test_its_filters_hold(samples: Library, retriever: LibraryRetriever) -> None:
    only = retriever.model_copy(update={"sources": ("Drevnik Tribune",), "until": date(2026, 12, 31)})
    found = only.invoke(QUESTION)
    assert found
    assert {one.metadata["source"] for one in found} == {"Drevnik Tribune"}
    assert samples.retriever(k=1).invoke(QUESTION)[0].page_content == retriever.invoke(QUESTION)[0].page_content
