"""A browser without a window over real sockets: for tests that must meet the server as it is, logs and all."""

import html
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass(frozen=True)
class Seen:
    """What came back in the end, after all redirects."""

    status: int
    url: str
    text: str


class Caller:
    """Somebody with cookies of their own. A form is sent with the hidden fields of the page that was seen last."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar))
        self._hidden: dict[str, str] = {}

    @property
    def cookies(self) -> set[str]:
        """The values of all cookies in hand."""
        return {cookie.value for cookie in self._jar if cookie.value}

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Seen:
        """Open an address."""
        return self._ask(Request(urljoin(self._url, path), headers=dict(headers or {})))

    def post(self, path: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Seen:
        """Send a form."""
        body = urlencode({**self._hidden, **form}).encode()
        return self._ask(Request(urljoin(self._url, path), body, dict(headers or {})))

    def blurt(self, request: str) -> None:
        """Send bytes that need not be a request at all, and hang up when the server has answered."""
        place = urlsplit(self._url)
        with socket.create_connection((str(place.hostname), int(place.port or 80)), timeout=10) as connection:
            connection.sendall(request.encode())
            connection.recv(65536)

    def _ask(self, request: Request) -> Seen:
        try:
            with self._opener.open(request, timeout=30) as answer:
                seen = Seen(answer.status, answer.url, answer.read().decode())
        except HTTPError as error:
            with error:
                seen = Seen(error.code, error.url or "", error.read().decode())
        if found := _HIDDEN.findall(seen.text):
            self._hidden = {name: html.unescape(value) for name, value in found}
        return seen
