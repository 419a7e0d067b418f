"""The pages of a resident, as a browser without JavaScript meets them."""

import html
import logging
import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from surveyapp.domain import access_codes
from surveyapp.domain.answers import Chosen, ChosenMany, Wrote
from surveyapp.operations.answering import door
from tests.support.questionnaires import tiny
from tests.support.residents import accepted, answer_and_send, draft, wrong_codes
from tests.support.waves import OpenWave, an_open_wave, close

ANSWERS = {"medical_care.importance": "5", "medical_care.satisfaction": "2", "sex": "female"}


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks)


class Reader:
    """A resident who reads what the browser shows and fills in what is there."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.text = ""
        self.status = 0
        self.path = ""

    def go(self, path: str) -> "Reader":
        return self._seen(self.client.get(path, follow_redirects=True))

    def post(self, path: str, **fields: object) -> "Reader":
        return self._seen(self.client.post(path, data=fields, follow_redirects=True))

    def submit(self, path: str | None = None, **fields: object) -> "Reader":
        """Send the page's form with its hidden fields, what is filled in already, and `fields` over that."""
        return self.post(path or self.action(), **(self.filled() | fields))

    def action(self) -> str:
        return html.unescape(re.search(r'<form method="post" action="([^"]+)"', self.text).group(1))

    def filled(self) -> dict[str, object]:
        found: dict[str, object] = {
            name: html.unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.text)
        }
        for tag in re.findall(r"<input type=\"(?:radio|checkbox)\"[^>]* checked[^>]*>", self.text):
            name, value = re.search(r'name="([^"]+)" value="([^"]+)"', tag).groups()
            found[name] = [*found.get(name, []), value]
        for name, value in re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>\n(.*?)</textarea>', self.text, re.S):
            found[name] = html.unescape(value)
        return found

    def _seen(self, response) -> "Reader":
        self.text, self.status, self.path = response.text, response.status_code, response.request.path
        return self

    @property
    def heading(self) -> str:
        return re.search(r"<h1>(.*?)</h1>", self.text, re.S).group(1).strip()

    @property
    def entry(self) -> str:
        """The address of this entry, `/a/<label>`."""
        return re.match(r"/a/[^/]+", self.path).group()


@pytest.fixture
def resident(client) -> Reader:
    return Reader(client)


def enter(resident: Reader, wave: OpenWave, number: int = 0) -> Reader:
    return resident.go(f"/s/{wave.letters[number].code}")


def test_a_resident_types_the_code_answers_checks_sends_and_is_thanked(resident, wave, desks):
    resident.go("/").submit(code=access_codes.printed(wave.letter.code).lower())
    assert resident.heading == "小さな調査"
    resident.go(f"{resident.entry}/1").submit(**ANSWERS, info_sources=["newsletter", "friends"], go="next")
    assert resident.heading == "回答の確認"
    assert "市報、知人" in resident.text
    assert "答えていないところが6か所あります" in resident.text

    resident.submit()

    assert resident.path.endswith("/receipt")
    assert wave.letter.receipt in resident.text
    (response,) = accepted(desks, wave.key)
    assert response.answers == {**ANSWERS, "info_sources": ["newsletter", "friends"]}


def test_the_start_page_says_who_asks_why_how_long_and_what_is_kept(resident, wave):
    enter(resident, wave)

    for told in (
        "駒ヶ根市です。",
        "まちづくりの指標とするため",
        "約5分です",
        "回答は5年間保存します",
        "企画振興課",
        "紙の調査票",
    ):
        assert told in resident.text


@pytest.mark.parametrize(
    ("link", "said", "unsaid"),
    [
        ("cut_on_acceptance", "無記名の調査です", "締め切るまでは、コードと回答のつながりを保存します"),
        ("cut_at_close", "締め切るまでは、コードと回答のつながりを保存します", "無記名"),
    ],
)
def test_only_a_survey_without_a_link_is_called_anonymous(resident, desks, link, said, unsaid):
    wave = an_open_wave(desks, tiny(link=link))

    enter(resident, wave)

    assert said in resident.text
    assert unsaid not in resident.text


