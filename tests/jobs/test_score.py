"""What a scoring run finds: weights, bases, domains, marks, quadrants."""

import itertools
import json
from dataclasses import replace

import pytest

from surveyapp.domain.definition import parse
from surveyapp.jobs import score
from surveyapp.operations import scoring
from surveyapp.operations.scoring.gathering import FormCount
from tests.support.questionnaires import tiny, tiny_document
from tests.support.scoring import Place, a_city, accept, figure_at, keep_register, scored
from tests.support.waves import an_open_wave

CARE = "medical_care.satisfaction"


def test_a_mean_is_weighted_back_to_the_register_and_stands_beside_the_unweighted_one(desks):
    a_city(desks)

    overview = scored(desks, "tiny")

    # k01: 600 people at 2, k02: 400 at 4; 20 and 30 of them answered
    assert overview.means[CARE]["weighted"].value == pytest.approx((600 * 2 + 400 * 4) / 1000)
    assert overview.means[CARE]["unweighted"].value == pytest.approx((20 * 2 + 30 * 4) / 50)
    assert overview.run.document["weights"]["kind"] == "raked"
    assert overview.run.document["weights"]["population"] == 1000


def test_everybody_counts_alike_when_that_is_asked_for(desks):
    a_city(desks)

    overview = scored(desks, "tiny", weights="none")

    assert overview.means[CARE]["weighted"].value == overview.means[CARE]["unweighted"].value == pytest.approx(3.2)
    assert overview.run.document["weights"] == {"kind": "none", "why": "asked"} | {
        name: overview.run.document["weights"][name] for name in ("design_effect", "effective_n", "largest_weight")
    }


def test_a_wave_without_register_counts_says_that_everybody_counts_alike(desks):
    wave = an_open_wave(desks, strata={})
    accept(desks, wave, {CARE: "4"}, stratum=None, times=40)

    overview = scored(desks, "tiny")

    assert overview.run.document["weights"]["why"] == "no_population"
    assert overview.means[CARE]["weighted"].value == 4


def test_silence_leaves_the_base_of_answers_and_stays_in_that_of_everyone(desks):
    wave = an_open_wave(desks)
    accept(desks, wave, {"family_doctor": "yes"}, times=30)
    accept(desks, wave, {"family_doctor": "no"}, times=10)
    accept(desks, wave, {CARE: "3"}, times=20)

    run = scored(desks, "tiny", weights="none").run.id

    def share(option: str, base: str) -> float | None:
        found = figure_at(desks, run, Place("family_doctor", "share", option, base))
        return None if found is None else found.value

    assert share("yes", "answered") == pytest.approx(30 / 40)
    assert share("yes", "everyone") == pytest.approx(30 / 60)
    assert share("_silent", "everyone") == pytest.approx(20 / 60)
    assert share("_silent", "answered") is None


def test_each_option_of_a_multiple_answer_has_its_share_in_both_bases(desks):
    wave = an_open_wave(desks)
    accept(desks, wave, {"info_sources": ["newsletter", "website"]}, times=30)
    accept(desks, wave, {"info_sources": ["website"]}, times=10)
    accept(desks, wave, {"family_doctor": "yes"}, times=10)

    run = scored(desks, "tiny", weights="none").run.id

    def share(option: str, base: str) -> float | None:
        return figure_at(desks, run, Place("info_sources", "share", option, base)).value

    assert share("newsletter", "answered") == pytest.approx(30 / 40)
    assert share("website", "answered") == 1
    assert share("newsletter", "everyone") == pytest.approx(30 / 50)
    assert share("_silent", "everyone") == pytest.approx(10 / 50)


def test_the_upper_two_answers_are_joined(desks):
    wave = an_open_wave(desks)
    for code, people in (("5", 10), ("4", 20), ("3", 30)):
        accept(desks, wave, {CARE: code}, times=people)

    run = scored(desks, "tiny", weights="none").run.id

    assert figure_at(desks, run, Place(CARE, "share", "5+4")).value == pytest.approx(0.5)


def test_dont_know_stays_out_of_the_mean_and_in_the_base_of_everyone(desks):
    document = tiny_document()
    document["questionnaire"]["scales"]["satisfaction"]["options"] = [
        *({"code": str(points), "points": points} for points in (5, 4, 3, 2, 1)),
        {"code": "9", "dont_know": True},
    ]
    document["texts"]["ja"]["scales"]["satisfaction"]["9"] = "わからない"
    wave = an_open_wave(desks, parse(document))
    accept(desks, wave, {CARE: "5"}, times=30)
    accept(desks, wave, {CARE: "9"}, times=10)

    overview = scored(desks, "tiny", weights="none")

    assert overview.means[CARE]["weighted"].value == 5
    assert overview.means[CARE]["weighted"].n == 30
    assert figure_at(desks, overview.run.id, Place(CARE, "share", "9")) is None
    assert figure_at(desks, overview.run.id, Place(CARE, "share", "9", "everyone")).value == pytest.approx(0.25)


