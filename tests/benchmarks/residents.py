"""A resident with a browser that runs no scripts: reads forms out of pages and posts them over a new connection each time."""

import html
import http.client
import json
import random
import re
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveyapp.domain.questionnaire import Kind, Question

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
Fields = Sequence[tuple[str, str]]


@dataclass
class Browser:
    """Keeps cookies and counts its requests. Every answer must have the status that is expected, or measuring stops."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    requests: int = 0

    def get(self, path: str) -> str:
        """The page at a path."""
        return self._ask("GET", path, None, 200)[1]

    def post(self, path: str, fields: Fields) -> str:
        """Send a form; where it leads to, without going there."""
        return self._ask("POST", path, urllib.parse.urlencode(fields), 303)[0]

    def tap(self, path: str, fields: Fields) -> str:
        """Keep taps as the script of the page does; what comes back."""
        return self._ask("POST", path, urllib.parse.urlencode(fields), 200)[1]

    def _ask(self, method: str, path: str, body: str | None, expected: int) -> tuple[str, str]:
        connection = http.client.HTTPConnection(self.address, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        self.requests += 1
        if response.status != expected:
            raise RuntimeError(f"{method} {path} gave {response.status} where {expected} was expected")
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.headers.get("Location", ""), text


def enter(browser: Browser, code: str) -> str:
    """Come in with a code; the address of the start page."""
    return browser.post("/", [*hidden(browser.get("/")), ("code", code)])


def hidden(page: str) -> list[tuple[str, str]]:
    """What the first form of a page carries along unseen."""
    form = page[page.index("<form") : page.index("</form>")]
    return [(name, html.unescape(value)) for name, value in _HIDDEN.findall(form)]


def answers(questions: Sequence[Question], chance: random.Random) -> list[tuple[str, str]]:
    """An answer to every question, as a form posts it."""
    given: list[tuple[str, str]] = []
    for question in questions:
        if question.kind is Kind.TEXT:
            given.append((question.id, "駅前の歩道に段差が多く、車いすで通りにくいです。"))
        else:
            given.append((question.id, chance.choice(question.options).code))
    return given


def answer_all(
    browser: Browser,
    code: str,
    by_page: Mapping[int, Sequence[Question]],
    chance: random.Random,
    *,
    taps: bool = False,
) -> str:
    """A whole response, from the typed code to the receipt; the page of the receipt.

    With `taps` each answer is also kept by a request of its own as soon as it is given, though the script of the page
    lets those of two seconds travel together: the most that a resident can cost.
    """
    start = enter(browser, code)
    browser.get(start)
    way = f"{start}1"
    while not way.endswith("/check"):
        page = int(way.partition("#")[0].rpartition("/")[2])
        shown = browser.get(way.partition("#")[0])
        asked = [question for question in by_page[page] if f'name="{question.id}"' in shown]
        unseen, given = dict(hidden(shown)), answers(asked, chance)
        if taps:
            unseen["drawn"] = _tapped(browser, f"{start}{page}/taps", unseen, given)
        way = browser.post(f"{start}{page}", [*unseen.items(), *given, ("go", "next")])
    return browser.get(browser.post(f"{start}send", hidden(browser.get(way))))


def _tapped(browser: Browser, path: str, unseen: Mapping[str, str], given: Fields) -> str:
    """Every answer kept by itself; what the page now counts as drawn with."""
    drawn = json.loads(unseen["drawn"])
    for question, value in given:
        fields = [("csrf_token", unseen["csrf_token"]), ("touched", question), (question, value)]
        drawn |= json.loads(browser.tap(path, fields))["drawn"]
    return json.dumps(drawn, separators=(",", ":"))
