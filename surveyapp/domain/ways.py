"""The ways in which answers reach the office: through which channel, and by whose hand."""

from enum import StrEnum


class Channel(StrEnum):
    """Through which channel a response came; on the telephone a clerk keys it once, while the caller speaks."""

    WEB = "web"
    PAPER = "paper"
    TELEPHONE = "telephone"
    IMPORT = "import"


class FilledBy(StrEnum):
    """Who filled in on the web, where somebody says so (代理記入): oneself, somebody else instead, or asked and noted."""

    SELF = "self"
    PROXY = "proxy"
    INTERVIEW = "interview"


def read_filled_by(value: str) -> FilledBy | None:
    """What was posted; whatever is not one of the three says nothing, since nobody has to answer this."""
    return FilledBy(value) if value in tuple(FilledBy) else None
