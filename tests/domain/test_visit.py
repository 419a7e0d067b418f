"""A resident's way through a questionnaire, how long it takes, and how it is read back."""

import pytest

from surveyapp.domain.answers import SKIPPED, Chosen, ChosenMany, Wrote
from surveyapp.domain.definition import parse
from surveyapp.domain.duplicates import later_counts
from surveyapp.domain.effort import minutes
from surveyapp.domain.questionnaire import DuplicateRule, Questionnaire
from surveyapp.domain.readback import read_back
from surveyapp.domain.visit import Visit
from tests.support.questionnaires import tiny, tiny_document


def three_pages(bus_only_if: str = "yes") -> Questionnaire:
    """The tiny questionnaire, a page that only those with a family doctor are asked, and a last page for everybody."""
    document = tiny_document()
    sections = document["questionnaire"]["sections"]
    sections.append(
        {
            "id": "doctor",
            "entries": [
                {
                    "question": "visits",
                    "kind": "single",
                    "options": [{"code": "often"}, {"code": "seldom"}],
                    "only_if": {"family_doctor": [bus_only_if]},
                }
            ],
        }
    )
    sections.append({"id": "end", "entries": [{"question": "last_word", "kind": "text"}]})
    texts = document["texts"]["ja"]
    texts["sections"] |= {"doctor": "かかりつけ医", "end": "おわりに"}
    texts["questions"] |= {"visits": "どのくらい通いますか", "last_word": "さいごに"}
    texts["options"]["visits"] = {"often": "よく", "seldom": "たまに"}
    return parse(document)


def test_a_page_on_which_nothing_is_asked_is_passed_over_both_ways():
    without = Visit(three_pages(), "", {"family_doctor": Chosen("no")})
    with_doctor = without.further({"family_doctor": Chosen("yes")})

    assert (without.after(1), without.before(3)) == (3, 1)
    assert (with_doctor.after(1), with_doctor.before(3)) == (2, 2)
    assert (with_doctor.before(1), with_doctor.after(3)) == (None, None)


def test_a_resident_who_comes_back_goes_on_where_nothing_is_answered_yet():
    visit = Visit(three_pages(), "", {})

    assert visit.page_to_go_on == 1
    assert visit.further({"sex": Chosen("male")}).page_to_go_on == 3
    assert visit.further({"sex": Chosen("male"), "last_word": Wrote("ありがとう")}).page_to_go_on is None


def test_a_skipped_question_loses_the_answer_it_had():
    visit = Visit(tiny(), "", {"sex": Chosen("male"), "age": Chosen("70+")})

    assert visit.further({"sex": SKIPPED}).answers == {"age": Chosen("70+")}


def test_only_questions_that_are_asked_count_as_answered():
    visit = Visit(three_pages(), "", {"family_doctor": Chosen("no"), "visits": Chosen("often")})

    assert visit.answered == 1


def test_a_statement_with_two_scales_is_one_line():
    assert Visit(tiny(), "", {}).lines_asked == 8


def test_each_form_has_its_own_lines():
    questionnaire = tiny(forms=("A", "B"))

    asked = {form: Visit(questionnaire, form, {}).asked[0].id for form in ("A", "B")}

    assert asked == {"A": "medical_care.importance", "B": "health_promotion.importance"}


@pytest.mark.parametrize(
    ("items", "expected"),
    # 7 s a rating: 2 x items x 7; the other questions of the tiny questionnaire take 5 x 10 + 60 = 110 s.
    [(0, 5), (13, 5), (14, 10), (56, 15), (57, 20)],
)
def test_minutes_are_rounded_up_to_five(items, expected):
    document = tiny_document()
    entries = document["questionnaire"]["sections"][0]["entries"]
    others = [entry for entry in entries if "question" in entry]
    document["questionnaire"]["sections"][0]["entries"] = [
        *({"item": f"item_{number}", "rated": ["importance", "satisfaction"]} for number in range(items)),
        *others,
    ]
    document["texts"]["ja"]["items"] = {f"item_{number}": "文" for number in range(items)}
    if not items:
        del document["texts"]["ja"]["items"]

    assert minutes(parse(document)) == expected


def test_answers_are_read_back_in_the_words_of_the_page():
    answers = {
        "medical_care.importance": Chosen("5"),
        "info_sources": ChosenMany(("website",)),
        "free_text": Wrote("長い文\n二行目"),
    }
    visit = Visit(tiny(), "", answers)

    (field,) = read_back(visit.parts, visit.asked, answers)
    words = visit.questionnaire.words("ja")

    assert (field.page, words.say(field.title)) == (1, "暮らし")
    assert words.say(field.lines[0].asked) == "病院などの地域医療体制が整っている"
    first, second = field.lines[0].said
    assert (words.say(first.scale), [words.say(key) for key in first.labels]) == ("重要度", ["重要"])
    assert (words.say(second.scale), second.labels, second.written) == ("満足度", (), "")
    assert [words.say(key) for key in field.lines[3].said[0].labels] == ["ホームページ"]
    assert (field.lines[4].said[0].labels, field.lines[4].said[0].written) == ((), "長い文\n二行目")


def test_a_field_that_was_not_asked_is_not_read_back():
    visit = Visit(three_pages(), "", {"family_doctor": Chosen("no"), "visits": Chosen("often")})

    fields = read_back(visit.parts, visit.asked, visit.answers)

    words = visit.questionnaire.words("ja")
    assert [(field.page, words.say(field.title)) for field in fields] == [(1, "暮らし"), (3, "おわりに")]


@pytest.mark.parametrize(
    ("rule", "earlier", "later", "counts"),
    [
        ("first", "web", "paper", False),
        ("first", "paper", "web", False),
        ("last", "web", "paper", True),
        ("last", "paper", "paper", True),
        ("web", "paper", "web", True),
        ("web", "web", "paper", False),
        ("web", "web", "web", False),
        ("paper", "web", "paper", True),
        ("paper", "paper", "web", False),
        ("paper", "paper", "paper", False),
    ],
)
def test_the_written_rule_says_which_of_two_answers_counts(rule, earlier, later, counts):
    assert later_counts(DuplicateRule(rule), earlier, later) is counts
