"""Where articles give different figures for one thing: a toll that rose, a forecast that another disputes.

Two figures are compared when they count the same noun in the same role under the same verb, and their sentences share
more than that; the dead have wordings of their own. What is shown are the sentences, so that a reader can judge: a
missed difference is better than a made-up one. Only sentences that may differ are parsed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.language.lexicon import word_set
from rag.models import Disagreement
from rag.summarize.claims import claim, grammatical
from rag.summarize.sentences import NUMBER_WORDS, Sentence, cut, words
from rag.summarize.units import Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

    from rag.answer.syntax import Syntax

EARLY = 10  # sentences among which an article gives the toll of what it is about; later ones are of other events
SAME_SENTENCE = 0.6  # of the words, where the verb says nothing ("are", "have")

_SMALL = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: float(value) for value, word in enumerate(_SMALL.split(), start=1)}
_VALUES |= {word: 10.0 * value for value, word in enumerate(_TENS.split(), start=2)}
_TIMES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_NUMBER = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?|(?:{'|'.join(_VALUES)})\b)(?:[ -](?:{'|'.join([*_VALUES, *_TIMES])})\b)*"
_ABOUT = r"(?:(?:at[ ]least|more[ ]than|some|about|around|nearly|almost|up[ ]to|over|another)[ ])*"
_PEOPLE = r"(?:(?:other[ ]|more[ ])?(?:people|persons|men|women|children|civilians|soldiers|residents|passengers)[ ])?"
_DEAD = re.compile(
    rf"""\b(?:
      (?:kill(?:ed|s|ing)|claimed|death[ ]of)[ ]{_ABOUT}(?P<a>{_NUMBER})(?![ ](?:per|%))
    | (?P<b>{_NUMBER})[ ]{_PEOPLE}(?:(?:have|had|has|were|was|are|is)[ ])?
      (?:been[ ]|confirmed[ ]|known[ ]|to[ ]have[ ])*(?:dead|died|killed|deaths?|fatalities|lost[ ]their[ ]lives)\b
    | (?:toll|number[ ]of[ ](?:the[ ])?(?:dead|deaths|people[ ](?:known[ ]to[ ]have[ ])?(?:died|killed)))\b.{{0,60}}?
      \b(?:to|at|of|is|was|reached|stands[ ]at|stood[ ]at)[ ]{_ABOUT}(?P<c>{_NUMBER})
    | deaths[ ](?:rose|fell|have[ ]risen)?[ ]?to[ ]{_ABOUT}(?P<d>{_NUMBER})
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_OF_TIME = word_set(
    """
    second minute hour day night week weekend month year decade century time am pm january february march april may
    june july august september october november december monday tuesday wednesday thursday friday saturday sunday
    """
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_OF_DEATH = frozenset(
    map(cut, ["people", "dead", "died", "dies", "killed", "kills", "death", "toll", "number", "known"])
)
_PART_ONLY = frozenset(["first", "last", "further", "other", "another", "more", "remaining", "additional", "new"])


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number of a sentence, what it counts and how that hangs under which verb; ``about`` says so to people.

    An article gives one figure of a thing, but may give the toll that another body puts.
    """

    sentence: Sentence
    text: str
    value: float
    about: str
    counted: tuple[str, str, str] | None = None  # the noun, its role and the verb; None for the dead
    toll: bool = False


def disagreements(articles: Sequence[Sequence[Sentence]], syntax: Syntax, parsed: int) -> list[Disagreement]:
    """The different figures of a storyline, given as its articles' sentences with the newest article first.

    At most ``parsed`` sentences are parsed to find them.
    """
    figures = [figure for one in articles for sentence in one for figure in _of_dead(sentence)]
    figures += [figure for sentence in _suspects(articles)[:parsed] for figure in _counted(sentence, syntax)]
    groups: list[list[_Figure]] = []
    for figure in figures:
        for group in groups:
            if any(_same_thing(figure, other) for other in group):
                if figure.toll or all(figure.sentence.article.id != other.sentence.article.id for other in group):
                    group.append(figure)
                break
        else:
            groups.append([figure])
    return [_shown(different, syntax) for group in groups if len(different := _different(group)) > 1]


def _different(group: Sequence[_Figure]) -> list[_Figure]:
    """One figure of each value, the newest article's."""
    found: dict[float, _Figure] = {}
    for figure in group:
        found.setdefault(figure.value, figure)
    return list(found.values())


def _shown(figures: Sequence[_Figure], syntax: Syntax) -> Disagreement:
    claims = tuple(claim(Unit((one.sentence,), one.sentence, quoted=False), (), syntax) for one in figures)
    return Disagreement(figures[0].about, tuple(one.text for one in figures), claims)


def _same_thing(one: _Figure, other: _Figure) -> bool:
    a, b = (figure.sentence.names | figure.sentence.plain for figure in (one, other))
    if one.counted is None and other.counted is None:
        return one.sentence.article.id == other.sentence.article.id or not (a & b) <= _OF_DEATH
    if one.counted is None or other.counted is None or one.counted != other.counted:
        return False
    noun, _, verb = one.counted
    if verb in ("be", "have"):
        return 2 * len(a & b) >= SAME_SENTENCE * (len(a) + len(b))
    return not (a & b) <= {cut(noun), cut(verb)}


def _of_dead(sentence: Sentence) -> list[_Figure]:
    found = _DEAD.search(sentence.text) if sentence.index < EARLY and not _is_past(sentence) else None
    if found is None:
        return []
    text = next(part for part in found.group("a", "b", "c", "d") if part)
    value = _value(text)
    return [] if value is None else [_Figure(sentence, text, value, "deaths", toll=found["c"] is not None)]


def _is_past(sentence: Sentence) -> bool:
    """Whether a sentence names a year before that of its article: what it counts is not the news."""
    stamp = sentence.article.published_at
    years = [int(word) for word in sentence.numbers if _YEAR.fullmatch(word)]
    return any(stamp is None or year < stamp.at.year for year in years)


def _suspects(articles: Sequence[Sequence[Sentence]]) -> list[Sentence]:
    """The sentences with a number whose next words follow another number in another article."""
    followed: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    mentions: list[tuple[Sentence, set[str]]] = []
    for one in articles:
        for sentence in one:
            if sentence.numbers and not _is_past(sentence):
                found = re.findall(rf"({_NUMBER})((?:[ -][a-z]+){{1,3}})", sentence.text, re.IGNORECASE)
                for number, after in found:
                    for word in words(after):
                        followed[cut(word)][sentence.article.id].add(number)
                mentions.append((sentence, {cut(word) for _, after in found for word in words(after)}))
    telling = {
        word
        for word, numbers in followed.items()
        if len(numbers) > 1 and len(set().union(*numbers.values())) > 1 and word not in NUMBER_WORDS
    }
    return [sentence for sentence, after in mentions if after & telling]


def _counted(sentence: Sentence, syntax: Syntax) -> list[_Figure]:
    """The figures of a sentence: one for each noun and verb, the first."""
    found: dict[tuple[str, str, str], _Figure] = {}
    (doc,) = syntax.parse([grammatical(sentence.text)])
    for token in doc:
        noun = token.head
        if token.dep_ != "nummod" or noun.i < token.i or noun.pos_ not in ("NOUN", "PROPN"):
            continue
        text = doc[min(t.i for t in token.subtree) : token.i + 1].text
        number = re.search(rf"{_NUMBER}$", text, re.IGNORECASE)
        value = _value(number[0]) if number else None
        if number is None or value is None or any(child.lower_ in _PART_ONLY for child in noun.children):
            continue
        verb = _verb_above(noun)
        if noun.lemma_.lower() in _OF_TIME or verb.lemma_.lower() in ("die", "kill"):
            continue
        counted = (noun.lemma_.lower(), _role(noun), verb.lemma_.lower())
        about = f"{'per ' if noun.lower_ == 'cent' else ''}{noun.lower_} ({verb.lower_})"
        found.setdefault(counted, _Figure(sentence, number[0], value, about, counted))
    return list(found.values())


def _verb_above(token: Token) -> Token:
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    return token


def _role(noun: Token) -> str:
    """How a noun hangs in its clause: its preposition, or "" as a subject or an object."""
    return str(noun.head.lower_) if noun.dep_ == "pobj" else ""


def _value(text: str) -> float | None:
    """What a number in figures or words amounts to: "1,900", "2.3 million", "forty-one"."""
    total, part = 0.0, 0.0
    for word in re.split(r"[ -]", text.lower()):
        if word in _TIMES:
            part = (part or 1) * _TIMES[word]
            if _TIMES[word] > 100:
                total, part = total + part, 0.0
        elif word in _VALUES:
            part += _VALUES[word]
        else:
            try:
                part += float(word.replace(",", ""))
            except ValueError:
                return None
    return total + part
