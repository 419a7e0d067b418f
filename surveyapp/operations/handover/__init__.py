"""Files in and out: waves held elsewhere are read whole and kept whole; what leaves is anonymous and noted."""

from surveyapp.operations.handover.exporting import Export, export
from surveyapp.operations.handover.importing import (
    CountsRead,
    File,
    ResponsesRead,
    check_counts,
    check_population,
    check_responses,
    keep_counts,
    keep_responses,
)

__all__ = [
    "CountsRead",
    "Export",
    "File",
    "ResponsesRead",
    "check_counts",
    "check_population",
    "check_responses",
    "export",
    "keep_counts",
    "keep_responses",
]
