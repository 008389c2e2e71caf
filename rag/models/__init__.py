"""The values that flow through the system, in flow order. All are immutable; each step returns new ones.

Offsets are Unicode code points into ``Article.text``, end exclusive. For every citation that reaches a user,
``article.text[citation.start:citation.end] == citation.quote``.
"""

from rag.models.answers import Answer, Citation, Claim, Draft, Dropped, EventStatus, Stage, Status, Trace, Turn, Usage
from rag.models.articles import Article, Evidence, Passage, Query, Span, Stamp
from rag.models.summaries import Covered, Dated, Disagreement, Fact, Format, Length, Storyline, Summary

__all__ = [
    "Answer",
    "Article",
    "Citation",
    "Claim",
    "Covered",
    "Dated",
    "Disagreement",
    "Draft",
    "Dropped",
    "EventStatus",
    "Evidence",
    "Fact",
    "Format",
    "Length",
    "Passage",
    "Query",
    "Span",
    "Stage",
    "Stamp",
    "Status",
    "Storyline",
    "Summary",
    "Trace",
    "Turn",
    "Usage",
]