def test_dont_know_among_published_counts_moves_no_index(desks):
    document = tiny_document()
    document["questionnaire"]["scales"]["satisfaction"]["options"] = [
        *({"code": str(points), "points": points} for points in (5, 4, 3, 2, 1)),
        {"code": "9", "dont_know": True},
    ]
    document["texts"]["ja"]["scales"]["satisfaction"]["9"] = "わからない"
    accept(desks, an_open_wave(desks, parse(document)), {CARE: "5"})
    with desks.desk() as desk:
        gathered = scoring.gather(desk, "tiny")
    counts = {CARE: FormCount("", {"5": 40}), "health_promotion.satisfaction": FormCount("", {"1": 40, "9": 120})}

    result = score.compute(replace(gathered, source="counts", counts=counts))

    # forty answers of 5 and forty of 1; the 120 who don't know have no points
    assert result.document["overall"]["satisfaction"] == {"pooled": pytest.approx(3), "mean_of_items": pytest.approx(3)}
    assert result.respondents == 160


def a_filtered_question() -> dict[str, object]:
    """The tiny questionnaire with a question for those only who have a family doctor."""
    document = tiny_document()
    document["questionnaire"]["sections"][0]["entries"].insert(
        4,
        {
            "question": "which_doctor",
            "kind": "single",
            "options": [{"code": "city"}, {"code": "elsewhere"}],
            "only_if": {"family_doctor": ["yes"]},
        },
    )
    document["texts"]["ja"]["questions"]["which_doctor"] = "どこの医師ですか"
    document["texts"]["ja"]["options"]["which_doctor"] = {"city": "市内", "elsewhere": "市外"}
    return document


def test_who_was_not_asked_is_in_no_base(desks):
    wave = an_open_wave(desks, parse(a_filtered_question()))
    accept(desks, wave, {"family_doctor": "yes", "which_doctor": "city"}, times=30)
    accept(desks, wave, {"family_doctor": "yes"}, times=10)
    accept(desks, wave, {"family_doctor": "no"}, times=60)

    run = scored(desks, "tiny", weights="none").run.id

    asked = figure_at(desks, run, Place("which_doctor", "share", "city", "everyone"))
    assert (asked.value, asked.n) == (pytest.approx(0.75), 40)


def test_a_split_form_asks_only_its_own(desks):
    wave = an_open_wave(desks, tiny(forms=("A", "B")))
    for form, item in (("A", "medical_care"), ("B", "health_promotion")):
        accept(desks, wave, {f"{item}.satisfaction": "4"}, times=30, form=form)

    overview = scored(desks, "tiny", weights="none")

    everyone = figure_at(desks, overview.run.id, Place(CARE, "share", "4", "everyone"))
    assert (everyone.n, everyone.value) == (30, 1)


def test_fewer_than_ten_answers_are_not_shown_and_cannot_be_had_by_subtraction(desks):
    wave = a_city(desks)
    accept(desks, wave, {CARE: "5", "age": "30-39"}, stratum="k01", times=3)

    run = scored(desks, "tiny", weights="none").run.id

    few = figure_at(desks, run, Place(CARE, domain="age", category="30-39"))
    other = [figure_at(desks, run, Place(CARE, domain="age", category=age)) for age in ("18-29", "70+")]
    assert (few.mark, few.value, few.low, few.n) == ("suppressed", None, None, 3)
    assert [figure.mark for figure in other].count("suppressed") == 1


