"""The statement on accessibility: open to everybody, in Japanese and English, and no bolder than the tests."""

import html
import json
import re

import pytest

from surveyapp.pages.accessibility import Trials
from tests.support.questionnaires import tiny
from tests.support.source import CHECKOUT
from tests.support.tongues import tiny_in_languages
from tests.support.waves import an_open_wave

AXE = CHECKOUT / "tests" / "browser" / "package.json"


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_it_claims_to_have_taken_the_standard_into_consideration_and_no_more(client):
    said = text_of(client.get("/accessibility").text)

    assert "JIS X 8341-3:2016 の適合レベルAAに配慮しています" in said
    assert "「準拠」「一部準拠」とは表示しません" in said
    assert re.findall(r"準拠(?!」)", said) == []


def test_it_names_the_tool_as_the_tests_have_it(client):
    version = json.loads(AXE.read_text(encoding="utf-8"))["devDependencies"]["axe-core"]

    assert Trials().axe == f"axe-core {version}"
    assert Trials().axe in client.get("/accessibility").text


@pytest.mark.parametrize(
    ("wished", "spoken", "heading"),
    [("ja", "ja", "ウェブアクセシビリティ"), ("en", "en", "Web accessibility"), ("vi", "ja", "ウェブアクセシビリティ")],
)
def test_it_is_read_in_japanese_or_english(client, wished: str, spoken: str, heading: str):
    page = client.get(f"/accessibility?language={wished}", follow_redirects=True)

    assert f'<html lang="{spoken}">' in page.text
    assert f"<h1>{heading}</h1>" in page.text


def test_looking_at_it_does_not_change_the_language_of_the_survey(client, desks):
    an_open_wave(desks, tiny_in_languages("vi"))
    client.get("/?language=vi")
    client.get("/accessibility")

    assert '<html lang="vi">' in client.get("/").text


@pytest.mark.parametrize(("language", "marked"), [("ja", "企画振興課"), ("en", '<span lang="ja">企画振興課</span>')])
def test_whom_to_tell_is_said_by_the_survey_that_is_open(client, desks, language: str, marked: str):
    without = client.get(f"/accessibility?language={language}", follow_redirects=True)
    an_open_wave(desks, tiny())
    page = client.get("/accessibility")

    assert "企画振興課" not in without.text
    assert marked in page.text


def test_every_page_of_a_resident_leads_to_it(client, desks):
    wave = an_open_wave(desks)
    entry = client.get(f"/s/{wave.letter.code}").location

    pages = [client.get(at).text for at in ("/", entry, f"{entry}1", f"{entry}check", f"{entry}later", "/nowhere")]

    assert all('<a href="/accessibility" target="_blank"' in page for page in pages)
