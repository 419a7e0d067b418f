"""Sentences for faults: accounts."""

SENTENCES: dict[str, str] = {}
