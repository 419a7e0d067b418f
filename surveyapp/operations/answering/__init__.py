"""A resident answers: comes in with a code, turns the pages, reads the answers back, sends once.

places      where a resident stands, and whether it is still the time to answer
door        a code opens the way to the answers of its letter
turning     what a page asks, and what is kept of it
sending     answers count once, and the receipt stays
"""

from surveyapp.operations.answering.door import Doorstep, doorstep, enter
from surveyapp.operations.answering.places import AlreadySent, Entered, Standing
from surveyapp.operations.answering.sending import Receipt, asked, receipt, settle, submit
from surveyapp.operations.answering.turning import Kept, Summary, keep, standing, summary

__all__ = [
    "AlreadySent",
    "Doorstep",
    "Entered",
    "Kept",
    "Receipt",
    "Standing",
    "Summary",
    "asked",
    "doorstep",
    "enter",
    "keep",
    "receipt",
    "settle",
    "standing",
    "submit",
    "summary",
]
