"""Every page is written as the standard has it; and what watches over that notices what is not."""

import pytest

from tests.support.markup import Sources, faults_of
from tests.support.questionnaires import tiny
from tests.support.tongues import tiny_in_languages
from tests.support.walk import LOOKS, walk
from tests.support.waves import an_open_wave

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PAGE = "<!doctype html><html lang='ja'><head><title>a</title></head><body><main><h1>b</h1>{}</main></body></html>"


@pytest.mark.parametrize(
    "questionnaire", [tiny(synthetic=True), tiny_in_languages("en", "vi")], ids=["japanese", "languages"]
)
def test_every_page_of_a_resident_is_written_as_the_standard_has_it(page, desks, questionnaire):
    wave, sources, seen = an_open_wave(desks, questionnaire), Sources(page), {}

    walk(page, wave.letter, wave.letters[1], lambda name: seen.update({name: sources.faults()}))

    assert len(seen) == LOOKS
    assert {name: found for name, found in seen.items() if found} == {}


@pytest.mark.parametrize(
    "wrong",
    [
        "<p>a<div>b</div></p>",
        "<p>a",
        "<div><span></div></span>",
        "<ul><p>a</p></ul>",
        "<li>a</li>",
        "<a href='/'><button>a</button></a>",
        "<form><form></form></form>",
        "<table><tr><td>a</td></tr></table>",
        "<p id='a'></p><p id='a'></p>",
        "<label for='nobody'>a</label>",
        "<p class='a' class='b'>a</p>",
        "<fieldset><p>a</p><legend>b</legend></fieldset>",
        "<a href='/?a=1&b=2'>a</a>",
        "<h1>again</h1>",
    ],
)
def test_what_is_written_wrongly_is_noticed(page, wrong: str):
    assert faults_of(PAGE.format("<p>right</p>"), page) == []
    assert faults_of(PAGE.format(wrong), page) != []