def test_made_up_data_says_so_on_every_page(resident, desks):
    wave = an_open_wave(desks, tiny(synthetic=True))
    pages = [resident.go("/").text, enter(resident, wave).text]
    entry = resident.entry
    pages += [resident.go(f"{entry}/{page}").text for page in ("1", "later", "check")]
    resident.go(f"{entry}/1").submit(**ANSWERS, go="next").submit()
    pages.append(resident.text)

    assert [("合成データ" in page) for page in pages] == [True] * 6


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "0OIL-0OIL-0OIL", "あいうえお", "A" * 5000, "\x00", "'; DROP TABLE ticket; --"]
)
def test_a_code_with_a_slip_is_shown_again_with_what_to_do(resident, wave, typed):
    resident.go("/").submit(code=typed)

    assert resident.status == 400
    assert "コードの文字に誤りがあるようです" in resident.text
    assert f'value="{html.escape(typed, quote=True)}"' in resident.text.replace("&#39;", "&#x27;")
    assert resident.text.startswith("<!doctype html>")
    assert "<title>エラー：" in resident.text


def test_the_code_of_no_letter_is_refused_on_paper_and_in_the_link(resident, wave):
    unknown = access_codes.new_code()

    typed = resident.go("/").submit(code=unknown)
    assert (typed.status, "このコードは使えません" in typed.text) == (400, True)
    linked = resident.go(f"/s/{unknown}")
    assert (linked.status, "このコードは使えません" in linked.text) == (400, True)


def test_the_code_stands_in_no_address_and_in_no_page_after_the_first(client, wave):
    first = client.get(f"/s/{wave.letter.code}")

    label = urlsplit(first.location).path
    page = client.get(first.location)

    assert wave.letter.code not in first.location + first.text + page.text
    assert label.startswith("/a/")
    assert f"Path={label.rstrip('/')}" in first.headers["Set-Cookie"]
    for promise in ("HttpOnly", "SameSite=Lax"):
        assert promise in first.headers["Set-Cookie"]


def test_a_closed_survey_says_so_kindly_wherever_one_stands(resident, wave, desks):
    entry = enter(resident, wave).entry
    page = resident.go(f"{entry}/1")
    filled = page.filled()
    close(desks, wave)

    seen = [resident.go(f"{entry}/{place}") and (resident.status, resident.heading) for place in ("", "1", "check")]
    resident.post(f"{entry}/1", **filled, **ANSWERS, go="next")
    seen.append((resident.status, resident.heading))

    assert seen == [(409, "ただいま受け付けていません")] * 4
    assert draft(desks, wave.letter) == {}


def test_a_used_code_leads_to_the_receipt_from_every_address(resident, wave, desks):
    answer_and_send(desks, wave.letter)

    entry = enter(resident, wave).entry
    seen = [resident.go(f"{entry}/{place}").path for place in ("", "1", "check", "later", "send", "99")]

    assert {path.removeprefix(entry) for path in seen} == {"/receipt"}


def test_what_comes_after_sending_is_said_not_to_be_in(resident, wave, desks):
    entry = enter(resident, wave).entry
    other_tab = resident.go(f"{entry}/1").filled()
    resident.submit(**ANSWERS, go="next").submit()

    resident.post(f"{entry}/1", **other_tab, sex="male", go="next")

    assert resident.path == f"{entry}/receipt"
    assert "いまの画面で入力した内容は、回答に含まれていません" in resident.text
    assert accepted(desks, wave.key)[0].answers == ANSWERS


def test_sending_again_shows_the_same_receipt_and_makes_no_second_response(resident, wave, desks):
    entry = enter(resident, wave).entry
    check = resident.go(f"{entry}/1").submit(**ANSWERS, go="next").filled()

    seen = [resident.post(f"{entry}/send", **check).path for _ in range(2)]

    assert seen == [f"{entry}/receipt"] * 2
    assert len(accepted(desks, wave.key)) == 1


def test_nothing_answered_is_not_sent_and_nobody_is_scolded(resident, wave, desks):
    entry = enter(resident, wave).entry

    resident.go(f"{entry}/check").submit()

    assert (resident.status, resident.heading) == (400, "回答の確認")
    assert "1つでもお答えいただくと送信できます" in resident.text
    assert accepted(desks, wave.key) == []


