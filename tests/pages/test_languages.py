"""A resident reads in another language, or with readings above the characters: switched on any page, nothing lost."""

import html
import re

import pytest

from surveyapp.domain.answers import Chosen, Wrote
from surveyapp.operations import wave_keeping
from tests.pages.test_resident import Reader
from tests.support.questionnaires import tiny, write_folder
from tests.support.residents import accepted, answer_and_send, draft
from tests.support.tongues import tiny_in_languages
from tests.support.waves import OpenWave, an_open_wave, close

ANSWERS = {"medical_care.importance": "5", "sex": "female"}


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks, tiny_in_languages("en", "pt"))


@pytest.fixture
def resident(client) -> Reader:
    return Reader(client)


def entered(resident: Reader, wave: OpenWave) -> str:
    return resident.go(f"/s/{wave.letter.code}").entry


def language(resident: Reader) -> str:
    return re.search(r'<html lang="([^"]+)"', resident.text).group(1)


def offered(resident: Reader) -> list[tuple[str, str]]:
    row = re.search(r'<nav class="reading".*?</nav>', resident.text, re.S)
    return re.findall(r'<(?:a|button)[^>]* lang="([^"]+)"[^>]*>([^<]+)<', row.group()) if row else []


def test_every_page_offers_each_language_by_its_own_name(resident, wave, desks):
    names = [("ja", "日本語"), ("en", "English"), ("pt", "Português")]
    seen = {"door": offered(resident.go("/"))}
    entry = entered(resident, wave)
    for place in ("", "1", "check", "later"):
        seen[place] = offered(resident.go(f"{entry}/{place}"))
    seen["left"] = offered(resident.submit(f"{entry}/leave"))
    entry = entered(resident, wave)
    answer_and_send(desks, wave.letter)
    seen["receipt"] = offered(resident.go(f"{entry}/receipt"))
    entry = resident.go(f"/s/{wave.letters[1].code}").entry
    close(desks, wave)
    seen["closed"] = offered(resident.go(f"{entry}/1"))

    assert seen == dict.fromkeys(seen, names)


@pytest.mark.parametrize("place", ["/", "", "check", "later"])
def test_a_link_switches_a_page_and_goes_back_to_its_own_address(resident, wave, place):
    entry = entered(resident, wave)
    path = place if place == "/" else f"{entry}/{place}"

    resident.go(f"{path}?language=en")

    assert (resident.path, language(resident)) == (path, "en")
    assert language(resident.go(path)) == "en"


def test_switching_on_a_questions_page_keeps_what_stands_in_it_and_stays_there(resident, wave, desks):
    entry = entered(resident, wave)

    resident.go(f"{entry}/1").submit(**ANSWERS, free_text="バスを増やして", language="en")

    assert (resident.path, resident.heading, language(resident)) == (f"{entry}/1", "Everyday life", "en")
    assert draft(desks, wave.letter) == {
        "medical_care.importance": Chosen("5"),
        "sex": Chosen("female"),
        "free_text": Wrote("バスを増やして"),
    }
    assert resident.filled()["free_text"] == "バスを増やして"


def test_what_cannot_be_kept_is_told_in_the_new_language_and_still_stands_there(resident, wave):
    entry = entered(resident, wave)
    text = "あ" * 2001

    resident.go(f"{entry}/1").submit(free_text=text, language="en")

    assert (resident.status, language(resident)) == (400, "en")
    assert "You can write up to 2000 characters" in html.unescape(resident.text)
    assert resident.filled()["free_text"] == text


def test_a_page_left_open_too_long_is_shown_again_in_the_new_language_with_what_stood_in_it(resident, wave):
    entry = entered(resident, wave)

    resident.go(f"{entry}/1").submit(**ANSWERS, csrf_token="stale", language="en")

    assert (resident.status, language(resident)) == (400, "en")
    assert resident.filled()["sex"] == ["female"]


def test_on_the_way_back_to_the_check_a_switch_does_not_lose_the_way(resident, wave):
    entry = entered(resident, wave)

    resident.go(f"{entry}/1?then=check").submit(**ANSWERS, language="en")

    assert f'action="{entry}/1?then=check"' in resident.text


def test_a_code_half_typed_at_the_door_is_still_there_in_the_other_language(resident, wave):
    resident.go("/").submit(code="ABCD", language="en")

    assert (resident.status, language(resident)) == (200, "en")
    assert 'value="ABCD"' in resident.text
    assert "aria-invalid" not in resident.text


