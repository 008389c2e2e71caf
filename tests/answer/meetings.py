"""Made-up news of meetings, calls and visits. Each has its own source, so that a test can ask about one alone."""

from __future__ import annotations

DOCK_STRIKE = """\
BRINDLE, Wednesday – Port authority chief Nadia Ferrow and the dockers’ leader, Tom Askew, met on Wednesday for a \
third round of talks on the strike that has closed the harbour for nine days.

They sat in the customs house for five hours. Judge Elin Varga joined them for the last of these as a mediator.

Mayor Peter Loxley, who had been invited, did not attend. His office said he was ill.

“We are closer than we were at breakfast,” Mr Askew told reporters on the steps.
"""

TWO_MEETINGS = """\
Prime Minister Orla Denholm received the Kestian president, Marek Dusan, at Hartwell House on Monday. They talked \
about fishing rights for two hours.

On Thursday, Finance Minister Piet Calder is to meet the central bank’s governor, Anna Rothwell, in Port Selm. That \
meeting will be about the falling crown.

Ms Denholm has ruled out new taxes.
"""

PHONE_CALL = """\
President Ilya Torvan and Chancellor Greta Holm spoke by telephone on Friday evening about the flooded mines of the \
Orlan valley, his office said.

Torvan promised pumps and two hundred engineers. Holm thanked him and asked for more tents.

Aldo Pace, the foreign minister, has criticised the offer as too small. He was travelling and was not on the call.
"""

CANCELLED = """\
A meeting between Energy Minister Sven Arkel and Lidia Kohl, the head of the gas company Norrgrid, has been cancelled. \
It had been planned for Tuesday.

The ministry gave no reason. Ms Kohl said she was “surprised, but not sorry”.
"""

ROYAL_VISIT = """\
Queen Matilde of Arvenia will visit the shipyard at Tarsk next Friday. She will be received there by the yard’s \
director, Hana Bielik, and is to name a new lifeboat.

It will be her first visit to the coast since the storm of 2019. Prince Otto will stay in the capital.
"""

ROUND_TABLE = """\
Farmers and ministers agreed on Saturday to halve the levy on milk.

The round table in Odrin was chaired by the agriculture minister, Rolf Stene. Jan Kostrick, Mira Velten and Ada Sund \
spoke for the farmers.

The dairy federation’s president, Ivo Brandt, refused to take part. He called the round table “theatre”.
"""

ARTICLES = {
    "Dock News": ("Dock talks edge forward", DOCK_STRIKE),
    "Selm Courier": ("Denholm hosts Kestian president", TWO_MEETINGS),
    "Orlan Wire": ("Torvan offers pumps for flooded mines", PHONE_CALL),
    "Grid Daily": ("Gas meeting called off", CANCELLED),
    "Tarsk Herald": ("Queen to visit Tarsk shipyard", ROYAL_VISIT),
    "Odrin Post": ("Milk levy to be halved", ROUND_TABLE),
}