def test_an_unknown_option_is_named_and_the_rest_of_the_page_is_kept(resident, wave, desks):
    entry = enter(resident, wave).entry

    resident.go(f"{entry}/1").submit(**ANSWERS, family_doctor="perhaps", go="next")

    assert resident.status == 400
    assert "選択肢にない回答が送られました" in resident.text
    assert 'href="#family_doctor"' in resident.text
    assert "perhaps" not in resident.text
    assert draft(desks, wave.letter) == {name: Chosen(code) for name, code in ANSWERS.items()}


def test_a_form_with_strange_fields_does_no_harm(resident, wave, desks):
    entry = enter(resident, wave).entry
    page = resident.go(f"{entry}/1")

    page.submit(
        **ANSWERS,
        spent="1",
        wave="other",
        drawn='{"sex": {"a": [1]}, "medical_care.importance": "5", "nothing": 3}',
        go="elsewhere",
    )

    assert page.path == f"{entry}/check"
    assert draft(desks, wave.letter) == {
        "medical_care.satisfaction": Chosen("2"),
        "sex": Chosen("female"),
    }


@pytest.mark.parametrize("drawn", ["", "{", "[]", "null", "[" * 100_000, '"text"'])
def test_a_spoilt_note_of_what_was_drawn_loses_no_answer(resident, wave, desks, drawn):
    entry = enter(resident, wave).entry

    resident.go(f"{entry}/1").submit(sex="male", drawn=drawn, go="next")

    assert draft(desks, wave.letter) == {"sex": Chosen("male")}


def test_a_text_of_ten_thousand_characters_comes_back_whole_with_what_to_do(resident, wave, desks):
    entry = enter(resident, wave).entry
    text = "あ𠮷" * 5_000

    resident.go(f"{entry}/1").submit(**ANSWERS, free_text=text, go="next")

    assert resident.status == 400
    assert "ご記入は2000文字までです（いまは10000文字）" in resident.text
    assert resident.filled()["free_text"] == text
    assert "<title>エラー：" in resident.text
    assert len(draft(desks, wave.letter)) == len(ANSWERS)
    resident.submit(free_text="短く", go="next")
    assert draft(desks, wave.letter)["free_text"] == Wrote("短く")


def test_more_options_than_may_be_chosen_are_shown_again_as_chosen(resident, wave):
    entry = enter(resident, wave).entry

    resident.go(f"{entry}/1").submit(info_sources=["newsletter", "website", "friends"], go="next")

    assert "選べるのは2つまでです（いまは3つ）" in resident.text
    assert resident.filled()["info_sources"] == ["newsletter", "website", "friends"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</textarea><img src=x onerror=alert(1)>",
        "{{ 7 * 7 }} {% raw %}",
        "髙﨑𠮷邉 😀👨‍👩‍👧 e\u0301",
        "\u202eاستطلاع",
        "一行目\n\n三行目",
        "%(name)s {0} &amp; \\n",
    ],
)
def test_any_text_comes_back_as_it_was_written(resident, wave, text):
    entry = enter(resident, wave).entry

    resident.go(f"{entry}/1").submit(free_text=text.replace("\n", "\r\n"), go="next")

    assert html.escape(text, quote=False) in resident.text.replace("&#39;", "'").replace("&#34;", '"')
    assert text not in resident.text or text == html.escape(text, quote=False)
    assert resident.go(f"{entry}/1").filled()["free_text"] == text


def test_two_letters_in_one_browser_never_mix(resident, wave, desks):
    mother = enter(resident, wave, 0).entry
    father = enter(resident, wave, 1).entry
    page_of_mother = resident.go(f"{mother}/1").filled()
    page_of_father = resident.go(f"{father}/1").filled()

    resident.post(f"{father}/1", **page_of_father, sex="male", go="next")
    resident.post(f"{mother}/1", **page_of_mother, sex="female", go="next")

    assert draft(desks, wave.letters[0]) == {"sex": Chosen("female")}
    assert draft(desks, wave.letters[1]) == {"sex": Chosen("male")}
    resident.go(f"{mother}/check").submit()
    assert wave.letters[0].receipt in resident.text
    assert resident.go(f"{father}/check").heading == "回答の確認"


def test_going_back_and_forth_and_leaving_shows_the_same_answers(resident, wave):
    entry = enter(resident, wave).entry
    resident.go(f"{entry}/1").submit(**ANSWERS, free_text="バス", go="later")
    assert resident.heading == "ここまでの回答を保存しました"

    resident.go(f"{entry}/")
    assert "これまでの回答が保存されています" in resident.text
    again = enter(resident, wave).entry
    assert again != entry
    filled = [resident.go(f"{place}/1").filled() for place in (entry, again)]
    resident.submit(go="back")

    assert resident.path == f"{again}/"
    for page in filled:
        assert page["free_text"] == "バス"
        assert {name: page[name] for name in ANSWERS} == {name: [code] for name, code in ANSWERS.items()}


