"""Sentences for faults: scoring."""

SENTENCES: dict[str, str] = {}
