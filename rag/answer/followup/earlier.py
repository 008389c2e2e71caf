"""What is asked about the answer before rather than about the news: where it stands, more of it, all of it in short.

Given from the articles that were cited, word for word. Words that ask nothing ("thanks") are met here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.answer.compose import answered, one_line, passage_claim
from rag.answer.reading import Reading
from rag.models import Citation, Claim, Draft, Span, Status, Turn

MORE = 4  # sentences given when more is asked for
OPENING = 3  # sentences of an article that tell it in short: news says first what matters most
SHOWN = 3  # articles told in short

NOTHING_ASKED = "Nothing was asked."
NOT_ANSWERED = "The question before was not answered, so no article stands behind it."
UNKNOWN = "The articles that the answer before was from are not known here."
NO_MORE = "The article that was cited says no more."

_POLITE = r"(?:(?:and|but|so|ok|okay|please|can you|could you|would you|will you)\b[ ,]*)*"
_IT = r"(?:that|this|it|those|them)"
_PAPER = r"(?:articles?|(?:news)?papers?|sources?|outlets?)"
_ARTICLE = r"(?:articles?|reports?|stor(?:y|ies)|(?:news)?papers?|sources?|outlets?|documents?|texts?)"
_CHAT = re.compile(
    r"^(?:(?:ok|okay|oh|ah|well|great|good|fine|nice|perfect|cool|right|sure|yes|no|all ?right|i see|i understand|got it"
    r"|thanks|thank you|thx|cheers|many|very|much|so|a lot|a bunch|again|interesting|hello|hi|hey|good(?: )?bye|bye"
    r"|good (?:morning|afternoon|evening|day|night)|that(?:’s| is) (?:all|it|enough|helpful|good)|(?:that|it) helps"
    r"|for (?:that|this|now|your help|the help)|please|well done)\b[ ,.!]*)+$",
    re.IGNORECASE,
)
_PLEASED = re.compile(
    r"^(?:(?:thanks|thank you|ok|okay|great|good|right|fine|interesting|i see|got it)(?: very much| so much| a lot)?[,.!;]+ )+"
    r"(?=\w)",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    rf"^{_POLITE}(?:"
    rf"(?:in |from )?(?:which|what) (?:{_PAPER}|{_ARTICLE}(?: (?:is|was|are|were) {_IT}(?: \w+)?(?: from| in)?"
    rf"| (?:says?|said|reports?|reported|writes?|wrote|told|tells?) (?:so|{_IT})))"
    rf"|where (?:did|do|have) you (?:read|find|found|get|got|see|seen|learn|take|have) {_IT}(?: from)?"
    rf"|where (?:is|was|does) {_IT} (?:from|come from|written|reported|published|stand)"
    rf"|where does it say (?:so|that|this)"
    rf"|(?:(?:what(?:’s| is| are)|give me|show me|name) )?(?:your|the|its) (?:sources?|article)(?: (?:for|of) {_IT})?"
    rf"|sources?|how do you know(?: {_IT})?"
    rf")$",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"^{_POLITE}(?:"
    rf"(?:(?:tell|give|show) (?:me|us) |i(?:’d| would)? (?:want|like) (?:to (?:know|hear) )?)?"
    rf"(?:some |a (?:bit|little) |any )?(?:more(?: details?| information)?|(?:further |the )?details)"
    rf"(?: (?:about|on|of) {_IT})?"
    rf"|go on|continue|go ahead|keep going|elaborate(?: on {_IT})?|anything else"
    rf"|what (?:else|more) (?:does|did) (?:it|the article|that article|the report) (?:say|tell|report)"
    rf")(?:,? please)?$",
    re.IGNORECASE,
)
_SHORT = re.compile(
    rf"^{_POLITE}(?:"
    rf"(?:summari[sz]e|sum up|recap|shorten)(?: (?:{_IT}|(?:the|that|this) (?:whole )?{_ARTICLE}))?(?: up)?(?: for me| briefly)?"
    rf"|sum {_IT} up|(?:give me )?(?:a|the) (?:short |brief |quick )?summary(?: of (?:{_IT}|(?:the|that|this) {_ARTICLE}))?"
    rf"|(?:and )?in (?:short|brief|a nutshell)|tl;?dr|what(?:’s| is) (?:the|that|this) {_ARTICLE} about"
    rf")(?:,? please)?$",
    re.IGNORECASE,
)


def plain(question: str) -> str:
    """A question without the thanks before it: "Thanks! And when?"."""
    return question if _CHAT.match(question) else _PLEASED.sub("", question)


def about_news(history: Sequence[Turn]) -> list[Turn]:
    """The turns that ask about the news, each with what was told later where more of its answer was asked for."""
    turns: list[Turn] = []
    for turn in history:
        asked = _bare(turn.question)
        if _tell(asked) and turns:
            before = turns.pop()
            claims = (*before.answer.claims, *turn.answer.claims)
            turns.append(replace(before, answer=replace(before.answer, claims=claims)))
        elif not _CHAT.match(asked):
            turns.append(turn)
    return turns


def not_clear(word: str) -> Draft:
    """What is said where a word of the question may stand for nothing that was spoken of."""
    reason = f"It is not clear what “{word}” stands for; say it by its name."
    return Draft(Status.NOT_IN_ARTICLES, reason, reason=reason)


def about_earlier(question: str, history: Sequence[Turn], reading_of: Callable[[str], Reading | None]) -> Draft | None:
    """What is to be said where a question is about the answer before, or asks nothing; None where it is about the news.

    ``history`` has the oldest turn first; ``reading_of`` gives an article by its id, None when it has been removed.
    """
    asked = _bare(question)
    if history and _CHAT.match(asked):
        return Draft(Status.NOT_IN_ARTICLES, NOTHING_ASKED, reason=NOTHING_ASKED)
    tell, talk = _tell(asked), about_news(history)
    if tell is None or not talk:
        return None
    last = talk[-1].answer
    if last.status is not Status.ANSWERED:
        return Draft(Status.NOT_IN_ARTICLES, NOT_ANSWERED, reason=NOT_ANSWERED)
    cited = [kept for claim in last.claims if (kept := _as_it_stands(claim, reading_of))]
    if not cited:
        return Draft(Status.NOT_IN_ARTICLES, UNKNOWN, reason=UNKNOWN)
    given = [c for turn in talk for claim in turn.answer.claims for c in claim.citations]
    return tell(cited, given, reading_of) or Draft(Status.NOT_IN_ARTICLES, NO_MORE, reason=NO_MORE)


def _as_it_stands(claim: Claim, reading_of: Callable[[str], Reading | None]) -> Claim | None:
    """A claim as its sentences alone, with what the articles now are called; a history may be anyone's."""
    readings = [(c, reading) for c in claim.citations if (reading := reading_of(c.article_id)) is not None]
    held = [
        Citation.of(r.article, Span(c.start, c.end)) for c, r in readings if r.article.text[c.start : c.end] == c.quote
    ]
    return Claim(one_line(" ".join(c.quote for c in held)), tuple(held), claim.event_status) if held else None


