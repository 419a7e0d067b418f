"""Whatever the program says in Japanese, it can say in English too, and tells the same figures and names."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

from surveyapp.wording import SENTENCES
from tests.support.source import CHECKOUT

ENGLISH = CHECKOUT / "surveyapp/translations/en/LC_MESSAGES/messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> Catalog:
    """All that the program says, as `make catalogue` collects it."""
    template = tmp_path_factory.mktemp("catalogue") / "messages.pot"
    collect = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", "-F", "pyproject.toml"]
    subprocess.run([*collect, "-k", "_l", "-o", str(template), "surveyapp"], cwd=CHECKOUT, check=True)
    return read(template)


def test_every_sentence_about_a_fault_is_collected(said):
    unmarked = [code for code, sentence in SENTENCES.items() if sentence not in said]

    assert unmarked == [], "\n".join(unmarked)


def test_every_sentence_has_an_english_translation(said):
    english = read(ENGLISH) if ENGLISH.exists() else Catalog("en")

    missing = [
        message.id
        for message in said
        if message.id and not ((found := english.get(message.id)) and found.string and not found.fuzzy)
    ]

    assert missing == [], "\n".join(missing)


def test_a_translation_has_the_same_gaps_to_fill_as_its_sentence():
    english = read(ENGLISH) if ENGLISH.exists() else Catalog("en")

    differing = [
        message.id
        for message in english
        if message.id and message.string
        if sorted(PLACEHOLDER.findall(str(message.id))) != sorted(PLACEHOLDER.findall(str(message.string)))
    ]

    assert differing == [], "\n".join(differing)
