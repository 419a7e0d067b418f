"""A definition with faults is refused whole, and every fault is named with its file and key."""

from collections.abc import Callable
from typing import Any

import pytest

from surveyapp.wording import say_with_place
from tests.support.questionnaires import document_with_ten_faults, faults_of, tiny_document

Document = dict[str, Any]


def entries(document: Document) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document["questionnaire"]["sections"][0]["entries"]
    return found


def entry(document: Document, name: str) -> dict[str, Any]:
    return next(row for row in entries(document) if name in (row.get("item"), row.get("question")))


def test_a_definition_with_ten_faults_names_all_ten():
    document = document_with_ten_faults()

    found = [(fault.code, fault.where) for fault in faults_of(document)]

    assert sorted(found) == sorted(
        [
            ("key_unknown", "questionnaire.toml: seed"),
            ("number_out_of_range", "questionnaire.toml: keyings"),
            ("link_and_duplicates", "questionnaire.toml: duplicates"),
            ("points_missing", "questionnaire.toml: scales.satisfaction.options[3].points"),
            ("key_unknown", "questionnaire.toml: sections[1].title"),
            ("scale_unknown", "questionnaire.toml: sections[1].entries[1].rated"),
            ("code_twice", "questionnaire.toml: sections[1].entries[3].options[2].code"),
            ("number_out_of_range", "questionnaire.toml: sections[1].entries[4].limit"),
            ("only_if_not_earlier", "questionnaire.toml: sections[1].entries[5].only_if.bus_use"),
            ("key_missing", "texts.ja.toml: items.health_promotion"),
            # The label of the option that can no longer be told apart is left over.
            ("key_unknown", "texts.ja.toml: options.family_doctor.no"),
        ]
    )


def test_every_fault_is_told_with_its_place_and_what_to_do():
    document = tiny_document()
    document["questionnaire"]["keyings"] = 3
    document["texts"]["ja"]["items"]["medical_car"] = "病院"

    told = [say_with_place(fault) for fault in faults_of(document)]

    assert told == [
        "questionnaire.toml: keyings: 3 は使えません。1 から 2 までの数を書いてください。",
        "texts.ja.toml: items.medical_car: 「medical_car」という項目はありません。つづりを確かめてください"
        "（ここに書ける項目：medical_care、health_promotion）。",
    ]


STRUCTURE = "questionnaire.toml: "
ENTRY = f"{STRUCTURE}sections[1].entries"

Change = Callable[[Document], object]

