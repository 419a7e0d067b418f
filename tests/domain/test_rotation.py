"""The order of the fields: balanced, few, and never in the way of a condition."""

import itertools
import random
from collections import Counter

import pytest

from surveyapp.domain.answers import Chosen
from surveyapp.domain.definition import parse
from surveyapp.domain.paper import laid_out
from surveyapp.domain.rotation import arranged, draw, order_in, orders
from surveyapp.domain.routing import route
from surveyapp.domain.visit import Visit
from tests.support.questionnaires import faults_of, tiny
from tests.support.routed import FIELDS, routed, routed_document

ORDERS = orders(FIELDS)


@pytest.mark.parametrize("number", range(2, 13))
def test_every_field_stands_equally_often_at_every_place_and_follows_every_other_equally_often(number):
    fields = [f"f{place}" for place in range(number)]

    found = orders(fields)

    places = Counter((place, field) for order in found for place, field in enumerate(order))
    pairs = Counter(pair for order in found for pair in itertools.pairwise(order))
    assert len(set(found)) == len(found) == (2 * number if number % 2 else number)
    assert (len(places), len(set(places.values()))) == (number * number, 1)
    assert (len(pairs), len(set(pairs.values()))) == (number * (number - 1), 1)


def test_a_questionnaire_without_fields_that_change_places_has_no_order():
    assert orders(()) == ()
    assert draw(tiny()) == ()
    assert Visit(tiny(), "", {}).fields_in_order is None


def test_every_order_is_drawn_and_none_much_more_often_than_the_others():
    chance = random.Random(4)

    drawn = Counter(draw(routed(), chance) for _ in range(6000))

    # 1,000 each; 5 standard deviations of a binomial with p = 1/6 are 144.
    assert set(drawn) == set(ORDERS)
    assert all(abs(count - 1000) < 144 for count in drawn.values())


@pytest.mark.parametrize("order", ORDERS)
def test_pages_and_numbers_follow_the_order_and_what_stays_stays(order):
    visit = Visit(routed(), "A", {}, order)

    assert [part.section.id for part in visit.parts] == ["first", *order, "last"]
    assert [line.number for part in visit.parts for line in part.lines] == list(range(1, 12))
    assert visit.fields_in_order == order


def test_the_paper_has_one_order_and_so_has_who_was_drawn_none():
    paper = [part.section.id for part in laid_out(routed(), "A")]

    assert paper == [part.section.id for part in Visit(routed(), "A", {}).parts] == ["first", *FIELDS, "last"]
    assert Visit(routed(), "A", {}).fields_in_order == FIELDS


@pytest.mark.parametrize("order", [("bus",), ("bus", "tools", "bus"), ("bus", "tools", "last"), ("nothing",) * 3])
def test_an_order_that_does_not_fit_is_that_of_the_paper(order):
    assert arranged(routed(), order) == routed().sections


@pytest.mark.parametrize("order", ORDERS)
def test_what_somebody_is_asked_does_not_hang_on_the_order(order):
    answers = {"bus_use": Chosen("weekly"), "bus_enough": Chosen("no"), "bus_why": Chosen("late"), "goes": Chosen("a")}

    visit = Visit(routed(), "B", answers, order)

    asked = [question.id for page in visit.asked_on.values() for question in page]
    assert sorted(asked) == sorted(question.id for question in route(routed(), answers, "B"))
    assert {"bus_why", "both"} <= set(asked)


@pytest.mark.parametrize("kept", [{}, {"#order": "bus"}, {"#order": {"wrote": "x"}}, {"sex": "male"}])
def test_a_draft_without_an_order_has_none(kept):
    assert order_in(kept) == ()


def faults_with(change) -> list[tuple[str, str]]:
    document = routed_document()
    change({section["id"]: section for section in document["questionnaire"]["sections"]})
    return [(fault.code, fault.where) for fault in faults_of(document)]


def test_a_condition_may_not_look_at_a_field_that_can_come_later():
    def look_sideways(sections):
        sections["tools"]["entries"][0]["only_if"] = {"bus_enough": ["yes"]}

    def let_the_last_change_places(sections):
        sections["last"]["rotated"] = True

    def let_the_first_change_places(sections):
        sections["first"]["rotated"] = True

    across = "only_if_across_rotation"
    assert faults_with(look_sideways) == [(across, "questionnaire.toml: sections[3]")]
    assert {code for code, _where in faults_with(let_the_last_change_places)} == {across}
    assert {code for code, _where in faults_with(let_the_first_change_places)} == {across}


def test_a_field_that_stands_between_may_not_look_at_those_that_change_places_around_it():
    def stand_between(sections):
        sections["tools"] |= {"rotated": False}
        sections["tools"]["entries"][0]["only_if"] = {"bus_enough": ["yes"]}

    assert faults_with(stand_between) == [("only_if_across_rotation", "questionnaire.toml: sections[3]")]


def test_one_field_alone_cannot_change_places():
    def leave_one(sections):
        for name in ("bus", "tools"):
            sections[name]["rotated"] = False

    assert faults_with(leave_one) == [("rotated_alone", "questionnaire.toml: sections[4].rotated")]


def test_the_definition_says_so_with_true_or_false():
    document = routed_document()
    document["questionnaire"]["sections"][1]["rotated"] = "yes"

    assert [fault.code for fault in faults_of(document)] == ["not_true_or_false"]
    assert parse(routed_document()).rotated == FIELDS
