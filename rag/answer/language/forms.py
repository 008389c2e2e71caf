"""Forms of words that no ending tells: "went" of "go", "children" of "child"."""

from __future__ import annotations

from functools import cache

from rag.answer.language.lexicon import word_groups

FORMS = """
be was were been is are
begin began begun
break broke broken
bring brought
build built
buy bought
catch caught
choose chose chosen
come came
do did done
draw drew drawn
drive drove driven
eat ate
fall fell fallen
feel felt
fight fought
find found
fly flew flown
get got
give gave given
go went gone
grow grew grown
have has had
hear heard
hold held
keep kept
know knew known
lay laid
lead led
leave left
lose lost
make made
meet met
pay paid
ring rang rung
rise rose risen
run ran
say said
see saw seen
sell sold
send sent
shoot shot
shrink shrank shrunk
sing sang sung
sit sat
speak spoke spoken
spend spent
stand stood
steal stole
strike struck
swim swam
take took taken
teach taught
tell told
think thought
throw threw thrown
understand understood
wear wore
win won
write wrote written
child children
man men
woman women
person people
"""


@cache
def _groups() -> dict[str, frozenset[str]]:
    return word_groups(FORMS)


def forms(word: str) -> frozenset[str]:
    """The forms of a lower-case word that no ending tells, itself among them."""
    return _groups().get(word, frozenset()) | {word}