SINGLE_FAULTS: dict[str, tuple[Change, str, str]] = {
    "the name of the wave is missing": (
        lambda d: d["questionnaire"].pop("wave"),
        "key_missing",
        f"{STRUCTURE}wave",
    ),
    "the name of the wave leads out of its folder": (
        lambda d: d["questionnaire"].update(wave="../etc"),
        "wave_malformed",
        f"{STRUCTURE}wave",
    ),
    "the year is written as text": (
        lambda d: d["questionnaire"].update(fiscal_year="令和3年度"),
        "not_a_whole_number",
        f"{STRUCTURE}fiscal_year",
    ),
    "the year is true": (
        lambda d: d["questionnaire"].update(fiscal_year=True),
        "not_a_whole_number",
        f"{STRUCTURE}fiscal_year",
    ),
    "an unknown link mode": (
        lambda d: d["questionnaire"].update(link="never"),
        "word_not_allowed",
        f"{STRUCTURE}link",
    ),
    "web before paper though the link is cut on acceptance": (
        lambda d: d["questionnaire"].update(duplicates="web"),
        "link_and_duplicates",
        f"{STRUCTURE}duplicates",
    ),
    "keyed by nobody": (
        lambda d: d["questionnaire"].update(keyings=0),
        "number_out_of_range",
        f"{STRUCTURE}keyings",
    ),
    "synthetic is a word": (
        lambda d: d["questionnaire"].update(synthetic="yes"),
        "not_true_or_false",
        f"{STRUCTURE}synthetic",
    ),
    "a split form twice": (
        lambda d: d["questionnaire"].update(forms=["A", "A"]),
        "listed_twice",
        f"{STRUCTURE}forms",
    ),
    "a split form with a blank in its name": (
        lambda d: d["questionnaire"].update(forms=["A 票"]),
        "form_malformed",
        f"{STRUCTURE}forms",
    ),
    "an unknown edit rule": (
        lambda d: d["questionnaire"]["edit_rules"].update(several_marks="average"),
        "word_not_allowed",
        f"{STRUCTURE}edit_rules.several_marks",
    ),
    "an option on a scale that is called like a text of the scale": (
        lambda d: d["questionnaire"]["scales"]["satisfaction"]["options"].append({"code": "name", "points": 0}),
        "code_malformed",
        f"{STRUCTURE}scales.satisfaction.options[6].code",
    ),
    "points that are no number": (
        lambda d: d["questionnaire"]["scales"]["satisfaction"]["options"][0].update(points=float("nan")),
        "not_a_number",
        f"{STRUCTURE}scales.satisfaction.options[1].points",
    ),
    "points for those who do not know": (
        lambda d: d["questionnaire"]["scales"]["satisfaction"]["options"][2].update(dont_know=True),
        "points_outside_the_mean",
        f"{STRUCTURE}scales.satisfaction.options[3].points",
    ),
    "an entry that is neither item nor question": (
        lambda d: entries(d).append({"kind": "text"}),
        "item_or_question",
        f"{ENTRY}[9].item",
    ),
    "an item and a question at once": (
        lambda d: entries(d).append({"item": "x", "question": "x"}),
        "item_or_question",
        f"{ENTRY}[9].item",
    ),
    "an item rated on nothing": (
        lambda d: entry(d, "medical_care").update(rated=[]),
        "rated_on_nothing",
        f"{ENTRY}[1].rated",
    ),
    "an item rated twice on one scale": (
        lambda d: entry(d, "medical_care").update(rated=["satisfaction", "satisfaction"]),
        "listed_twice",
        f"{ENTRY}[1].rated",
    ),
    "two questions with one id": (
        lambda d: entries(d).append({"question": "free_text", "kind": "text"}),
        "id_twice",
        f"{ENTRY}[9].question",
    ),
    "an id in capital letters": (
        lambda d: (
            entry(d, "free_text").update(question="Free-Text")
            or d["texts"]["ja"]["questions"].update({"Free-Text": d["texts"]["ja"]["questions"].pop("free_text")})
        ),
        "id_malformed",
        f"{ENTRY}[5].question",
    ),
    "a kind that does not exist": (
        lambda d: entry(d, "family_doctor").update(kind="radio"),
        "word_not_allowed",
        f"{ENTRY}[3].kind",
    ),
    "a choice of one": (
        lambda d: entry(d, "district")["options"].pop() and d["texts"]["ja"]["options"]["district"].pop("k02"),
        "one_option_only",
        f"{ENTRY}[8].options",
    ),
    "a code in full width": (
        lambda d: (
            entry(d, "district")["options"][0].update(code="ｋ０１")
            or d["texts"]["ja"]["options"]["district"].update({"ｋ０１": "南割区"})
            or d["texts"]["ja"]["options"]["district"].pop("k01")
        ),
        "code_malformed",
        f"{ENTRY}[8].options[1].code",
    ),
    "options of a free text": (
        lambda d: entry(d, "free_text").update(options=[{"code": "a"}]),
        "options_of_a_text",
        f"{ENTRY}[5].options",
    ),
    "a limit on a single choice": (
        lambda d: entry(d, "family_doctor").update(limit=1),
        "limit_not_multiple",
        f"{ENTRY}[3].limit",
    ),
    "a limit larger than the options": (
        lambda d: entry(d, "info_sources").update(limit=4),
        "number_out_of_range",
        f"{ENTRY}[4].limit",
    ),
    "a longest text for a choice": (
        lambda d: entry(d, "family_doctor").update(most=100),
        "most_not_text",
        f"{ENTRY}[3].most",
    ),
    "an unknown face": (
        lambda d: entry(d, "sex").update(face="gender"),
        "word_not_allowed",
        f"{ENTRY}[6].face",
    ),
    "one face asked twice": (
        lambda d: entry(d, "district").update(face="age"),
        "face_twice",
        f"{ENTRY}[8].face",
    ),
    "a face with several answers": (
        lambda d: entry(d, "district").update(kind="multiple"),
        "face_not_single",
        f"{ENTRY}[8].face",
    ),
    "a split form nobody has": (
        lambda d: entry(d, "medical_care").update(forms=["D"]),
        "form_unknown",
        f"{ENTRY}[1].forms",
    ),
    "a condition on a later question": (
        lambda d: entry(d, "medical_care").update(only_if={"family_doctor": ["yes"]}),
        "only_if_not_earlier",
        f"{ENTRY}[1].only_if.family_doctor",
    ),
    "a condition on the question itself": (
        lambda d: entry(d, "family_doctor").update(only_if={"family_doctor": ["yes"]}),
        "only_if_not_earlier",
        f"{ENTRY}[3].only_if.family_doctor",
    ),
    "a condition on an option that is not there": (
        lambda d: entry(d, "info_sources").update(only_if={"family_doctor": ["maybe"]}),
        "only_if_option_unknown",
        f"{ENTRY}[4].only_if.family_doctor",
    ),
    "a condition on no option": (
        lambda d: entry(d, "info_sources").update(only_if={"family_doctor": []}),
        "only_if_without_codes",
        f"{ENTRY}[4].only_if.family_doctor",
    ),
    "a condition on free text": (
        lambda d: entry(d, "sex").update(only_if={"free_text": ["x"]}),
        "only_if_of_a_text",
        f"{ENTRY}[6].only_if.free_text",
    ),
}


@pytest.mark.parametrize("what", SINGLE_FAULTS)
def test_one_fault_is_named_once_with_its_place(what):
    change, code, where = SINGLE_FAULTS[what]
    document = tiny_document()
    change(document)

    found = [(fault.code, fault.where) for fault in faults_of(document)]

    assert found == [(code, where)]


def test_an_empty_document_is_refused_with_what_it_lacks():
    found = {fault.where for fault in faults_of({})}

    assert {"questionnaire.toml: wave", "questionnaire.toml: sections", "texts.ja.toml"} <= found


def test_a_definition_that_asks_nothing_is_refused():
    document = tiny_document()
    document["questionnaire"]["sections"] = []

    found = {(fault.code, fault.where) for fault in faults_of(document)}

    assert ("list_empty", "questionnaire.toml: sections") in found


def test_sections_written_as_a_single_table_are_refused():
    document = tiny_document()
    document["questionnaire"]["sections"] = {"id": "life"}

    found = {(fault.code, fault.where) for fault in faults_of(document)}

    assert ("not_a_list_of_tables", "questionnaire.toml: sections") in found