def test_a_page_left_open_in_another_tab_takes_nothing_back(resident, wave, desks):
    entry = enter(resident, wave).entry
    opened_early = resident.go(f"{entry}/1").filled()
    resident.submit(**ANSWERS, info_sources="website", go="next")

    resident.post(f"{entry}/1", **opened_early, family_doctor="yes", go="next")

    kept = draft(desks, wave.letter)
    assert kept.pop("family_doctor") == Chosen("yes")
    assert kept.pop("info_sources") == ChosenMany(("website",))
    assert kept == {name: Chosen(code) for name, code in ANSWERS.items()}


def test_an_answer_can_be_taken_back(resident, wave, desks):
    entry = enter(resident, wave).entry
    resident.go(f"{entry}/1").submit(info_sources=["website", "friends"], free_text="バス", go="next")

    page = resident.go(f"{entry}/1").filled()
    del page["info_sources"]
    resident.post(f"{entry}/1", **(page | {"free_text": ""}), go="next")

    assert draft(desks, wave.letter) == {}


def test_a_change_from_the_check_leads_straight_back_to_it(resident, wave):
    entry = enter(resident, wave).entry
    resident.go(f"{entry}/1").submit(**ANSWERS, go="next")
    way = html.unescape(re.search(r'href="([^"]+)">変更', resident.text).group(1))

    assert way == f"{entry}/1?then=check#line-1"
    page = resident.go(way.partition("#")[0])
    assert 'id="line-1"' in page.text
    assert "保存して確認の画面に戻る" in page.text
    page.submit(sex="male", go="check")

    assert resident.path == f"{entry}/check"
    assert "男性" in resident.text


def test_without_the_cookie_one_is_asked_for_the_code_again(app, resident, wave, desks):
    entry = enter(resident, wave).entry
    resident.go(f"{entry}/1").submit(**ANSWERS, go="later")
    stranger = Reader(app.test_client())

    seen = [
        stranger.go(f"{entry}/{place}") and (stranger.status, stranger.heading)
        for place in ("", "1", "check", "receipt")
    ]

    assert seen == [(403, "コードをもう一度入力してください")] * 4
    stranger.submit(code=wave.letter.code)
    assert "これまでの回答が保存されています" in stranger.text


@pytest.mark.parametrize("forged", ["", "x", "eyJ3IjoxfQ.abc", "[1,2,3].sig", "é"])
def test_a_forged_cookie_opens_nothing(client, wave, forged):
    first = client.get(f"/s/{wave.letter.code}")
    label = urlsplit(first.location).path.strip("/").split("/")[1]
    client.set_cookie(f"a_{label}", forged, path=f"/a/{label}")

    assert client.get(f"/a/{label}/1").status_code == 403


def test_the_cookie_of_one_entry_opens_no_other(client, wave):
    label, other = (
        urlsplit(client.get(f"/s/{letter.code}").location).path.split("/")[2] for letter in wave.letters[:2]
    )
    cookie = client.get_cookie(f"a_{label}", path=f"/a/{label}")
    client.set_cookie(f"a_{other}", cookie.value, path=f"/a/{other}")

    assert client.get(f"/a/{other}/1").status_code == 403


def test_whoever_ends_at_a_shared_device_leaves_no_way_in(resident, wave):
    entry = enter(resident, wave).entry
    resident.go(f"{entry}/later").submit()
    assert resident.heading == "この端末での回答を終えました"

    assert resident.go(f"{entry}/1").status == 403


def test_a_page_whose_token_is_stale_comes_back_filled_in(resident, wave, desks):
    entry = enter(resident, wave).entry
    resident.go(f"{entry}/1").submit(csrf_token="stale", **ANSWERS, free_text="長い文", go="next")

    assert resident.status == 400
    assert "入力した内容はこの画面に残っています" in resident.text
    assert draft(desks, wave.letter) == {}
    resident.submit(go="next")
    assert draft(desks, wave.letter)["free_text"] == Wrote("長い文")
    assert len(draft(desks, wave.letter)) == 1 + len(ANSWERS)


