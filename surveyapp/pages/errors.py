"""Which fault is shown as which page: one table."""

from flask import Flask


def register(app: Flask) -> None:
    """Show faults as pages."""
