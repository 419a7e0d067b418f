"""A questionnaire as it lies on paper."""

from surveyapp.domain.paper import laid_out, places, printed_questions
from tests.support.questionnaires import tiny


def test_an_item_is_one_line_with_its_scales_side_by_side():
    (part,) = laid_out(tiny())

    assert [(line.number, line.entry.id, len(line.questions)) for line in part.lines[:3]] == [
        (1, "medical_care", 2),
        (2, "health_promotion", 2),
        (3, "family_doctor", 1),
    ]


def test_a_split_form_prints_its_own_lines_and_numbers_them_through():
    first, second = laid_out(tiny(forms=("A", "B")), "A"), laid_out(tiny(forms=("A", "B")), "B")

    assert [line.entry.id for line in first[0].lines[:2]] == ["medical_care", "family_doctor"]
    assert [line.entry.id for line in second[0].lines[:2]] == ["health_promotion", "family_doctor"]
    assert [line.number for line in second[0].lines] == list(range(1, 8))


def test_every_printed_question_has_a_place_of_its_own():
    questionnaire = tiny()

    found = places(questionnaire)

    assert found["medical_care.satisfaction"] == "1 満足度"
    assert found["family_doctor"] == "3"
    assert list(found) == [question.id for question in printed_questions(questionnaire)]
    assert len(set(found.values())) == len(found)
