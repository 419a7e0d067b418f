"""The order of the fields, where a wave lets it change from one resident to the next.

What comes first is answered with more care and colours what follows; where the order changes, no field has that place
for everybody. Only fields marked `rotated` change places, among themselves; the others stay where the paper has them.

**A few orders, not all there are.** An order is drawn from a Williams design (E. J. Williams, 1949, Australian Journal
of Scientific Research A 2: 149-168): n orders for an even number of fields, 2n for an odd one, in which every field
stands equally often at every place and every field follows every other equally often. Ten fields have ten orders
instead of 3,628,800. That matters for anonymity: who saw over a shoulder in which order the fields came could find that
one response among all, had each its own order; so each order is shared by a tenth of them.

**Drawn when a resident comes in, not made from the ticket.** An order that could be worked out from a ticket (by a keyed
hash, or because it was drawn when tickets were issued) and that stands with a response would tie the two: of thirty
tickets in a stratum three would be left. So it is drawn at the first coming in, kept with the answers not sent yet, and
forgotten with them; the response keeps the order and the ticket knows of none.

**Numbers.** Pages, progress and the numbers of the questions follow the order on the web, from 1 on: who meets 問27
first would look for the 26 before. The paper has one order and its own numbers; ids, exports, figures and the clerks'
screen go by those. The start page says that the numbers differ.
"""

import random
import secrets
from collections.abc import Mapping, Sequence

from surveyapp.domain.questionnaire import Questionnaire, Section

Order = tuple[str, ...]

#: The key under which an order is kept beside the answers not sent yet; no question can have this name.
KEY = "#order"


def orders(fields: Sequence[str]) -> tuple[Order, ...]:
    """The orders that are drawn from; the first field of the first one is the first on paper."""
    number = len(fields)
    zigzag = [place // 2 if place % 2 == 0 else number - (place + 1) // 2 for place in range(number)]
    rows = [[fields[(place + step) % number] for place in zigzag] for step in range(number)]
    if number % 2:
        rows += [row[::-1] for row in rows]
    return tuple(dict.fromkeys(tuple(row) for row in rows))


def draw(questionnaire: Questionnaire, chance: random.Random | None = None) -> Order:
    """An order for somebody; empty where the fields stay where they are."""
    found = orders(questionnaire.rotated)
    return (chance or secrets.SystemRandom()).choice(found) if found else ()


def arranged(questionnaire: Questionnaire, order: Order) -> tuple[Section, ...]:
    """The sections in an order; those of the paper where none was drawn, or one that does not fit."""
    rotated = questionnaire.rotated
    if sorted(order) != sorted(rotated):
        return questionnaire.sections
    by_id = {section.id: section for section in questionnaire.sections}
    in_order = iter(order)
    return tuple(by_id[next(in_order)] if section.rotated else section for section in questionnaire.sections)


def order_in(draft: Mapping[str, object]) -> Order:
    """The order that is kept beside answers not sent yet; empty where there is none."""
    kept = draft.get(KEY)
    return tuple(map(str, kept)) if isinstance(kept, list) else ()
