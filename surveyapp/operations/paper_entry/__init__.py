"""Paper: sheets are received, keyed by two people who do not see one another's work, settled, and only then counted.

receiving   a sheet gets its office number, and spends its ticket as an answer on the web does
keying      a sheet is claimed, keyed, let go
settling    a third person rules on what differs
counting    what was keyed becomes the response that counts
telephone   a caller answers, and a clerk keys it once
desk        what there is to do
"""

from surveyapp.operations.paper_entry.desk import (
    Heading,
    Held,
    Overview,
    Story,
    disputes,
    forms,
    heading,
    overview,
    received_lately,
    story,
)
from surveyapp.operations.paper_entry.keying import (
    CLAIM_LASTS,
    Work,
    claim,
    claim_next,
    finish,
    layout,
    let_go,
    work,
)
from surveyapp.operations.paper_entry.receiving import blank, register, register_without_number
from surveyapp.operations.paper_entry.settling import Differences, differences, settle
from surveyapp.operations.paper_entry.telephone import take_call

__all__ = [
    "CLAIM_LASTS",
    "Differences",
    "Heading",
    "Held",
    "Overview",
    "Story",
    "Work",
    "blank",
    "claim",
    "claim_next",
    "differences",
    "disputes",
    "finish",
    "forms",
    "heading",
    "layout",
    "let_go",
    "overview",
    "received_lately",
    "register",
    "register_without_number",
    "settle",
    "story",
    "take_call",
    "work",
]
