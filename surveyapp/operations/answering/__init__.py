"""A resident answers: comes in with a code, turns the pages, reads the answers back, sends once.

places      where a resident stands, and whether it is still the time to answer
shared_door anybody comes in, where a wave is open to all
door        a code opens the way to the answers of its letter
word        a resident's own word stands before the answers
turning     what a page asks, and what is kept of it
sending     answers count once, and the receipt stays
"""

from surveyapp.operations.answering.door import Doorstep, doorstep, enter
from surveyapp.operations.answering.places import AlreadySent, Entered, Standing, WordNeeded
from surveyapp.operations.answering.sending import Receipt, asked, receipt, settle, submit
from surveyapp.operations.answering.shared_door import asked_at, at_shared_address, begin
from surveyapp.operations.answering.turning import Kept, Summary, keep, standing, summary
from surveyapp.operations.answering.word import (
    begin_anew,
    drop_word,
    given,
    has_word,
    keep_word,
    knock,
    let_in,
    sealed_word,
)

__all__ = [
    "AlreadySent",
    "Doorstep",
    "Entered",
    "Kept",
    "Receipt",
    "Standing",
    "Summary",
    "WordNeeded",
    "asked",
    "asked_at",
    "at_shared_address",
    "begin",
    "begin_anew",
    "doorstep",
    "drop_word",
    "enter",
    "given",
    "has_word",
    "keep",
    "keep_word",
    "knock",
    "let_in",
    "receipt",
    "sealed_word",
    "settle",
    "standing",
    "submit",
    "summary",
]
