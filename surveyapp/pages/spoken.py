"""Words as a reader sees them: readings above the characters, and what is said in Japanese marked as Japanese."""

import re

from markupsafe import Markup, escape

from surveyapp.domain.questionnaire import Questionnaire
from surveyapp.domain.ruby import pieces, plain
from surveyapp.pages.reading import Reading

#: Who hears a page hears each word once: its own voice reads the characters.
RUBY = Markup('<ruby>{}<rp>（</rp><rt aria-hidden="true">{}</rt><rp>）</rp></ruby>')
IN_JAPANESE = Markup('<span lang="ja">{}</span>')
_ABOVE = re.compile(r"<rp>.*?</rp>|<rt[^>]*>.*?</rt>")


class Wording:
    """The words of a questionnaire for one way of reading, each drawn once."""

    def __init__(self, questionnaire: Questionnaire, reading: Reading) -> None:
        self.reading = reading
        self.texts = questionnaire.words(reading.tag)
        self._drawn: dict[str, Markup] = {}

    def say(self, key: str) -> Markup:
        """The wording of a key, to stand in a page."""
        if key not in self._drawn:
            self._drawn[key] = self._draw(key)
        return self._drawn[key]

    def note(self, entry: str) -> Markup:
        """The note of a section, an item or a question; empty where there is none."""
        return self.say(f"note.{entry}") if self.texts.note(entry) else Markup("")

    @property
    def is_of_a_machine(self) -> bool:
        """Whether nobody who knows the language has read these words through."""
        return not self.texts.review.is_done

    def _draw(self, key: str) -> Markup:
        text = drawn(self.texts.with_readings.get(key, self.texts.say(key)), self.reading.ruby)
        return IN_JAPANESE.format(text) if key in self.texts.missing else text


# By definition and way of reading: the words of a page are drawn once, whoever reads them.
_WORDINGS: dict[tuple[str, Reading], Wording] = {}


def wording(questionnaire: Questionnaire, reading: Reading) -> Wording:
    """The words of an opened questionnaire."""
    key = (questionnaire.fingerprint, reading)
    if key not in _WORDINGS:
        _WORDINGS[key] = Wording(questionnaire, reading)
    return _WORDINGS[key]


def drawn(text: str, ruby: bool) -> Markup:
    """An authored text with its readings above the characters, or without them."""
    if not ruby:
        return escape(plain(text))
    return Markup("").join(RUBY.format(base, above) if above else escape(base) for base, above in pieces(text))


def without_markup(text: str) -> str:
    """What is left of a drawn text where only plain text can stand: in the title of a page."""
    return Markup(_ABOVE.sub("", text)).striptags()
