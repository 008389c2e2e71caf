"""Articles: add, list, search, read, remove."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Path, Query, Request, Response, UploadFile

from rag import samples
from rag.errors import InputError
from rag.ingest.pipeline import Added
from rag.ingest.sources import Source as Given
from rag.ingest.sources import find, given
from rag.library import Library
from rag.serve import shapes, sse
from rag.serve.context import Context, Here, unless_gone
from rag.serve.problems import Problem, without_paths

MOST_FILES = 50
router = APIRouter(prefix="/api", tags=["articles"])
ArticleId = Annotated[str, Path(max_length=200, description="An article's id, or how it begins.")]


@router.get("/articles")
async def list_articles(
    here: Here,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
    q: Annotated[str, Query(max_length=200, description="Words of the title, the source or the text.")] = "",
    since: shapes.Day | None = None,
    until: shapes.Day | None = None,
    source: Annotated[list[shapes.Source] | None, Query(max_length=100)] = None,
) -> shapes.ArticlePage:
    """The articles, newest publication first. Days are inclusive."""
    shapes.check_order(since, until)
    wanted, words = source or [], " ".join(q.split())

    def work(library: Library) -> shapes.ArticlePage:
        found = library.articles(since=since, until=until, sources=wanted, words=words, limit=limit, offset=offset)
        total = library.store.count(since, until, wanted, words)
        items = [shapes.ArticleMeta.of(one) for one in found]
        return shapes.ArticlePage(items=items, total=total, limit=limit, offset=offset)

    return await here.desk.look(work)


@router.get("/sources")
async def list_sources(here: Here) -> shapes.Sources:
    """Every source, and how many articles are of it."""
    found = await here.desk.look(lambda library: library.store.sources())
    return shapes.Sources(items=[shapes.SourceCount(source=source, count=count) for source, count in found])


@router.post("/articles", status_code=201)
async def add_text(article: shapes.NewArticle, request: Request, here: Here) -> shapes.AddedOne:
    """Add an article given as text. Adding it again changes nothing, or makes a new version of it."""
    work = here.desk.run(lambda library: library.add_text(**dict(article)), writes=True)
    added = await unless_gone(request, work)
    if added.article is None or added.error is not None:
        raise added.error or RuntimeError("neither an article nor an error")
    return shapes.AddedOne(outcome=added.outcome, article=shapes.ArticleMeta.of(added.article))


@router.post("/articles/upload")
async def upload(
    request: Request,
    here: Here,
    files: Annotated[list[UploadFile], File(max_length=MOST_FILES, description="Text, Markdown, HTML, PDF or JSON.")],
    title: Annotated[shapes.Title | None, Form()] = None,
    source: Annotated[shapes.Source | None, Form()] = None,
    published: Annotated[shapes.Moment | None, Form()] = None,
    url: Annotated[shapes.Url | None, Form()] = None,
) -> shapes.Results:
    """Add files. What can't be read is reported, and the rest goes in."""
    if (title or url) and len(files) > 1:
        what = "A title or an address was given for several files."
        raise Problem(422, "invalid-request", what, "Add that file by itself.")
    known = {"title": title, "source": source, "published": published, "url": url}
    read = [_source(one.filename or "", await one.read()) for one in files]
    return await unless_gone(request, _results(here, lambda: read, **known))


@router.post("/articles/samples")
async def add_samples(request: Request, here: Here) -> shapes.Results:
    """Add the sample articles."""

    def read() -> list[tuple[str, Given | InputError]]:
        return [(path.name, one) for path in sorted(samples.folder().glob("*.md")) for one in find(path)]

    return await unless_gone(request, _results(here, read))


@router.get("/articles/{article_id}")
async def read_article(article_id: ArticleId, here: Here) -> shapes.ArticleWhole:
    """An article with its text."""
    return shapes.ArticleWhole.of(await here.desk.look(lambda library: library.article(article_id)))


@router.delete("/articles/{article_id}", status_code=204)
async def remove_article(article_id: ArticleId, here: Here) -> Response:
    """Remove an article from the library and from every index."""
    await here.desk.look(lambda library: library.article(article_id))
    await here.desk.run(lambda library: library.remove(article_id), writes=True)
    return Response(status_code=204)


async def _results(
    here: Context, read: Callable[[], Sequence[tuple[str, Given | InputError]]], **known: Any
) -> shapes.Results:
    """What becomes of every article of these named sources, one after the other in the writer's line."""

    def work(library: Library) -> Iterator[tuple[str, Added]]:
        for name, one in read():
            for added in library.add_sources([one], **known):
                yield name, added

    done = await sse.collected(here.desk.stream(work, writes=True))
    return shapes.Results(results=[_result(name, added) for name, added in done])


def _source(name: str, data: bytes) -> tuple[str, Given | InputError]:
    """An uploaded file under the name it is reported by: the last part of what the client calls it."""
    shown = re.sub(r"[\x00-\x1f\x7f]", "", re.split(r"[/\\]", name)[-1])[-200:] or "the file"
    try:
        return shown, given(shown, data)
    except InputError as error:
        return shown, error


def _result(name: str, added: Added) -> shapes.Result:
    error = added.error
    return shapes.Result(
        file=name,
        outcome=added.outcome,
        article=shapes.ArticleMeta.of(added.article) if added.article else None,
        error=shapes.Failure(what=without_paths(error.what), fix=without_paths(error.fix)) if error else None,
    )
