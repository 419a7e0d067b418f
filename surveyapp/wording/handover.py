"""Sentences for faults: handover."""

SENTENCES: dict[str, str] = {}
