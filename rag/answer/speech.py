"""Who says what: attribute quotations and reported speech to their speakers, across sentences and paragraphs.

A quotation belongs to the speaker its own sentence names ("..., she said"), else to the speaker of the sentence that
introduces it ("Mr Hale stressed the point, adding:"), else, when it stands alone after another quotation or after
reported speech, to that one's speaker. A paragraph that opens with a quotation mark while the one before was not
closed continues it. Pronouns are the person last named as a subject or speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.lexicon import word_set
from rag.answer.people import in_clause
from rag.answer.reading import Reading, Sentence, bare

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SPEECH_VERBS = word_set(
    """
    say tell state add announce argue claim comment declare emphasise emphasize explain insist note observe
    promise reveal stress suggest urge vow warn write post tweet echo reaffirm reiterate respond reply describe
    call concede admit acknowledge deny confirm predict believe think hope maintain ask repeat recall joke
    complain remark report read estimate assert demand pledge continue conclude praise criticise criticize
    accuse welcome express quote voice label brand dismiss reject defend hail condemn thank apologise apologize
    put contend
    """
)
_WEAK = word_set(
    """
    continue put read report reject welcome thank call describe believe hope think ask recall dismiss defend
    express
    """
)
_PRONOUNS = frozenset(["he", "she", "they", "i", "we", "who"])
_OPEN, _CLOSE = "“", "”"
_FIRST_PERSON = frozenset(["i", "we"])


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A sentence that gives a speaker's words or reports them.

    ``speaker`` is the name as the article gives it; ``introduced_by`` is the place of the sentence that names the
    speaker when it is another one.
    """

    sentence: Sentence
    speaker: str
    introduced_by: int | None
    direct: bool


def statements(reading: Reading, first: int = 0, last: int | None = None) -> list[Statement]:
    """The statements of an article from sentence ``first`` to ``last`` (exclusive), in order."""
    found: list[Statement] = []
    speaker: tuple[str, int] | None = None  # who spoke last, and where that is said
    subject: tuple[str, int] | None = None  # the person last named as a subject, for pronouns
    announced = False  # the sentence before ends in a colon, or reports speech
    open_quote = False
    since = 99  # sentences since the speaker last spoke
    for sentence in reading.sentences(range(first, len(reading.spans) if last is None else last)):
        text = sentence.text
        inside = open_quote
        open_quote = _still_open(text, inside)
        quoted = inside or _OPEN in text or text.startswith('"')
        named = _speaker_of(sentence, reading)
        who: tuple[str, int] | None = None
        where: int | None = None
        if named is not None:
            name, pronoun = named
            if pronoun:
                place = next((t.i for t in sentence.doc if t.text == name), 0)
                before = [
                    p for p in reading.persons(sentence) if p.root.dep_ in ("nsubj", "nsubjpass") and p.start < place
                ]
                who = (bare(before[0].text), sentence.index) if before else subject or speaker
                where = who[1] if who else None
            else:
                who, where = (name, sentence.index), None
        elif (
            quoted
            and not _own_voice(sentence.doc)
            and speaker is not None
            and (inside or announced or since <= 1)
            and _only_quote(text, inside)
        ):
            who, where = speaker, speaker[1]
        if who is not None and (named is not None or quoted):
            found.append(Statement(sentence, who[0], where if where != sentence.index else None, quoted))
            speaker, since = who, 0
        else:
            since += 1
        if (person := _subject(sentence, reading)) and not (quoted and named is None):
            subject = (person, sentence.index)
            if text.rstrip().endswith(":"):
                speaker, since = subject, 0
        elif text.rstrip().endswith(":") and who is None and subject is not None:
            speaker, since = subject, 0
        announced = text.rstrip().endswith(":")
    return found


def _still_open(text: str, inside: bool) -> bool:
    opened, closed = text.rfind(_OPEN), text.rfind(_CLOSE)
    return inside if opened == closed == -1 else opened > closed


def _only_quote(text: str, inside: bool) -> bool:
    """Whether the sentence is nothing but quoted words."""
    stripped = text.strip()
    return inside or stripped.startswith((_OPEN, '"', "‘"))


