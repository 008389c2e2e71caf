"""What the tools of the MCP server return: the values of the library, with what an agent needs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BaseModel, Field

from rag.models import Citation, EventStatus, Status
from rag.serve.shapes import ArticleMeta

if TYPE_CHECKING:
    from rag.models import Answer, Article, Claim, Summary

Start = Annotated[int, Field(description="Where the quote begins in the article's text, in Unicode code points.")]
End = Annotated[int, Field(description="Where it ends, exclusive: text[start:end] is the quote.")]


class Cited(BaseModel):
    """Words of an article, exactly as they stand there."""

    article_id: str
    title: str
    source: str | None
    published: str | None = Field(description="ISO 8601")
    start: Start
    end: End
    quote: str

    @classmethod
    def of(cls, given: Citation) -> Self:
        """This citation."""
        return cls.model_validate(given, from_attributes=True)


class Statement(BaseModel):
    """One statement and the quotes that carry it."""

    text: str
    event_status: EventStatus | None = Field(description="What became of the event, where it tells of one.")
    citations: list[Cited]

    @classmethod
    def of(cls, given: Claim) -> Self:
        """This claim."""
        citations = [Cited.of(one) for one in given.citations]
        return cls(text=given.text, event_status=given.event_status, citations=citations)


class Found(Cited):
    """A sentence that was found."""

    score: float = Field(
        description="How well the sentence fits by itself; far below 0 it doesn't. The order also counts how new it is."
    )

    def citation(self) -> Citation:
        """This sentence as a citation."""
        return Citation.from_dict(self.model_dump())


class Hits(BaseModel):
    """Sentences, the best first."""

    sentences: list[Found]


class Answered(BaseModel):
    """An answer of which every statement was checked against the articles, or a refusal with its reason."""

    status: Status = Field(description="What became of the question; ambiguous when several events fit it.")
    text: str
    claims: list[Statement]
    disagreements: list[list[int]] = Field(
        description="Places in claims, from 0, of statements that give different accounts of one matter: show them "
        "all. A place by itself is of a statement whose sentence gives several. None found doesn't mean that all agree."
    )
    reason: str | None = Field(description="Why it was not answered.")
    nearest: list[Cited] = Field(description="The nearest the articles have, when it was not answered.")
    read_as: str | None = Field(description="The question as it was understood, where that is not as it was asked.")
    note: str | None
    dropped: int = Field(description="Statements that were written and left out, as the articles don't carry them.")
    engine: str

    @classmethod
    def of(cls, given: Answer) -> Self:
        """This answer."""
        return cls(
            status=given.status,
            text=given.text,
            claims=[Statement.of(one) for one in given.claims],
            disagreements=[list(group) for group in given.disagreements],
            reason=given.reason,
            nearest=[Cited.of(one) for one in given.nearest],
            read_as=given.read_as,
            note=given.note,
            dropped=given.dropped,
            engine=given.engine,
        )


class Listing(BaseModel):
    """Articles, the newest first."""

    articles: list[ArticleMeta]
    more: bool = Field(description="Whether there are more after these: ask again with a larger offset.")


class Stretch(ArticleMeta):
    """An article, or a stretch of its text."""

    text: str = Field(description="The article's text from start to end.")
    start: Start
    end: End

    @classmethod
    def between(cls, given: Article, start: int, end: int) -> Self:
        """What stands there; offsets beyond the text are brought back into it."""
        text = given.text[start:end]
        start = min(start, len(given.text))
        return cls(**ArticleMeta.of(given).model_dump(), text=text, start=start, end=start + len(text))


class Event(BaseModel):
    """Something that articles date."""

    when: str = Field(description="ISO 8601, as exactly as they say")
    statement: Statement


class Difference(BaseModel):
    """Different figures that articles give for one thing."""

    about: str
    figures: list[str]
    statements: list[Statement]


class Summarized(BaseModel):
    """A summary of which every sentence is cited."""

    title: str
    text: str
    sentences: list[Statement]
    timeline: list[Event]
    disagreements: list[Difference]
    articles: list[str] = Field(description="The ids of the articles that were read in full.")
    left_out: int = Field(description="How many more articles there were than a summary can hold.")
    note: str | None
    engine: str

    @classmethod
    def of(cls, given: Summary) -> Self:
        """This summary."""
        return cls(
            title=given.title,
            text=given.text,
            sentences=[Statement.of(one) for one in given.sentences],
            timeline=[Event(when=one.when, statement=Statement.of(one.claim)) for one in given.timeline],
            disagreements=[
                Difference(about=one.about, figures=list(one.figures), statements=[*map(Statement.of, one.claims)])
                for one in given.disagreements
            ],
            articles=[one.id for one in given.articles],
            left_out=given.left_out,
            note=given.note,
            engine=given.engine,
        )
