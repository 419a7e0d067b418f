"""Officers look at a questionnaire before it opens: as it will look, with nothing kept and no way to send."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, inspect, select, table

from surveyapp.domain.definition import parse
from surveyapp.settings import Settings
from surveyapp.store.desk import Desks
from tests.support.forms import token_of
from tests.support.people import signed_in, staff_member
from tests.support.questionnaires import document_with_ten_faults, tiny, tiny_document, write_folder
from tests.support.waves import an_open_wave

SHEETS = ("start", "check", "receipt", "later", "left")


@pytest.fixture
def officer(app: Flask, desks: Desks) -> FlaskClient:
    staff_member(desks, "kato", "analyst")
    return signed_in(app.test_client(), "kato")


def rows(desks: Desks) -> dict[str, int]:
    """How many rows each table has."""
    with desks.desk() as desk:
        names = inspect(desks.engine).get_table_names()
        return {name: desk.session.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}


def asked(text: str) -> str:
    """The part of a page that a resident reads, without the way the forms and links lead."""
    found = re.search(r"<h1>.*</form>", text, re.S)
    assert found is not None
    return re.sub(r'(action|value|href)="[^"]*"|name="(stands_\w*)?"', "", found.group())


def test_a_folder_that_nobody_has_opened_is_seen_page_by_page(officer: FlaskClient, settings: Settings):
    write_folder(settings.questionnaires / "coming", tiny("coming"))

    overview = officer.get("/staff/preview/coming/").text
    seen = {stop: officer.get(f"/staff/preview/coming/{stop}") for stop in ("1", *SHEETS)}

    assert {stop: answer.status_code for stop, answer in seen.items()} == dict.fromkeys(seen, 200)
    assert all("下見の画面です" in answer.text for answer in seen.values())
    assert "病院などの地域医療体制が整っている" in seen["1"].text
    assert all(f"/staff/preview/coming/{stop}?" in overview for stop in seen)


def test_a_page_looks_as_the_resident_will_see_it(officer: FlaskClient, client: FlaskClient, desks: Desks):
    wave = an_open_wave(desks)
    entry = client.get(f"/s/{wave.letter.code}").location

    real = client.get(f"{entry}1").text
    preview = officer.get(f"/staff/preview/{wave.key}/1").text

    assert asked(preview) == asked(real)


def test_nothing_is_kept_of_a_preview_whatever_is_pressed(officer: FlaskClient, desks: Desks):
    wave = an_open_wave(desks)
    page = officer.get(f"/staff/preview/{wave.key}/1")
    before = rows(desks)
    given = {"csrf_token": token_of(page), "medical_care.importance": "5", "free_text": "残らないはずの言葉"}

    ways = [
        officer.post(f"/staff/preview/{wave.key}/press?at={at}", data={**given, "go": go}).location
        for at in ("1", "send", "leave", "99", "²", "")
        for go in ("next", "back", "later", "check", "elsewhere")
    ]
    for way in ways:
        assert officer.get(way).status_code == 200

    assert rows(desks) == before


def test_every_form_and_link_of_a_preview_stays_within_it(officer: FlaskClient, desks: Desks):
    wave = an_open_wave(desks, tiny(forms=("A", "B")))
    texts = [officer.get(f"/staff/preview/{wave.key}/{stop}?form=B").text for stop in ("1", *SHEETS)]

    ways = {way for text in texts for way in re.findall(r'(?:action|href)="([^"#]+)', text) if "/static/" not in way}

    # The statement on accessibility is the same for everybody, and opens in a tab of its own.
    assert {html.unescape(way) for way in ways if not way.startswith(f"/staff/preview/{wave.key}/")} == {
        "/accessibility"
    }


def test_the_form_and_the_language_are_the_officers_choice(officer: FlaskClient, settings: Settings):
    document = tiny_document("coming", forms=("A", "B"))
    document["texts"]["en"] = {"items": {"health_promotion": "Health is promoted"}}
    write_folder(settings.questionnaires / "coming", document)

    first = officer.get("/staff/preview/coming/1").text
    second = officer.get("/staff/preview/coming/1?form=B&language=en").text
    strange = officer.get("/staff/preview/coming/1?form=Q&language=xx&copy=none").text

    assert ("病院などの" in first, "健康づくり" in first) == (True, False)
    assert ("Health is promoted" in second, '<html lang="en">' in second) == (True, True)
    assert "下見の画面です" in second
    assert "次へ進む" not in second
    assert asked(strange) == asked(first)


def test_the_draft_is_told_from_what_was_sealed(officer: FlaskClient, desks: Desks, settings: Settings):
    wave = an_open_wave(desks)
    document = tiny_document()
    document["texts"]["ja"]["items"]["medical_care"] = "書き直した文"
    write_folder(settings.questionnaires / wave.key, document)

    sealed = officer.get(f"/staff/preview/{wave.key}/1").text
    draft = officer.get(f"/staff/preview/{wave.key}/1?copy=folder").text

    assert ("書き直した文" in sealed, "受付の開始時に封印した定義" in sealed) == (False, True)
    assert ("書き直した文" in draft, "questionnaires にある下書き" in draft) == (True, True)


def test_an_officer_sees_also_what_only_some_are_asked_and_who_they_are(officer: FlaskClient, settings: Settings):
    document = tiny_document("coming")
    entries = document["questionnaire"]["sections"][0]["entries"]
    next(entry for entry in entries if entry.get("question") == "info_sources")["only_if"] = {"family_doctor": ["yes"]}
    write_folder(settings.questionnaires / "coming", document)

    page = officer.get("/staff/preview/coming/1").text

    assert "市の情報を何から得ていますか" in page
    assert "問4は、次のように答えた方だけに表示されます。" in page
    assert "かかりつけ医がいますか」で「いる」" in page


def test_every_fault_of_a_draft_is_named_instead_of_its_pages(officer: FlaskClient, settings: Settings):
    write_folder(settings.questionnaires / "coming", document_with_ten_faults("coming"))

    overview = officer.get("/staff/preview/coming/")

    assert overview.status_code == 400
    assert overview.text.count("<li><code>questionnaire.toml") >= 9
    assert officer.get("/staff/preview/coming/1").status_code == 400


@pytest.mark.parametrize("way", ["nothing/", "nothing/1", "%2e%2e/1", "coming/2", "coming/elsewhere", "plans/"])
def test_what_is_not_there_is_not_shown(officer: FlaskClient, settings: Settings, way: str):
    write_folder(settings.questionnaires / "coming", tiny("coming"))

    assert officer.get(f"/staff/preview/{way}").status_code == 404


def test_every_shipped_questionnaire_can_be_looked_at_whole(officer: FlaskClient, settings: Settings):
    shelf = re.findall(r'href="(/staff/preview/[^"/]+/)"', officer.get("/staff/preview/").text)
    wrong = []
    for overview in shelf:
        text = html.unescape(officer.get(overview).text)
        for way in re.findall(r'<a href="(/staff/preview/[^"]+/[^"?/]+\?[^"]*)"', text):
            if (status := officer.get(way).status_code) != 200:
                wrong.append((way, status))

    assert len(shelf) >= 4
    assert wrong == []


def test_a_definition_without_japanese_words_for_a_language_falls_back(officer: FlaskClient, settings: Settings):
    document = tiny_document("coming")
    document["texts"]["tlh"] = {}
    write_folder(settings.questionnaires / "coming", parse(document))

    page = officer.get("/staff/preview/coming/1?language=tlh")

    assert page.status_code == 200
    assert "病院などの" in page.text
