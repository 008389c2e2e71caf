"""The articles of a library: added, listed, read, removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rag.index.sync import sync
from rag.models import Article
from rag.wiring import Wiring

if TYPE_CHECKING:
    from rag.errors import InputError
    from rag.ingest.pipeline import Added, OnProgress
    from rag.ingest.sources import Source


class Shelf(Wiring):
    """What may be done with the articles of a library."""

    def add(
        self,
        *paths: str | Path,
        title: str | None = None,
        source: str | None = None,
        published: date | datetime | None = None,
        url: str | None = None,
        on_progress: OnProgress | None = None,
    ) -> list[Added]:
        """Add files and folders; returns what became of each article, the ones that failed with their error.

        ``title``, ``source``, ``published`` and ``url`` win over what the files say. A title or an address belongs to
        one article, so they can be given only with a single file.

        Raises:
            InputError: a title or an address for several files or a folder.
        """
        from rag.errors import InputError
        from rag.ingest.sources import find

        if (title or url) and (len(paths) > 1 or Path(paths[0]).is_dir()):
            raise InputError("A title or an address was given for several files.", "Add that file by itself.")
        found = (item for path in paths for item in find(Path(path)))
        return list(
            self.add_sources(found, title=title, source=source, published=published, url=url, on_progress=on_progress)
        )

    def add_text(
        self,
        text: str,
        *,
        title: str | None = None,
        source: str | None = None,
        published: date | datetime | None = None,
        url: str | None = None,
    ) -> Added:
        """Add one article given as text."""
        from rag.ingest.sources import Source

        given = Source(name="the given text", suffix=".txt", data=text.encode("utf-8", "surrogatepass"))
        (added,) = self.add_sources([given], title=title, source=source, published=published, url=url)
        return added

    def add_sources(
        self,
        sources: Iterable[Source | InputError],
        *,
        title: str | None = None,
        source: str | None = None,
        published: date | datetime | None = None,
        url: str | None = None,
        on_progress: OnProgress | None = None,
    ) -> Iterator[Added]:
        """Add what these sources hold, yielding what became of each article as soon as it is stored."""
        from rag.errors import InputError
        from rag.ingest.parse import Overrides, parse

        overrides = Overrides(title=title, source=source, published=published, url=url)
        now = datetime.now(UTC)

        def articles() -> Iterator[Article | InputError]:
            for one in sources:
                if isinstance(one, InputError):
                    yield one
                else:
                    yield from parse(one, overrides, now=now)

        return self._pipeline().add(articles(), on_progress)

    def articles(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        sources: Sequence[str] = (),
        words: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Article]:
        """The articles, newest publication first. Days are inclusive.

        With ``words``, only those that have them in the title or the source, or words that begin so in the text.
        """
        return self.store.newest(since, until, sources, limit, offset, words=words)

    def article(self, id_or_prefix: str) -> Article:
        """The article with this id, or with the only id that begins so. Raises NotFound."""
        return self.store.find(id_or_prefix)

    def remove(self, id_or_prefix: str) -> Article:
        """Remove an article from the library and from every index; returns it. Raises NotFound."""
        article = self.store.find(id_or_prefix)
        self.store.remove(article.id)
        sync(self.store, self._index(), self.embedder.fingerprint)
        return article
