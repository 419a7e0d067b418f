"""The yardstick of the pages: an application that knows nothing and answers everything with the same bytes."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

PAGE = "page.html"


def create() -> Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]:
    """An application over the page in the instance folder. A form is read to its end and answered with a way on."""
    page = (Path(os.environ["SURVEYAPP_INSTANCE"]) / PAGE).read_bytes()

    def answer(asked: dict[str, Any], begin: Callable[..., object]) -> Iterable[bytes]:
        if asked["REQUEST_METHOD"] == "POST":
            asked["wsgi.input"].read(int(asked["CONTENT_LENGTH"]))
            begin("303 See Other", [("Location", "/"), ("Content-Length", "0")])
            return [b""]
        begin("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))])
        return [page]

    return answer
