"""Style sheets and scripts: fetched once, and again when they have changed."""

import os
import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient


def style_sheets(client: FlaskClient) -> list[str]:
    """The addresses that the entrance names."""
    return re.findall(r'rel="stylesheet" href="([^"]+)"', client.get("/").text)


def test_a_browser_may_keep_every_style_sheet_of_a_page(client):
    kept = {}
    for address in style_sheets(client):
        with client.get(address) as sheet:
            kept[address] = (sheet.status_code, sheet.cache_control.max_age)

    assert len(kept) >= 3
    assert set(kept.values()) == {(200, 365 * 24 * 3600)}


def test_a_changed_style_sheet_has_another_address(app: Flask, client, tmp_path: Path):
    (tmp_path / "base.css").write_text("p { margin: 0 }")
    app.static_folder = str(tmp_path)
    with app.test_request_context():
        before = app.url_for("static", filename="base.css")
        os.utime(tmp_path / "base.css", ns=(0, 1))
        after = app.url_for("static", filename="base.css")

    assert before != after
