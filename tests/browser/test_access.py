"""No page shuts anybody out: every address of the program is opened, on a phone and on an office screen, and looked at."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.exceptions import HTTPException

from surveyapp.domain.questionnaire import Kind, Questionnaire
from surveyapp.settings import Settings
from surveyapp.store.desk import Desks
from tests.support.city import City, a_whole_city
from tests.support.fieldwork import PLAN, WAVE
from tests.support.markup import Sources
from tests.support.people import PASSWORD
from tests.support.questionnaires import document_with_ten_faults, write_folder
from tests.support.screen import follow
from tests.support.waves import a_shared_wave, close

# What a page looks like has nothing to do with the database behind it.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Deed = Callable[[Page], object]

#: Addresses that show no page: they lead on, or are files.
WITHOUT_A_PAGE = {
    "static",
    "health.healthz",
    "analyst.figures",
    "resident.letter",
    "resident.sending",
    "clerk.find",
    "feedback.giving",
    "coming_back.awake",
    "coming_back.reloaded",
}


@dataclass(frozen=True)
class Sight:
    """A page to look at: its address, and what is done there before it is looked at."""

    address: str
    deed: Deed | None = None


def press(button: str, **typed: str) -> Deed:
    """Fill in fields by their ids and press a button."""

    def act(page: Page) -> None:
        for field, value in typed.items():
            page.locator(f"#{field}").fill(value)
        follow(page.get_by_role("button", name=button, exact=True).first)

    return act


def unfold(page: Page) -> None:
    """Open everything that can be unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def answer(page: Page) -> None:
    for question in page.locator(".options").all():
        question.locator(".option").first.click()


def answer_and_turn(page: Page) -> None:
    answer(page)
    press("次へ進む")(page)


def write_too_much(page: Page) -> None:
    page.locator("textarea").first.fill("あ" * 3000)
    follow(page.locator(".actions button[value=next]"))
    expect(page.get_by_role("alert")).to_be_visible()


def key_nonsense(page: Page) -> None:
    page.keyboard.type("17")
    with page.expect_navigation():
        page.evaluate("document.querySelector('[data-keying]').submit()")
    expect(page.get_by_role("alert")).to_be_visible()


def for_residents(questionnaire: Questionnaire) -> list[Sight]:
    """The pages of somebody with a letter, in the order they are met; `{a}` stands for the entry."""
    sections = list(enumerate(questionnaire.sections, start=1))
    texts = [page for page, section in sections if any(one.kind is Kind.TEXT for one in section.questions)]
    return [
        Sight("/"),
        Sight("/", press("回答の画面に進む", code="ABCD-EFGH")),
        Sight("/s/ABCDEFGHJKMN"),
        Sight("{a}/"),
        *(Sight(f"{{a}}/{page}") for page, _section in sections),
        *(Sight(f"{{a}}/{page}", write_too_much) for page in texts),
        Sight("{a}/check", press("この内容で送信する")),
        Sight("{a}/1", answer),
        Sight("{a}/1", answer_and_turn),
        Sight("{a}/check"),
        Sight("{a}/later"),
        Sight("{a}/word"),
        Sight("{a}/word", press("この暗証番号に決める", word="12")),
        Sight("{a}/later", press("この端末での回答を終える")),
        Sight("{a}/1"),
    ]