def test_nothing_is_sent_without_a_token(client, resident, wave, desks):
    entry = enter(resident, wave).entry
    resident.go(f"{entry}/1").submit(**ANSWERS, go="next")

    answer = client.post(f"{entry}/send")

    assert answer.status_code == 400
    assert accepted(desks, wave.key) == []


def test_without_cookies_the_door_says_what_to_change_and_keeps_what_was_typed(app, wave):
    door = Reader(app.test_client(use_cookies=False))
    door.go("/").submit(code="abcd-efgh")

    assert door.status == 400
    assert "Cookie（クッキー）を有効にしてください" in door.text
    assert 'value="abcd-efgh"' in door.text


def test_after_too_many_wrong_codes_one_is_told_how_long_to_wait(resident, wave, desks):
    wrong_codes(desks, door.WRONG_CODES, "127.0.0.1")

    resident.go(f"/s/{access_codes.new_code()}")

    assert resident.status == 429
    assert "10分ほどたってから" in resident.text


def test_a_page_kept_for_all_shows_nothing_of_another_resident(app, resident, wave):
    entry = enter(resident, wave, 0).entry
    resident.go(f"{entry}/1").submit(**ANSWERS, free_text="ひみつの意見", go="later")
    resident.go(f"{entry}/1")
    other = Reader(app.test_client())
    other_entry = enter(other, wave, 1).entry

    page = other.go(f"{other_entry}/1")

    assert {name for name in page.filled() if not name.startswith("stands_")} == {"csrf_token", "drawn", "free_text"}
    assert (page.filled()["drawn"], page.filled()["free_text"]) == ("{}", "")
    assert page.filled()["csrf_token"] != resident.filled()["csrf_token"]
    assert entry not in page.text
    assert page.action() == f"{other_entry}/1"


def test_a_page_that_is_not_there_leads_to_one_that_is(resident, wave):
    entry = enter(resident, wave).entry

    assert resident.go(f"{entry}/0").path == f"{entry}/1"
    assert resident.go(f"{entry}/7").path == f"{entry}/check"


def test_a_circle_and_its_words_are_one_target_in_a_group_with_its_question(resident, wave):
    entry = enter(resident, wave).entry

    page = resident.go(f"{entry}/1").text

    item = re.search(r'<fieldset class="card" id="line-1">.*?</fieldset>\s*</fieldset>', page, re.S).group()
    assert re.findall(r"<legend[^>]*>(.*?)</legend>", item) == [
        '<span class="number">問1</span> 病院などの地域医療体制が整っている',
        "あなたにとっての重要度",
        "現在の満足度",
    ]
    assert item.count('<label class="option"><input type="radio"') == 10
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_no_code_receipt_or_answer_is_logged(resident, wave, caplog):
    caplog.set_level(logging.DEBUG)
    entry = enter(resident, wave).entry
    resident.go("/").submit(code="WRONG-CODE")
    resident.go(f"{entry}/1").submit(family_doctor="perhaps", free_text="ひみつの意見", go="next")
    resident.go(f"{entry}/1").submit(**ANSWERS, free_text="ひみつの意見", go="next").submit()
    assert resident.path.endswith("/receipt")

    for secret in (wave.letter.code, wave.letter.receipt, wave.letter.number, "ひみつの意見", "perhaps", "WRONG"):
        assert secret not in caplog.text


def test_the_cookie_travels_over_tls_where_the_place_says_so(app, wave):
    app.config["SESSION_COOKIE_SECURE"] = True

    answer = app.test_client().get(f"/s/{wave.letter.code}")

    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_after_sending_the_files_of_the_database_hold_the_answer_once_and_no_log(resident, wave, tmp_path):
    opinion = "an opinion in letters that are kept as they are"
    entry = enter(resident, wave).entry
    resident.go(f"{entry}/1").submit(**ANSWERS, free_text=opinion, go="next")
    resident.go(f"{entry}/1").submit(family_doctor="yes", go="next")

    resident.submit()

    files = {path.name: path.read_bytes() for path in tmp_path.glob("survey.db*")}
    assert {
        name: content.count(opinion.encode()) for name, content in files.items() if opinion.encode() in content
    } == {"survey.db": 1}
    assert files.get("survey.db-wal", b"") == b""
