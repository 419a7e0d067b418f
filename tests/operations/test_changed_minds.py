"""A changed mind leaves nothing behind: whatever was answered, taken back and answered anew, on whatever page and in
whatever order, what is accepted is what was answered last of what is asked, and nothing else."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveyapp.domain.answers import SKIPPED, Answer, Chosen, ChosenMany, Wrote, packed
from surveyapp.domain.questionnaire import Kind, Question, Questionnaire
from surveyapp.domain.rotation import KEY, Order, orders
from surveyapp.operations import answering
from surveyapp.store import responses
from surveyapp.store.desk import Desks
from tests.support.residents import accepted, come_in, draft, send, turn
from tests.support.routed import FIELDS, FORMS, routed
from tests.support.waves import Letter, OpenWave, an_open_wave, close

ROUTED = routed()
PLENTY = {"all": (100_000, 1_500)}


def answer_to(question: Question) -> st.SearchStrategy[Answer]:
    """Any answer to a question, and silence, which takes an answer back."""
    codes = list(question.by_code)
    if question.kind is Kind.TEXT:
        return st.sampled_from([SKIPPED, Wrote("髙﨑𠮷 😀"), Wrote("ほかの言葉")])
    if question.kind is Kind.MULTIPLE:
        some = st.lists(st.sampled_from(codes), min_size=1, unique=True).map(
            lambda chosen: ChosenMany(tuple(code for code in codes if code in chosen))
        )
        return st.one_of(st.just(SKIPPED), some)
    return st.sampled_from([SKIPPED, *map(Chosen, codes)])


# A walk: which page is turned and what is said on it; also what is not asked there just now (a page left open).
STEPS = st.lists(
    st.tuples(
        st.integers(1, len(ROUTED.sections)),
        st.fixed_dictionaries({}, optional={one.id: answer_to(one) for one in ROUTED.questions}),
    ),
    min_size=1,
    max_size=12,
)


def expected(questionnaire: Questionnaire, said: Mapping[str, Answer], form: str) -> dict[str, object]:
    """What has to be accepted, worked out from the definition anew: a question counts when what it hangs on counts."""
    counts: dict[str, Answer] = {}
    for question in questionnaire.questions:
        answer = said.get(question.id, SKIPPED)
        is_printed = not question.forms or form in question.forms
        is_opened = all(
            set(_codes(counts.get(condition.question, SKIPPED))) & condition.codes for condition in question.only_if
        )
        if answer != SKIPPED and is_printed and is_opened:
            counts[question.id] = answer
    return {name: packed(answer) for name, answer in counts.items()}


def _codes(answer: Answer) -> tuple[str, ...]:
    match answer:
        case Chosen(code):
            return (code,)
        case ChosenMany(codes):
            return codes
    return ()


@pytest.fixture
def wave(desks: Desks) -> OpenWave:
    return an_open_wave(desks, ROUTED, PLENTY)


@pytest.fixture
def unused(wave: OpenWave) -> Mapping[str, Iterator[Letter]]:
    """One letter after the other, by form."""
    return {form: iter([letter for letter in wave.letters if letter.form == form]) for form in FORMS}


@given(steps=STEPS, form=st.sampled_from(FORMS), order=st.sampled_from(orders(FIELDS)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_accepted_is_what_was_said_last_of_what_is_asked(
    desks: Desks,
    wave: OpenWave,
    unused: Mapping[str, Iterator[Letter]],
    steps: list[tuple[int, dict[str, Answer]]],
    form: str,
    order: Order,
):
    letter = next(unused[form])
    have_drawn(desks, letter, order)
    entered = come_in(desks, letter)
    with desks.desk() as desk:
        parts = answering.standing(desk, entered).visit.parts
    said: dict[str, Answer] = {}
    before = {response.id for response in accepted(desks, wave.key)}
    for page, given_ in steps:
        turn(desks, entered, given_, page)
        on_page = {question.id for line in parts[page - 1].lines for question in line.questions}
        said |= {name: answer for name, answer in given_.items() if name in on_page}
    wanted = expected(ROUTED, said, form)
    if not wanted:
        return  # nothing is left to send; that this is refused is held elsewhere

    send(desks, entered)

    (response,) = (one for one in accepted(desks, wave.key) if one.id not in before)
    assert (response.form, response.answers, response.section_order) == (form, wanted, list(order))
    assert draft(desks, letter) == {}


def have_drawn(desks: Desks, letter: Letter, order: Order) -> None:
    """Draw for a resident beforehand, so that a walk can be walked again."""
    with desks.desk(writing=True) as desk:
        responses.keep_order(desk.session, letter.ticket, order)


def drawn(desks: Desks, letter: Letter) -> list[str]:
    """The order kept for somebody who has not sent yet; empty when there is none."""
    kept = draft(desks, letter).get(KEY)
    return list(kept.codes) if isinstance(kept, ChosenMany) else []


def test_an_order_stays_the_same_for_whoever_comes_back_on_any_device(desks: Desks, wave: OpenWave):
    come_in(desks, wave.letter)
    first = drawn(desks, wave.letter)

    for _ in range(12):
        come_in(desks, wave.letter)

    assert first
    assert drawn(desks, wave.letter) == first


def test_the_order_goes_with_the_response_and_no_trace_of_it_stays_with_the_ticket(desks: Desks, wave: OpenWave):
    entered = come_in(desks, wave.letter)
    order = drawn(desks, wave.letter)
    turn(desks, entered, {"sex": Chosen("male")}, 5)
    send(desks, entered)

    come_in(desks, wave.letter)

    (response,) = accepted(desks, wave.key)
    assert response.section_order == order
    assert drawn(desks, wave.letter) == []


def test_orders_are_drawn_for_each_anew_and_hang_on_nothing_of_the_ticket(desks: Desks, wave: OpenWave):
    letters = wave.letters[:60]
    for letter in letters:
        come_in(desks, letter)
    found = [tuple(drawn(desks, letter)) for letter in letters]

    # Six orders, sixty letters: that one of them never comes has a chance of one in ten thousand.
    assert set(found) == set(orders(FIELDS))


def test_a_wave_whose_fields_stay_has_no_order_anywhere(desks: Desks):
    tiny_wave = an_open_wave(desks)
    entered = come_in(desks, tiny_wave.letter)
    turn(desks, entered, {"sex": Chosen("male")})
    assert drawn(desks, tiny_wave.letter) == []

    send(desks, entered)

    assert [response.section_order for response in accepted(desks, tiny_wave.key)] == [None]


def test_who_comes_when_the_wave_is_closed_has_no_order_drawn(desks: Desks, wave: OpenWave):
    close(desks, wave)

    come_in(desks, wave.letter)

    assert draft(desks, wave.letter) == {}
