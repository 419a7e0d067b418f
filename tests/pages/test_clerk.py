"""The clerks' pages: everything works without JavaScript, and whatever is wrong, nothing keyed is lost."""

import re

import pytest

from surveyapp.domain import keys
from surveyapp.domain.answers import packed_all
from surveyapp.domain.paper import printed_questions
from surveyapp.operations import paper_entry
from surveyapp.store import responses
from surveyapp.store.desk import Desks
from tests.support.forms import token_of
from tests.support.paper import ANSWERS, SLIPPED, an_office
from tests.support.people import signed_in, staff_member
from tests.support.questionnaires import tiny
from tests.support.waves import close

PAPER = "/staff/paper/tiny"


@pytest.fixture
def office(app):
    return an_office(the_desks(app))


def the_desks(app) -> Desks:
    return app.extensions["surveyapp"].desks


@pytest.fixture
def seat(app, office):
    """Seats somebody before a browser of their own."""
    return lambda name: signed_in(app.test_client(), name)


def typed(answers=ANSWERS):
    """What a clerk types for these answers."""
    return {f"q.{question.id}": keys.typed(question, answers[question.id]) for question in printed_questions(tiny())}


def post(client, path, **data):
    token = token_of(client.get("/staff/"))
    return client.post(f"{PAPER}{path}", data={"csrf_token": token, **data})


def key(client, office_number, answers=ANSWERS):
    post(client, "/take", office=str(office_number))
    return post(client, f"/sheets/{office_number}/key", **typed(answers))


def follow(client, answer):
    return client.get(answer.headers["Location"]).text


def counted(office):
    with office.desks.desk() as desk:
        return [response.answers for response in responses.accepted(desk.session, office.wave.key)]


def fields_of(page) -> dict[str, str]:
    """What stands in the fields of the keying form."""
    inputs = re.findall(r'<input type="text" id="([^"]+)" name="q\.[^"]+" value="([^"]*)"', page)
    texts = re.findall(r'<textarea id="([^"]+)" name="q\.[^>]*>([^<]*)</textarea>', page)
    return dict([*inputs, *texts])


def test_a_sheet_goes_from_the_post_to_the_count_by_the_pages_alone(office, seat):
    ayumi, ben, chika = seat("ayumi"), seat("ben"), seat("chika")

    registered = post(ayumi, "/register", number=office.wave.letter.number, received_on="2021-10-05")
    assert "事務番号 <strong>1</strong>" in follow(ayumi, registered)
    assert "2回目を入力する人に渡してください" in follow(ayumi, key(ayumi, 1))
    assert "判定待ち" in follow(ben, key(ben, 1, SLIPPED))
    settled = post(chika, "/sheets/1/settle", **{"r.medical_care.satisfaction": "first"})

    assert "回答として数えました" in follow(chika, settled)
    assert counted(office) == [packed_all(ANSWERS)]


def test_the_next_sheet_is_one_press_of_a_button(office, seat):
    ayumi = seat("ayumi")
    office.receive()

    taken = post(ayumi, "/next", **{"pass": "1"})

    assert taken.headers["Location"] == f"{PAPER}/sheets/1/key"
    assert "1回目" in follow(ayumi, taken)


@pytest.mark.parametrize(
    ("number", "says"),
    [("", "調査票番号ではありません"), ("０００１２３", "調査票番号ではありません"), ("999995", "発行していません")],
)
def test_a_wrong_number_comes_back_with_what_to_do(office, seat, number, says):
    page = post(seat("ayumi"), "/register", number=number, received_on="2021-10-05")

    assert page.status_code in (400, 404)
    assert says in page.text
    assert f'value="{number}"' in page.text
    assert 'value="2021-10-05"' in page.text


@pytest.mark.parametrize("day", ["", "きのう", "2021-13-01", "2999-01-01"])
def test_a_day_that_cannot_be_is_refused_and_the_number_stays(office, seat, day):
    page = post(seat("ayumi"), "/register", number=office.wave.letter.number, received_on=day)

    assert page.status_code == 400
    assert "受付日" in page.text
    assert f'value="{office.wave.letter.number}"' in page.text


