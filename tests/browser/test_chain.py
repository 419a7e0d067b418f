"""The whole chain before real screens: residents answer, clerks key, a run is made, a second person publishes it."""

import re

import pytest
from playwright.sync_api import Page, expect

from analysis.figures import Unit, printed
from surveyapp.domain.answers import Answer, Chosen, ChosenMany, Wrote, packed_all
from surveyapp.domain.questionnaire import Kind, Question, Questionnaire
from surveyapp.jobs import worker
from surveyapp.operations.sampling import Letter
from surveyapp.store import responses
from surveyapp.store.desk import Desks
from tests.support.fieldwork import PLAN, WAVE, InTheField, in_the_field
from tests.support.people import PASSWORD, staff_member
from tests.support.scoring import Place, figure_at
from tests.support.screen import follow

ALREADY_IN = 30
WORDS = "バスの本数を増やしてほしい"
PAPER = f"/staff/paper/{WAVE}/"

STAFF = {"sato": "clerk", "ito": "clerk", "mori": "clerk", "kato": "analyst", "ono": "approver"}


@pytest.fixture
def field(desks: Desks) -> InTheField:
    """An open wave in which some have answered, and the staff who work on it."""
    for name, role in STAFF.items():
        staff_member(desks, name, role)
    return in_the_field(desks, ALREADY_IN)


@pytest.mark.parametrize("database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.full)], indirect=True)
def test_answers_on_a_phone_and_on_paper_become_a_published_figure_of_the_plan(
    field: InTheField, desks: Desks, visitor
):
    on_the_web, on_paper = field.letters[:2]
    resident = visitor(width=360)
    answer_by_letter(resident, on_the_web, len(field.questionnaire.sections))

    sato, ito, mori = (signed_in(visitor(width=1280), name) for name in ("sato", "ito", "mori"))
    sheet = sheet_of(field.questionnaire)
    slipped = {**sheet, "medical_care.satisfaction": Chosen("3")}
    office_number = register(sato, on_paper)
    key(sato, field.questionnaire, office_number, sheet)
    expect(sato.locator(".notice")).to_contain_text("1回目の入力を終えました")
    key(ito, field.questionnaire, office_number, slipped)
    expect(ito.locator(".notice")).to_contain_text("判定待ち")
    settle_by_the_first(mori)
    by_web, by_paper = accepted(desks, "web"), accepted(desks, "paper")
    assert len(by_web) == field.answered + 1
    assert all_tapped(field.questionnaire) in by_web
    assert by_paper == [packed_all(sheet)]

    kato = signed_in(visitor(width=1280), "kato")
    run = ask_for_a_run(kato, desks)
    expect(kato.locator(".facts").first).to_contain_text(f"回答者数{field.answered + 2}")
    ono = signed_in(visitor(width=1280), "ono")
    publish(proposer=kato, approver=ono)

    reader = visitor(width=360)
    reader.goto(f"/plan/{PLAN}/")
    found = figure_at(desks, run, Place("medical_care.satisfaction"))
    points, low, high = (printed(value, Unit.POINT) for value in (found.value, found.low, found.high))
    shown = reader.locator("#medical_care + .detail")
    expect(reader.locator("#medical_care")).to_contain_text(f"{points}ポイント（2021）")
    expect(shown).to_contain_text(f"95％信頼区間{low}～{high}")
    expect(shown).to_contain_text(f"回答者数{found.n}人")
    expect(shown).to_contain_text("目標と比べて")
    expect(reader.get_by_text("合成データ").first).to_be_visible()
    reader.get_by_role("link", name="第1版").click()
    expect(reader.locator("#medical_care")).to_contain_text("3.15ポイント")


def answer_by_letter(page: Page, letter: Letter, pages: int) -> None:
    """Scan the letter's code, tap an answer to every question, look at them all, send."""
    page.goto(f"/s/{letter.code}")
    follow(page.get_by_role("link", name="回答を始める").first)
    for number in range(1, pages + 1):
        expect(page.get_by_text(f"{number}／{pages}ページ")).to_be_visible()
        for question in page.locator(".options").all():
            question.locator(".option").nth(1).click()
        for text in page.locator("textarea").all():
            text.fill(WORDS)
        follow(page.locator(".actions button[value=next]"))
    expect(page.get_by_text("まだ送信されていません。")).to_be_visible()
    expect(page.get_by_text("答えていません")).to_have_count(0)
    page.get_by_role("button", name="この内容で送信する").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ありがとうございました")
    expect(page.locator(".receipt__number")).to_have_text(re.compile(r"\d{10}"))


def all_tapped(questionnaire: Questionnaire) -> dict[str, object]:
    """What is kept of somebody who taps the second option everywhere."""
    return packed_all({question.id: second(question) for question in questionnaire.questions})


def second(question: Question) -> Answer:
    if question.kind is Kind.TEXT:
        return Wrote(WORDS)
    code = question.options[1].code
    return ChosenMany((code,)) if question.kind is Kind.MULTIPLE else Chosen(code)


def sheet_of(questionnaire: Questionnaire) -> dict[str, Answer]:
    """What somebody wrote on paper: the first option, the third, the second, and so on; one item is left blank."""
    answers: dict[str, Answer] = {}
    for number, question in enumerate(questionnaire.questions):
        codes = list(question.by_code)
        if question.kind is Kind.TEXT:
            answers[question.id] = Wrote(WORDS)
        elif question.kind is Kind.MULTIPLE:
            answers[question.id] = ChosenMany((codes[0], codes[2]))
        elif question.id != "medical_care.importance":
            answers[question.id] = Chosen(codes[1 + number % (min(len(codes), 5) - 1)])
    return answers


def signed_in(page: Page, name: str) -> Page:
    page.goto("/staff/sign-in")
    page.get_by_label("職員名").fill(name)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="サインイン").click()
    page.wait_for_url("**/staff/")
    return page


