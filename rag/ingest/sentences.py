"""Split text into sentences by the habits of English punctuation. A line break ends a sentence; a closing quotation
mark belongs to the sentence before it, and a short quotation to its attribution (“Stop!” he said.).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.models import Span

LINE_BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")

# The look-behind keeps a long run of stops linear: it is tried once, at its start.
_STOP = re.compile(
    r"""(?<![.!?…])(?P<stop>[.!?…]++)
        (?P<closers>["'”’»›)\]}]*+(?:[ ]["'”’](?!\S))*+)         # also a mark set apart: .’ "
        (?:[ ](?:\.{3}|…)(?!\S))*+(?=\s)                         # also an elision after the stop: "was late. … We"
    |(?<=[a-z]{2})(?P<tight>[.!?][”"]?)(?=“?[A-Z][a-z’']+\s)     # the space was lost: "he said.The vote"
    |[。！？｡।॥۔؟]+[”’」』）]*                                      # scripts that need no space
    """,
    re.VERBOSE,
)
_LAST_WORD = re.compile(r"[\w.&’']+\Z")
_NEXT = re.compile(r"""\s*(?P<openers>["'“‘«‹„(\[{]*)(?P<word>[^\W_][\w’'.]{0,40})?""")
_ADDRESS = re.compile(r"\w{2,}\.\w{2}")  # "example.com" may begin a sentence in lower case
_LOOK_BACK = 24


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never the last word of a sentence: a name or a number comes next.
_TITLES = _words(
    """Adm Brig Capt Cmdr Col Cpl Dr Fr Ft Gen Gov Hon Insp Lt Maj Messrs Mme Mr Mrs Ms Msgr Mt Pres Prof Pte Pvt Rep
    Reps Rev Sen Sens Sgt Spc St Supt vs v e.g i.e cf"""
)
_BEFORE_NUMBER = _words("No no Nos nos Art Fig p pp Vol Ch Sec Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec")
# Sometimes the last word: the word after decides.
_ABBREVIATIONS = _words(
    """Jr Sr Inc Corp Co Cos Ltd Bros etc al Dept Univ Assn Ave Blvd Rd Hwy Ph.D Ala Ariz Ark Calif Colo Conn Del Fla Ga
    Ill Ind Kan Ky La Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo"""
)
_INITIALS = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]")
# Words that open a sentence and hardly ever continue a name, a place or a time.
_STARTERS = _words(
    """a after all also although an and another any as asked at because before both but by despite during each earlier
    even every for from further he her here his how however i if in instead it its last later many meanwhile more most
    my neither no nor not now of on once one only other our over people since so some still such that the their then
    there these they this those though through to today under until we what when where whether which while who why with
    yet you your"""
)
_ATTRIBUTION = re.compile(
    r"\s+(?:[\w.’'-]{1,20},?\s+){0,5}?"
    r"(?:said|says|asked|asks|told|added|wrote|tweeted|replied|shouted|exclaimed|joked|recalled)\b"
)


def split(text: str) -> tuple[Span, ...]:
    """The sentences of ``text`` in order: trimmed, never overlapping, covering all that is not whitespace."""
    return tuple(span for line in _LINE.finditer(text) for span in _in_line(text, line.start(), line.end()))


def _in_line(text: str, start: int, end: int) -> Iterator[Span]:
    cuts = [stop.end() for stop in _STOP.finditer(text, start, end) if _ends_sentence(text, start, stop)]
    for cut in [*cuts, end]:
        piece = text[start:cut]
        if stripped := piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            yield Span(first, first + len(stripped))
        start = cut


def _ends_sentence(text: str, line_start: int, stop: re.Match[str]) -> bool:
    """Whether a sentence ends at ``stop``, judged by its marks, the word before them and what comes after."""
    marks = stop["stop"]
    if marks is None:
        return True
    following = _NEXT.match(text, stop.end())
    openers, word = (following["openers"], following["word"] or "") if following else ("", "")
    if word[:1].islower() and not _ADDRESS.match(word):
        return False
    if "!" in marks or "?" in marks:
        quoted = any(mark in stop["closers"] for mark in "\"'”’")
        return not (quoted and not openers and _ATTRIBUTION.match(text, stop.end()))
    if len(marks) > 1 or marks == "…":
        return word != ""
    before = _LAST_WORD.search(text, max(line_start, stop.start() - _LOOK_BACK), stop.start())
    last = before[0].lstrip(".’'") if before else ""
    if last.isdigit() and stop.start() - len(last) == line_start:
        return False  # "1. The first item of a list"
    return not _goes_on(last, openers, word)


def _goes_on(last: str, openers: str, word: str) -> bool:
    """Whether the stop only abbreviates ``last`` and its sentence goes on with ``word``."""
    if last in _TITLES:
        return True
    if last in _BEFORE_NUMBER:
        return word[:1].isdigit()
    if last in _ABBREVIATIONS or _INITIALS.fullmatch(last):
        quoted = openers.strip("([{")
        return not quoted and re.split(r"[’'.]", word)[0].lower() not in _STARTERS
    return False
