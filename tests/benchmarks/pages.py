"""What residents cost the server: a questionnaire page, a page turned, and a whole response, without JavaScript and with every tap kept."""

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from math import ceil

from surveyapp.domain.answers import Chosen
from surveyapp.domain.paper import laid_out
from surveyapp.domain.questionnaire import Question
from surveyapp.runtime import open_desks
from surveyapp.store import definitions, responses
from surveyapp.store.desk import Desks
from tests.benchmarks import constant, residents
from tests.benchmarks.measuring import Row, children, cpu_of, pairs
from tests.benchmarks.places import KINDS, Place, place
from tests.benchmarks.residents import Browser
from tests.support.server import Server, serving
from tests.support.waves import Letter, OpenWave, an_open_wave

DEFINITION = "komagane-2021-model"
#: a page of 6 items with 12 scales in the middle of the questionnaire
PAGE = 7
REQUESTS = 500
WARM = 50
WORKERS = 2
#: residents who have answered everything before that page and half of it, and are asked for in turn
READERS = 20
#: letters by stratum, as many as a city's strata hold
INVITED = 150
STRATA = 4
SEED = 20261123
CONSTANT = "tests.benchmarks.constant:create()"

Ask = Callable[[], object]


@dataclass(frozen=True)
class Reader:
    """A resident who has come in: the browser, the address of the page, and what its form carries unseen."""

    browser: Browser
    page: str
    form: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Served:
    """An open wave, served beside the yardstick, and residents in the middle of it."""

    place: Place
    wave: OpenWave
    by_page: dict[int, Sequence[Question]]
    server: Server
    yardstick: Server
    readers: tuple[Reader, ...]
    unused: Iterator[Letter]

    def browser(self) -> Browser:
        """A new browser for the program."""
        return _browser(self.server)

    def plain(self) -> Browser:
        """A new browser for the yardstick."""
        return _browser(self.yardstick)


def measure() -> list[Row]:
    """The four figures on both databases."""
    rows: list[Row] = []
    for kind in KINDS:
        with place(kind) as somewhere, _served(somewhere) as served:
            rows += [_page(served), _turn(served), _response(served), _response(served, taps=True)]
    return rows


def _page(served: Served) -> Row:
    turn = cycle(served.readers)
    plain = served.plain()

    def ours() -> None:
        reader = next(turn)
        reader.browser.get(reader.page)

    return _row(served, "questionnaire page", ours, lambda: plain.get("/"), budget=5.0)


def _turn(served: Served) -> Row:
    turn, chance = cycle(served.readers), random.Random(SEED)
    plain, questions = served.plain(), served.by_page[PAGE]

    def fields(reader: Reader) -> residents.Fields:
        # as from a page that was drawn before anything on it was answered: all twelve are written
        carried = [(name, "{}" if name == "drawn" else value) for name, value in reader.form]
        return [*carried, *residents.answers(questions, chance), ("go", "next")]

    def ours() -> None:
        reader = next(turn)
        reader.browser.post(reader.page, fields(reader))

    return _row(served, "page turned", ours, lambda: plain.post("/", fields(served.readers[0])))


def _response(served: Served, *, taps: bool = False) -> Row:
    chance = random.Random(SEED)
    pages = len(served.by_page)
    plain = served.plain()
    form = residents.answers(served.by_page[PAGE], chance)

    def ours() -> None:
        residents.answer_all(served.browser(), next(served.unused).code, served.by_page, chance, taps=taps)

    tapped = sum(len(questions) for questions in served.by_page.values()) if taps else 0

    def constants() -> None:
        for _ in range(pages + 4):
            plain.get("/")
        for _ in range(pages + 2 + tapped):
            plain.post("/", form)

    name, budget = ("whole response, every tap kept", 250.0) if taps else ("whole response", 150.0)
    return _row(served, name, ours, constants, requests=2 * pages + 6 + tapped, budget=budget)


def _row(served: Served, name: str, ours: Ask, plain: Ask, *, requests: int = 1, budget: float | None = None) -> Row:
    times = ceil(REQUESTS / requests)
    database: list[float] = []

    def of_ours() -> float:
        before = served.place.database_cpu()
        used = _milliseconds(served.server, ours, times)
        database.append((served.place.database_cpu() - before) / times * 1000)
        return used

    for ask in (ours, plain):
        _together(ask, ceil(WARM / requests))
    found, yardstick = pairs(of_ours, lambda: _milliseconds(served.yardstick, plain, times))
    beside = (("database", tuple(database)),) if any(database) else ()
    return Row(f"{name}, {served.place.kind}", "ms CPU", found, budget, yardstick, beside)


def _milliseconds(server: Server, ask: Ask, times: int) -> float:
    """CPU of the worker processes for one asking; the main process, which only watches them, is left out."""
    workers = children(server.pid)
    assert len(workers) == WORKERS
    before = cpu_of(workers)
    for _ in range(times):
        ask()
    return (cpu_of(workers) - before) / times * 1000


def _together(ask: Ask, times: int) -> None:
    """As many askers as there are workers, so that each has something to do."""
    with ThreadPoolExecutor(WORKERS) as askers:
        for done in [askers.submit(ask) for _ in range(times)]:
            done.result()


@contextmanager
def _served(somewhere: Place) -> Iterator[Served]:
    desks = open_desks(somewhere.settings)
    questionnaire = definitions.load(somewhere.settings.questionnaires / DEFINITION)
    wave = an_open_wave(desks, questionnaire, {f"stratum {n}": (1000, INVITED) for n in range(STRATA)})
    by_page = {
        page: [question for line in part.lines for question in line.questions]
        for page, part in enumerate(laid_out(questionnaire), start=1)
    }
    _half_way(desks, wave.letters[:READERS], by_page)
    desks.engine.dispose()
    instance = somewhere.settings.instance
    with ExitStack() as running:
        server = running.enter_context(serving(somewhere.settings, instance / "server.log", WORKERS))
        readers = [_reader(server, letter) for letter in wave.letters[:READERS]]
        (instance / constant.PAGE).write_text(readers[0].browser.get(readers[0].page), encoding="utf-8")
        yardstick = running.enter_context(
            serving(somewhere.settings, instance / "constant.log", WORKERS, application=CONSTANT)
        )
        yield Served(somewhere, wave, by_page, server, yardstick, tuple(readers), iter(wave.letters[READERS:]))


def _half_way(desks: Desks, letters: Sequence[Letter], by_page: dict[int, Sequence[Question]]) -> None:
    """Everything before the page is answered, and half of the page."""
    chance = random.Random(SEED)
    before = [question for page in range(1, PAGE) for question in by_page[page]]
    half = before + list(by_page[PAGE])[::2]
    with desks.desk(writing=True) as desk:
        for letter in letters:
            given = {question.id: Chosen(chance.choice(question.options).code) for question in half}
            responses.keep(desk.session, letter.ticket, given)


def _reader(server: Server, letter: Letter) -> Reader:
    browser = _browser(server)
    page = f"{residents.enter(browser, letter.code)}{PAGE}"
    return Reader(browser, page, tuple(residents.hidden(browser.get(page))))


def _browser(server: Server) -> Browser:
    return Browser(server.url.removeprefix("http://"))
