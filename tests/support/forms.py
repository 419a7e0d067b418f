"""Reading forms out of pages, so that tests post what a browser would post."""

import re

from werkzeug.test import TestResponse

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def token_of(page: TestResponse) -> str:
    """The CSRF token of the first form on a page."""
    found = _TOKEN.search(page.text)
    if found is None:
        raise LookupError(f"no form with a token on a page of status {page.status_code}")
    return found.group(1)