def test_weighted_beside_unweighted_totals_give_nobody_away(desks):
    wave = an_open_wave(desks, strata={"k01": (600, 90), "k02": (400, 30)})
    for stratum, age, people in (("k02", "18-29", 4), ("k01", "30-39", 14), ("k01", "60-69", 20), ("k01", "70+", 30)):
        for points in ("3", "4"):
            accept(desks, wave, {CARE: points, "age": age}, stratum=stratum, times=people // 2)

    run = scored(desks, "tiny").run.id

    found = [figure_at(desks, run, Place(CARE, domain="age", category=age)) for age in ("30-39", "60-69", "70+")]
    assert [one.mark for one in found] == ["suppressed", "suppressed", ""]


def test_what_is_hidden_in_one_base_cannot_be_had_from_the_other(desks):
    wave = a_city(desks)
    accept(desks, wave, {"family_doctor": "yes", "age": "30-39"}, stratum="k01", times=9)
    accept(desks, wave, {"age": "30-39"}, stratum="k01", times=9)

    run = scored(desks, "tiny", weights="none").run.id

    place = Place("family_doctor", "share", "yes", "everyone", "age", "30-39")
    assert figure_at(desks, run, place).mark == "suppressed"


def test_how_many_were_asked_does_not_give_away_what_is_hidden_of_the_question_before(desks):
    wave = an_open_wave(desks, parse(a_filtered_question()))
    for age, doctor, people in (("30-39", "yes", 15), ("70+", "yes", 40), ("70+", "no", 10), ("18-29", "no", 20)):
        more = {"which_doctor": "city"} if doctor == "yes" else {}
        accept(desks, wave, {"family_doctor": doctor, "age": age, **more}, times=people - 2)
        more = {"which_doctor": "elsewhere"} if doctor == "yes" else {}
        accept(desks, wave, {"family_doctor": doctor, "age": age, **more}, times=2)

    run = scored(desks, "tiny", weights="none").run.id

    # all 15 of 30 to 39 have one, which is hidden; that all 15 were asked where would tell it
    for question, option in (("family_doctor", "yes"), ("which_doctor", "city")):
        for base in ("answered", "everyone"):
            found = figure_at(desks, run, Place(question, "share", option, base, "age", "30-39"))
            assert (found.mark, found.value) == ("suppressed", None)
    assert figure_at(desks, run, Place("which_doctor", "share", "city")).mark == ""


def test_items_stand_in_quadrants_cut_at_the_mean_of_the_items(desks):
    a_city(desks)

    overview = scored(desks, "tiny", weights="none", labels={"improve": "重点課題領域"})

    quadrants = overview.run.document["quadrants"]
    assert quadrants["items"] == {"medical_care": "keep", "health_promotion": "watch"}
    assert quadrants["cut"]["importance"] == pytest.approx(4)
    assert quadrants["labels"] == {"improve": "重点課題領域"}


def test_the_share_whose_face_item_is_not_the_registers_is_told(desks):
    wave = a_city(desks)
    accept(desks, wave, {CARE: "3", "district": "k02"}, stratum="k01", times=10)

    weights = scored(desks, "tiny").run.document["weights"]

    assert weights["disagreement"] == {"district": pytest.approx(10 / 60)}


def test_who_withholds_sex_and_age_keeps_the_base_weight(desks):
    wave = a_city(desks)
    accept(desks, wave, {CARE: "3"}, stratum="k01", times=5)

    weights = scored(desks, "tiny").run.document["weights"]

    assert weights["kind"] == "raked"
    assert weights["unknown"]["age_sex"] > 0


def test_a_sheet_without_its_number_is_weighted_by_what_its_face_items_tell(desks):
    wave = a_city(desks)
    accept(desks, wave, {CARE: "3", "sex": "male", "age": "70+", "district": "k02"}, stratum=None, times=2)
    accept(desks, wave, {CARE: "3"}, stratum=None, times=2)

    overview = scored(desks, "tiny")

    assert overview.run.respondents == 54
    assert overview.means[CARE]["weighted"].value == pytest.approx(2.8, abs=0.1)


def test_a_sheet_that_cannot_be_placed_weighs_as_much_as_the_others_on_average(desks):
    wave = an_open_wave(desks, strata={"k01": (600, 30), "k02": (400, 30)})
    for stratum, points, people in (("k01", "2", 20), ("k02", "4", 30), (None, "5", 5)):
        accept(desks, wave, {CARE: points}, stratum=stratum, times=people)

    overview = scored(desks, "tiny")

    # 1,000 people by 50 answers that can be placed: each of the other five stands for 20 too
    assert overview.means[CARE]["weighted"].value == pytest.approx((600 * 2 + 400 * 4 + 100 * 5) / 1100)


def test_a_class_in_which_nobody_answered_is_joined_with_its_neighbour(desks):
    wave = an_open_wave(desks, strata={"all": (1000, 60)})
    keep_register(
        desks,
        wave,
        {
            ("all", sex, age, "k01"): 100
            for sex in ("male", "female")
            for age in ("18-29", "30-39", "40-49", "60-69", "70+")
        },
    )
    for sex in ("male", "female"):
        for age in ("30-39", "70+"):
            accept(desks, wave, {CARE: "4", "sex": sex, "age": age, "district": "k01"}, times=8)

    overview = scored(desks, "tiny")

    assert overview.run.document["weights"]["kind"] == "raked"
    assert overview.means[CARE]["weighted"].value == 4


def test_full_cells_are_joined_until_enough_people_answered_in_each(desks):
    a_city(desks)

    overview = scored(desks, "tiny", weights="cells:6")

    weights = overview.run.document["weights"]
    assert (weights["kind"], weights["minimum"]) == ("cells", 6)
    assert weights["joined"]
    assert overview.means[CARE]["weighted"].value == pytest.approx(2.8)


def test_full_cells_need_everybodys_class(desks):
    wave = a_city(desks)
    accept(desks, wave, {CARE: "3"}, stratum="k01")

    with desks.desk() as desk:
        gathered = scoring.gather(desk, "tiny")

    with pytest.raises(Exception, match="cells_need_every_class"):
        score.compute(gathered, weights="cells:2")


def test_irregular_marks_on_paper_count_by_the_waves_written_rule(desks):
    wave = an_open_wave(desks)
    accept(desks, wave, {"info_sources": ["newsletter", "website", "friends"]}, times=30)

    run = scored(desks, "tiny", weights="none").run.id

    # the rule of the definition: over the limit of two, the lowest numbers count
    assert figure_at(desks, run, Place("info_sources", "share", "friends")).value == 0
    assert figure_at(desks, run, Place("info_sources", "share", "website")).value == 1


def test_the_same_answers_give_the_same_run(desks):
    a_city(desks)
    with desks.desk() as desk:
        once, again = scoring.gather(desk, "tiny"), scoring.gather(desk, "tiny")

    first, second = score.compute(once), score.compute(again)

    assert first.figures == second.figures
    assert json.dumps(first.document, sort_keys=True) == json.dumps(second.document, sort_keys=True)


def test_one_answer_alone_is_not_scored(desks):
    accept(desks, an_open_wave(desks), {CARE: "4"})

    with desks.desk() as desk:
        gathered = scoring.gather(desk, "tiny")

    with pytest.raises(Exception, match="too_few_to_score"):
        score.compute(gathered)


@pytest.mark.parametrize("people", [2, 3, 10])
def test_an_early_run_of_few_answers_is_made_and_marked(desks, people):
    wave = an_open_wave(desks)
    accept(desks, wave, {CARE: "4", "sex": "male"}, times=people)

    overview = scored(desks, "tiny", weights="none")

    assert overview.means[CARE]["weighted"].mark == "suppressed"


def a_register_of_equal_cells(desks):
    """A wave of one stratum in two districts, with the same number of every sex and age in both."""
    wave = an_open_wave(desks, strata={"all": (2000, 400)})
    ages = ("18-29", "30-39", "40-49", "60-69", "70+")
    places = [(sex, age, district) for sex in ("male", "female") for age in ages for district in ("k01", "k02")]
    keep_register(desks, wave, {("all", *place): 100 for place in places})
    return wave


def test_an_early_run_joins_thin_classes_instead_of_failing(desks):
    wave = a_register_of_equal_cells(desks)
    for district, sex, age, points, people in (
        ("k01", "male", "18-29", "1", 1),
        ("k01", "male", "70+", "2", 7),
        ("k02", "female", "18-29", "4", 3),
        ("k02", "female", "40-49", "5", 2),
    ):
        accept(desks, wave, {CARE: points, "sex": sex, "age": age, "district": district}, times=people)

    weights = scored(desks, "tiny").run.document["weights"]

    # the margins of these 13 exclude each other: no man in k02, no woman in k01
    assert weights["kind"] == "raked"
    assert weights["largest_weight"] == pytest.approx(1)


def test_a_class_of_few_people_gets_no_weight_of_its_own(desks):
    wave = a_register_of_equal_cells(desks)
    people = {"18-29": 2, "30-39": 22, "40-49": 20, "60-69": 40, "70+": 3}
    for points, age in enumerate(people, start=1):
        for sex, district in itertools.product(("male", "female"), ("k01", "k02")):
            given = {CARE: str(points), "sex": sex, "age": age, "district": district}
            accept(desks, wave, given, times=people[age])

    overview = scored(desks, "tiny")

    joined = {tuple(line["cells"]) for line in overview.run.document["weights"]["joined_classes"]}
    assert joined == {
        (f"{sex}|{younger}", f"{sex}|{older}")
        for sex in ("male", "female")
        for younger, older in (("18-29", "30-39"), ("60-69", "70+"))
    }
    # by hand: two, one and two fifths of the register, each joined class at the mean of its answers
    young, old = (2 * 1 + 22 * 2) / 24, (40 * 4 + 3 * 5) / 43
    assert overview.means[CARE]["weighted"].value == pytest.approx((2 * young + 3 + 2 * old) / 5)


def test_a_figure_keeps_its_error_without_the_correction_of_a_finite_population_too(desks):
    a_city(desks)

    run = scored(desks, "tiny", weights="none").run.id

    for place in (Place(CARE, "mean"), Place(CARE, "share", "4")):
        figure = figure_at(desks, run, place)
        assert figure.standard_error == pytest.approx(figure.trend_error * (1 - 50 / 1000) ** 0.5)