FOR_EVERYBODY = [
    Sight("/plan/"),
    Sight(f"/plan/{PLAN}/"),
    Sight(f"/plan/{PLAN}/", unfold),
    Sight(f"/plan/{PLAN}/editions/1"),
    Sight("/plan/nowhere/"),
    Sight("/nowhere"),
    Sight("/accessibility"),
    Sight("/o/square"),
    Sight("/o/square", press("回答を始める")),
    Sight("/o/square"),
    Sight("/staff/sign-in"),
    Sight("/staff/sign-in", press("サインイン", name="sato", password="not the password")),
]
FOR_STAFF = [
    Sight("/staff/"),
    Sight("/staff/password"),
    Sight("/staff/password", press("変更する", old="x", new="short", again="other")),
    Sight("/staff/nowhere"),
    Sight(f"/staff/paper/{WAVE}/"),
    Sight(f"/staff/paper/{WAVE}/", press("状態を見る", office="999")),
    Sight(f"/staff/paper/{WAVE}/register"),
    Sight(f"/staff/paper/{WAVE}/register?office={{registered}}", unfold),
    Sight(f"/staff/paper/{WAVE}/register", press("登録する", number="123456")),
    Sight(f"/staff/paper/{WAVE}/sheets/{{registered}}"),
    Sight(f"/staff/paper/{WAVE}/sheets/{{keyed_once}}"),
    Sight(f"/staff/paper/{WAVE}/sheets/{{disputed}}"),
    Sight(f"/staff/paper/{WAVE}/sheets/{{to_key}}", press("入力する")),
    Sight(f"/staff/paper/{WAVE}/sheets/{{to_key}}/key", key_nonsense),
    Sight(f"/staff/paper/{WAVE}/"),
    Sight(f"/staff/paper/{WAVE}/disputes"),
    Sight(f"/staff/paper/{WAVE}/sheets/{{disputed}}/settle"),
    Sight(f"/staff/paper/{WAVE}/sheets/{{disputed}}/settle", press("判定を終える")),
    Sight(f"/staff/paper/{WAVE}/telephone"),
    Sight(f"/staff/paper/{WAVE}/telephone", press("聞き取りを始める", number="123456")),
    Sight(f"/staff/feedback/{WAVE}"),
    Sight("/staff/paper/nowhere/"),
    Sight("/staff/waves/"),
    Sight(f"/staff/waves/{WAVE}"),
    Sight(f"/staff/waves/{WAVE}", unfold),
    Sight("/staff/waves/tiny"),
    Sight("/staff/waves/square"),
    Sight(f"/staff/waves/{WAVE}/jobs/{{waiting_job}}"),
    Sight("/staff/waves/tiny/jobs/{failed_job}"),
    Sight("/staff/runs/{run}"),
    Sight("/staff/runs/{run}", unfold),
    Sight("/staff/runs/{run}/medical_care.satisfaction"),
    Sight("/staff/runs/{run}/family_doctor"),
    Sight("/staff/runs/{run}/info_sources"),
    Sight("/staff/preview/"),
    Sight(f"/staff/preview/{WAVE}/"),
    Sight(f"/staff/preview/{WAVE}/1"),
    Sight(f"/staff/preview/{WAVE}/check"),
    Sight("/staff/preview/takamatsu-r7/2?form=B"),
    Sight("/staff/preview/broken/"),
    Sight("/staff/plan/"),
    Sight(f"/staff/plan/{PLAN}/runs"),
    Sight(f"/staff/plan/{PLAN}/record"),
    Sight(f"/staff/plan/{PLAN}/record", press("提案する", number="ten", as_of="someday", source="x")),
    Sight(f"/staff/plan/{PLAN}/correct"),
    Sight(f"/staff/plan/{PLAN}/correct/medical_care/current"),
    Sight(f"/staff/plan/{PLAN}/proposals/{{proposal}}"),
]


@pytest.fixture
def city(desks: Desks, settings: Settings) -> City:
    write_folder(settings.questionnaires / "broken", document_with_ten_faults("broken"))
    a_shared_wave(desks, "square")
    return a_whole_city(desks)


