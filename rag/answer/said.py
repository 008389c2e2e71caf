"""Answer what someone said, and who said something, from the statements of the articles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.compose import full_name, one_line, passage_claim
from rag.answer.question import Question
from rag.answer.reading import Reading, bare, same_person
from rag.answer.speech import Statement, statements
from rag.answer.support import surroundings, topic_words
from rag.answer.words import is_present, words_of
from rag.models import Claim, Draft, Evidence, Status
from rag.retrieve.rerank import CrossEncoder

READ = 24  # statements the cross-encoder reads
KEPT = 4  # statements given
ON_TOPIC = 0.0  # logit above which a statement by the right speaker counts as on the topic
ANNOUNCED = 1.0  # logits that a statement stays behind the sentence that introduces it
WITHIN = 4.0  # logits below the best statement at which others are still given

_TOPICLESS = re.compile(
    r"^what (?:did|does|has|have|do) [\w .’'-]+? (?:sa(?:y|id)|tell|write|post|state|comment|announce)\??$",
    re.IGNORECASE,
)


def who_is_asked(question: Question) -> str | None:
    """The speaker a question names: the first name in it, or the subject of its verb."""
    for token in question.doc:
        if token.dep_ in ("nsubj", "nsubjpass", "poss") and token.pos_ in ("PROPN", "NOUN"):
            for name in question.names:
                if token.text in name.split():
                    return name
    return question.names[0] if question.names else None


def what_was_said(
    question: Question, readings: Sequence[Reading], evidence: Sequence[Evidence], cross_encoder: CrossEncoder
) -> Draft | str:
    """The speaker's statements on the topic; a reason, as text, when there are none."""
    speaker = who_is_asked(question)
    if speaker is None:
        return "It is not clear whose words are asked for."
    found: list[tuple[Reading, Statement]] = []
    for reading in readings:
        if _mentions(speaker, reading):
            found += [(reading, s) for s in statements(reading) if _is_speaker(speaker, s.speaker)]
    if not found:
        return f"No words of {bare(speaker)}’s on this are given."
    known = {(one.article.id, one.span): one.score for one in evidence}
    found = sorted(found, key=lambda rs: -known.get((rs[0].article.id, rs[1].sentence.span), -11.0))[:READ]
    texts = [f"{s.speaker} said: {s.sentence.text}" for _, s in found]
    scores = [float(x) for x in cross_encoder.score(question.text, texts)]
    # What a sentence announces is as much on the topic as the sentence itself.
    announced = {(id(r), s.sentence.index): score for (r, s), score in zip(found, scores, strict=True)}
    scores = [
        max(score, announced.get((id(r), s.introduced_by), score) - ANNOUNCED if s.introduced_by is not None else score)
        for (r, s), score in zip(found, scores, strict=True)
    ]
    best = max(scores)
    if best < ON_TOPIC and not _TOPICLESS.match(question.text):
        return f"{bare(speaker)} is quoted, but not on this."
    order = sorted(range(len(found)), key=lambda i: -scores[i])
    # Words that only announce a quotation say nothing by themselves.
    speaking = [i for i in order if not found[i][1].sentence.text.rstrip().endswith(":")]
    order = speaking or order
    best = scores[order[0]]
    kept = [
        i for i in order if scores[i] >= best - WITHIN and (scores[i] >= ON_TOPIC or _TOPICLESS.match(question.text))
    ][:KEPT]
    # Words that run on from the best are given with it, as far as they stay on the topic.
    kept += [
        i
        for i in order
        if i not in kept
        and scores[i] >= ON_TOPIC
        and 0 < found[i][1].sentence.index - found[order[0]][1].sentence.index <= 2
    ]
    reading = found[order[0]][0]
    if not _TOPICLESS.match(question.text) and _off_topic(question, speaker, [found[i] for i in kept]):
        return f"{bare(speaker)} is quoted, but not on this."
    chosen = sorted((found[i][1] for i in kept if found[i][0] is reading), key=lambda s: s.sentence.index)
    return _said(reading, chosen)


def _off_topic(question: Question, speaker: str, kept: Sequence[tuple[Reading, Statement]]) -> bool:
    """Whether none of the words that tell the topic is in or around what was said."""
    topic = topic_words(question, speaker)
    around = words_of(" ".join(surroundings(reading, s.sentence.index) for reading, s in kept))
    return bool(topic) and not any(is_present(word, around) for word in topic)


def who_said_it(readings: Sequence[Reading], evidence: Sequence[Evidence], least: float) -> Draft | None:
    """The speaker of the statement that the question describes; None when no statement fits well enough."""
    by_article = {reading.article.id: reading for reading in readings}
    for one in evidence[:5]:
        reading = by_article.get(one.article.id)
        if one.score < least or reading is None:
            continue
        place = reading.index(one.span)
        for statement in statements(reading, max(0, place - 12), place + 2):
            if statement.sentence.index == place:
                return _said(reading, [statement])
    return None


def _said(reading: Reading, chosen: Sequence[Statement]) -> Draft:
    claims: list[Claim] = []
    lines: list[str] = []
    for number, statement in enumerate(chosen):
        name, also = full_name(reading, statement.speaker)
        if statement.introduced_by is not None:
            also = [statement.introduced_by, *also]
        claim = passage_claim(reading, [statement.sentence.index], lead=name, also=also)
        claims.append(claim)
        lines.append(claim.text if number == 0 else one_line(statement.sentence.text))
    return Draft(Status.ANSWERED, "\n".join(lines), tuple(claims))


def _mentions(name: str, reading: Reading) -> bool:
    words = bare(name).split()
    return bool(words) and re.search(rf"\b{re.escape(words[-1])}\b", reading.article.text, re.IGNORECASE) is not None


def _is_speaker(asked: str, speaker: str) -> bool:
    if same_person(asked, speaker):
        return True
    a, b = bare(asked).lower(), bare(speaker).lower()
    return a in b or (len(b) > 3 and b in a) or (re.sub(r"\W", "", a) in re.sub(r"\W", "", b))
