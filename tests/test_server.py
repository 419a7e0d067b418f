"""The program served as it is in production."""

from urllib.request import urlopen


def test_the_served_program_says_that_it_is_well(server):
    with urlopen(f"{server.url}/healthz", timeout=10) as answer:
        assert (answer.status, answer.read()) == (200, b"ok")
