"""The city's plan as a file says what the city's plan says in print.

Every figure below was copied by hand from the printed tables 達成目標 of 駒ヶ根市第4次総合計画 後期基本計画; the policy named
in each row is the table the figure stands in.
"""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from surveyapp.domain.plan import Base, Side, Step, TargetForm, check_questions, parse, target_met
from surveyapp.domain.plan_editions import first_edition, table
from surveyapp.store.definitions import load

QUESTIONNAIRES = Path(__file__).parents[2] / "questionnaires"
FILE = QUESTIONNAIRES / "plans" / "komagane-4.toml"

# table of policy, 指標名, 当初（2012）, 現状（2017）, 目標値（2023）
PRINTED = [
    ("5-1-1", "いざというときに相談ができる、かかりつけ医がいますか。", "73.9％（2011）", "71.5％", "80.0％"),
    ("5-1-1", "病院などの地域医療体制が整っている。", "2.89ポイント（2011）", "3.15ポイント", "3.45ポイント"),
    ("5-1-2", "特定健康診査受診率", "38.6％", "38.3％", "65.0％"),
    ("5-1-2", "特定保健指導実施率", "＿", "71.6％", "85％以上"),
    ("5-1-2", "要介護認定者出現率（認定者数÷65歳以上人口）", "15％", "14.6％", "16.0％"),
    ("5-1-3", "健康づくりに対する取組が充実している。", "3.14ポイント（2011）", "3.20ポイント", "3.38ポイント"),
    ("5-1-3", "主な生活習慣病を死因とする死亡者の割合", "55.9％（2010）", "53.4％（2015）", "50.0％"),
    ("5-1-3", "こまがね健康ステーション用活動量計購入者数", "＿", "1,400人", "2,000人"),
    ("5-1-4", "通いの場へ参加している高齢者数", "＿", "2,200人", "3,000人"),
    ("5-1-4", "通いの場拠点が設置されている区の数", "＿", "0", "16区"),
    ("5-1-4", "新規要介護認定者に占める75歳未満の者の割合", "18.1％", "14.7％", "13.0％"),
    ("5-1-4", "介護保険新規申請時の平均年齢", "＿", "82.28", "82.28"),
    (
        "5-2-1",
        "互いにささえあい、助け合う人間関係が地域に築かれている。",
        "3.21ポイント（2011）",
        "3.25ポイント",
        "3.43ポイント",
    ),
    ("5-2-1", "支え合う組織の仕組みができている地域（区等）の割合", "0％", "100％", "100％"),
    ("5-2-2", "障がい者の雇用割合", "1.62％", "2.04％", "2.20％"),
    ("5-2-3", "生活保護受給者の就労支援", "4人", "3人", "3人"),
]
NUMBERS = {
    "family_doctor": (73.9, 71.5, 80.0),
    "medical_care": (2.89, 3.15, 3.45),
    "checkup_rate": (38.6, 38.3, 65.0),
    "guidance_rate": (None, 71.6, 85.0),
    "care_need_rate": (15.0, 14.6, 16.0),
    "health_promotion": (3.14, 3.20, 3.38),
    "lifestyle_deaths": (55.9, 53.4, 50.0),
    "activity_meters": (None, 1400.0, 2000.0),
    "gathering_places_people": (None, 2200.0, 3000.0),
    "gathering_places_districts": (None, 0.0, 16.0),
    "new_care_under_75": (18.1, 14.7, 13.0),
    "age_at_first_application": (None, 82.28, 82.28),
    "mutual_support": (3.21, 3.25, 3.43),
    "support_organisations": (0.0, 100.0, 100.0),
    "disabled_employment_rate": (1.62, 2.04, 2.20),
    "welfare_work_support": (4.0, 3.0, 3.0),
}
FORMS = {
    "family_doctor": TargetForm.RISE,
    "medical_care": TargetForm.RISE,
    "checkup_rate": TargetForm.RISE,
    "guidance_rate": TargetForm.AT_LEAST,
    "care_need_rate": TargetForm.CEILING,
    "health_promotion": TargetForm.RISE,
    "lifestyle_deaths": TargetForm.FALL,
    "activity_meters": TargetForm.RISE,
    "gathering_places_people": TargetForm.RISE,
    "gathering_places_districts": TargetForm.RISE,
    "new_care_under_75": TargetForm.FALL,
    "age_at_first_application": TargetForm.EQUAL_THOUGH_RISE_WANTED,
    "mutual_support": TargetForm.RISE,
    "support_organisations": TargetForm.HOLD,
    "disabled_employment_rate": TargetForm.RISE,
    "welfare_work_support": TargetForm.NOT_STATED,
}
POLICIES = {
    "5-1-1": "地域医療体制の充実",
    "5-1-2": "安心して受けられる医療・介護の確保",
    "5-1-3": "健康づくり習慣の普及",
    "5-1-4": "高齢者の健康づくりと社会参加の推進",
    "5-2-1": "住民同士が支え合う仕組みづくりの推進",
    "5-2-2": "障がい者の生活支援と社会参加の推進",
    "5-2-3": "生活困窮者への支援",
}


@pytest.fixture(scope="module")
def document():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plan(document):
    return parse(document, FILE.name)


def test_the_plan_has_two_basic_policies_and_seven_policies(plan):
    basics = {basic.number: basic.name for basic in plan.basic_policies}
    assert basics == {"5-1": "健康で長寿のまちづくりを進めます", "5-2": "支え合う福祉のまちづくりを進めます"}
    assert {policy.number: policy.name for policy in plan.policies} == POLICIES
    assert [len(basic.policies) for basic in plan.basic_policies] == [4, 3]


