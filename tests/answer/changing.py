"""Made-up news that changes: tolls that rise, sources that disagree, mistakes put right, plans that fall through."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Told(NamedTuple):
    """An article: where and when it was published, its title and text."""

    source: str
    day: date
    title: str
    text: str


SLIDE_FIRST = Told(
    "Velm Radio",
    date(2026, 9, 7),
    "Landslide buries mill at Velm",
    """\
VELM – At least four people were killed when a landslide buried a paper mill at Velm early on Monday. Thirty others \
are missing.

Last year a smaller landslide at Velm killed one man.
""",
)
SLIDE_SECOND = Told(
    "Velm Radio",
    date(2026, 9, 8),
    "Toll of Velm landslide rises to nine",
    """\
VELM – The number of people known to have died in the landslide at Velm rose to nine on Tuesday. Soldiers with 12 dogs \
are searching the mill.
""",
)
SLIDE_COPY = Told(
    "Coast Agency",
    date(2026, 9, 8),
    "Velm toll reaches nine",
    "The landslide at Velm has killed nine people, the government said on Tuesday. Two ministers flew to the town.\n",
)
SLIDE_LAST = Told(
    "Orrin Times",
    date(2026, 9, 10),
    "Families count 14 dead at Velm",
    """\
VELM – The landslide at Velm killed 14 people, according to the families of the workers. The health office put the \
toll at 11 on Thursday.

A further 20 people were hurt.
""",
)
MARCH = Told(
    "Hask Courier",
    date(2026, 9, 3),
    "Thousands march against port fee in Hask",
    """\
Farmers marched through Hask on Thursday against the new port fee. Police counted 2,000 people. The farmers’ league \
spoke of 5,000.

Six tractors blocked the bridge, the mayor said.
""",
)
CLINIC = Told(
    "Hask Courier",
    date(2026, 9, 1),
    "Council votes for clinic in Hask",
    "The council of Hask voted on Tuesday to build a clinic by the harbour. It will cost 88 million marks.\n",
)
CLINIC_CORRECTED = Told(
    "Hask Courier",
    date(2026, 9, 4),
    "Work on Hask clinic to begin in spring",
    """\
Work on the clinic by the harbour of Hask will begin in March, the council said on Friday.

Correction: An earlier version of this article wrongly gave the cost of the clinic as 88 million marks. The right \
figure is 68 million marks.
""",
)
REGATTA = Told(
    "Lake Post",
    date(2026, 8, 20),
    "Regatta on Lake Ond set for September",
    "The autumn regatta on Lake Ond will be held on Saturday 19 September, the sailing club said.\n",
)
REGATTA_OFF = Told(
    "Lake Post",
    date(2026, 9, 9),
    "No regatta on Lake Ond",
    "The autumn regatta on Lake Ond has been cancelled because of algae, the sailing club said on Wednesday.\n",
)
CONCERT = Told(
    "Lake Post",
    date(2026, 8, 28),
    "Choir of Sund to sing",
    "The choir of Sund will give its concert on Friday 11 September.\n",
)
CONCERT_LATER = Told(
    "Lake Post",
    date(2026, 9, 5),
    "Sund concert put off",
    """\
The concert of the choir of Sund, which had been planned for Friday, has been postponed until Sunday 4 October, \
because the conductor is ill.
""",
)
BID = Told(
    "Orrin Times",
    date(2026, 8, 3),
    "Tarvo offers 90 marks a share for Ellmann",
    "The brewer Tarvo offered 90 marks a share for its rival Ellmann on Monday.\n",
)
BID_RAISED = Told(
    "Orrin Times",
    date(2026, 8, 24),
    "Tarvo offers more for Ellmann",
    "The brewer Tarvo raised its offer for Ellmann to 104 marks a share on Monday.\n",
)
BID_OVER = Told(
    "Orrin Times",
    date(2026, 9, 2),
    "Tarvo gives up on Ellmann",
    "Tarvo withdrew its bid for Ellmann on Wednesday, after the unions had threatened to strike.\n",
)

TANKER = Told(
    "Lake Post",
    date(2026, 9, 2),
    "Tanker Marit boarded off Sund",
    """\
The tanker Marit was boarded off Sund on Tuesday night. The coastguard says the tanker Marit was drifting towards the \
rocks. The owner says she was at anchor.
""",
)
GRANT = Told(
    "Hask Courier",
    date(2026, 8, 11),
    "Union says fishermen were promised money",
    "The ministry has promised the fishermen of Hask a grant for new nets, according to their union.\n",
)
GRANT_DENIED = Told(
    "Orrin Times",
    date(2026, 8, 14),
    "No money for nets, says ministry",
    "The ministry denied on Friday that it had promised the fishermen of Hask a grant for new nets.\n",
)

ARTICLES = (
    TANKER,
    GRANT,
    GRANT_DENIED,
    SLIDE_FIRST,
    SLIDE_SECOND,
    SLIDE_COPY,
    SLIDE_LAST,
    MARCH,
    CLINIC,
    CLINIC_CORRECTED,
    REGATTA,
    REGATTA_OFF,
    CONCERT,
    CONCERT_LATER,
    BID,
    BID_RAISED,
    BID_OVER,
)
