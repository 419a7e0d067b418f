"""What the statistics refuse, in the words of the office."""

from analysis.faults import Faults
from surveyapp.domain.faults import Fault

#: those that an office can do something about; each has its sentence under the same code
KNOWN = frozenset(
    {
        "lonely_stratum",
        "stratum_without_respondents",
        "population_below_respondents",
        "category_without_respondents",
        "category_without_total",
        "totals_disagree",
        "margins_infeasible",
        "cells_too_thin",
        "stratum_not_in_register",
    }
)


def told(faults: Faults) -> tuple[Fault, ...]:
    """Every fault with its fields; one that only a programmer understands keeps its English sentence."""
    return tuple(
        Fault(fault.code, "", **{name: _short(value) for name, value in fault.fields.items()})
        if fault.code in KNOWN
        else Fault("statistics_refused", reason=str(fault))
        for fault in faults.faults
    )


def _short(value: object) -> object:
    return f"{value:g}" if isinstance(value, float) else value