def _own_voice(doc: Doc) -> bool:
    """Whether the sentence has words after its quotation that are the article's own."""
    text = doc.text
    end = text.rfind(_CLOSE)
    return end != -1 and len(text[end + 1 :].strip(" .,")) > 3 and not text.strip().startswith(_OPEN)


def _speaker_of(sentence: Sentence, reading: Reading) -> tuple[str, bool] | None:
    """The speaker a sentence itself names and whether it is only a pronoun; None when it attributes nothing."""
    text = sentence.text
    quoted = _OPEN in text or '"' in text or _CLOSE in text
    for token in sentence.doc:
        if token.lower_ == "according" and token.i + 2 < len(sentence.doc) and sentence.doc[token.i + 1].lower_ == "to":
            named = _name_at(_object(sentence.doc[token.i + 1]) or sentence.doc[token.i + 2], sentence, reading)
            if named:
                return named, False
        if token.lemma_.lower() not in SPEECH_VERBS or token.pos_ not in ("VERB", "AUX"):
            continue
        if _inside_quotes(token, text):
            continue
        says = any(child.dep_ in ("ccomp", "parataxis") for child in token.children) or text.rstrip().endswith(":")
        if token.lemma_.lower() in _WEAK and not (quoted or says):
            continue
        if not (quoted or says or token.dep_ in ("ROOT", "parataxis", "advcl", "conj", "acl", "ccomp")):
            continue
        subject = _subject_token(token)
        if subject is None:
            continue
        if subject.lower_ in _PRONOUNS - _FIRST_PERSON:
            return subject.text, True
        if subject.lower_ in _FIRST_PERSON:
            continue
        named = _name_at(subject, sentence, reading)
        if named:
            return named, False
    return None


def _inside_quotes(token: Token, text: str) -> bool:
    before = text[: token.idx]
    return before.count(_OPEN) > before.count(_CLOSE) or (
        before.count(_OPEN) == 0 and _CLOSE in text[token.idx :] and _OPEN not in text
    )


def _subject_token(verb: Token) -> Token | None:
    """The subject of a verb, its own or the one it shares with the verb above it."""
    seen = verb
    for _ in range(4):
        for child in seen.children:
            if child.dep_ in ("nsubj", "nsubjpass") and (seen == verb or child.i < verb.i or seen.dep_ == "ROOT"):
                return child
        if seen.dep_ in ("relcl", "acl"):
            return seen.head
        if seen.dep_ not in ("conj", "advcl", "xcomp", "pcomp", "prep") or seen.head == seen:
            return None
        seen = seen.head
    return None


def _object(preposition: Token) -> Token | None:
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)


def _name_at(token: Token, sentence: Sentence, reading: Reading) -> str | None:
    """The name of the person or body that a noun stands for: an entity at it, beside it or in apposition."""
    if token.lower_ in ("it", "this", "that", "which", "what", "there"):
        return None
    below = {t.i for t in token.subtree if not in_clause(t, token)}
    people = [ent for ent in reading.persons(sentence) if ent.root.i in below]
    for ent in people:
        possessive = ent.root.dep_ == "poss" and ent.root.head.i in below and ent.root.head != ent.root
        if not possessive:
            return bare(ent.text)
    if token.lower_ == "who" and token.head.head != token.head:
        return _name_at(token.head.head, sentence, reading)
    chunk = [t for t in token.subtree if not in_clause(t, token) and t.dep_ not in ("punct",) and t.i <= token.i + 6]
    if token.pos_ in ("NOUN", "PROPN") and chunk:
        words = sentence.doc[min(t.i for t in chunk) : token.i + 1].text
        return re.sub(r"^(?:the|a|an|another) ", "", words, flags=re.IGNORECASE)
    return None


def _subject(sentence: Sentence, reading: Reading) -> str | None:
    """The person who is the subject of the sentence's main verb."""
    root = next((token for token in sentence.doc if token.dep_ == "ROOT"), None)
    if root is None:
        return None
    for child in root.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            below = {t.i for t in child.subtree if not in_clause(t, child)}
            for ent in reading.persons(sentence):
                if ent.root.i in below and ent.root.dep_ != "poss":
                    return bare(ent.text)
    return None
