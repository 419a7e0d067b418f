"""Steps before a real screen that more than one test takes."""

from playwright.sync_api import Locator


def follow(control: Locator) -> None:
    """Click what leads to another page and wait until that is there whole.

    A click alone comes back as soon as the new address is known; whoever reads the page at once may find it empty.
    """
    with control.page.expect_navigation():
        control.click()
