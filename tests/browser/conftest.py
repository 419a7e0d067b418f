"""A real browser for tests that need one: people in front of a screen, each with cookies of their own."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

HERE = Path(__file__).parent
SHOTS = HERE / "shots"
AXE = HERE / "node_modules" / "axe-core"

# Nothing here may reach out to the network or depend on a graphics card; the sandbox cannot be had inside a container.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
# Width -> height: a small phone, a tablet held upright, an office screen.
HEIGHTS = {360: 740, 768: 1024, 1280: 900}

REPORT = pytest.StashKey[pytest.TestReport]()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole session."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise FileNotFoundError("There is no Chromium. Run tests/machine.sh, or install it and put it on the path.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def width() -> int:
    """How wide the screen is: a phone, unless a test says `@pytest.mark.parametrize("width", [360, 768, 1280])`."""
    return 360


@pytest.fixture
def visitor(browser: Browser, server: Any, width: int, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Seats one more person before a screen: `visitor()`, `visitor(width=1280)`, `visitor(java_script_enabled=False)`.

    Each person has cookies of their own. Addresses are relative to the live server: `page.goto("/plan/")`. At the end
    no page may have met an error in a script or something that its own security policy forbids; where the test failed,
    what each person saw is kept in tests/browser/shots.
    """
    seated: list[Page] = []
    troubles: list[str] = []

    def seat(width: int = width, **more: Any) -> Page:
        context = browser.new_context(
            base_url=server.url,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            **more,
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.extend(_trouble(message)))
        seated.append(page)
        return page

    yield seat

    failed = (report := request.node.stash.get(REPORT, None)) is not None and report.failed
    for number, page in enumerate(seated):
        if failed and not page.is_closed():
            SHOTS.mkdir(exist_ok=True)
            name = re.sub(r"[^\w-]+", "-", request.node.name)
            page.screenshot(path=SHOTS / f"{name}-{number}.png", full_page=True)
        page.context.close()
    assert troubles == []


def _trouble(message: ConsoleMessage) -> list[str]:
    """What the browser complains of, but for answers such as 404, which tests ask for on purpose."""
    if message.type != "error" or message.text.startswith("Failed to load resource"):
        return []
    return [message.text]


@pytest.fixture
def page(visitor: Callable[..., Page]) -> Page:
    """The page of the one person that most tests need."""
    return visitor()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Looks at a page with the accessibility rules of axe-core; returns the violations, each with its places."""
    if not (AXE / "axe.min.js").exists():
        raise FileNotFoundError("axe-core is missing. Run tests/browser/get_axe.sh, which says more if it cannot.")
    rules = (AXE / "axe.min.js").read_text(encoding="utf-8")
    japanese = json.loads((AXE / "locales" / "ja.json").read_text(encoding="utf-8"))

    def look(page: Page) -> list[str]:
        if not page.evaluate("matchMedia('(scripting: enabled)').matches"):
            raise ValueError("axe-core cannot look at a page whose scripts are off; seat a visitor with scripts.")
        page.evaluate(rules)  # not as a script of the page, which its security policy would rightly refuse
        result = page.evaluate(
            "async locale => { axe.configure({locale}); return await axe.run(document, {resultTypes: ['violations']}); }",
            japanese,
        )
        return [
            f"{violation['id']}: {violation['help']}: {', '.join(str(node['target']) for node in violation['nodes'])}"
            for violation in result["violations"]
        ]

    return look


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Lets the visitor fixture know how the test went."""
    report = yield
    if report.when == "call":
        item.stash[REPORT] = report
    return report
