"""The words for gatherings: what kind each noun and verb names, and the words that join people to them."""

from __future__ import annotations

from rag.answer.language.lexicon import word_set

# The kinds of gathering, and the nouns and verbs that name each.
KINDS: dict[str, frozenset[str]] = {
    "meeting": word_set(
        """
    meeting talk talks discussion negotiation summit conference session round gathering consultation meet forum
    sit convene gather confer debate attend
    """
    ),
    "call": frozenset(["call", "phone", "telephone", "ring", "videoconference"]),  # or any talk "by telephone"
    "visit": word_set(
        """
    visit welcome host receive trip reception greet
    """
    ),
    "meal": frozenset(["dinner", "lunch", "breakfast", "banquet"]),
    "briefing": frozenset(["briefing", "brief"]),
    "ceremony": word_set(
        """
    ceremony funeral inauguration signing vigil unveiling launch opening
    """
    ),
    "hearing": frozenset(["hearing", "trial", "inquest"]),
    "rally": frozenset(["rally", "protest", "march", "demonstration"]),
}
NOUNS = word_set(
    """
    meeting talk talks discussion negotiation summit conference session round gathering consultation forum call
    visit trip reception dinner lunch breakfast banquet briefing ceremony funeral inauguration signing vigil
    unveiling hearing rally videoconference debate opening
    """
)
VERBS = word_set(
    """
    meet convene gather confer visit welcome host receive greet brief phone telephone
    """
)
JOINING = frozenset(["attend", "join"])  # verbs whose object is the gathering
LIGHT = word_set(
    """
    hold have take chair open host conduct continue resume begin start end lead enter leave skip miss
    """
)
INCLUDING = word_set(
    """
    include involve feature gather attend join bring chair host lead mediate convene unite
    """
)
OPENED = word_set("festival exhibition fair show conference games week museum")
BY_WIRE = frozenset(["phone", "telephone", "video", "videolink", "link"])
COUNTS = {"two": 2, "three": 3, "four": 4}
ORDINALS = {word: number for number, word in enumerate("first second third fourth fifth".split(), 1)}  # noqa: SIM905
WITH = word_set(
    """
    with between among along alongside involving including
    """
)


def kind_of(word: str) -> str | None:
    """The kind of gathering a lemma names."""
    return next((kind for kind, words in KINDS.items() if word in words), None)
