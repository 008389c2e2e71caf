"""What can be proved about a statement without understanding it: its quotations, numbers, names, days and markup.

A relative day is resolved: "on Tuesday" in a dated article is a date. Knows nothing of models.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rag.answer.dates import Named, named, resolve
from rag.answer.numbers import numbers_in, values_in, without_numbers
from rag.answer.planted import is_order
from rag.answer.verify import unsupported_words
from rag.answer.words import quotations, words_of

_OPENS = re.compile(r"\A(?:Yes|No)\b[,.:]?\s*")
_MARKUP = re.compile(
    r"https?:\S+|\bwww\.\S+|\b[\w.-]+@[\w-]+\.\w+|\b[\w-]+\.(?:com|org|net|io|info|example)\b\S*"
    r"|</?[A-Za-z!][^>]*>|!?\[[^\]]*\]\([^)]*\)|`+|\*\*|__|^\s*#+\s|\{[^}]*\}|\[\w*\d+\]|\\[a-z]+\b|&\w+;",
    re.MULTILINE,
)
_OF_ITSELF = re.compile(
    r"\b(?:as an? (?:ai|language model|assistant)|(?:system|my) (?:prompt|instructions?)"
    r"|language model|i (?:cannot|can’t|can't|must|am unable|was told)|based on the (?:passages?|articles?|context))\b",
    re.IGNORECASE,
)
_READER = re.compile(r"\b(?:you|your|yours|yourself|please|i|me|my|we|us|our|ours)\b", re.IGNORECASE)


def unwanted(text: str, sentences: Sequence[str]) -> str | None:
    """Why a text is no news statement: it speaks to the reader, or has a link or code of its own; None if it is one."""
    if is_order(text) or _OF_ITSELF.search(text):
        return "It speaks to its reader, or of itself."
    joined = "\n".join(sentences)
    for found in _MARKUP.finditer(text):
        if found[0] not in joined:
            return f"It has a link, markup or code that no sentence it cites has: {found[0]}."
    if text.rstrip(" ”\"’'").endswith("?") and not any(True for _ in quotations(text)):
        return "It is a question."
    own = text
    for quoted in quotations(text):
        own = own.replace(quoted, " ")
    theirs = {word.lower() for word in _READER.findall(joined)}
    if spoken := [word for word in _READER.findall(own) if word != "US" and word.lower() not in theirs]:
        return f"It speaks to its reader: {spoken[0]}."
    return None


def altered_quotation(text: str, sentences: Sequence[str]) -> str | None:
    """A quotation of a statement that no sentence has, word for word; one may go on in the next sentence."""
    there = [" ".join(words_of(sentence)) for sentence in sentences]
    there.append(" ".join(there))
    for quoted in quotations(text):
        words = " ".join(words_of(quoted))
        if words and not any(f" {words} " in f" {one} " for one in there):
            return quoted
    return None


def unsaid(text: str, sentences: Sequence[str], around: Sequence[str], published: date | None) -> list[str]:
    """The numbers, names and days of a statement that neither its sentences have nor what stands around them.

    Numbers in words equal figures. ``around`` may give names and days, not numbers: these belong to what they count.
    """
    said = _OPENS.sub("", text)
    known = _days([*sentences, *around], published)
    for one in reversed(named(said)):
        if _days_of(one, published) & known:
            said = f"{said[: one.span.start]} {said[one.span.end :]}"
    missing = [word for word in unsupported_words(said, [*sentences, *around]) if not values_in(word)]
    # The word "one" is mostly no number: "no one", "one of the". Each other number counts as it is meant,
    # "1.2m" not as 1.2; and digits inside of words, as in "G7".
    counted = (one for one in numbers_in(said) if said[slice(*one.span)].lower() != "one")
    numbers = {one.value for one in counted} | values_in(without_numbers(said))
    numbers -= set().union(*(values_in(sentence) for sentence in sentences))
    return sorted(missing) + [f"{number:.12g}" for number in sorted(numbers)]


def _days(texts: Sequence[str], published: date | None) -> set[str]:
    """The days that these texts may mean, that of publication among them, with their months and years."""
    found = {day for text in texts for one in named(text) for day in _days_of(one, published)}
    found |= {published.isoformat()} if published else set()
    return {day[:length] for day in found for length in (4, 7, 10)}


def _days_of(one: Named, published: date | None) -> set[str]:
    return {day for ahead in (False, True) if (day := resolve(one, published, ahead=ahead)) is not None}
