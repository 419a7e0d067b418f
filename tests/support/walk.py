"""Every page that a resident can see, one after another: fresh, with a fault, filled in."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.support.screen import follow
from tests.support.waves import Letter

REMARK = "バスの本数を増やしてほしい。髙﨑𠮷 😀"
#: How many looks a walk takes over a questionnaire of one page.
LOOKS = 20

Look = Callable[[str], None]


def answer_everything(page: Page) -> None:
    """Tap an option of each question on the page, by its words, and write in every box."""
    for options in page.locator("fieldset > .options").all():
        words = options.locator(".option")
        words.nth(words.count() // 2).click()
    for box in page.locator("textarea").all():
        box.fill(REMARK)


def walk(page: Page, letter: Letter, other: Letter, look: Look) -> None:
    """Show every page, to whoever looks; `letter` is answered and sent, `other` is left again."""
    _around_the_door(page, look)
    page.goto(f"/s/{letter.code}")
    look("start")
    entry = page.url.rstrip("/")
    page.goto(f"{entry}/check")
    look("check, nothing answered")
    _questions(page, entry, look)
    look("check, answered")
    page.goto(f"{entry}/")
    look("start, answered")
    page.goto(f"{entry}/1?then=check")
    look("page, changed from the check")
    page.goto(f"{entry}/later")
    look("later")
    page.goto(f"{entry}/check")
    _spoil_the_token(page)
    follow(page.locator(".sending .button"))
    look("check, lain open too long")
    follow(page.locator(".sending .button"))
    _receipt(page, look)
    page.goto(f"/s/{other.code}")
    gone = page.url.rstrip("/")
    page.goto(f"{gone}/later")
    follow(page.locator("form[data-ends] .button"))
    look("left")
    page.goto(f"{gone}/1")
    look("door, left before")


def _around_the_door(page: Page, look: Look) -> None:
    page.goto("/accessibility")
    look("accessibility")
    page.goto("/nowhere")
    look("nothing there")
    page.goto("/")
    look("door")
    page.locator("#code").fill("ABCD")
    follow(page.locator("#code-form .button"))
    look("door, with a fault")


def _questions(page: Page, entry: str, look: Look) -> None:
    """Every page with questions, up to the check."""
    page.goto(f"{entry}/1")
    while "/check" not in page.url:
        number = page.url.partition("#")[0].rpartition("/")[2]
        look(f"page {number}")
        if page.locator("form.questions textarea").count():
            page.locator("textarea").first.fill("あ" * 3000)
            for box in page.locator("input[type=checkbox]").all():
                box.check()
            follow(page.locator("button.button[value=next]"))
            look(f"page {number}, with a fault")
        answer_everything(page)
        look(f"page {number}, filled in")
        follow(page.locator("button.button[value=next]"))


def _receipt(page: Page, look: Look) -> None:
    look("receipt")
    follow(page.locator(".feedback .button"))
    look("receipt, nothing said")
    page.locator("#remark").fill("あ" * 1001)
    follow(page.locator(".feedback .button"))
    look("receipt, too much said")
    page.locator("#rating").check()
    page.locator("#remark").fill("字が大きい")
    follow(page.locator(".feedback .button"))
    look("receipt, thanked for what was said")


def _spoil_the_token(page: Page) -> None:
    """Make the page one that has lain open too long."""
    page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach(one => { one.value = 'stale' })")
