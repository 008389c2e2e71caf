"""Read a question: what kind of thing it asks for, and about whom.

Knows nothing of articles. The kind is decided by the words that ask ("who", "how many", "what did ... say") and,
for gatherings, by the nouns and verbs of coming together; everything else in the engine follows from the kind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.answer.language.lexicon import word_set
from rag.answer.question import GATHERING_NOUNS, LABELS, ORG_NOUNS, PERSON_NOUNS, PLACE_NOUNS, Kind, Question, names

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SAY = r"(?:sa(?:y|id|ys)|tell|told|state[ds]?|comment|announce|claim|promise|warn|write|wrote|post|reveal|argue|add|emphasi[sz]e|stress|declare|urge|call for|explain|think|suggest|note|compare|liken)"
_SPEECH = re.compile(
    rf"^(?:what|how) (?:did|does|do|has|have|had|is|was|were) (?P<who>.+?) (?:reportedly |also |publicly )?"
    rf"(?:{_SAY}|describe[d]?|respond|react|saying|quoted)\b"
    r"|^what (?:was|is|were|are) .+?(?:’s|'s|s’|s') (?:response|reaction|comment|comments|words|message|view|position (?:on|about|regarding|towards?)|reply|statement|remarks|warning)\b"
    r"|^what (?:were|was|are) the (?:exact )?words (?:of|from|by)\b|^quote\b"
    r"|^what (?:statement|comment|remark|comments|remarks) (?:did|has)\b|^according to .+?, what\b"
    r"|^(?:what|which) .+? did .+? (?:call for|demand|predict)\b|\bin [^,?]+(?:’s|'s|s’) (?:own )?words\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"^(?:who|which \w+|whose)\s+(?:\w+ ){0,2}?(?:said|says|stated|told|warned|claimed|argued|declared|emphasi[sz]ed|stressed|wrote|posted|"
    r"announced|described|called for|called it|called the|words|made the remark|is quoted|was quoted|insisted|added|promised|urged)\b"
    r"|^whose (?:words|statement|comment|quote|claim|view|opinion|figure|estimate)\b|^who (?:is|was) (?:being )?quoted\b|^to whom is .*(?:quote|attributed)"
    r"|^according to (?:whom|which|what)\b|^who (?:spoke of|spoke about|talked of|talked about|called|labelled|dubbed|compared|complained|thinks|believes|asked)\b"
    r"|\b(?:according to|by) whom\b",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(r"^how (?:is|was|are|were) .+ (?:described|introduced|presented)\b", re.IGNORECASE)
_ROLE = re.compile(
    r"^what (?:is|was|are|were) .+?(?:’s|'s|s’|s') (?:\w+ )?(?:role|job|title|position|post|office|function|rank|occupation|profession)\b"
    r"|^what (?:role|job|title|position|post|office) (?:does|did|do|is|was|has)\b"
    r"|^what is the (?:role|job|title|position|post|office) of\b|^in what capacity\b",
    re.IGNORECASE,
)
_NAME_OF = re.compile(
    r"^(?:what|which) (?:is|was|are|were) the names? of\b|^what is .+?(?:’s|'s) name\b|^(?:list|name)\b.*\b(?:named|people|everyone)\b",
    re.IGNORECASE,
)
_WHO_IS = re.compile(r"^(?:who (?:is|was|are|were)) (?P<who>[^?]+?)\s*\??$", re.IGNORECASE)
_ROLE_OF = re.compile(r"(?:’s|'s|s’|s') (?:[a-z]+[ -])*[a-z]+(?: now| (?:in|at|on|for) .+)?$|^[A-Z]?[a-z -]+ of ")
_DEFINITION = re.compile(
    r"^(?:what(?: is|'s|’s| are| was| were)(?: meant by)?|define|explain what|what does .+ (?:mean|stand for)|what do .+ mean)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?:how many|how old|what age|what number of|the number of|what (?:is|was) the (?:(?:official|final|latest|total|current|confirmed) )*(?:number|toll|count|death toll|figure|score|total|turnout|margin|majority))\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"^what (?:do|does|did|will|would|has|have|had)\b.+\bcost\b|\b(?:how much|what (?:percentage|percent|share|proportion|amount|sum|price|rate|fee)|at what (?:price|rate)|how (?:high|tall|deep|large|big|far|fast|heavy|wide))\b",
    re.IGNORECASE,
)
_LONG = re.compile(r"\bhow (?:long|often)\b|\bhow soon\b", re.IGNORECASE)
_WHEN = re.compile(
    r"^(?:and |but |so )?when\b|\b(?:what|which) (?:exact )?(?:day|date|time|hour|year|month|week|weekday|season)\b|\b(?:since|by|from|until|till) when\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\bwhy\b|\bfor what (?:reason|purpose)\b|\bwhat (?:is|was|were|are) the (?:reasons?|causes?|purpose|aim)\b|\bwhat (?:caused|led to|prompted)\b|\bhow come\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"^(?:list|name)\b", re.IGNORECASE)
_AUXILIARIES = word_set(
    """
    did does do is are was were has have had will would can could should may might must isn't aren't wasn't
    didn't
    """
)
_ATTEND = re.compile(
    r"\b(?:attend(?:ed|s|ing|ees?|ance)?|took part|takes? part|taking part|taken part|participat\w+|present (?:at|for|in|when)|(?:named|listed) (?:as|on|in)|parties to|(?:missing|absent) from|in the room|was at|were at|"
    r"(?:was|were|is|are) (?:also )?on the (?:[\w’-]+ ){0,2}call|will be at|be at|joined|join|joins|joining|come to|came to|invited to|at the table|sat down|represent\w*)\b|participants?\b"
)
_TOGETHER = re.compile(
    r"\b(?:met|meet|meets|meeting with|met with|hold(?:ing)? talks|held talks|spoke|speak(?:ing)?|talk(?:ed|ing|s)? (?:to|with)|phoned|welcom\w+|host(?:ed|s|ing)?|"
    r"visit(?:ed|s)?|receiv\w+|hold(?:ing)? (?:direct )?talks|have talks|had talks|on the call|in the call|in the talks|at the talks|in the meeting|"
    r"discussions? with|talks with|negotiat\w+|sit down|involved in|on the (?:phone|line)|brief(?:ed|ing)?)\b"
)


def understand(text: str, doc: Doc) -> Question:
    """The question of ``text``, which ``doc`` is the parse of."""
    noun = _asked_noun(doc)
    kind = _kind(text.strip(), doc, noun)
    labels = LABELS.get(kind, ())
    if kind is Kind.DEFINITION and (attribute := _attribute(doc)):
        kind, noun = Kind.WHAT, attribute
    if kind in (Kind.WHAT, Kind.LIST) and noun:
        if noun in PLACE_NOUNS:
            labels = ("GPE", "LOC", "FAC", "NORP", "ORG")
        elif noun in PERSON_NOUNS:
            labels = ("PERSON",)
        elif noun in ORG_NOUNS:
            labels = ("ORG", "NORP", "GPE", "PRODUCT", "PERSON")
    return Question(text=text, kind=kind, doc=doc, labels=labels, noun=noun, names=names(doc))


def _attribute(doc: Doc) -> str | None:
    """The noun in "what is X's NOUN?", "what was the NOUN of X?": it asks for that, not for what X is."""
    for token in doc:
        if token.dep_ in ("nsubj", "attr") and token.pos_ == "NOUN" and token.head.lemma_ == "be":
            owners = [c for c in token.children if c.dep_ == "poss" or c.lower_ == "of"]
            if any(t.pos_ == "PROPN" for owner in owners for t in owner.subtree):
                return str(token.lemma_.lower())
    return None


def _asked_noun(doc: Doc) -> str | None:
    """The noun a "which", "what", "whose" or "how many" belongs to."""
    for token in doc:
        if token.lower_ in ("which", "what", "whose") or (
            token.lower_ in ("many", "much") and token.i and doc[token.i - 1].lower_ == "how"
        ):
            if token.dep_ in ("det", "amod", "nummod", "poss", "advmod") and token.head.pos_ in ("NOUN", "PROPN"):
                return str(token.head.lemma_.lower())
            after = doc[token.i + 1] if token.i + 1 < len(doc) else None
            while (
                after is not None
                and after.pos_ in ("ADJ", "NOUN", "PROPN")
                and after.i + 1 < len(doc)
                and doc[after.i + 1].pos_ == "NOUN"
            ):
                after = doc[after.i + 1]
            if after is not None and after.lower_ == "old":
                return "year"
            if after is not None and after.pos_ == "NOUN":
                return str(after.lemma_.lower())
            return None
    return None


def _kind(text: str, doc: Doc, noun: str | None) -> Kind:
    lower = text.lower()
    first = doc[0].lower_ if len(doc) else ""
    if _DESCRIBED.search(text):
        return Kind.ROLE
    if _SPEECH.search(text):
        return Kind.SPEECH
    if _SPEAKER.search(text):
        return Kind.SPEAKER
    if _asks_attendance(lower, doc, noun):
        return Kind.ATTENDANCE
    if _NAME_OF.search(text):
        return Kind.WHO
    if _ROLE.search(text):
        return Kind.ROLE
    if who := _WHO_IS.match(text):
        subject = who["who"].strip()
        if (
            re.match(r"(?:the|a|an|its|their|his|her)\b", subject, re.IGNORECASE)
            or not subject[:1].isupper()
            or (" " not in subject and subject.isupper())
            or _ROLE_OF.search(subject)
        ):
            return Kind.WHO
        if not any(token.pos_ == "VERB" for token in doc):
            return Kind.ROLE
    if _COUNT.search(text):
        return Kind.HOW_MANY
    if _AMOUNT.search(text):
        return Kind.HOW_MUCH
    if _LONG.search(text):
        return Kind.HOW_LONG
    if _WHY.search(text):
        return Kind.WHY
    if first in _AUXILIARIES:
        return Kind.YES_NO
    if _WHEN.search(text):
        return Kind.WHEN
    if first in ("who", "whom", "whose") or (len(doc) > 1 and doc[1].lower_ in ("who", "whom", "whose")):
        return Kind.WHO
    if "where" in (token.lower_ for token in doc[:3]) or (
        noun in PLACE_NOUNS and re.match(r"(?:in|at|to|from) (?:which|what)\b", lower)
    ):
        return Kind.WHERE
    if _LIST.match(text):
        return Kind.LIST
    if noun:
        plural = any(token.lemma_.lower() == noun and token.tag_ in ("NNS", "NNPS") for token in doc)
        if plural:
            return Kind.LIST
        return Kind.WHO if noun in PERSON_NOUNS else Kind.WHAT
    if _DEFINITION.match(text) and not any(token.pos_ == "VERB" for token in doc):
        return Kind.DEFINITION
    return Kind.WHAT


def _asks_attendance(lower: str, doc: Doc, noun: str | None) -> bool:
    asks_people = (
        any(token.lower_ in ("who", "whom", "who’s", "who's") for token in doc)
        or noun in PERSON_NOUNS
        or noun in ORG_NOUNS
        or noun in PLACE_NOUNS
        or bool(re.search(r"\b(?:attendees?|participants?|guests|delegation|list|name)\b", lower))
    )
    if not asks_people or re.search(r"\bhow (?:many|much|long)\b", lower):
        return False
    lemmas = {token.lemma_.lower() for token in doc}
    gathering = bool(lemmas & GATHERING_NOUNS) or "talks" in lower
    if re.search(
        r"\bwho (?:called|chair\w*|organi[sz]ed|arranged|led|leads|opened|interrupted|cancelled|postponed|replaced|proposed|announced|mediat\w+)\b",
        lower,
    ):
        return False
    if _ATTEND.search(lower):
        return gathering or noun in PERSON_NOUNS or "join" not in lower
    if re.match(r"(?:who|whom) (?:was|were|is|are|will be) (?:at|in|on|present|part of)\b", lower) and gathering:
        return True
    return bool(_TOGETHER.search(lower)) and noun not in PLACE_NOUNS
