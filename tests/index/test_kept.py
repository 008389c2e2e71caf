from __future__ import annotations

import pytest

from rag.errors import NotFound
from rag.index.articles import ArticleStore
from rag.index.kept import Kept
from rag.models import Article
from tests.index.samples import BUDGET, STORM, article, put


class Counting:
    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, given: Article) -> str:
        self.made.append(given.id)
        return given.text


def test_what_was_made_of_an_article_is_made_once(store: ArticleStore) -> None:
    put(store, article("a1", BUDGET))
    make = Counting()
    kept = Kept(store, make)
    assert [kept.of(store.get("a1")) for _ in range(3)] == [BUDGET] * 3
    assert make.made == ["a1"]


def test_a_removed_article_is_forgotten(store: ArticleStore) -> None:
    put(store, article("a1", BUDGET))
    kept = Kept(store, Counting())
    kept.of(store.get("a1"))
    assert "a1" in kept
    store.remove("a1")
    assert "a1" not in kept
    with pytest.raises(NotFound):
        store.get("a1")


def test_a_changed_article_is_made_anew(store: ArticleStore) -> None:
    put(store, article("a1", BUDGET))
    kept = Kept(store, Counting())
    assert kept.of(store.get("a1")) == BUDGET
    put(store, article("a1", STORM))
    assert "a1" not in kept
    assert kept.of(store.get("a1")) == STORM


def test_an_article_that_was_removed_meanwhile_is_not_kept(store: ArticleStore) -> None:
    put(store, article("a1", BUDGET))
    read = store.get("a1")
    kept = Kept(store, Counting())
    store.remove("a1")
    assert kept.of(read) == BUDGET
    assert "a1" not in kept


def test_no_more_is_kept_than_was_said_and_the_oldest_goes_first(store: ArticleStore) -> None:
    for name in ("a1", "a2", "a3"):
        put(store, article(name, f"{BUDGET} {name}."))
    kept = Kept(store, Counting(), most=2)
    for name in ("a1", "a2", "a1", "a3"):
        kept.of(store.get(name))
    assert [name in kept for name in ("a1", "a2", "a3")] == [True, False, True]
