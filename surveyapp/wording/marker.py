"""Marks a sentence for the message catalogue without translating it yet."""


def N_(sentence: str) -> str:
    """The sentence itself."""
    return sentence
