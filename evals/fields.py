"""The fields of one JSON object, taken out by name and type; what is left over was not expected."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

Value = TypeVar("Value", str, int)


class Malformed(Exception):
    """An object is not as it should be: what is wrong with it, and the fix. The reader adds where it stands."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix


class Fields:
    """Every method takes a field out and raises Malformed when it is missing (unless it may be) or of another type."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._left = dict(values)
        self._known: list[str] = []

    @classmethod
    def of(cls, line: str) -> Fields:
        """The fields of a line of JSON Lines."""
        try:
            values = json.loads(line)
        except ValueError as error:
            raise Malformed(f"this is no JSON: {error}", "Write one JSON object on the line.") from error
        if not isinstance(values, dict):
            raise Malformed(f"this is {_kind(values)}, not a JSON object", "Write one JSON object on the line.")
        return cls(values)

    def check_unknown(self) -> None:
        """Raise Malformed when there is a field that nobody asked for."""
        if self._left:
            names = ", ".join(sorted(self._left))
            raise Malformed(f"unknown: {names}", f"Take it out, or mend its name; known are {', '.join(self._known)}.")

    def is_null(self, name: str) -> bool:
        """Whether the field is missing or null; a null is taken out."""
        if self._left.get(name) is None:
            self._take(name)
            return True
        return False

    def text(self, name: str) -> str:
        """A text that is not empty."""
        value = self.text_or_none(name)
        if value is None:
            raise Malformed(f"{name} is missing", f"Add {name}.")
        return value

    def text_or_none(self, name: str) -> str | None:
        """A text that is not empty, or None when it is missing or null."""
        value = self._take(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise Malformed(f"{name} is {_kind(value)}, not a text", f"Write {name} as a text.")
        if not value.strip():
            raise Malformed(f"{name} is empty", f"Fill in {name}.")
        return value

    def day(self, name: str) -> date:
        """An ISO day."""
        value = self.day_or_none(name)
        if value is None:
            raise Malformed(f"{name} is missing", f"Add {name}, a day like 2026-03-18.")
        return value

    def day_or_none(self, name: str) -> date | None:
        """An ISO day, or None when it is missing or null."""
        value = self.text_or_none(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise Malformed(f"{name} is {value!r}, which is no day", "Write it like 2026-03-18.") from error

    def one_of(self, name: str, allowed: Sequence[Value], *, missing: Value | None = None) -> Value:
        """One of the allowed values; ``missing`` when there is none."""
        value = self._take(name)
        if value is None and missing is not None:
            return missing
        for one in allowed:
            if value == one and type(value) is type(one):
                return one
        shown = "missing" if value is None else repr(value)
        raise Malformed(f"{name} is {shown}", f"It is one of {', '.join(map(str, allowed))}.")

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts that are not empty; empty when it is missing."""
        return _texts(name, self._take(name))

    def groups(self, name: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts, none of them empty; empty when it is missing."""
        found = tuple(_texts(name, group) for group in _list(name, self._take(name)))
        if not all(found):
            raise Malformed(f"{name} has an empty group", "Take it out, or fill it in.")
        return found

    def objects(self, name: str) -> tuple[Fields, ...]:
        """A list of objects; empty when it is missing."""
        found = _list(name, self._take(name))
        for one in found:
            if not isinstance(one, dict):
                raise Malformed(f"{name} holds {_kind(one)}, not an object", f"Write {name} as a list of objects.")
        return tuple(Fields(one) for one in found)

    def _take(self, name: str) -> Any:
        self._known.append(name)
        return self._left.pop(name, None)


def _list(name: str, value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Malformed(f"{name} is {_kind(value)}, not a list", f"Write {name} as a list.")
    return value


def _texts(name: str, value: Any) -> tuple[str, ...]:
    found = _list(name, value)
    for one in found:
        if not isinstance(one, str) or not one.strip():
            shown = "an empty text" if isinstance(one, str) else f"{_kind(one)}, not a text"
            raise Malformed(f"{name} holds {shown}", f"Write texts in {name}.")
    return tuple(found)


def _kind(value: Any) -> str:
    kinds = {str: "a text", bool: "true or false", dict: "an object", list: "a list", type(None): "null"}
    return kinds.get(type(value), "a number")
