"""Sentences for faults: plan."""

SENTENCES: dict[str, str] = {}
