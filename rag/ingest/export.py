"""Articles in JSON: one object, an array of them, or JSON Lines. A bad item never takes the others with it."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator

from rag.errors import EmptyInput, InputError, UnreadableInput
from rag.ingest.fields import Fields, read_fields, string
from rag.ingest.text import decode, normalise
from rag.ingest.wrap import unwrap

_SPACE = re.compile(r"\s*")
_TEXT_KEYS = ("text", "body", "content")
# Lenient where nothing is lost: line breaks inside strings are kept, and NaN, which data frames write, is no value.
_DECODER = json.JSONDecoder(strict=False, parse_constant=lambda _: None)


def from_json(data: bytes, name: str) -> Iterator[tuple[str, Fields | InputError]]:
    """Each article of a JSON object, array or JSON Lines, with where it begins ("export.json:17")."""
    text = decode(data, name)
    start = _after_space(text, 0)
    line = 1 + text.count("\n", 0, start)
    first, _, others = text[start:].strip().partition("\n")
    if first.startswith("["):
        yield from _from_array(text, start + 1, name)
    elif others and isinstance(_value(first, name, line), dict):
        yield from from_json_lines(data, name)
    else:
        yield f"{name}:{line}", _item(_value(text, name, 1), f"{name}:{line}")


def from_json_lines(data: bytes, name: str) -> Iterator[tuple[str, Fields | InputError]]:
    """Each article of a JSON Lines file with its line ("export.jsonl:17"); empty lines are skipped."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = decode(data, name).encode()
    for number, line in enumerate(data.split(b"\n"), start=1):
        where = f"{name}:{number}"
        if not line.strip():
            continue
        try:
            text = decode(line, where).strip()
        except InputError as error:
            yield where, error
        else:
            yield where, _item(_value(text, name, number), where)


def _from_array(text: str, at: int, name: str) -> Iterator[tuple[str, Fields | InputError]]:
    """Item by item, so that those before a fault go in and each is known by its line."""
    if text[_after_space(text, at) :].strip() == "]":
        yield name, EmptyInput(f"{name} is an empty list.", "Give a list of articles.")
        return
    line, separator = 1 + text.count("\n", 0, at), ","
    while separator == ",":
        start = _after_space(text, at)
        line += text.count("\n", at, start)
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            where = error.lineno if isinstance(error, json.JSONDecodeError) else line
            yield name, _broken(f"{name}:{where}", f"{_reason(error)}; nothing after it was read")
            return
        yield f"{name}:{line}", _item(value, f"{name}:{line}")
        after = _after_space(text, end)
        line += text.count("\n", start, after)
        separator, at = text[after : after + 1], after + 1
    if separator != "]":
        yield name, _broken(f"{name}:{line}", "a ',' or a ']' is missing; nothing after it was read")
    elif text[at:].strip():
        yield name, _broken(f"{name}:{line}", "something follows the list and was not read")


def _value(text: str, name: str, line: int) -> object:
    """The value that ``text``, which begins in ``line``, holds, or the error that it holds none."""
    try:
        value: object = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        return _broken(f"{name}:{line + error.lineno - 1}", _reason(error))
    except (ValueError, RecursionError) as error:
        return _broken(f"{name}:{line}", _reason(error))
    return value


def _item(value: object, where: str) -> Fields | InputError:
    if isinstance(value, InputError):
        return value
    if not isinstance(value, dict):
        return UnreadableInput(f"{where} is not a JSON object.", "Give each article as an object with a 'text'.")
    try:
        text = string(value, _TEXT_KEYS, where)
        if text is None:
            return EmptyInput(f"{where} has no 'text', 'body' or 'content'.", "Put the article's words in 'text'.")
        return read_fields(value, unwrap(normalise(text)), where, "JSON field")
    except InputError as error:
        return error


def _reason(error: ValueError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} (column {error.colno})"
    return "a number in it is too long"  # the one other ValueError that the decoder raises


def _broken(where: str, reason: str) -> UnreadableInput:
    return UnreadableInput(f"{where} is not valid JSON: {reason}.", "Correct it or export it again.")


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