# The quick run opens every page on a phone and looks closely at some, the same ones each time; the full one at all.
@pytest.mark.parametrize(
    ("width", "share"),
    [(360, 0.3), *(pytest.param(width, 1.0, marks=pytest.mark.full) for width in (320, 360, 768, 1280))],
)
def test_every_page_keeps_the_rules_of_accessibility_and_fits_its_screen(
    app: Flask, city: City, desks: Desks, visitor, axe, share: float
):
    guest, resident, clerk = visitor(), visitor(), visitor()
    sources = {page: Sources(page) for page in (guest, resident, clerk)}
    sign_in(clerk)
    rounds = [(guest, FOR_EVERYBODY), (resident, for_residents(city.field.questionnaire)), (clerk, FOR_STAFF)]
    troubles: dict[str, list[str]] = {}
    opened: set[str] = set()
    closely = random.Random(20261123)

    def look(page: Page, name: str) -> None:
        opened.add(page.url)
        if found := [*(axe(page) if closely.random() < share else ()), *too_wide(page), *sources[page].faults()]:
            troubles[name] = found

    entry = come_in(resident, city)
    for page, sights in rounds:
        for number, sight in enumerate(sights):
            show(page, sight, city, entry)
            look(page, f"{number} {sight.address}")
    resident.goto(f"{come_in(resident, city)}/check")
    press("この内容で送信する")(resident)
    expect(resident.locator(".receipt")).to_be_visible()
    look(resident, "receipt")
    press("感想を送る")(resident)
    look(resident, "a remark that says nothing")
    press("感想を送る", remark="字が大きくて読みやすかった")(resident)
    expect(resident.get_by_text("ご感想をありがとうございました。")).to_be_visible()
    look(resident, "a remark taken")
    resident.goto(f"/s/{city.small.letter.code}")
    close(desks, city.small)
    resident.reload()
    look(resident, "closed")

    assert troubles == {}
    assert pages_of(app) - {endpoint(app, url) for url in opened} == set()


def test_every_page_of_a_resident_says_the_same_without_scripts(city: City, visitor):
    with_scripts, without = visitor(), visitor(java_script_enabled=False)
    entries = come_in(with_scripts, city), come_in(without, city)
    sights = [one for one in for_residents(city.field.questionnaire) if one.deed is None]

    said = [
        [(show(page, sight, city, entry), page.locator("body").inner_text())[1] for sight in sights]
        for page, entry in zip((with_scripts, without), entries, strict=True)
    ]

    # Each tells how it keeps what is answered: at every choice, or at every page. Only without scripts the page says until when it lasts.
    with_a_script = [text.replace("選ぶたびに保存されます", "進むたびに保存されます") for text in said[0]]
    assert list(map(lasting, with_a_script)) == list(map(lasting, said[1]))
    assert any("選ぶたびに保存されます" in text for text in said[0])
    assert all(len(text) > 50 for text in said[0])


def lasting(text: str) -> str:
    """What a page says but for how long it lasts, which a script says when it is time."""
    return re.sub(r"\s*この画面は.*?ごろまで使えます。[^\n]*", "", text)


def show(page: Page, sight: Sight, city: City, entry: str) -> None:
    """Open a page and do there what is to be done."""
    numbers = {"run": city.run, "proposal": city.proposal, "waiting_job": city.waiting_job}
    page.goto(sight.address.format(a=entry, failed_job=city.failed_job, **numbers, **city.sheets))
    if sight.deed is not None:
        sight.deed(page)


def come_in(resident: Page, city: City) -> str:
    """Come in by a letter; the address of the entry, without a slash at the end."""
    resident.goto(f"/s/{city.field.letters[8].code}")
    return resident.url.rstrip("/")


def sign_in(page: Page) -> None:
    page.goto("/staff/sign-in")
    press("サインイン", name="tanaka", password=PASSWORD)(page)
    expect(page.get_by_role("heading", level=1, name="作業机")).to_be_visible()


def too_wide(page: Page) -> list[str]:
    """Says so when something has to be moved sideways."""
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{beyond} px too wide"] if beyond > 0 else []


def pages_of(app: Flask) -> set[str]:
    """The names of all views that show a page."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - WITHOUT_A_PAGE


def endpoint(app: Flask, url: str) -> str:
    """The name of the view behind an address; empty where there is none."""
    try:
        return str(app.url_map.bind("127.0.0.1").match(urlsplit(url).path)[0])
    except HTTPException:
        return ""