def test_a_second_copy_is_said_to_be_one(office, seat):
    ayumi = seat("ayumi")
    office.receive()

    again = post(ayumi, "/register", number=office.wave.letter.number, received_on="2021-10-05")

    assert "重複" in follow(ayumi, again)


def test_a_torn_sheet_is_registered_without_a_number(office, seat):
    ayumi = seat("ayumi")

    torn = post(ayumi, "/register", torn="1", number="", received_on="2021-10-05")

    assert "事務番号 <strong>1</strong>" in follow(ayumi, torn)
    assert "切り取り" in ayumi.get(f"{PAPER}/sheets/1").text


def test_a_sheet_with_gaps_comes_back_with_everything_that_was_keyed(office, seat):
    ayumi = seat("ayumi")
    office.receive()
    half = {**typed(), "q.sex": "", "q.age": "７", "q.free_text": "あ" * 10_000 + "𠮷"}

    post(ayumi, "/take", office="1")
    page = post(ayumi, "/sheets/1/key", **half)

    assert page.status_code == 400
    assert fields_of(page.text) == {name.removeprefix("q."): value for name, value in half.items()}
    assert "入力されていない欄が 1 か所あります（6）" in page.text
    assert "7：「7」にあたる選択肢はありません。1～6 の番号で入力してください。" in page.text
    assert counted(office) == []


def test_a_text_that_is_too_long_comes_back_whole(office, seat):
    ayumi = seat("ayumi")
    office.receive()

    post(ayumi, "/take", office="1")
    page = post(ayumi, "/sheets/1/key", **{**typed(), "q.free_text": "あ" * 10_000})

    assert page.status_code == 400
    assert fields_of(page.text)["free_text"] == "あ" * 10_000
    assert "2000文字まで" in page.text


def test_a_form_sent_after_the_claim_is_gone_comes_back_with_everything(office, seat):
    ayumi = seat("ayumi")
    office.receive()
    post(ayumi, "/take", office="1")
    office.do(paper_entry.let_go, 1, office.boss)

    page = post(ayumi, "/sheets/1/key", **typed())

    assert page.status_code == 409
    assert "手元にありません" in page.text
    assert fields_of(page.text) == {name.removeprefix("q."): value for name, value in typed().items()}


def test_sending_twice_by_a_double_click_is_sending_once(office, seat):
    ayumi, ben = seat("ayumi"), seat("ben")
    office.receive()
    key(ayumi, 1)
    key(ben, 1)

    again = post(ben, "/sheets/1/key", **typed())

    assert again.status_code == 303
    assert len(counted(office)) == 1


def test_the_second_keyer_sees_nothing_of_the_first_keying(office, seat):
    ayumi, ben = seat("ayumi"), seat("ben")
    office.receive()
    key(ayumi, 1)

    page = follow(ben, post(ben, "/take", office="1"))

    assert set(fields_of(page).values()) == {""}
    assert ANSWERS["free_text"].text not in page
    assert "2回目" in page


def test_who_keyed_a_sheet_is_not_given_it_again(office, seat):
    ayumi = seat("ayumi")
    office.receive()
    key(ayumi, 1)

    page = post(ayumi, "/take", office="１")

    assert page.status_code == 403
    assert "2回目は別の人が入力します" in page.text


def test_somebody_elses_sheet_cannot_be_opened_by_its_address(office, seat):
    office.receive()
    office.do(paper_entry.claim, 1, office.ayumi)

    assert seat("ben").get(f"{PAPER}/sheets/1/key").status_code == 409
    assert seat("ben").get(f"{PAPER}/sheets/2/key").status_code == 404
    assert seat("ben").get("/staff/paper/other/sheets/1/key").status_code == 404


@pytest.mark.parametrize("office_number", ["", "abc", "99", "1" * 40])
def test_an_office_number_that_is_none_is_told_so(office, seat, office_number):
    ayumi = seat("ayumi")

    for page in (
        post(ayumi, "/take", office=office_number),
        ayumi.get(f"{PAPER}/sheets", query_string={"office": office_number}),
    ):
        assert page.status_code in (400, 404)
        assert "事務番号" in page.text


