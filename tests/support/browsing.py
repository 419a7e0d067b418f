"""A browser without a window over real sockets: cookies, forms, and several tabs that act at the same moment."""

import html
import http.client
import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

Made = TypeVar("Made")
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Tab:
    """One tab; tabs of one browser share the cookies."""

    server: str
    cookies: dict[str, str] = field(default_factory=dict)
    status: int = 0
    text: str = ""
    #: where the last answer leads, or empty
    leads_to: str = ""

    def get(self, path: str) -> "Tab":
        """Open an address; a redirect is not followed."""
        return self._ask("GET", path)

    def post(self, path: str, **fields: str | Sequence[str]) -> "Tab":
        """Send a form."""
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page that is shown."""
        return {name: html.unescape(value) for name, value in HIDDEN.findall(self.text)}

    def another(self) -> "Tab":
        """One more tab of the same browser, showing the same page."""
        return replace(self)

    def _ask(self, method: str, path: str, body: str | None = None) -> "Tab":
        connection = http.client.HTTPConnection(urlsplit(self.server).netloc, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.status, self.text = answer.status, answer.read().decode()
        self.leads_to = urlsplit(answer.headers.get("Location", "")).path
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return self


def at_once(*deeds: Callable[[], Made]) -> list[Made]:
    """Do several things at the same moment; what each made, in the order given."""
    barrier = threading.Barrier(len(deeds))

    def when_all_are_ready(deed: Callable[[], Made]) -> Made:
        barrier.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as people:
        return list(people.map(when_all_are_ready, deeds))
