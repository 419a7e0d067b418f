"""Languages by their codes: their names as their own readers write them, and the locale that speaks them."""

from babel import Locale, UnknownLocaleError


def native_name(language: str) -> str:
    """`en` -> English; the code itself where nobody knows the language."""
    try:
        return Locale.parse(language, sep="-").get_display_name() or language
    except (ValueError, UnknownLocaleError):
        return language


def locale_of(language: str) -> str | None:
    """`zh-Hans` -> zh_Hans; None where nobody knows the language."""
    try:
        return str(Locale.parse(language, sep="-"))
    except (ValueError, UnknownLocaleError):
        return None
