"""Words that decide how something is told, by what they do: who says it, when, under what condition, of what part."""

from __future__ import annotations

from rag.answer.language.lexicon import word_set

TELLS = word_set("say tell state according report show add write note")  # what anyone's words may be given with
REPORTS = TELLS | word_set(
    "announce explain stress emphasise emphasize warn reveal argue insist post reply respond repeat remark comment declare"
)
PASSED_OVER = word_set("begin start continue manage keep go")
SCHEDULED = word_set("due schedule slate")
DIRECTED = word_set(
    """
    to from for against before after with without over under above below until since between than per despite except
    into out up down through during behind beyond unlike because instead by toward within upon across among ahead
    """
)
SAME_WAY = {
    "following": "after",
    "till": "until",
    "onto": "to",
    "toward": "to",
    "towards": "to",
    "throughout": "during",
}
OF_PLACE_AND_TIME = frozenset(["in", "at", "on", "by", "near", "during", "until", "since"])
CONDITIONS = word_set("if unless whether provided providing once until lest")
MARKS = CONDITIONS | word_set("because after before since as so though although while when where")
FREE_MARKS = frozenset(["that", "", "while", "although", "though", "where", "whereas"])
EXCEPTIONS = frozenset(["except", "without", "unless"])
BOUNDS = frozenset(["until", "till", "before"])  # "not until last week" is not "not"
STANDING_FOR = word_set(
    "he she it they him her them who which that whom this these those i we me us himself herself itself"
)
# Said of a thing or a deed, they make another of it.
RESTRICTING = word_set(
    """
    former ex acting deputy vice alleged suspected attempted proposed planned possible potential would-be fake only
    next some few several most many part half no rival predecessor reportedly allegedly possibly perhaps apparently
    supposedly potentially nearly almost partly temporarily initially provisionally barely hardly conditionally
    less least more most too unconfirmed draft interim future false so-called first last second-largest likely unlikely seriously
    """
)
JOINING = frozenset(["ADP", "DET", "PART", "CCONJ", "SCONJ", "AUX", "PRON", "X"])  # parts of speech
WHOLE = frozenset(["all", "every", "no", "any", "most", "each", "none"])
PARTS = word_set(
    "some many most none few half part all third majority minority quarter number one thirds quarters several"
)