def test_what_has_no_translation_is_said_in_japanese_and_marked_as_japanese(resident, wave):
    entry = entered(resident, wave)

    resident.go(f"{entry}/1?language=en")

    assert "Hospitals and medical care are at hand" in resident.text
    assert '<span lang="ja">健康づくりに対する取組が充実している</span>' in resident.text
    assert '<span lang="ja">ホームページ</span>' in resident.text
    assert "<title>Everyday life" in resident.text
    resident.go(f"{entry}/check")
    assert '<span lang="ja">健康づくりに対する取組が充実している</span>' in resident.text


def test_answers_are_read_back_and_joined_as_the_language_does(resident, wave):
    entry = entered(resident, wave)
    resident.go(f"{entry}/1?language=en").submit(info_sources=["newsletter", "friends"], go="next")

    assert "City newsletter, Friends" in resident.text


def test_a_response_names_the_language_it_was_sent_in(resident, wave, desks):
    entry = entered(resident, wave)
    resident.go(f"{entry}/1?language=en").submit(**ANSWERS, go="next").submit()

    assert [response.language for response in accepted(desks, wave.key)] == ["en"]


def test_a_survey_in_japanese_alone_has_no_row_and_takes_no_wish(resident, desks):
    wave = an_open_wave(desks, tiny())
    entry = entered(resident, wave)

    resident.go(f"{entry}/1?language=en").submit(**ANSWERS, go="next")
    read = (language(resident), offered(resident))
    resident.submit()

    assert read == ("ja", [])
    assert [response.language for response in accepted(desks, wave.key)] == ["ja"]


@pytest.mark.parametrize("wish", ["language=xx", "language=", "ruby=perhaps", "language=en&language=xx%0d%0a"])
def test_a_strange_wish_does_no_harm(resident, wave, wish):
    entry = entered(resident, wave)

    resident.go(f"{entry}/1?{wish}")

    assert (resident.status, resident.path) == (200, f"{entry}/1")


@pytest.mark.parametrize("cookie", ["", "xx:on", "en:on", ":::", "pt" * 2000, "\u00e9"])
def test_a_spoilt_cookie_does_no_harm(client, resident, wave, cookie):
    entry = entered(resident, wave)
    client.set_cookie("reading", cookie)

    assert resident.go(f"{entry}/1").status == 200


def test_readings_are_switched_on_and_off_and_stand_in_no_title(resident, wave):
    entry = entered(resident, wave)
    assert "<ruby>" not in resident.go(f"{entry}/1").text

    resident.submit(**ANSWERS, ruby="on")

    assert '<ruby>病院<rp>（</rp><rt aria-hidden="true">びょういん</rt><rp>）</rp></ruby>などの' in resident.text
    assert resident.filled()["sex"] == ["female"]
    assert "ruby" not in re.search("<title>.*</title>", resident.text).group()
    resident.submit(ruby="off")
    assert "<ruby>" not in resident.text
    assert "病院などの地域医療体制が整っている" in resident.text


def test_readings_are_nothing_for_a_reader_of_english(resident, wave):
    entry = entered(resident, wave)

    resident.go(f"{entry}/1?ruby=on").go(f"{entry}/1?language=en")

    assert "<ruby>" not in resident.text
    assert "ruby" not in str(offered(resident))


def test_staff_and_readers_of_the_plan_are_not_asked(client, wave):
    client.set_cookie("reading", "en:off")

    assert '<html lang="ja">' in client.get("/staff/").text + client.get("/plan/").text
    assert 'lang="en"' not in client.get("/plan/").text


def test_a_slip_put_right_while_a_resident_answers_is_read_right_on_the_next_page_and_nothing_is_lost(
    resident, wave, desks, settings
):
    entry = entered(resident, wave)
    resident.go(f"{entry}/1?language=en").submit(**ANSWERS, language="en")
    document = wave.questionnaire.document
    english = document["texts"]["en"] | {"items": {"medical_care": "Hospitals and doctors are near"}}
    texts = document["texts"] | {"en": english}
    write_folder(settings.questionnaires / wave.key, document | {"texts": texts})

    with desks.desk(writing=True) as desk:
        number = wave_keeping.revise_texts(desk, wave.key, "設問の訳を直した")

    read = resident.go(f"{entry}/1").text
    assert ("Hospitals and doctors are near" in read, "Hospitals and medical care" in read) == (True, False)
    assert resident.filled()["sex"] == ["female"]
    resident.submit(go="next").submit()
    (response,) = accepted(desks, wave.key)
    assert (response.language, response.text_revision) == ("en", number)


def test_the_start_page_says_that_a_translation_was_made_by_a_machine(resident, wave):
    entry = entered(resident, wave)

    assert "machine translation" in resident.go(f"{entry}/?language=en").text
    assert "機械翻訳" not in resident.go(f"{entry}/?language=ja").text
