"""Decode bytes and tidy text: line ends, spaces, invisible characters, composed forms. Words and marks stay."""

from __future__ import annotations

import codecs
import re
import unicodedata

from rag.errors import UnreadableInput

_MOSTLY_CONTROL = 0.05
_MOSTLY_LATIN = 1 / 3
"""Western European prose has far fewer accented letters than this; other encodings read as cp1252 have far more."""
_MAX_MARKS = 30
"""Combining marks that one letter may bear, as in Unicode's Stream-Safe Text Format: ordering many takes hours."""
_MANY_MARKS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _characters(*ranges: tuple[int, int]) -> list[int]:
    return [code for first, last in ranges for code in range(first, last + 1)]


_TIDY: dict[int, str | None] = {
    **dict.fromkeys(_characters((0x00, 0x1F), (0x7F, 0x9F))),  # controls
    **dict.fromkeys(_characters((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x206F))),
    # soft hyphen, Arabic letter mark, vowel separator, byte order mark, annotations
    **dict.fromkeys(_characters((0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB))),
    **dict.fromkeys(_characters((0xE0000, 0xE007F))),  # tags: invisible ASCII, used to hide instructions
    **dict.fromkeys(_characters((0xD800, 0xDFFF)), "\ufffd"),  # lone surrogates can't be stored
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    **dict.fromkeys((0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029), "\n"),
    0x09: " ",
}

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """The text: by byte order mark, UTF-8, ``declared``, or cp1252 where plausible. Raises UnreadableInput."""
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)
    if encoding is None and b"\0" in data:
        raise _binary(name)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            raise UnreadableInput(f"{name} is damaged: {error}.", "Save it again as UTF-8.") from error
        text = _decode_legacy(data, name, declared)
    controls = len(_CONTROLS.findall(text, 0, 100_000))
    if controls > _MOSTLY_CONTROL * len(text[:100_000]):
        raise _binary(name)
    return text


def _decode_legacy(data: bytes, name: str, declared: str | None) -> str:
    if declared:
        try:
            return data.decode(declared)
        except (LookupError, UnicodeError):
            pass  # a page that declares its encoding wrongly is read like one that doesn't
    accented = sum(byte >= 0x80 for byte in data)
    if accented <= _MOSTLY_LATIN * len(data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass  # cp1252 leaves five bytes undefined, and text in it has none of them
    raise UnreadableInput(f"The encoding of {name} can't be told.", "Save it as UTF-8.")


def _binary(name: str) -> UnreadableInput:
    return UnreadableInput(f"{name} is a binary file, not text.", "Save its text as UTF-8 and add that.")


def normalise(text: str) -> str:
    """Tidied text in NFC: no control, zero-width or bidirectional characters, at most one empty line. Idempotent."""
    text = _MANY_MARKS.sub(_without_surplus, text.replace("\r\n", "\n").translate(_TIDY))
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r" {2,}", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _without_surplus(marks: re.Match[str]) -> str:
    kept, run = [], 0
    for char in marks[0]:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def one_line(text: str) -> str:
    """Tidied ``text`` on a single line, as titles and names are kept."""
    return " ".join(normalise(text).split())


def has_letters(text: str) -> bool:
    """Whether there is anything to read."""
    return any(char.isalpha() for char in text)