def _sources(
    cited: Sequence[Claim], _given: Sequence[Citation], _reading_of: Callable[[str], Reading | None]
) -> Draft | None:
    """The articles that carry the answer, each with what it says."""
    lines = [f"{_called(claim.citations[0])}: {claim.text}" for claim in cited]
    return Draft(Status.ANSWERED, "\n".join(lines), tuple(cited))


def _more(
    cited: Sequence[Claim], given: Sequence[Citation], reading_of: Callable[[str], Reading | None]
) -> Draft | None:
    """What the first of the cited articles says next that was not given before; else what it says first."""
    source = cited[0].citations[0]
    reading = reading_of(source.article_id)
    if reading is None:
        return None
    known = {(c.start, c.end) for c in given if c.article_id == source.article_id}
    new = [index for index, span in enumerate(reading.spans) if (span.start, span.end) not in known]
    behind = [index for index in new if reading.spans[index].start >= source.end]
    told = (behind or new)[:MORE]
    if not told:
        return None
    return answered([passage_claim(reading, [index]) for index in told], _called(source))


def _in_short(
    cited: Sequence[Claim], _given: Sequence[Citation], reading_of: Callable[[str], Reading | None]
) -> Draft | None:
    """How the cited articles begin."""
    claims, lines = [], []
    sources = {citation.article_id: citation for claim in cited for citation in claim.citations}
    for source in list(sources.values())[:SHOWN]:
        reading = reading_of(source.article_id)
        if reading is None or not reading.spans:
            continue
        claims.append(passage_claim(reading, range(len(reading.spans))[:OPENING]))
        lines.append(f"{_called(source)}: {claims[-1].text}")
    return Draft(Status.ANSWERED, "\n".join(lines), tuple(claims)) if claims else None


_TELLS = ((_SOURCE, _sources), (_MORE, _more), (_SHORT, _in_short))


def _tell(asked: str) -> Callable[..., Draft | None] | None:
    return next((tell for words, tell in _TELLS if words.match(asked)), None)


def _bare(question: str) -> str:
    return plain(question.replace("'", "’")).strip(" ?.!,")


def _called(source: Citation) -> str:
    """An article as one speaks of it: its title, source and day."""
    told = ", ".join(part for part in (source.source, (source.published or "")[:10]) if part)
    return f"“{source.title}” ({told})" if told else f"“{source.title}”"
