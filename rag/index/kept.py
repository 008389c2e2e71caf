"""A cache of values derived from articles; an article that changes or is removed is dropped from it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from rag.models import Article

if TYPE_CHECKING:
    from rag.index.articles import ArticleStore

MOST = 512  # articles: some 20 kB each

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """What ``make`` makes of the articles of ``store``. Methods may be called from any thread."""

    def __init__(self, store: ArticleStore, make: Callable[[Article], Made], most: int = MOST) -> None:
        self._store = store
        self._make = make
        self._most = most
        self._lock = threading.Lock()
        self._made: dict[str, tuple[Article, Made]] = {}  # the last asked for comes last
        store.tell_of_changes(self)

    def __contains__(self, article_id: str) -> bool:
        """Whether something of this article is kept."""
        return article_id in self._made

    def of(self, article: Article) -> Made:
        """What is made of this article, be it the one that is stored or not."""
        with self._lock:
            held = self._made.get(article.id)
            if held is not None and held[0] == article:
                self._made[article.id] = self._made.pop(article.id)
                return held[1]
        made = self._make(article)
        with self._store.reading():  # so that nobody removes it meanwhile
            if self._store.content_hash(article.id) is not None:
                with self._lock:
                    self._made.pop(article.id, None)
                    self._made[article.id] = (article, made)
                    if len(self._made) > self._most:
                        del self._made[next(iter(self._made))]
        return made

    def forget(self, article_id: str) -> None:
        """Let go of what was made of this article."""
        with self._lock:
            self._made.pop(article_id, None)
