"""The plan's table: plans imported, figures recorded and proposed, editions published by a second person, and shown."""

from surveyapp.operations.planning.entering import Correction, Entry, correct, record_administrative
from surveyapp.operations.planning.importing import available, check_plan, import_plan
from surveyapp.operations.planning.proposing import RunChoice, proposable_runs, propose_run
from surveyapp.operations.planning.publishing import approve, publish_run, withdraw
from surveyapp.operations.planning.reviewing import Compared, Proposal, proposal, proposals
from surveyapp.operations.planning.showing import EditionLine, PlanLine, Shown, plan, plans, shown
from surveyapp.operations.planning.shown_values import Origin, ShownCell, ShownRow

__all__ = [
    "Compared",
    "Correction",
    "EditionLine",
    "Entry",
    "Origin",
    "PlanLine",
    "Proposal",
    "RunChoice",
    "Shown",
    "ShownCell",
    "ShownRow",
    "approve",
    "available",
    "check_plan",
    "correct",
    "import_plan",
    "plan",
    "plans",
    "proposable_runs",
    "proposal",
    "proposals",
    "propose_run",
    "publish_run",
    "record_administrative",
    "shown",
    "withdraw",
]
