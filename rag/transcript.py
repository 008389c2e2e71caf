"""A conversation to take along, as Markdown to read or as JSON types.

Nothing that stands in an article, a question or a title can break the Markdown around it, or become HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rag.answer.words import one_line
from rag.marks import known, marked, numbered, remarks, visible
from rag.models import Answer, Citation, Status, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rag.conversation import Conversation

_INLINE = re.compile(r"[\\`*_\[\]#|~!]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BLOCK = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=:]))")  # a list, a rule, an underline that makes a heading, a table


def to_dict(conversation: Conversation) -> dict[str, Any]:
    """The conversation as nested dicts, ready for ``json.dumps``; the day of a question in ISO 8601, or None."""
    return {
        "id": conversation.id,
        "title": conversation.title,
        "turns": [
            {
                "question": turn.question,
                "asked": turn.asked.isoformat() if turn.asked else None,
                "answer": turn.answer.to_dict(),
            }
            for turn in conversation.turns
        ],
    }


def to_markdown(conversation: Conversation) -> str:
    """The conversation as CommonMark: a section for each question, with its answer and the quotes that carry it."""
    blocks = [f"# {_text(conversation.title)}"]
    for turn in conversation.turns:
        blocks += _turn(turn)
    return "\n\n".join(blocks) + "\n"


def _turn(turn: Turn) -> Iterator[str]:
    given = turn.answer
    yield f"## {_text(turn.question)}"
    if turn.asked:
        yield f"Asked on {turn.asked.isoformat()}."
    if given.read_as:
        yield f"Read as: {_text(given.read_as)}"
    yield _told(given)
    numbers = numbered(given)
    if numbers:
        yield "**Candidates**" if given.status is Status.AMBIGUOUS else "**Sources**"
        yield "\n\n".join(_source(f"{number}.", one, remarks(given, one, numbers)) for one, number in numbers.items())
    elif given.nearest:
        yield "**Nearest in the articles**"
        yield "\n\n".join(_source("-", one, ()) for one in given.nearest)
    if given.note:
        yield f"**Note:** {_text(given.note)}"


def _told(given: Answer) -> str:
    text = marked(given, numbered(given))
    if given.reason and given.reason not in given.text:
        text += f"\n{given.reason}"
    return "\\\n".join(_text(line) for line in text.splitlines() if line.strip())  # its lines stay lines


def _source(mark: str, citation: Citation, remarked: Iterable[str]) -> str:
    marks = "".join(f" **({_text(remark)})**" for remark in remarked)
    head = f"{mark} {_text(known(citation) or citation.article_id)}{marks}"
    return f"{head}\n\n{' ' * (len(mark) + 1)}> {_text(citation.quote)}"


def _text(given: str) -> str:
    """A text on one line that Markdown shows as it is."""
    line = _INLINE.sub(r"\\\g<0>", visible(one_line(given)))
    line = _ENTITY.sub("&amp;", line).replace("<", "&lt;").replace(">", "&gt;")
    return _BLOCK.sub(lambda found: f"{found[0]}\\", line)
