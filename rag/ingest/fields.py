"""What a format says of an article, before it is tidied and completed: the same for every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.errors import UnreadableInput
from rag.ingest.dates import parse_date
from rag.models import Stamp

_NOTHING = (None, "", "~", "null")


@dataclass(frozen=True, slots=True)
class Fields:
    """One article as its file gives it. What the file doesn't say is None or empty."""

    text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    published: Stamp | None = None
    updated: Stamp | None = None


def read_fields(values: Mapping[str, object], text: str, name: str, origin: str) -> Fields:
    """The fields in ``values``. A date's origin names the key ("front matter 'published'"). Raises UnreadableInput."""
    return Fields(
        text=text,
        title=string(values, ("title",), name),
        source=string(values, ("source",), name),
        url=string(values, ("url",), name),
        authors=_authors(values, name),
        language=string(values, ("language",), name),
        published=_stamp(values, ("published", "published_at", "date"), origin),
        updated=_stamp(values, ("updated", "updated_at"), origin),
    )


def string(values: Mapping[str, object], keys: tuple[str, ...], name: str) -> str | None:
    """The text under the first of ``keys`` that is there. Raises UnreadableInput when it isn't text."""
    for key in keys:
        value = values.get(key)
        if value in _NOTHING:
            continue
        if not isinstance(value, str):
            raise UnreadableInput(f"The field '{key}' of {name} is not text.", "Put its value in quotation marks.")
        return value
    return None


def _authors(values: Mapping[str, object], name: str) -> tuple[str, ...]:
    for key in ("authors", "author"):
        value = values.get(key)
        if value in _NOTHING:
            continue
        if isinstance(value, str):
            return tuple(value.split(";"))
        if not isinstance(value, list) or not all(isinstance(author, str) for author in value):
            raise UnreadableInput(
                f"The field '{key}' of {name} is neither a name nor a list of names.", "Give names as text."
            )
        return tuple(value)
    return ()


def _stamp(values: Mapping[str, object], keys: tuple[str, ...], origin: str) -> Stamp | None:
    stamps = (parse_date(values.get(key), f"{origin} '{key}'") for key in keys)
    return next((stamp for stamp in stamps if stamp), None)
