"""Somebody with the whole database in hand who wants to know which ticket a response came from.

The attacker reads every row with the marks that the database itself puts on it, and guesses by three means: a value
that a ticket and a response share, a value that lies nearest, and the order in which both lie. A ticket that is not
spent is known to be innocent, and so is one of another stratum: that much the tables tell on purpose.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, text

from surveyapp.store.database import is_postgresql

Row = dict[str, object]
#: response -> the tickets it may have come from, as one means of guessing sees it
Guess = Mapping[object, Sequence[object]]


@dataclass(frozen=True)
class Booty:
    """Spent tickets and responses by stratum, each row with all its columns and the database's own marks."""

    tickets: Mapping[object, Sequence[Row]]
    responses: Mapping[object, Sequence[Row]]


def raid(engine: Engine) -> Booty:
    """Read the two tables as the database holds them."""
    return Booty(
        _by_stratum([row for row in _rows(engine, "ticket") if row["spent"]]),
        _by_stratum(_rows(engine, "response")),
    )


def guesses(booty: Booty) -> Iterator[tuple[str, Guess]]:
    """Every means of guessing, named, with what it makes of every response."""
    of_ticket = _columns(booty.tickets, leave_out={"stratum_id", "wave", "form", "spent"})
    of_response = _columns(booty.responses, leave_out={"stratum_id", "wave", "form", "answers", "channel", "language"})
    for ours in of_ticket:
        for theirs in of_response:
            yield f"ticket.{ours} = response.{theirs}", _each(booty, ours, theirs, _equal)
            yield f"ticket.{ours} nearest response.{theirs}", _each(booty, ours, theirs, _nearest)
            yield f"ticket.{ours} and response.{theirs} in order", _each(booty, ours, theirs, _in_order)
            yield f"ticket.{ours} and response.{theirs} in contrary order", _each(booty, ours, theirs, _contrary)


def right_guesses(guess: Guess, truth: Mapping[object, object]) -> float:
    """How many responses are expected to be tied to their ticket when one of the suspects is picked at random."""
    return sum(1 / len(suspects) for response, suspects in guess.items() if truth[response] in suspects)


def by_chance(booty: Booty) -> float:
    """What is expected of somebody who knows nothing but the stratum: one right guess in each."""
    return float(sum(1 for rows in booty.responses.values() if rows))


Means = Callable[[Sequence[Row], Sequence[Row], str, str], dict[object, list[object]]]


def _each(booty: Booty, ours: str, theirs: str, means: Means) -> Guess:
    found: dict[object, list[object]] = {}
    for stratum, responses in booty.responses.items():
        tickets = booty.tickets[stratum]
        suspects = means(tickets, responses, ours, theirs)
        everybody = [ticket["id"] for ticket in tickets]
        found |= {response["id"]: suspects.get(response["id"]) or everybody for response in responses}
    return found


def _equal(tickets: Sequence[Row], responses: Sequence[Row], ours: str, theirs: str) -> dict[object, list[object]]:
    return {r["id"]: [t["id"] for t in tickets if str(t[ours]) == str(r[theirs])] for r in responses}


def _nearest(tickets: Sequence[Row], responses: Sequence[Row], ours: str, theirs: str) -> dict[object, list[object]]:
    if not all(isinstance(row[name], int) for rows, name in ((tickets, ours), (responses, theirs)) for row in rows):
        return {}
    found = {}
    for response in responses:
        distance = {ticket["id"]: abs(int(str(ticket[ours])) - int(str(response[theirs]))) for ticket in tickets}
        least = min(distance.values())
        found[response["id"]] = [ticket for ticket, far in distance.items() if far == least]
    return found


def _in_order(tickets: Sequence[Row], responses: Sequence[Row], ours: str, theirs: str) -> dict[object, list[object]]:
    pairs = zip(_sorted(tickets, ours), _sorted(responses, theirs), strict=False)
    return {response["id"]: [ticket["id"]] for ticket, response in pairs}


def _contrary(tickets: Sequence[Row], responses: Sequence[Row], ours: str, theirs: str) -> dict[object, list[object]]:
    pairs = zip(reversed(_sorted(tickets, ours)), _sorted(responses, theirs), strict=False)
    return {response["id"]: [ticket["id"]] for ticket, response in pairs}


def _sorted(rows: Sequence[Row], name: str) -> list[Row]:
    return sorted(
        rows,
        key=lambda row: (not isinstance(row[name], int), row[name] if isinstance(row[name], int) else str(row[name])),
    )


def _columns(rows: Mapping[object, Sequence[Row]], leave_out: set[str]) -> list[str]:
    first = next(iter(next(iter(rows.values()))))
    return [name for name in first if name not in leave_out]


def _by_stratum(rows: Sequence[Row]) -> dict[object, list[Row]]:
    found: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["stratum_id"]].append(row)
    return found


def _rows(engine: Engine, table: str) -> list[Row]:
    """All rows of a table in the order they lie, with the marks of the database."""
    marks = ""
    if is_postgresql(engine):
        # ctid is the place on the disk; the others are the transactions that made and locked the row.
        marks = (
            ", (ctid::text::point)[0]::bigint * 1000 + (ctid::text::point)[1]::bigint AS place"
            ", xmin::text::bigint AS made_by, xmax::text::bigint AS locked_by, cmin::text::bigint AS step"
        )
    with engine.connect() as connection:
        # The sorted forms a reader would ask for are tried anyway; here the rows come as they lie.
        rows = connection.execute(text(f"SELECT *{marks} FROM {table}")).mappings().all()
    return [{**row, "id": _plain(row["id"]), "scan": number} for number, row in enumerate(rows)]


def _plain(id_: object) -> object:
    """The two databases write the id of a response differently."""
    return id_ if isinstance(id_, int) else str(id_).replace("-", "")
