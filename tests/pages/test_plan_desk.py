"""Staff at the plan: one puts a figure forward by a form, another looks at before and after, and publishes."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.operations import accounts, planning
from surveyapp.store.desk import Desks
from tests.support.forms import token_of
from tests.support.people import PASSWORD, signed_in
from tests.support.planning import KEY, a_run_for_the_plan, an_entry, an_office

RECORD = f"/staff/plan/{KEY}/record"
ENTRY = {
    "indicator": "checkup_rate",
    "number": "４１．２％",
    "as_of": "平成31年3月31日",
    "source": "年報",
    "note": "",
    "year": "",
}


def post(client: FlaskClient, address: str, form: dict[str, str], page: str = ""):
    return client.post(address, data={"csrf_token": token_of(client.get(page or address)), **form})


def approve(client: FlaskClient, address: str):
    return post(client, f"{address}/approve", {}, page=address)


@pytest.fixture
def analyst(app: Flask, desks: Desks) -> FlaskClient:
    an_office(desks)
    return signed_in(app.test_client(), "analyst")


@pytest.fixture
def approver(app: Flask, analyst: FlaskClient) -> FlaskClient:
    return signed_in(app.test_client(), "approver")


def test_a_figure_is_recorded_by_one_and_published_by_another(analyst: FlaskClient, approver: FlaskClient):
    proposed = post(analyst, RECORD, ENTRY)
    own = analyst.get(proposed.location)
    review = approver.get(proposed.location)
    published = approve(approver, proposed.location)

    assert "提案した本人は承認できません" in own.text
    assert "38.3％" in review.text
    assert "41.2％" in review.text
    assert published.location == f"/plan/{KEY}/"
    page = approver.get(published.location).text
    assert "第2版として公表しました。" in page
    assert "2019年3月31日" in page


def test_every_wrong_field_is_named_at_once_and_nothing_typed_is_lost(analyst: FlaskClient, desks: Desks):
    answer = post(analyst, RECORD, {**ENTRY, "number": "四十一", "as_of": "昨日", "source": " ", "note": "大事な控え"})

    assert answer.status_code == 400
    for anchor in ("number", "as_of", "source"):
        assert f'<a href="#{anchor}">' in answer.text
    for typed in ('value="四十一"', 'value="昨日"', "大事な控え"):
        assert typed in answer.text
    with desks.desk() as desk:
        assert planning.proposals(desk, KEY) == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"indicator": "medical_care", "number": "3.4"}, "手入力ではなく"),
        ({"indicator": "nothing"}, "指標「nothing」はありません"),
        ({"indicator": ""}, "ありません"),
        ({"number": "141"}, "あり得ません"),
        ({"as_of": "2999-01-01"}, "今日より後"),
        ({"year": "平成"}, "西暦4桁"),
        ({"source": "あ" * 1001}, "1000字以内"),
    ],
)
def test_a_tampered_or_impossible_form_is_refused_with_a_sentence(
    analyst: FlaskClient, changed: dict[str, str], says: str
):
    answer = post(analyst, RECORD, {**ENTRY, **changed})

    assert answer.status_code in (400, 404)
    assert says in answer.text


def test_a_run_is_proposed_from_its_page_and_published_by_another(
    analyst: FlaskClient, approver: FlaskClient, desks: Desks
):
    run = a_run_for_the_plan(desks)

    proposed = post(analyst, f"/staff/plan/{KEY}/runs", {"run": str(run)})
    waiting = approver.get("/staff/plan/").text
    approve(approver, proposed.location)

    assert "調査の集計：小さな調査（第1回集計）" in waiting
    assert "3.21ポイント<wbr>（2021）" in approver.get(f"/plan/{KEY}/").text


@pytest.mark.parametrize("run", ["", "abc", "-1", "99", "１"])
def test_a_run_that_is_none_is_refused(analyst: FlaskClient, desks: Desks, run: str):
    a_run_for_the_plan(desks)

    answer = post(analyst, f"/staff/plan/{KEY}/runs", {"run": run})

    assert answer.status_code in (400, 404)
    assert "集計" in answer.text


def test_a_correction_is_put_forward_from_the_figure_it_is_about(analyst: FlaskClient, approver: FlaskClient):
    address = f"/staff/plan/{KEY}/correct/care_need_rate/current"
    assert f'href="{address}"' in analyst.get(f"/staff/plan/{KEY}/correct").text

    unfounded = post(analyst, address, {"number": "14.9", "reason": "", "base": ""})
    proposed = post(analyst, address, {"number": "14.9", "reason": "分母の誤り", "base": ""})
    approve(approver, proposed.location)

    assert (unfounded.status_code, "なぜ直すのか" in unfounded.text) == (400, True)
    assert "<del>14.6％</del>" in approver.get(f"/plan/{KEY}/").text


@pytest.mark.parametrize("place", ["nothing/current", "care_need_rate/nothing"])
def test_a_correction_of_what_is_not_there_is_a_page_that_is_not_there(analyst: FlaskClient, place: str):
    assert analyst.get(f"/staff/plan/{KEY}/correct/{place}").status_code == 404


def test_a_target_cannot_be_corrected_by_a_tampered_address(analyst: FlaskClient):
    answer = post(
        analyst,
        f"/staff/plan/{KEY}/correct/care_need_rate/target",
        {"number": "99", "reason": "目標を変えたい", "base": ""},
    )

    assert (answer.status_code, "目標値は、版では変えられません" in answer.text) == (400, True)


def test_the_second_of_two_approvals_is_told_what_happened(app: Flask, analyst: FlaskClient, approver: FlaskClient):
    proposed = post(analyst, RECORD, ENTRY).location
    other = signed_in(app.test_client(), "other")
    token = token_of(other.get(proposed))

    approve(approver, proposed)
    late = other.post(f"{proposed}/approve", data={"csrf_token": token})

    assert late.status_code == 409
    assert "第2版として公表されています" in late.text


def test_an_analyst_cannot_approve_by_a_handmade_request(analyst: FlaskClient, desks: Desks):
    with desks.desk(writing=True) as desk:
        third = accounts.add_staff(desk, "third", PASSWORD, ["analyst"]).id
        waiting = planning.record_administrative(desk, KEY, an_entry(), third).id
    token = token_of(analyst.get(f"/staff/plan/{KEY}/proposals/{waiting}"))

    answer = analyst.post(f"/staff/plan/{KEY}/proposals/{waiting}/approve", data={"csrf_token": token})

    assert answer.status_code == 403
    assert "38.3％" in analyst.get(f"/plan/{KEY}/").text


def test_a_withdrawn_proposal_leaves_the_list_and_stays_readable(analyst: FlaskClient):
    proposed = post(analyst, RECORD, ENTRY).location

    gone = post(analyst, f"{proposed}/withdraw", {}, page=proposed)

    assert gone.location == "/staff/plan/"
    assert "ありません。" in analyst.get("/staff/plan/").text
    assert "この提案は取り下げられています。" in analyst.get(proposed).text


def test_interim_and_made_up_figures_are_told_before_they_are_published(
    analyst: FlaskClient, approver: FlaskClient, desks: Desks
):
    run = a_run_for_the_plan(desks, synthetic=True, interim=True)

    review = approver.get(post(analyst, f"/staff/plan/{KEY}/runs", {"run": str(run)}).location).text

    assert "受付中の調査の中間集計です。" in review
    assert "合成データ：" in review
    assert "互いにささえあい、助け合う人間関係が地域に築かれている。" in review, "what is left out is named"


def test_a_note_with_markup_stays_text(analyst: FlaskClient):
    proposed = post(analyst, RECORD, {**ENTRY, "source": "<script>alert(1)</script>", "note": "𠮷田 髙橋 \u202e"})

    assert "<script>alert" not in analyst.get(proposed.location).text
    assert "𠮷田 髙橋" in analyst.get(proposed.location).text


@pytest.mark.parametrize("field", ["indicator", "number", "as_of", "source", "note", "year"])
def test_a_character_no_database_keeps_does_no_harm(analyst: FlaskClient, field: str):
    answer = post(analyst, RECORD, {**ENTRY, field: ENTRY[field] + "\x00"})

    assert answer.status_code == 302
