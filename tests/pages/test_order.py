"""Pages whose fields change places: numbers, progress and the check follow the order of this resident."""

import html
import re
from collections.abc import Iterator, Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveyapp.domain.answers import SKIPPED, Answer, Chosen, ChosenMany, Wrote
from surveyapp.domain.rotation import Order, orders
from surveyapp.operations import handover
from surveyapp.store.desk import Desks
from tests.operations.test_changed_minds import PLENTY, expected, have_drawn
from tests.pages.test_resident import Reader
from tests.support.residents import accepted
from tests.support.routed import FIELDS, FORMS, routed
from tests.support.waves import Letter, OpenWave, an_open_wave

ROUTED = routed()


@pytest.fixture
def wave(desks: Desks) -> OpenWave:
    return an_open_wave(desks, ROUTED, PLENTY)


@pytest.fixture
def unused(wave: OpenWave) -> Mapping[str, Iterator[Letter]]:
    """One letter after the other, by form."""
    return {form: iter([letter for letter in wave.letters if letter.form == form]) for form in FORMS}


def come_in(client: FlaskClient, letter: Letter) -> Reader:
    """Come in and answer the first page so that something is asked on each of the others."""
    resident = Reader(client).go(f"/s/{letter.code}")
    return resident.go(f"{resident.entry}/1").submit(bus_use="weekly", tools_used="phone", go="next")


def headings(client: FlaskClient, letter: Letter) -> list[str]:
    """The fields in the order in which this resident meets them."""
    resident = come_in(client, letter)
    return [resident.go(f"{resident.entry}/{page}").heading for page in range(1, 6)]


def test_each_resident_meets_the_fields_in_the_order_drawn_for_them(app: Flask, wave: OpenWave):
    met = [headings(app.test_client(), letter) for letter in wave.letters[:12]]

    assert {(first, last) for first, *_fields, last in met} == {("分野first", "分野last")}
    assert all(sorted(fields[1:4]) == sorted(f"分野{name}" for name in FIELDS) for fields in met)
    assert len({tuple(fields) for fields in met}) > 1


def test_pages_and_questions_are_numbered_as_they_come(app: Flask, wave: OpenWave):
    for letter in wave.letters[:8]:
        resident = come_in(app.test_client(), letter)
        pages = [resident.go(f"{resident.entry}/{page}").text for page in range(1, 6)]

        numbers = [int(number) for text in pages for number in re.findall(r'class="number">問(\d+)<', text)]
        assert numbers == sorted(numbers)
        assert [f"{page}／5ページ" in text for page, text in enumerate(pages, start=1)] == [True] * 5


def test_the_check_reads_back_in_the_same_order_and_leads_to_the_same_pages(app: Flask, wave: OpenWave):
    for letter in wave.letters[:6]:
        resident = come_in(app.test_client(), letter)
        met = [resident.go(f"{resident.entry}/{page}").heading for page in range(1, 6)]

        check = resident.go(f"{resident.entry}/check").text

        fields = re.findall(r"<section class=\"card readback\">\s*<h2>(.*?)</h2>", check)
        assert fields == met


def test_the_start_says_that_the_numbers_are_not_those_of_the_paper(app: Flask, wave: OpenWave, desks: Desks):
    other = an_open_wave(desks)

    with_order = Reader(app.test_client()).go(f"/s/{wave.letter.code}").text
    without = Reader(app.test_client()).go(f"/s/{other.letter.code}").text

    assert ("問の番号は、紙の調査票と同じではありません" in with_order, "質問の順番" in without) == (True, False)


def test_an_export_tells_the_order_and_one_without_has_no_column_for_it(app: Flask, wave: OpenWave, desks: Desks):
    resident = Reader(app.test_client()).go(f"/s/{wave.letter.code}")
    resident.go(f"{resident.entry}/1").submit(bus_use="never", go="check")
    resident.submit()

    with desks.desk(writing=True) as desk:
        exported = handover.export(desk, wave.key)

    (row,) = (dict(zip(exported.columns, values, strict=True)) for values in exported.rows)
    assert sorted(row["order"].split()) == sorted(FIELDS)


ASKED = re.compile(
    r'<(?:input type="(radio|checkbox)" name="([^"]+)" value="([^"]+)"|(textarea) id="[^"]+" name="([^"]+)")'
)


def on_page(text: str) -> dict[str, list[str]]:
    """What can be answered on the page that is shown: names with their values; a text has one."""
    found: dict[str, list[str]] = {}
    for _kind, name, value, is_text, text_name in ASKED.findall(text):
        if is_text:
            found[text_name] = ["髙﨑𠮷 😀"]
        else:
            found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found


def as_answer(name: str, values: list[str]) -> Answer:
    question = ROUTED.by_id[name]
    if not values:
        return SKIPPED
    match question.kind.value:
        case "single":
            return Chosen(values[-1])
        case "multiple":
            return ChosenMany(tuple(code for code in question.by_code if code in values))
    return Wrote(values[0])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@given(data=st.data(), form=st.sampled_from(FORMS), order=st.sampled_from(orders(FIELDS)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_a_walk_back_and_forth_leaves_no_stray_answer(
    app: Flask,
    wave: OpenWave,
    unused: Mapping[str, Iterator[Letter]],
    desks: Desks,
    data: st.DataObject,
    form: str,
    order: Order,
):
    """A browser at work: it fills in what it is shown, goes on, back, to the check, to any page, and changes its mind."""
    before = {response.id for response in accepted(desks, wave.key)}
    letter = next(unused[form])
    have_drawn(desks, letter, order)
    resident = Reader(app.test_client()).go(f"/s/{letter.code}")
    entry, said = resident.entry, {}
    resident.go(f"{entry}/1")
    for _step in range(data.draw(st.integers(2, 9))):
        if not re.fullmatch(rf"{entry}/\d", resident.path):
            resident.go(f"{entry}/{data.draw(st.integers(1, 5))}")
            continue
        given_ = {
            name: data.draw(st.lists(st.sampled_from(values), max_size=1 if name not in ("tools_used",) else 3))
            for name, values in on_page(resident.text).items()
            if data.draw(st.booleans())
        }
        said |= {name: as_answer(name, values) for name, values in given_.items()}
        fields = {name: values for name, values in (resident.filled() | given_).items() if values != []}
        resident.post(resident.action(), **fields, go=data.draw(st.sampled_from(["next", "back", "check"])))
        assert resident.status == 200
    wanted = expected(ROUTED, said, form)
    resident.go(f"{entry}/check").submit()

    made = [one for one in accepted(desks, wave.key) if one.id not in before]
    assert [response.answers for response in made] == ([wanted] if wanted else [])
