"""What is sent to the server and what it replies, as OpenAPI documents it. Answers and summaries: rag.models."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from rag.errors import InputError
from rag.ingest.pipeline import Outcome
from rag.models import Answer, Article, Format, Length, Stamp, Turn

_FIRST_YEAR, _LAST_YEAR = 1000, 9000  # what counting days back and forth has room for


def _sane(moment: date) -> date:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(f"the year has to be from {_FIRST_YEAR} to {_LAST_YEAR}")
    return moment


def check_order(since: date | None, until: date | None) -> None:
    """Refuse a time that ends before it begins."""
    if since and until and since > until:
        raise InputError(f"since ({since}) comes after until ({until}).", "Exchange them.")


Day = Annotated[date, AfterValidator(_sane)]
Moment = Annotated[date | datetime, AfterValidator(_sane)]
Title = Annotated[str, Field(max_length=1000)]
Url = Annotated[str, Field(max_length=2000)]
Text = Annotated[str, Field(min_length=1)]
Source = Annotated[str, Field(min_length=1, max_length=500)]
Id = Annotated[str, Field(min_length=1, max_length=200)]


class _Sent(BaseModel):
    """What a client sends; a field that is not known is refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid")


class Scope(_Sent):
    """Which articles count: days are inclusive, no source means every source."""

    since: Day | None = None
    until: Day | None = None
    sources: Annotated[list[Source], Field(max_length=100)] = []

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self.since, self.until)
        return self


class Asked(Scope):
    """A question, the day it is asked (today, if not given), and which articles may answer it."""

    question: str = Field(examples=["Who attended the meeting?"])
    asked: Day | None = None

    def keywords(self) -> dict[str, Any]:
        """Everything but the question, as `Library.ask` takes it."""
        return {"asked": self.asked, "since": self.since, "until": self.until, "sources": self.sources}


class Before(BaseModel):
    """A turn of the conversation so far: a question, and the answer that this server gave."""

    question: str
    answer: dict[str, Any]

    def turn(self) -> Turn:
        """The turn. Raises KeyError, TypeError or ValueError for what is no answer."""
        return Turn(self.question, Answer.from_dict({"engine": "", "reason": None, **self.answer}))


class AskedOnce(Asked):
    """A question by itself, or with the conversation so far, the oldest turn first."""

    history: Annotated[list[Before], Field(max_length=100)] = []


class ArticleMeta(BaseModel):
    """What is known of an article; times in ISO 8601, ``length`` in characters."""

    id: str
    title: str
    source: str | None
    url: str | None
    authors: list[str]
    language: str | None
    published: str | None
    updated: str | None
    ingested: str | None
    version: int
    length: int

    @classmethod
    def of(cls, article: Article) -> Self:
        """What is known of this article."""
        known = {name: getattr(article, name, None) for name in cls.model_fields}
        for name in ("published", "updated", "ingested"):
            stamp: Stamp | None = getattr(article, f"{name}_at")
            known[name] = stamp and stamp.iso
        return cls.model_validate(known | {"length": len(article.text)})


class ArticleWhole(ArticleMeta):
    """An article with its text; offsets of citations are code points into it."""

    text: str


class ArticlePage(BaseModel):
    """Some of the articles, newest first; ``total`` is how many there are."""

    items: list[ArticleMeta]
    total: int
    limit: int
    offset: int


class SourceCount(BaseModel):
    """A source, and how many articles are of it; null is of the articles whose source isn't known."""

    source: str | None
    count: int


class Sources(BaseModel):
    """Every source, the most frequent first."""

    items: list[SourceCount]


class NewArticle(_Sent):
    """An article given as text."""

    text: Text
    title: Title | None = None
    source: Source | None = None
    published: Moment | None = None
    url: Url | None = None


class AddedOne(BaseModel):
    """What became of an article."""

    outcome: Outcome
    article: ArticleMeta


class Failure(BaseModel):
    """What happened, and what to do about it."""

    what: str
    fix: str


class Result(BaseModel):
    """What became of one article of a file; an article where it went in, else an error."""

    file: str
    outcome: Outcome
    article: ArticleMeta | None = None
    error: Failure | None = None


class Results(BaseModel):
    """What became of every article."""

    results: list[Result]


class ChatMeta(BaseModel):
    """A conversation without its turns."""

    id: str
    title: str
    created: datetime
    updated: datetime
    turns: int


class ChatPage(BaseModel):
    """Some of the conversations, the one that was last added to first."""

    items: list[ChatMeta]
    total: int


class ChatWhole(BaseModel):
    """A conversation."""

    id: str
    title: str
    created: datetime
    updated: datetime
    turns: list[Turn]


class ChatAnswer(BaseModel):
    """An answer, and the conversation it is now part of."""

    chat: ChatMeta
    answer: Answer


class NewTitle(_Sent):
    """Another title for a conversation."""

    title: Annotated[str, Field(min_length=1, max_length=200)]


class SummaryWanted(Scope):
    """What to summarise: these articles, those about a topic, or all that the filters let through."""

    ids: Annotated[list[Id], Field(max_length=1000)] = []
    query: Annotated[str, Field(min_length=1)] | None = None
    length: Length = Length.MEDIUM
    format: Format = Format.PROSE
    asked: Day | None = None


class Ready(BaseModel):
    """Whether questions are answered at once; models load when the server starts."""

    status: Literal["ready", "loading"]
    articles: int
    engine: str


class VersionInfo(BaseModel):
    """The version, what writes answers, and why that."""

    version: str
    engine: str
    why: str


class ProblemBody(BaseModel):
    """Problem details as in RFC 9457; ``fix`` says what to do about it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    fix: str | None = None


# OpenAI's chat completions, as far as they mean something here.


class Part(BaseModel):
    """A piece of a message; only text can be read."""

    type: str
    text: str | None = None


class Message(BaseModel):
    """One message of a conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None


class StreamOptions(BaseModel):
    """What a stream has beside the text."""

    include_usage: bool | None = None


class NewsPart(Scope):
    """This server's own part of a request: the day it is asked, and which articles it may be answered from."""

    asked: date | None = Field(default=None, description='The day "this week" is seen from; today by default.')


class ChatRequest(BaseModel):
    """A conversation to go on with.

    The last user message is the question. System messages and sampling parameters are taken and change nothing: every
    statement has to stand in an article, whatever is asked for.
    """

    model: str
    messages: list[Message] = Field(min_length=1, max_length=2000)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = None
    tool_choice: str | dict[str, Any] | None = None
    function_call: str | dict[str, Any] | None = None
    response_format: dict[str, Any] | None = None
    logprobs: bool | None = None
    modalities: list[str] | None = None
    news: NewsPart | None = None
