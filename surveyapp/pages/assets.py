"""Style sheets and scripts are fetched once: their address changes with the file, so that a browser may keep what it has.

Asking again on every page whether they are still the same would cost the server three answers of a millisecond a page,
half of what a whole response costs without them.
"""

from pathlib import Path

from flask import Flask

SECONDS_KEPT = 365 * 24 * 3600


def register(app: Flask) -> None:
    """Put the time of the last change into the address of every static file, and let browsers keep it for a year."""

    def mark(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static":
            file = Path(app.static_folder or "") / str(values["filename"])
            values["v"] = f"{file.stat().st_mtime_ns:x}" if file.is_file() else None

    app.url_defaults(mark)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = SECONDS_KEPT
