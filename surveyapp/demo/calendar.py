"""The demo's clock: it stands where the demo puts it, so that a fortnight of returns can be made in a minute."""

import datetime

DAYS = 14


class Calendar:
    """A clock that is set by hand and moves a little each time somebody looks."""

    def __init__(self, end: datetime.datetime) -> None:
        self._end = end
        self._now = end - datetime.timedelta(days=DAYS)

    def __call__(self) -> datetime.datetime:
        self._now += datetime.timedelta(milliseconds=20)
        return self._now

    def go_to(self, day: int) -> None:
        """The working morning `day` days after the first; day `DAYS` is today."""
        self._now = self._end - datetime.timedelta(days=DAYS - day)
