"""The mapped classes, by noun; each states its own laws as named constraints."""

from surveyapp.store.tables.base import Base
from surveyapp.store.tables.feedback import Feedback
from surveyapp.store.tables.figures import Figure, Run
from surveyapp.store.tables.paper import Keying, Ruling, Sheet, SheetTicket
from surveyapp.store.tables.people import (
    ROLES,
    Job,
    JournalEntry,
    Staff,
    StaffRole,
    Throttle,
)
from surveyapp.store.tables.plan import PlanDocument, PlanEdition, PlanValue
from surveyapp.store.tables.responses import DraftAnswer, Link, OwnWord, Response
from surveyapp.store.tables.waves import (
    DailyCount,
    Definition,
    Population,
    PopulationCell,
    PublishedCount,
    Stratum,
    TextRevision,
    Ticket,
    Wave,
)

__all__ = [
    "ROLES",
    "Base",
    "DailyCount",
    "Definition",
    "DraftAnswer",
    "Feedback",
    "Figure",
    "Job",
    "JournalEntry",
    "Keying",
    "Link",
    "OwnWord",
    "PlanDocument",
    "PlanEdition",
    "PlanValue",
    "Population",
    "PopulationCell",
    "PublishedCount",
    "Response",
    "Ruling",
    "Run",
    "Sheet",
    "SheetTicket",
    "Staff",
    "StaffRole",
    "Stratum",
    "TextRevision",
    "Throttle",
    "Ticket",
    "Wave",
]
