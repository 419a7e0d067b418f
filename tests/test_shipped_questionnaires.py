"""The questionnaires that come with the project: each is read without a fault and says what it was published to say."""

import csv
import tomllib
from pathlib import Path

import pytest

from surveyapp.domain.questionnaire import Face, Item
from surveyapp.store.definitions import available, load, load_columns

ROOT = Path(__file__).parents[1] / "questionnaires"

# As printed: the indicators of the city's general plan (施策5-1-1, 5-1-3, 5-2-1), and the report of the 2015 survey in
# the newspaper 長野日報 (articles/6874).
PUBLISHED_EXACTLY = {
    "medical_care": "病院などの地域医療体制が整っている",
    "health_promotion": "健康づくりに対する取組が充実している",
    "mutual_support": "互いにささえあい、助け合う人間関係が地域に築かれている",
    "waste_facilities": "ごみ処理のための施設が整備されている",
    "rivers": "美しく澄んだ河川や水源が保たれている",
    "waste_manners": "ごみの出し方が守られている",
    "procedures": "住民票の取得など各種行政手続きが簡単にできる",
    "business_attraction": "企業誘致による地域産業の活性化が行われている",
    "tourism": "滞在型や通年型観光地の形成に向けた取り組みが行われている",
    "town_centre": "中心市街地の活性化に向けた取り組みが行われている",
}
# Reported shortened by the same newspaper (articles/63207, 82519, 6874), and completed here.
REPORTED_SHORT = {
    "clean_air_water": "空気や水がきれい",
    "attachment": "市に愛着を感じる",
    "landscape": "美しい景観や歴史的景観が保たれている",
    "citizens_voice": "市政に市民の声が反映",
    "access": "交通の便が良い",
    "participation": "まちづくりや市の計画づくりへの参加機会が充実",
    "finance_information": "財政状況",
    "employment": "働く場の確保など雇用",
}
NAMED_FIELDS = [
    "快適さ",
    "自然・共生・環境",
    "行政改革",
    "安全性・安心度",
    "便利さ",
    "都市基盤整備",
    "福祉健康・消費生活",
]


@pytest.fixture(scope="module")
def komagane():
    return load(ROOT / "komagane-2021-model")


def test_the_waves_that_come_with_the_project_are_these():
    assert available(ROOT) == ["city1", "demo", "komagane-2021-model", "sandiego-2015", "takamatsu-r7"]


@pytest.mark.parametrize("wave", available(ROOT))
def test_every_wave_that_comes_with_the_project_is_read_without_a_fault(wave):
    questionnaire = load(ROOT / wave)

    assert questionnaire.wave == wave
    if (ROOT / wave / "columns.toml").exists():
        columns = load_columns(ROOT / wave, questionnaire)
        assert set(columns.questions.values()) == set(questionnaire.by_id)


def test_the_model_wave_has_the_shape_of_the_survey_of_2021(komagane):
    fields = [section for section in komagane.sections if any(isinstance(entry, Item) for entry in section.entries)]

    assert len(komagane.items) == 56
    assert len(fields) == 10
    assert set(NAMED_FIELDS) <= {komagane.words().say(f"section.{field.id}") for field in fields}
    assert all(5 <= len(field.entries) <= 6 for field in fields)
    ratings = [[question.scale for question in item.questions] for item in komagane.items]
    assert ratings == [["importance", "satisfaction"]] * 56
    for scale in komagane.scales.values():
        assert [option.points for option in scale.options] == [5, 4, 3, 2, 1]


def test_the_model_wave_asks_the_published_statements_word_for_word(komagane):
    asked = {item.id: komagane.words().say(f"item.{item.id}") for item in komagane.items}

    assert {name: asked[name] for name in PUBLISHED_EXACTLY} == PUBLISHED_EXACTLY
    for name, short in REPORTED_SHORT.items():
        assert short in asked[name]
    assert len(set(asked.values())) == 56


def test_the_model_wave_says_of_each_statement_where_its_words_come_from(komagane):
    sources = tomllib.loads((ROOT / "komagane-2021-model" / "sources.toml").read_text(encoding="utf-8"))

    assert list(sources) == [item.id for item in komagane.items]
    exact = {name: source["published"] for name, source in sources.items() if source["wording"] == "exact"}
    assert exact == PUBLISHED_EXACTLY
    assert {name for name, source in sources.items() if source["wording"] == "completed"} == set(REPORTED_SHORT)
    themes = {source["published"] for source in sources.values() if source["wording"] == "theme"}
    # 雇用対策, the seventh theme that was reported, is the statement on employment.
    assert themes == {"子育て支援", "障がい者福祉", "生涯学習", "水害への不安", "福祉サービス", "道路環境"}
    assert all(source["wording"] == "ours" or source["source"] for source in sources.values())


def test_the_model_wave_asks_what_the_plan_and_the_weights_rest_on(komagane):
    doctor = komagane.by_id["family_doctor"]
    sex, age, district = (komagane.faces[face] for face in (Face.SEX, Face.AGE, Face.DISTRICT))

    assert komagane.wording(doctor) == "いざというときに相談ができる、かかりつけ医がいますか"
    assert list(doctor.by_code) == ["yes", "no"]
    assert [komagane.label(sex, code) for code in sex.by_code] == ["男性", "女性", "答えたくない"]
    assert sex.by_code["withheld"].withheld
    assert list(age.by_code) == ["18-29", "30-39", "40-49", "50-59", "60-69", "70+"]
    assert list(district.by_code) == [f"k{number:02}" for number in range(1, 17)]
    assert [komagane.label(district, code) for code in ("k01", "k14", "k15", "k16")] == [
        "南割区",
        "上穂町区",
        "中沢区",
        "東伊那区",
    ]
    assert [question.id for question in komagane.questions[112:117]] == [
        "family_doctor",
        "overall_satisfaction",
        "stay",
        "info_sources",
        "free_text",
    ]


def test_the_demo_asks_the_same_and_says_that_it_is_made_up(komagane):
    demo = load(ROOT / "demo")

    assert demo.synthetic
    assert "合成データ" in demo.title
    assert demo.sections == komagane.sections
    assert [demo.full_wording(question) for question in demo.questions] == [
        komagane.full_wording(question) for question in komagane.questions
    ]


def test_takamatsu_has_the_items_and_forms_of_its_published_counts():
    questionnaire = load(ROOT / "takamatsu-r7")
    with (ROOT / "takamatsu-r7/data/r7_counts_exact.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    published = {f"t{row['code']}": (row["name"], {row["form"]}) for row in rows}
    asked = {
        item.id: (questionnaire.words().say(f"item.{item.id}"), set(item.questions[0].forms))
        for item in questionnaire.items
    }
    assert len(rows) == 86
    assert asked == published
    assert len(asked) == 43


def test_san_diego_offers_every_answer_that_its_residents_gave():
    questionnaire = load(ROOT / "sandiego-2015")
    columns = load_columns(ROOT / "sandiego-2015", questionnaire)
    with (ROOT / "sandiego-2015/data/responses_unique_weighted.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    assert set(columns.needed) <= set(rows[0])
    strangers = {
        (column, code)
        for column, question in columns.questions.items()
        for row in rows
        if (code := columns.given(question, row[column])) and code not in questionnaire.by_id[question].by_code
    }
    assert strangers == set()


def test_san_diego_is_translated():
    questionnaire = load(ROOT / "sandiego-2015")

    assert questionnaire.wording(questionnaire.by_id["q1_1.excellence"], "en") == "As a place to live"
    assert questionnaire.label(questionnaire.by_id["q5"], "3", "en") == "About the same"
