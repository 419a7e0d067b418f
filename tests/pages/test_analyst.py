"""The analyst's pages: returns, runs asked for and followed, figures with their intervals."""

import csv
import io

import pytest

from surveyapp.jobs import worker
from surveyapp.operations import handover
from surveyapp.operations.handover import File
from tests.support.forms import token_of
from tests.support.people import signed_in, staff_member
from tests.support.questionnaires import tiny
from tests.support.scoring import a_city, accept, scored
from tests.support.source import CHECKOUT
from tests.support.waves import an_open_wave

TAKAMATSU = CHECKOUT / "questionnaires" / "takamatsu-r7" / "data" / "r7_counts_exact.csv"
CARE = "medical_care.satisfaction"


@pytest.fixture
def desks(app):
    return app.extensions["surveyapp"].desks


@pytest.fixture
def analyst(desks, client):
    staff_member(desks, "analyst", "analyst")
    return signed_in(client, "analyst")


def ask(browser, wave: str, **fields: str):
    token = token_of(browser.get(f"/staff/waves/{wave}"))
    return browser.post(f"/staff/waves/{wave}/runs", data={"csrf_token": token, **fields})


def test_an_analyst_asks_for_a_run_follows_it_and_is_led_to_its_figures(analyst, desks):
    a_city(desks)

    asked = ask(analyst, "tiny")
    waiting = analyst.get(asked.location)
    worker.work(desks, once=True)
    led = analyst.get(asked.location)
    run = analyst.get(led.location).text

    assert asked.status_code == 303
    assert "順番を待っています" in waiting.text
    assert 'http-equiv="refresh"' in waiting.text
    assert led.status_code == 303
    assert "第1回集計" in run
    assert "中間集計" in run
    assert "年齢×性別と地区の構成を住民の人口に合わせました" in run
    assert "病院などの地域医療体制が整っている（満足度）" in run
    assert "<strong>2.80</strong>" in run
    assert ">3.20<" in run


def test_asking_twice_by_a_double_click_asks_for_one_run(analyst, desks):
    a_city(desks)

    first, second = ask(analyst, "tiny"), ask(analyst, "tiny")
    worker.work(desks, once=True)

    assert first.location == second.location
    assert analyst.get("/staff/waves/tiny").text.count("回集計</a>") == 1


def test_a_run_that_could_not_be_made_says_why(analyst, desks):
    an_open_wave(desks)

    asked = ask(analyst, "tiny")
    worker.work(desks, once=True)
    page = analyst.get(asked.location)

    assert page.status_code == 200
    assert "集計できる回答がまだありません" in page.text
    assert 'http-equiv="refresh"' not in page.text


def test_a_question_is_shown_in_every_domain_with_both_weightings_and_intervals(analyst, desks):
    a_city(desks)
    run = scored(desks, "tiny").run.id

    page = analyst.get(f"/staff/runs/{run}/{CARE}").text
    doctor = analyst.get(f"/staff/runs/{run}/family_doctor").text

    for label in ("全体", "男性", "18～29歳", "南割区"):
        assert label in page
    assert "<svg" in page
    assert "満足＋やや満足" in page
    assert "いる" in doctor
    assert "無回答" in doctor


def test_what_is_suppressed_is_shown_nowhere(analyst, desks):
    wave = a_city(desks)
    accept(desks, wave, {"family_doctor": "yes", "age": "30-39"}, stratum="k01", times=3)
    run = scored(desks, "tiny", weights="none").run.id

    page = analyst.get(f"/staff/runs/{run}/family_doctor").text
    rows = list(csv.DictReader(io.StringIO(analyst.get(f"/staff/runs/{run}/figures.csv").data.decode("utf-8-sig"))))

    assert "秘匿" in page
    hidden = [row for row in rows if row["category"] == "30-39"]
    assert hidden
    assert {row[name] for row in hidden for name in ("n", "value", "standard_error", "low", "high")} == {""}
    assert {row["mark"] for row in hidden} == {"suppressed"}


def test_every_figure_of_a_run_comes_as_a_file_with_labels(analyst, desks):
    a_city(desks)
    run = scored(desks, "tiny").run.id

    answer = analyst.get(f"/staff/runs/{run}/figures.csv")

    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    mean = next(
        row
        for row in rows
        if (row["question"], row["statistic"], row["domain"], row["weighting"]) == (CARE, "mean", "all", "weighted")
    )
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tiny-run1.csv"'
    assert mean["wording"] == "病院などの地域医療体制が整っている（満足度）"
    assert float(mean["value"]) == pytest.approx(2.8)
    assert mean["n"] == "50"


def test_a_wave_known_only_as_counts_says_so(analyst, desks):
    with desks.desk() as desk:
        read = handover.check_counts(desk, "takamatsu-r7", File("c.csv", TAKAMATSU.read_bytes()))
    with desks.desk(writing=True) as desk:
        handover.keep_counts(desk, read)

    run = scored(desks, "takamatsu-r7").run.id

    assert "単純無作為抽出とみなした" in analyst.get(f"/staff/runs/{run}").text
    assert "86 問" in analyst.get("/staff/waves/takamatsu-r7").text


def test_made_up_data_says_so_on_every_page(analyst, desks):
    wave = an_open_wave(desks, tiny(synthetic=True))
    accept(desks, wave, {CARE: "4", "family_doctor": "yes"}, times=12)
    run = scored(desks, "tiny", weights="none").run.id
    job = ask(analyst, "tiny").location

    for address in ("/staff/waves/", "/staff/waves/tiny", f"/staff/runs/{run}", f"/staff/runs/{run}/{CARE}", job):
        assert "合成データ" in analyst.get(address).text, address


def test_returns_are_shown_by_day_and_channel(analyst, desks):
    wave = a_city(desks)
    accept(desks, wave, {CARE: "4"}, stratum="k01")

    page = analyst.get("/staff/waves/tiny").text

    assert "有効回収率" in page
    assert "85.0％" in page  # 51 of 60


def test_an_approver_reads_and_does_not_ask(desks, client):
    a_city(desks)
    staff_member(desks, "approver", "approver")
    browser = signed_in(client, "approver")
    token = token_of(browser.get("/staff/password"))

    page = browser.get("/staff/waves/tiny")
    asked = browser.post("/staff/waves/tiny/runs", data={"csrf_token": token})

    assert page.status_code == 200
    assert "集計を始める" not in page.text
    assert asked.status_code == 403


def test_a_clerk_does_not_read_figures(desks, client):
    a_city(desks)
    run = scored(desks, "tiny").run.id
    staff_member(desks, "clerk", "clerk")
    browser = signed_in(client, "clerk")

    assert [browser.get(address).status_code for address in ("/staff/waves/tiny", f"/staff/runs/{run}")] == [403, 403]


@pytest.mark.parametrize(
    "address", ["/staff/waves/nowhere", "/staff/runs/99", "/staff/waves/tiny/jobs/99", "/staff/runs/1/nothing"]
)
def test_what_is_not_there_is_not_found(analyst, desks, address):
    a_city(desks)
    scored(desks, "tiny")

    assert analyst.get(address).status_code == 404


def test_a_tampered_form_falls_back_to_the_usual_choice(analyst, desks):
    a_city(desks)

    assert ask(analyst, "tiny", level="7", weights="cells:0").status_code == 303
