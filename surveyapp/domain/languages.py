"""The languages that residents can be spoken to in: those whose interface is translated, each by its tag."""

from collections.abc import Mapping
from dataclasses import dataclass

JAPANESE = "ja"


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its tag, as in `texts.<tag>.toml` and on a response.

    `name` is what it calls itself; `html` its name for browsers and screen readers (BCP 47); `catalogue` the folder of
    its interface, `with_readings` the one whose characters carry their readings, where the language has any.
    """

    tag: str
    name: str
    html: str
    catalogue: str
    with_readings: str = ""


#: In the order offered. やさしい日本語 has no tag of its own in BCP 47, so it is Japanese with a private part.
LANGUAGES: Mapping[str, Language] = {
    language.tag: language
    for language in (
        Language(JAPANESE, "日本語", "ja", "ja", "ja@ruby"),
        Language("ja-easy", "やさしい にほんご", "ja-x-easy", "ja@easy", "ja@easy"),
        Language("en", "English", "en", "en"),
        Language("pt", "Português", "pt", "pt"),
        Language("zh-Hans", "简体中文", "zh-Hans", "zh_Hans"),
        Language("vi", "Tiếng Việt", "vi", "vi"),
        Language("tl", "Tagalog", "tl", "fil"),
        Language("id", "Bahasa Indonesia", "id", "id"),
        Language("ko", "한국어", "ko", "ko"),
    )
}


def language_of(tag: str) -> Language:
    """The language of a tag; Japanese for a tag that is not known."""
    return LANGUAGES.get(tag, LANGUAGES[JAPANESE])


def name_of(tag: str) -> str:
    """What a language calls itself; its tag where it is none that residents are spoken to in."""
    return LANGUAGES[tag].name if tag in LANGUAGES else tag
