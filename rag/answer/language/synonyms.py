"""Words that news uses for one another: verbs and nouns of its everyday matters, names of countries.

Written for asking: a question says "replaced" where an article says "succeeded", "Moscow" where it says "the Kremlin".
One set a line; words of a set may stand for each other and for nothing else, so sets that share a word are not joined.
Words joined by an underscore are a phrase.
"""

from __future__ import annotations

from functools import cache

from rag.answer.language.forms import FORMS
from rag.answer.language.lexicon import word_groups

_NEWS = """
replace succeed take_over successor replacement predecessor
dismiss sack fire part_with remove oust
resign quit step_down stand_down resignation
appoint name nominate appointment choose presented
die death dead kill life lose_life fatality toll victim body
injure injury hurt wound casualty
miss absent absence stay_away not_come not_attend not_travel did_not skip
attend come present take_part participate join participant
start begin open launch opening beginning got_under_way
end finish conclude close over ending
cancel call_off scrap abandon drop
postpone delay put_off defer put_back late
raise increase rise grow growth lift up rose grew risen
cut reduce lower fall drop decline decrease fell fallen down
buy purchase acquire takeover acquisition bought bid
sell sale sold
build construct construction built erect
pay payment cost price paid fund finance
cost price worth value expense
earn salary wage pay
win victory won beat defeat prevail
lose defeat lost beaten
say tell state declare announce remark add said told
announce declare reveal disclose unveil publish
warn warning caution
demand call_for insist urge ask request
ask request seek call_for appeal
refuse reject decline turn_down rule_out refusal
reject turn_down rejection dismiss
deny denial dispute untrue contradict false
agree accept agreement accord deal consent
sign signing signature signed
promise pledge vow commit undertake commitment
plan intend aim planned propose scheme proposal
expect forecast predict anticipate due foresee
criticise criticize attack condemn denounce blame
accuse charge allege accusation accused allegation
sentence jail prison imprison
judge court trial verdict
lawyer counsel solicitor barrister advocate attorney
arrest detain hold custody seize held
seize capture detain stop board take
release free freed let_go
rescue save evacuate
evacuate move leave_home taken
protest demonstrate demonstration march rally protester demonstrator crowd
strike walkout stoppage walk_out
vote ballot poll elect election cast
turnout voted voter
defeat beat
lead head chair run command led chairman chairwoman leader chief
chief head leader boss director
manager coach boss
govern rule
visit trip journey tour go travel went
travel go journey trip went
meet meeting met talk
call phone telephone ring phone_call rang
talk discuss speak discussion conversation negotiation talks spoke
discuss cover agenda talk_about topic focus
discussion talk meeting negotiation
topic subject matter issue agenda
inform brief tell briefing
write written wrote letter post
post publish write wrote
study research survey
find discover found discovery
cause reason because due_to lead_to result_of
reason because motive
break fail broken collapse fault faulty
flood flooding inundate water
fire blaze burn
storm gale lightning thunderstorm
halt stop pause suspend cease truce ceasefire
pause suspend halt break
truce ceasefire
war invasion conflict fighting
attack strike raid assault
invade invasion
soldier troop military army force
weapon arm firepower munition
big large great
small little
quick fast rapid speed
tall high height
long length last
deep depth
wide width
old age aged
earth ground
large size big
worker employee staff
company firm group business
doctor physician
patient case ill sick
fall_ill ill sick infect infected case patient
take_off leave depart lift_off launch
turn_up appear come attend
plead deny admit denies guilty
decide decision vote agree choose resolve
notice find discover spot
illness disease fever outbreak
vaccine jab vaccinate vaccination dose inoculation
test trial testing trials
protect protection effective effectiveness
help aid assist support assistance back contribute
support back backing aid help contribute
need require necessary essential vital must
essential vital crucial necessary needed
important vital crucial key
want wish would_like seek
hope wish
fear worry concern afraid
concern worry
resist refuse oppose object reject resistant
oppose object against opposition
object objection
welcome receive greet host
greet welcome
deploy send
send sent dispatch
secret hidden
explain explanation account
money fund cash
fund money finance pay
tax levy duty tariff fee
fee charge toll tariff
tariff duty levy
nation country state
country nation state
minister secretary
premier prime_minister
deputy vice
ex-president former_president
politician minister leader president
town city
house home
school pupil student
child children
woman women
man men
person people
car vehicle
vessel ship boat
ship vessel boat
plane aircraft flight
spacecraft probe
land touch_down landing
fish fishing fishery
newspaper paper
game match play
score goal
team side squad
player striker goalkeeper
agreement deal pact accord treaty
plan proposal scheme
meeting talks summit
hearing session
report account say
figure number total
number figure total count
count tally number
result outcome score
share stake
shareholder investor
offer bid propose
bid offer takeover
loss lost lose
profit earnings
allow permit let permission
ban forbid prohibit
permit licence license permission
create establish found set_up
damage destroy destruction wreck
destroy destruction
rebuild repair restore reconstruct
repair fix mend
live reside resident inhabitant lived
stay remain remained
remain stay
leave depart quit left departure
arrive come reach arrival came
return come_back go_back back
reach arrive get_to
keep hold retain kept
carry bring carried brought
bring carry brought
give given gave hand
get receive got gain
receive get given
apologise apologize apology sorry
praise hail
compare liken
describe call
enough sufficient
together jointly
illegal unlawful
lawful legal right
"""

# A country, its people and tongue, and the capital or office that news says for its government.
_COUNTRIES = """
uk britain british kingdom london downing whitehall
us usa america american states washington
eu european europe union brussels
russia russian moscow kremlin
ukraine ukrainian kyiv kiev
canada canadian ottawa
france french paris élysée
germany german berlin
italy italian rome
spain spanish madrid
portugal portuguese lisbon
poland polish warsaw
ireland irish dublin
netherlands dutch hague
belgium belgian
austria austrian vienna
switzerland swiss bern
sweden swedish stockholm
norway norwegian oslo
denmark danish copenhagen
finland finnish helsinki
estonia estonian tallinn
latvia latvian riga
lithuania lithuanian vilnius
hungary hungarian budapest
greece greek athens
turkey turkish türkiye ankara
israel israeli jerusalem
iran iranian tehran
iraq iraqi baghdad
syria syrian damascus
egypt egyptian cairo
saudi riyadh
china chinese beijing
taiwan taiwanese taipei
japan japanese tokyo
india indian delhi
pakistan pakistani islamabad
australia australian canberra
mexico mexican
brazil brazilian brasília
argentina argentine
scotland scottish edinburgh
wales welsh cardiff
"""


@cache
def _groups() -> dict[str, frozenset[str]]:
    return word_groups(_NEWS, FORMS, _COUNTRIES)


def synonyms(word: str) -> frozenset[str]:
    """The lower-case words that may stand for a lower-case word, itself among them."""
    return _groups().get(word, frozenset()) | {word}
