"""Words that news uses for the same thing, and words that another follows from, by part of speech.

Only what is safe wherever the same does it to the same: "sack" and "dismiss", but not "name" and "appoint". Base forms;
a verb with its particle is one word ("put_off").
"""

from __future__ import annotations

from functools import lru_cache

_VERBS = """
warn caution
allege claim
postpone delay defer put_off push_back
cancel call_off scrap
reject turn_down
permit allow
ban bar prohibit forbid outlaw
buy purchase acquire
begin start commence
end finish
close shut close_down shut_down
raise increase put_up
rise increase climb grow go_up
cut reduce lower bring_down
fall drop decline decrease go_down come_down
injure hurt wound
release free set_free
publish release make_public
jail imprison
dismiss sack fire
resign quit step_down stand_down
choose select pick pick_out
help assist aid
build construct erect put_up
repair mend fix
find discover
show demonstrate
cause trigger spark bring_about
fund finance bankroll
found establish set_up
investigate probe look_into
seize confiscate
rescue save
criticise criticize
praise commend
demand call_for
urge call_on
promise pledge vow
plan intend
receive get
return come_back go_back
replace succeed
lead head
beat defeat
hit strike
happen occur take_place
need require
want wish
try attempt
stop halt
remain stay
install fit
hide conceal
extend prolong
withdraw pull_out pull_back
send dispatch
think believe
admit acknowledge concede
apologise apologize
reveal disclose
inform notify
limit restrict cap
conduct perform carry_out
participate take_part
back support
examine study
abandon give_up
merge combine
organise organize
recognise recognize
collect gather
complete finish
tackle address
disappear vanish
sever cut_off
reserve earmark set_aside
scrap abolish
"""

_NOUNS = """
company firm
increase rise
fall drop decrease decline
cut reduction
doctor physician
lawyer attorney
lorry truck
film movie
match game
photo photograph
jail prison
truce ceasefire
deal agreement accord pact
victory win triumph
investigation inquiry probe
illness disease
medicine medication
lawmaker legislator
shop store
flat apartment
quake earthquake
border frontier
soldier troop
share stock
fault defect
error mistake
area region
result outcome
worker employee
job post
head chief boss
wage pay salary
death fatality
start beginning
road highway
opponent critic
airport airfield
harbour port
harbor port
woods forest
"""

_OTHERS = """
faulty defective
illegal unlawful
sick ill
fast quick rapid
quickly rapidly swiftly
big large
additional extra further
entire whole
annual yearly
annually yearly
now currently
soon shortly
often frequently
together jointly
too overly excessively
nearly almost
probably likely
previously earlier
"""

# What follows from a word and isn't the same: whoever vetoes a bill rejects it, and not the other way round.
_FOLLOWS = """
v veto reject
v elect choose
v surge rise increase
v soar rise increase
v jump rise increase
v leap rise increase
v plunge fall drop decline
v plummet fall drop decline
v tumble fall drop decline
v slump fall drop decline
v slash cut reduce lower
v arrest detain
v appoint name
v condemn criticise criticize
v denounce criticise criticize
v hail praise
v command lead head
v chair lead head
v murder kill
v award give
v donate give
v launch start begin
v endorse support back
v behead kill
v demolish destroy
v raze destroy
v flee leave
v depart leave
v drown die
v overturn reverse
v thrash beat defeat
v trounce beat defeat
v ram hit strike
n car vehicle
n truck vehicle
n lorry vehicle
n van vehicle
n bus vehicle
n ship vessel
n boat vessel
n trawler boat ship vessel
n ferry boat ship vessel
n tanker ship vessel
n plane aircraft
n helicopter aircraft
n jet plane aircraft
n blaze fire
n wildfire fire
n treaty agreement pact
n solicitor lawyer
n barrister lawyer
n surgeon doctor
n spokesman spokesperson
n spokeswoman spokesperson
n ruling decision
n verdict decision
n photograph picture
n photo picture
n painting picture
n wife spouse
n husband spouse
n novel book
n memoir book
n pupil student
n bank company firm
n manufacturer company maker
n airline company firm
n retailer company firm
n maker company manufacturer
n brewer company firm
n insurer company firm
n developer company firm
n newspaper paper
n hurricane storm
n typhoon storm
n cyclone storm
n teenager youth
n mp lawmaker
n senator lawmaker
n nurse worker
n teacher worker
n miner worker
n midfielder player
n striker player
n goalkeeper player
n defender player
n club team side
n drama film
n comedy film
n thriller film
n documentary film
a only just merely
a merely only just
a huge big large
a enormous big large
a vast big large
"""

_PARTS = {"VERB": "v", "AUX": "v", "NOUN": "n", "ADJ": "a", "ADV": "a"}


@lru_cache(maxsize=1)
def _classes() -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for part, text in (("v", _VERBS), ("n", _NOUNS), ("a", _OTHERS)):
        for words in map(str.split, text.strip().splitlines()):
            for word in words:
                found.setdefault((part, word), set()).add(f"{part}:{words[0]}")
    return {word: frozenset(classes) for word, classes in found.items()}


@lru_cache(maxsize=1)
def _follows() -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], frozenset[str]] = {}
    for part, word, *others in map(str.split, _FOLLOWS.strip().splitlines()):
        classes = [_classes().get((part, other), frozenset()) | {other} for other in others]
        found[part, word] = frozenset().union(*classes)
    return found


def meanings(lemma: str, part_of_speech: str) -> frozenset[str]:
    """What a word has in common with those that say the same; empty of most. Lower case, spaCy's part of speech."""
    return _classes().get((_PARTS.get(part_of_speech, ""), lemma), frozenset())


def following(lemma: str, part_of_speech: str) -> frozenset[str]:
    """The words, and what they have in common with others, that follow from a word and don't say the same."""
    return _follows().get((_PARTS.get(part_of_speech, ""), lemma), frozenset())


def is_known(phrase: str) -> bool:
    """Whether a verb with its particle is one that other words say too."""
    return ("v", phrase) in _classes() or ("v", phrase) in _follows()
