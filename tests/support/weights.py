"""What the pages of a resident weigh on the line, packed: each as a first visit, and each after those before it."""

import gzip
import re
from dataclasses import dataclass, field

from flask.testing import FlaskClient

from tests.support.waves import OpenWave

ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True)
class Weights:
    """Bytes by page: with everything that the page names, and with what a browser that came this way has not kept yet."""

    first: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)


def packed(body: bytes) -> int:
    """As a server in front would send it: gzip at its usual level."""
    return len(gzip.compress(body, 6))


def weigh(client: FlaskClient, wave: OpenWave) -> Weights:
    """Open the pages in the order a resident meets them, from the door on."""
    found, kept = Weights(), set[str]()
    start = client.get(f"/s/{wave.letter.code}").location
    numbers = range(1, len(wave.questionnaire.sections) + 1)
    ways = {"door": "/", "start": start, **{f"page {n}": f"{start}{n}" for n in numbers}}
    ways |= {name: f"{start}{name}" for name in ("check", "later")} | {"accessibility": "/accessibility"}
    for name, path in ways.items():
        text = client.get(path).text
        assets = {address: _asset(client, address) for address in ASSETS.findall(text)}
        page = packed(text.encode())
        found.first[name] = page + sum(assets.values())
        found.after[name] = page + sum(weight for address, weight in assets.items() if address not in kept)
        kept |= assets.keys()
    return found


def _asset(client: FlaskClient, address: str) -> int:
    with client.get(address) as asset:
        return packed(asset.data)