def test_every_cell_of_the_table_prints_as_the_city_prints_it(plan):
    rows = table(plan, first_edition(plan))

    printed = [
        (row.policy.number, row.indicator.name, *(cell.printed for cells in row.cells.values() for cell in cells))
        for row in rows
    ]
    assert printed == PRINTED


@pytest.mark.parametrize("id", NUMBERS)
def test_every_number_is_the_one_that_is_printed(plan, id):
    indicator = plan.indicator(id)
    found = (indicator.values["baseline"].number, indicator.values["current"].number, indicator.target.number)
    assert found == NUMBERS[id]


def test_the_form_of_every_target_is_written_in_the_file(plan):
    assert {indicator.id: indicator.target.form for indicator in plan.indicators} == FORMS


def test_a_figure_keeps_the_year_and_the_date_it_is_of(plan):
    years = {i.id: tuple(value.year for value in i.values.values()) for i in plan.indicators}
    people = plan.indicator("gathering_places_people").values["current"]

    assert {id: pair for id, pair in years.items() if pair != (2012, 2017)} == {
        "family_doctor": (2011, 2017),
        "medical_care": (2011, 2017),
        "health_promotion": (2011, 2017),
        "mutual_support": (2011, 2017),
        "lifestyle_deaths": (2010, 2015),
    }
    assert (people.year, people.as_of, people.as_of_text) == (2017, date(2018, 4, 30), "平成30年4月末")


def test_four_indicators_come_from_the_survey_and_twelve_from_the_office(plan):
    survey = {indicator.id: indicator.source.question for indicator in plan.indicators if indicator.is_survey}
    assert survey == {
        "family_doctor": "family_doctor",
        "medical_care": "medical_care.satisfaction",
        "health_promotion": "health_promotion.satisfaction",
        "mutual_support": "mutual_support.satisfaction",
    }
    assert sum(not indicator.is_survey for indicator in plan.indicators) == 12


def test_the_family_doctor_is_shown_on_both_bases_until_the_office_states_one(plan):
    source = plan.indicator("family_doctor").source
    assert source.base is Base.UNKNOWN
    assert source.bases == (Base.ANSWERED, Base.EVERYONE)


def test_what_the_plan_tells_about_an_indicator_is_kept(plan):
    assert plan.indicator("care_need_rate").formula == "認定者数÷65歳以上人口"
    assert plan.indicator("lifestyle_deaths").supplier == "保健福祉事務所"
    assert plan.indicator("lifestyle_deaths").step == Step(-5, 10)
    assert plan.indicator("activity_meters").step == Step(100, 1)
    (change,) = plan.indicator("gathering_places_people").definition_changes
    assert change.dated == date(2018, 5, 10)


def test_units_are_those_of_the_plan(plan):
    units = {indicator.unit.label for indicator in plan.indicators}
    assert units == {"ポイント", "％", "人", "区", "歳"}


def test_a_ceiling_is_met_from_below_and_an_unstated_target_never(plan):
    assert target_met(plan.indicator("care_need_rate"), 14.6) is True
    assert target_met(plan.indicator("care_need_rate"), 16.1) is False
    assert target_met(plan.indicator("lifestyle_deaths"), 53.4) is False
    assert target_met(plan.indicator("support_organisations"), 100.0) is True
    assert target_met(plan.indicator("guidance_rate"), 85.0) is True
    assert target_met(plan.indicator("welfare_work_support"), 3.0) is None
    assert target_met(plan.indicator("guidance_rate"), None) is None
    assert plan.indicator("age_at_first_application").target.form.side is Side.ABOVE


def test_projects_stand_under_the_directions_of_their_policies(plan):
    projects = {policy.number: [d.projects for d in policy.directions] for policy in plan.policies}
    assert [len(directions) for directions in projects.values()] == [4, 3, 3, 2, 2, 4, 3]
    assert projects["5-1-1"][0] == ("在宅医療・救急医療連携事業", "昭和伊南総合病院支援事業")
    assert projects["5-2-1"] == [("生活支援体制整備事業",), ("生活支援体制整備事業", "支え合い推進会議")]
    assert sum(len(names) for directions in projects.values() for names in directions) == 47


def test_every_policy_has_its_vision_issues_and_roles_and_the_notes_of_its_table(plan):
    assert all(policy.visions and policy.issues and policy.roles for policy in plan.policies)
    assert [policy.number for policy in plan.policies if policy.notes] == ["5-1-1", "5-1-3", "5-2-1"]
    assert [plan.note(key).mark for key in plan.policy("5-1-1").notes] == ["注1"]
    terms = [term.term for policy in plan.policies for term in policy.terms]
    assert terms == [
        "ドナー",
        "地域包括ケアシステム",
        "地域包括支援センター",
        "通いの場",
        "通いの場拠点",
        "自立支援プログラム",
    ]


def test_the_printed_table_has_no_date_because_the_source_tells_none(plan):
    edition = first_edition(plan)
    assert (edition.number, edition.dated) == (1, None)
    assert plan.printed.note


def test_reading_the_kept_document_again_gives_the_same_plan(plan):
    again = parse(json.loads(json.dumps(plan.document)), FILE.name)
    assert again == plan


def test_the_model_wave_carries_every_survey_indicator(plan):
    wave = load(QUESTIONNAIRES / "komagane-2021-model")
    options = {question.id: tuple(question.by_code) for question in wave.questions}
    scales = {question.id: question.scale for question in wave.questions if question.scale}

    assert check_questions(plan, options, scales) == ()
