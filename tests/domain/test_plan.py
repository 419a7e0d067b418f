"""A plan's file is read whole, or refused whole with every fault, its place and what to do."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.domain.plan import TargetForm, Unit, check_questions, parse, print_cell, print_number, round_half_up
from surveyapp.wording import say, say_with_place
from tests.support.plans import codes_in, faults_in, indicator_with, tiny_plan, tiny_plan_document

PLACE = "tiny-plan.toml: policies[1 1-1-1].indicators[1 family_doctor]"
SHARE = {"question": "family_doctor", "statistic": "share", "options": ["yes"], "base": "answered"}
MEAN = {"question": "care.satisfaction", "statistic": "mean", "scale": "satisfaction", "base": "answered"}


def test_ten_different_faults_in_one_file_are_all_named_at_once():
    document = indicator_with(
        unit="guests",
        target={"number": 80.0, "text": "80.0％"},
        survey={**SHARE, "statistic": "median"},
        values={"baseline": {"text": "＿", "number": 0}, "current": {"number": 71.5, "text": "71.6％"}},
        remarks="つづり違い",
    )
    document["policies"][0]["indicators"][1]["id"] = "family_doctor"
    document["policies"][0]["basic_policy"] = "9-9"
    document["period"] = {"first": 2023, "last": 2019}
    document["key"] = "小さな計画"

    faults = faults_in(document)

    assert sorted(fault.code for fault in faults) == [
        "key_unknown",
        "plan_basic_policy_empty",
        "plan_basic_policy_unknown",
        "plan_id_twice",
        "plan_key_malformed",
        "plan_number_beside_blank",
        "plan_number_differs",
        "plan_period_backwards",
        "plan_target_form_missing",
        "plan_unit_unknown",
        "word_not_allowed",
    ]
    assert all(fault.where.startswith("tiny-plan.toml: ") for fault in faults)
    assert all(say(fault).endswith("。") for fault in faults)


@pytest.mark.parametrize(
    ("changes", "code", "key", "remedy"),
    [
        ({"unit": "guests"}, "plan_unit_unknown", "unit", "[units] に書き足してください"),
        ({"unit": "people"}, "plan_text_in_another_unit", "values.baseline.text", "unit か text を直してください"),
        ({"unit": "people"}, "plan_share_in_another_unit", "survey.statistic", "percent"),
        ({"target": {"number": 80, "text": "80％"}}, "plan_target_form_missing", "target.form", "at_least"),
        ({"target": {"form": "rise", "text": "増やす"}}, "plan_target_without_number", "target.form", "not_stated"),
        ({"target": {"form": "fall", "number": 80, "text": "80％"}}, "plan_target_contradicts", "target.form", "form を直"),
        ({"target": {"form": "hold", "number": 80, "text": "80％"}}, "plan_target_contradicts", "target.form", "form を直"),
        ({"target": {"form": "rise", "number": 180, "text": "180％"}}, "plan_number_impossible", "target.number", "確かめ"),
        ({"survey": {**SHARE, "statistic": "median"}}, "word_not_allowed", "survey.statistic", "share"),
        ({"survey": {**SHARE, "base": "some"}}, "word_not_allowed", "survey.base", "unknown"),
        ({"survey": {**SHARE, "options": []}}, "plan_share_without_options", "survey.options", "options"),
        ({"survey": {**SHARE, "scale": "satisfaction"}}, "plan_share_with_scale", "survey.scale", "消すか"),
        ({"survey": MEAN}, "plan_mean_in_another_unit", "survey.statistic", "points"),
        ({"survey": {**MEAN, "scale": ""}}, "plan_mean_without_scale", "survey.scale", "scale"),
        ({"survey": {**MEAN, "scale": "importance"}}, "plan_scale_of_another_question", "survey.scale", "直して"),
        ({"survey": {**MEAN, "options": ["5"]}}, "plan_mean_with_options", "survey.options", "消すか"),
        ({"survey": {**MEAN, "base": "everyone"}}, "plan_mean_among_everyone", "survey.base", "answered"),
        ({"survey": None}, "key_missing", "survey", "書き足して"),
        ({"source": "administrative"}, "plan_survey_of_administrative", "survey", "消して"),
        ({"source": None}, "key_missing", "source", "書き足して"),
        ({"id": "かかりつけ医"}, "id_malformed", "id", "半角"),
        ({"decimals": 2.5}, "not_a_whole_number", "decimals", "整数"),
        ({"name": " "}, "text_blank", "name", "文言を書いて"),
        ({"step": {"amount": "100", "years": 1}}, "not_a_number", "step.amount", "半角の数字"),
        ({"definition_changes": [{"before": "前", "after": "後", "reason": "法", "dated": "平成30年"}]},
         "plan_not_a_date", "definition_changes[1 法].dated", "2018-04-30"),
        ({"definition_changes": [{"before": "前", "after": "後", "reason": "法", "dated": "2018-02-30"}]},
         "plan_not_a_date", "definition_changes[1 法].dated", "2018-04-30"),
    ],
)  # fmt: skip
def test_a_fault_of_an_indicator_is_named_with_its_key_and_what_to_do(changes, code, key, remedy):
    faults = [fault for fault in faults_in(indicator_with(**changes)) if fault.code == code]

    assert faults
    place = faults[0].where.replace("indicators[1 かかりつけ医]", "indicators[1 family_doctor]")
    assert place == f"{PLACE}.{key}"
    assert remedy in say_with_place(faults[0])


def test_a_misspelt_key_is_never_passed_over_in_silence():
    document = tiny_plan_document()
    document["policies"][0]["roles"][0]["duty"] = ["知らせる"]

    (fault,) = faults_in(document)

    assert (fault.code, fault.where) == ("key_unknown", "tiny-plan.toml: policies[1 1-1-1].roles[1 市].duty")
    assert "duties" in say(fault)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("columns", [{"key": "a", "label": "当初", "year": 2012, "kind": "value"}], "plan_one_target_column"),
        ("columns", [{"key": "a", "label": "目標", "year": 2023, "kind": "target"}], "plan_no_value_column"),
        ("columns", [], "list_empty"),
        ("columns", "当初", "not_a_list_of_tables"),
        ("key", "other-plan", "plan_key_not_file"),
        ("format", 2, "number_out_of_range"),
        ("printed", {"source": "計画の表"}, "plan_printed_undated"),
        ("units", {"percent": {"label": "割"}}, "plan_unit_is_built_in"),
        ("notes", [], "list_empty"),
        ("basic_policies", [{"number": "１-１", "name": "健やか"}], "plan_policy_number_malformed"),
        ("basic_policies", [{"number": "1-1", "name": "健やか"}] * 2, "plan_policy_number_twice"),
        ("policies", [None], "not_a_table"),
    ],
)
def test_a_fault_of_the_whole_plan_is_named(key, value, code):
    document = {**tiny_plan_document(), key: value}
    assert code in codes_in(document)


def test_a_policy_that_names_a_note_nobody_wrote_is_refused():
    document = tiny_plan_document()
    document["notes"][0]["key"] = "another"
    assert codes_in(document) == ["plan_note_unknown"]


def test_a_blank_is_none_and_prints_as_the_city_prints_it():
    meters = tiny_plan().indicator("meters")
    blank = meters.values["baseline"]

    assert (blank.number, blank.text) == (None, "＿")
    assert print_number(meters, None) == "＿"
    assert print_cell(meters, blank.number, blank.text, blank.year, 2012) == "＿"


def test_a_figure_of_another_year_is_printed_with_its_year():
    doctor = tiny_plan().indicator("family_doctor")
    assert print_cell(doctor, 73.9, "73.9％", 2011, 2012) == "73.9％（2011）"
    assert print_cell(doctor, 71.5, "", 2017, 2017) == "71.5％"
    assert print_cell(doctor, None, "", 2021, 2017) == "＿"


@pytest.mark.parametrize(
    ("number", "decimals", "printed"),
    # 四捨五入: a half goes away from nought, also where the binary number lies a hair below it.
    [
        (3.145, 2, "3.15"),
        (2.675, 2, "2.68"),
        (71.45, 1, "71.5"),
        (0.5, 0, "1"),
        (-0.25, 1, "-0.3"),
        (3.1449, 2, "3.14"),
    ],
)
def test_figures_are_rounded_half_up(number, decimals, printed):
    assert str(round_half_up(number, decimals)) == printed


def test_new_figures_are_printed_with_the_decimals_and_the_unit_of_their_indicator():
    document = indicator_with(decimals=2)
    document["policies"][0]["indicators"][1]["printed_unit"] = ""
    plan = parse(document)

    assert print_number(plan.indicator("family_doctor"), 2.045) == "2.05％"
    assert print_number(plan.indicator("meters"), 1499.5) == "1,500"
    assert print_number(tiny_plan().indicator("meters"), 0.2) == "0人"
    assert print_number(tiny_plan().indicator("meters"), -0.2) == "0人"


def test_a_target_in_words_is_kept_in_words():
    plan = parse(indicator_with(target={"form": "not_stated", "text": "検討中"}))
    target = plan.indicator("family_doctor").target
    assert (target.form, target.number, target.text) == (TargetForm.NOT_STATED, None, "検討中")


def test_a_plan_may_have_units_of_its_own():
    document = tiny_plan_document()
    document["units"] = {"cases": {"label": "件", "minimum": 0}}
    indicator = document["policies"][0]["indicators"][1]
    indicator |= {
        "unit": "cases",
        "values": {"baseline": {"text": "＿"}, "current": {"number": 14, "text": "１４件"}},
        "target": {"form": "rise", "number": 20, "text": "20件"},
    }

    unit = parse(document).indicator("meters").unit

    assert unit == Unit("cases", "件", 0, 0, 1e12)


def test_several_plans_stand_side_by_side():
    other = parse({**tiny_plan_document(), "key": "next-plan"})
    assert (tiny_plan().key, other.key) == ("tiny-plan", "next-plan")
    assert tiny_plan().fingerprint != other.fingerprint


def test_what_a_wave_lacks_for_the_plan_is_named():
    plan = tiny_plan()

    (absent,) = check_questions(plan, {}, {})
    (unknown,) = check_questions(plan, {"family_doctor": ("no",)}, {})

    assert (absent.code, unknown.code) == ("plan_question_not_in_wave", "plan_option_not_in_wave")
    assert check_questions(plan, {"family_doctor": ("yes", "no")}, {}) == ()


def test_a_rating_on_another_scale_does_not_feed_a_mean():
    document = indicator_with(
        unit="points",
        survey=MEAN,
        values={"baseline": {"text": "＿"}, "current": {"number": 3.1, "text": "3.10ポイント"}},
        target={"form": "rise", "number": 3.4, "text": "3.40ポイント"},
    )

    (fault,) = check_questions(parse(document), {"care.satisfaction": ("1",)}, {"care.satisfaction": "importance"})

    assert fault.code == "plan_scale_not_in_wave"


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
paths = st.sampled_from(
    [
        ("period",),
        ("printed",),
        ("columns",),
        ("columns", 1, "key"),
        ("columns", 2, "kind"),
        ("units",),
        ("notes", 0),
        ("basic_policies", 0, "number"),
        ("policies", 0),
        ("policies", 0, "directions", 0, "projects"),
        ("policies", 0, "roles"),
        ("policies", 0, "indicators", 0, "survey"),
        ("policies", 0, "indicators", 0, "survey", "options"),
        ("policies", 0, "indicators", 0, "values", "current"),
        ("policies", 0, "indicators", 0, "values", "current", "number"),
        ("policies", 0, "indicators", 0, "target"),
        ("policies", 0, "indicators", 1, "unit"),
    ]
)


@given(paths, json_like)
def test_whatever_is_written_is_read_or_refused_in_words(path, junk):
    document = tiny_plan_document()
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = junk

    assert all(say_with_place(fault).strip() for fault in faults_in(document))


@given(json_like)
def test_what_is_no_plan_at_all_is_refused_in_words(junk):
    assert [say_with_place(fault) for fault in faults_in(junk)]


def test_a_plan_survives_a_round_through_json():
    plan = tiny_plan()
    assert parse(json.loads(json.dumps(plan.document)), "tiny-plan.toml") == plan
