"""Sentences for faults: paper."""

SENTENCES: dict[str, str] = {}
