"""The wording of a definition is complete in Japanese, and says nothing about what is not asked."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.questionnaires import faults_of, tiny_document

FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str, str]] = {
    "no Japanese": (
        lambda d: d.update(texts={"en": d["texts"]["ja"]}),
        "japanese_missing",
        "texts.ja.toml",
    ),
    "a language with a strange name": (
        lambda d: d["texts"].update({"日本語": {}}),
        "language_malformed",
        "texts.日本語.toml",
    ),
    "a purpose left blank": (
        lambda d: d["texts"]["ja"].update(purpose=" "),
        "text_blank",
        "texts.ja.toml: purpose",
    ),
    "an item's words are missing": (
        lambda d: d["texts"]["ja"]["items"].pop("medical_care"),
        "key_missing",
        "texts.ja.toml: items.medical_care",
    ),
    "the label of an option is missing": (
        lambda d: d["texts"]["ja"]["options"]["age"].pop("70+"),
        "key_missing",
        "texts.ja.toml: options.age.70+",
    ),
    "the label of a scale is missing": (
        lambda d: d["texts"]["ja"]["scales"]["importance"].pop("3"),
        "key_missing",
        "texts.ja.toml: scales.importance.3",
    ),
    "words for something that is not asked": (
        lambda d: d["texts"]["ja"]["questions"].update(income="収入"),
        "key_unknown",
        "texts.ja.toml: questions.income",
    ),
    "a translation of something that is not asked": (
        lambda d: d["texts"].update(en={"items": {"medical_car": "Hospitals"}}),
        "key_unknown",
        "texts.en.toml: items.medical_car",
    ),
    "a translation that is a number": (
        lambda d: d["texts"].update(en={"title": 5}),
        "not_a_text",
        "texts.en.toml: title",
    ),
    "wording that is no table": (
        lambda d: d["texts"].update(en="English"),
        "not_a_table",
        "texts.en.toml",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_in_the_wording_is_named_once_with_its_file_and_key(what):
    change, code, where = FAULTS[what]
    document = tiny_document()
    change(document)

    found = [(fault.code, fault.where) for fault in faults_of(document)]

    assert found == [(code, where)]