def test_only_the_differences_are_shown_for_settling(office, seat):
    office.key_twice(ANSWERS, SLIPPED)

    page = seat("chika").get(f"{PAPER}/sheets/1/settle").text

    assert "1 満足度" in page
    assert "4 あまり" not in page
    assert ANSWERS["free_text"].text not in page
    assert page.count("data-ruling") == 1


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "判定が選ばれていません"),
        ({"r.medical_care.satisfaction": "third"}, "判定が選ばれていません"),
        ({"r.medical_care.satisfaction": "other"}, "用紙に書かれた回答を入力してください"),
        (
            {"r.medical_care.satisfaction": "other", "o.medical_care.satisfaction": "8"},
            "「8」にあたる選択肢はありません",
        ),
    ],
)
def test_an_unfinished_settling_comes_back_with_what_was_chosen(office, seat, sent, says):
    office.key_twice(ANSWERS, SLIPPED)

    page = post(seat("chika"), "/sheets/1/settle", **sent)

    assert page.status_code == 400
    assert says in page.text
    assert ('value="8"' in page.text) == ("o.medical_care.satisfaction" in sent)


def test_neither_keying_is_settled_by_what_stands_on_the_paper(office, seat):
    office.key_twice(ANSWERS, SLIPPED)
    ruling = {"r.medical_care.satisfaction": "other", "o.medical_care.satisfaction": "５"}

    post(seat("chika"), "/sheets/1/settle", **ruling)

    assert counted(office)[0]["medical_care.satisfaction"] == "1"


def test_who_keyed_a_sheet_is_shown_that_somebody_else_settles(office, seat):
    office.key_twice(ANSWERS, SLIPPED)

    assert "ほかの人が判定します" in seat("ayumi").get(f"{PAPER}/disputes").text
    assert seat("ayumi").get(f"{PAPER}/sheets/1/settle").status_code == 403
    assert post(seat("ben"), "/sheets/1/settle", **{"r.medical_care.satisfaction": "first"}).status_code == 403


def test_a_dispute_that_somebody_else_settled_is_told_so(office, seat):
    office.key_twice(ANSWERS, SLIPPED)
    chika, boss = seat("chika"), seat("boss")
    post(chika, "/sheets/1/settle", **{"r.medical_care.satisfaction": "first"})

    page = post(boss, "/sheets/1/settle", **{"r.medical_care.satisfaction": "second"})

    assert page.status_code == 409
    assert "判定を待つ相違がありません" in page.text


def test_a_blank_sheet_is_one_press_of_a_button(office, seat):
    ayumi = seat("ayumi")
    office.receive()

    assert "白票にしました" in follow(ayumi, post(ayumi, "/sheets/1/blank"))
    assert post(ayumi, "/sheets/1/blank").status_code == 409


def test_a_supervisor_sees_and_frees_what_clerks_have_in_hand(office, seat):
    office.receive()
    office.do(paper_entry.claim, 1, office.ayumi)
    boss, ben = seat("boss"), seat("ben")

    assert "手放す" not in ben.get(f"{PAPER}/").text
    assert post(ben, "/sheets/1/let-go").status_code == 403
    assert "ayumi" in boss.get(f"{PAPER}/").text
    assert "手放しました" in follow(boss, post(boss, "/sheets/1/let-go"))


def test_a_closed_wave_shows_its_sheets_and_takes_none(office, seat):
    ayumi = seat("ayumi")
    office.receive()
    close(office.desks, office.wave)

    assert "受付中ではありません" in ayumi.get(f"{PAPER}/").text
    assert post(ayumi, "/register", number=office.wave.letters[1].number, received_on="2021-10-05").status_code == 409
    assert post(ayumi, "/take", office="1").status_code == 409


def test_only_clerks_and_supervisors_come_in(app, office):
    staff_member(the_desks(app), "anna", "analyst")
    anna = signed_in(app.test_client(), "anna")

    assert anna.get(f"{PAPER}/").status_code == 403
    assert anna.get(f"{PAPER}/sheets/1/key").status_code == 403
    assert app.test_client().get(f"{PAPER}/").status_code == 302


def test_a_wave_that_is_not_there_is_told_so(office, seat):
    assert seat("ayumi").get("/staff/paper/other/").status_code == 404
