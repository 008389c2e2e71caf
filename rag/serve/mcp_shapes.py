"""What the MCP tools return: the library's values, cut down to what an agent needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from rag.models import Article, Citation, Claim, Status
from rag.serve.shapes import ArticleMeta


@dataclass(frozen=True, slots=True)
class Found(Citation):
    """A sentence that was found."""

    score: Annotated[
        float,
        Field(
            description="How well the sentence fits by itself; far below 0 it doesn't."
            " The order also counts how new it is."
        ),
    ]


class Hits(BaseModel):
    """Sentences, the best first."""

    sentences: list[Found]


class Listing(BaseModel):
    """Articles, the newest first."""

    articles: list[ArticleMeta]
    more: bool = Field(description="Whether there are more after these: ask again with a larger offset.")


class Stretch(ArticleMeta):
    """An article, or a stretch of its text."""

    text: str = Field(description="The article's text from start to end.")
    start: int = Field(description="Where it begins in the article's text, in Unicode code points.")
    end: int = Field(description="Where it ends, exclusive.")

    @classmethod
    def between(cls, given: Article, start: int, end: int) -> Self:
        """What stands there; offsets beyond the text are brought back into it."""
        text = given.text[start:end]
        start = min(start, len(given.text))
        return cls(**ArticleMeta.of(given).model_dump(), text=text, start=start, end=start + len(text))


class _Part(BaseModel):
    """The fields that an agent needs of one of the library's values."""

    model_config = ConfigDict(from_attributes=True)


class Answered(_Part):
    """An answer of which every statement was checked against the articles, or a refusal with its reason."""

    status: Status = Field(description="What became of the question; ambiguous when several events fit it.")
    text: str
    claims: tuple[Claim, ...]
    disagreements: tuple[tuple[int, ...], ...] = Field(
        description="Places in claims, from 0, of statements that give different accounts of one matter: show them "
        "all. A place by itself is of a statement whose sentence gives several. None found doesn't mean that all agree."
    )
    reason: str | None = Field(description="Why it was not answered.")
    nearest: tuple[Citation, ...] = Field(description="The nearest the articles have, when it was not answered.")
    read_as: str | None = Field(description="The question as it was understood, where that is not as it was asked.")
    note: str | None
    dropped: int = Field(description="Statements that were written and left out, as the articles don't carry them.")
    engine: str


class Event(_Part):
    """Something that articles date."""

    when: str = Field(description="ISO 8601, as exactly as they say")
    statement: Claim = Field(validation_alias=AliasChoices("statement", "claim"))


class Difference(_Part):
    """Different figures that articles give for one thing."""

    about: str
    figures: tuple[str, ...]
    statements: tuple[Claim, ...] = Field(validation_alias=AliasChoices("statements", "claims"))


class Summarized(_Part):
    """A summary of which every sentence is cited."""

    title: str
    text: str
    sentences: tuple[Claim, ...]
    timeline: list[Event]
    disagreements: list[Difference]
    articles: list[Annotated[str, BeforeValidator(lambda one: getattr(one, "id", one))]] = Field(
        description="The ids of the articles that were read in full."
    )
    left_out: int = Field(description="How many more articles there were than a summary can hold.")
    note: str | None
    engine: str