def register(clerk: Page, letter: Letter) -> str:
    """Type the number that is printed on the sheet; returns the office number to write on it."""
    clerk.goto(f"{PAPER}register")
    clerk.keyboard.type(letter.number)
    clerk.keyboard.press("Enter")
    return clerk.locator(".receipt__number strong").inner_text()


def key(clerk: Page, questionnaire: Questionnaire, office_number: str, answers: dict[str, Answer]) -> None:
    """Take a sheet and key it without the mouse."""
    clerk.goto(PAPER)
    clerk.get_by_label("事務番号").fill(office_number)
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/key")
    for question in questionnaire.questions:
        places = list(question.by_code)
        match answers.get(question.id):
            case Chosen(code):
                clerk.keyboard.type(str(places.index(code) + 1))
            case ChosenMany(codes):
                separator = " " if len(places) > 9 else ""
                clerk.keyboard.type(separator.join(str(places.index(code) + 1) for code in codes))
                clerk.keyboard.press("Enter")
            case Wrote(text):
                clerk.keyboard.insert_text(text)
                clerk.keyboard.press("Tab")
            case _:
                clerk.keyboard.type("0")
    clerk.keyboard.press("Enter")
    clerk.wait_for_url(f"**{PAPER}**")


def settle_by_the_first(clerk: Page) -> None:
    clerk.goto(f"{PAPER}disputes")
    clerk.get_by_role("link", name="判定する").last.click()
    clerk.wait_for_url("**/settle")
    expect(clerk.locator("fieldset")).to_have_count(1)
    clerk.keyboard.press("1")
    clerk.keyboard.press("Enter")
    expect(clerk.locator(".notice")).to_contain_text("回答として数えました")


def ask_for_a_run(analyst: Page, desks: Desks) -> int:
    """Ask on the page, let a worker do it, and arrive at the run by itself; returns its id."""
    analyst.goto(f"/staff/waves/{WAVE}")
    analyst.get_by_role("button", name="集計を始める").click()
    expect(analyst.get_by_text("順番を待っています。")).to_be_visible()
    assert worker.work(desks, once=True) == 1
    analyst.wait_for_url("**/staff/runs/*")
    expect(analyst.get_by_role("heading", level=1)).to_contain_text("第1回集計")
    return int(analyst.url.rsplit("/", 1)[1])


def publish(proposer: Page, approver: Page) -> None:
    """One person proposes and cannot approve; another one does."""
    proposer.goto(f"/staff/plan/{PLAN}/runs")
    proposer.get_by_role("button", name="提案する").click()
    expect(proposer.get_by_role("heading", level=1, name="提案の確認")).to_be_visible()
    expect(proposer.get_by_role("button", name="承認して公表する")).to_have_count(0)
    approver.goto("/staff/plan/")
    approver.get_by_role("link", name="調査の集計").click()
    approver.get_by_role("button", name="承認して公表する").click()
    expect(approver.locator(".notice")).to_contain_text("第2版として公表しました")


def accepted(desks: Desks, channel: str) -> list[dict[str, object]]:
    """The answers that count, of one channel."""
    with desks.desk() as desk:
        return [one.answers for one in responses.accepted(desk.session, WAVE) if one.channel == channel]
