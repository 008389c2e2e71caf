"""Made-up news of one dispute, told over several articles: what was planned, who came, and who said what."""

from __future__ import annotations

from datetime import date

PLANNED = """\
Velland’s fisheries minister, Dora Lindqvist, is to meet the island premier, Anton Brisk, at Lamp House in Orrey on \
Thursday to talk about the herring quota.

The meeting will be led by Admiral Sofia Kern, who is expected to attend as a mediator. The islands’ side is to be \
headed by Mr Brisk. Also named on its list are Ingrid Toll, who runs the harbour office, and Ole Marsh, a skipper.

On Monday Ms Lindqvist spoke by telephone with the trawler owners’ chairman, Pieter Vos. The call lasted 25 minutes \
and was also joined by the banker Ruth Almond.
"""

HELD = """\
Talks on the herring quota ended at Lamp House in Orrey on Thursday without a result.

Fisheries minister Dora Lindqvist met the island premier, Anton Brisk, there for three hours. Beside them sat the \
harbour director, Ingrid Toll. Admiral Sofia Kern did not come. She had been expected to mediate, but stayed at home \
with a broken wrist. Judge Henrik Fell took her place.

“We counted fish and we counted words,” Ms Lindqvist told reporters. “There were more of the second.”

Mr Brisk, who left by the back door, spoke to his supporters on the quay.

“They offered us a tenth. We asked for a third. A tenth is what you tip the waiter.

“I will come back when there is a herring on the table.”

A note on the gate said “closed for want of fish”.
"""

PAY = """\
The long row over wages at the cannery is over. At two meetings in the town hall, on March 3 and March 9, Edna Quill \
of the cannery and Tomas Reed of the union agreed on 4 per cent. The first meeting was also attended by the mayor, \
Paula Stamm. At the second, Ms Stamm was absent, and the accountant, Viktor Lunde, was present.

Ms Quill was asked about the dividend. “Every worker will see it in the packet,” she said.
"""

SUMMIT_PLANNED = """\
The island leaders are to hold a summit in Port Velm on Friday 20 March. Premier Anton Brisk has said that he will \
attend. So have Governor Ines Calder and the host, President Hugo Marr.
"""

SUMMIT_OFF = """\
The summit of the island leaders in Port Velm, which was to open on Friday, has been cancelled because of a storm.

“Nobody can land,” said President Hugo Marr.
"""

FERRY = """\
Divers found the ferry’s cook, Mrs Olga Penn, alive on Sunday after 30 hours in the galley. Captain Lars Holt and his \
men had given up hope.

“I peeled potatoes until the lamp went out,” she told them.

A spokesman for Captain Holt, Emil Sand, said that the pumps had failed.
"""

ARTICLES = [
    ("Velland and islands to meet over herring", "Orrey Wire", date(2026, 3, 10), PLANNED),
    ("Herring talks end without result", "Orrey Wire", date(2026, 3, 13), HELD),
    ("Cannery pay row is over", "Quay News", date(2026, 3, 12), PAY),
    ("Island leaders plan summit", "Velm Post", date(2026, 3, 14), SUMMIT_PLANNED),
    ("Storm ends summit of island leaders", "Velm Post", date(2026, 3, 18), SUMMIT_OFF),
    ("Cook found alive in ferry", "Quay News", date(2026, 3, 16), FERRY),
]
