"""A resident's own word stands before what was answered, and never before the right to answer."""

import datetime

import pytest
from sqlalchemy import text

from surveyapp.domain import own_word
from surveyapp.domain.faults import NotThere, Refused, TooMany
from surveyapp.operations import answering, wave_keeping
from surveyapp.operations.answering import AlreadySent, Entered, WordNeeded, word
from surveyapp.store import journal
from surveyapp.store.desk import Desks
from tests.support.residents import AN_ANSWER, choose_word, come_in, draft, send, turn
from tests.support.waves import OpenWave, an_open_wave

WORD = "4071"


@pytest.fixture
def wave(desks) -> OpenWave:
    return an_open_wave(desks)


def give(desks: Desks, entered: Entered, typed: str) -> Entered:
    with desks.desk(writing=True) as desk:
        answering.knock(desk, entered)
    with desks.desk() as desk:
        entered = answering.given(desk, entered, typed)
    with desks.desk(writing=True) as desk:
        answering.let_in(desk, entered)
    return entered


def begin_anew(desks: Desks, entered: Entered) -> Entered:
    with desks.desk(writing=True) as desk:
        return answering.begin_anew(desk, entered)


def answers(desks: Desks, entered: Entered) -> object:
    with desks.desk() as desk:
        return answering.standing(desk, entered).visit.answers


def wrong_tries(desks: Desks, entered: Entered, number: int) -> list[str]:
    codes = []
    for _ in range(number):
        with pytest.raises(Refused) as refused:
            give(desks, entered, "9052")
        codes.append(refused.value.faults[0].code)
    return codes


@pytest.mark.parametrize("typed", [WORD, "４０７１", " 40 71 ", "４０ー７１"])
def test_a_letter_opened_again_shows_the_answers_only_after_the_word(desks, wave, typed):
    first = come_in(desks, wave.letter)
    turn(desks, first, AN_ANSWER)
    mine = choose_word(desks, first)

    again = come_in(desks, wave.letter)
    with pytest.raises(WordNeeded):
        answers(desks, again)
    with pytest.raises(WordNeeded):
        turn(desks, again, {})
    with pytest.raises(WordNeeded):
        send(desks, again)

    assert answers(desks, give(desks, again, typed)) == AN_ANSWER
    assert answers(desks, mine) == AN_ANSWER


def test_another_device_that_is_in_already_is_asked_once_a_word_is_chosen_or_changed(desks, wave):
    phone, tablet = come_in(desks, wave.letter), come_in(desks, wave.letter)
    phone = choose_word(desks, phone)
    with pytest.raises(WordNeeded):
        answers(desks, tablet)
    tablet = give(desks, tablet, WORD)

    tablet = choose_word(desks, tablet, "5139")

    with pytest.raises(WordNeeded):
        answers(desks, phone)
    with pytest.raises(Refused, match="own_word_wrong"):
        give(desks, phone, WORD)
    assert answers(desks, tablet) == {}


def test_who_has_not_given_the_word_can_neither_change_nor_lift_it(desks, wave):
    choose_word(desks, come_in(desks, wave.letter))
    stranger = come_in(desks, wave.letter)

    with pytest.raises(WordNeeded):
        choose_word(desks, stranger, "5139")
    with pytest.raises(WordNeeded), desks.desk(writing=True) as desk:
        answering.drop_word(desk, stranger)


def test_without_a_word_any_more_the_letter_alone_opens_the_answers(desks, wave):
    mine = choose_word(desks, come_in(desks, wave.letter))
    turn(desks, mine, AN_ANSWER)

    with desks.desk(writing=True) as desk:
        mine = answering.drop_word(desk, mine)

    assert answers(desks, mine) == AN_ANSWER
    assert answers(desks, come_in(desks, wave.letter)) == AN_ANSWER


@pytest.mark.parametrize("typed", ["", "123", "12345", "abcd", "１２３", "4 digits", "٤٠٧١", "\x00" * 4, "4" * 10_000])
def test_what_is_not_four_digits_is_no_word(desks, wave, typed):
    with pytest.raises(Refused, match="own_word_malformed"):
        choose_word(desks, come_in(desks, wave.letter), typed)


@pytest.mark.parametrize("typed", ["1111", "０００0", "1234", "6789", "4321", "9876"])
def test_the_words_that_everybody_tries_first_cannot_be_chosen(desks, wave, typed):
    with pytest.raises(Refused, match="own_word_too_easy"):
        choose_word(desks, come_in(desks, wave.letter), typed)


def test_few_words_are_ruled_out():
    every = [f"{number:04d}" for number in range(10_000)]

    assert len([each for each in every if own_word.faults(each)]) == 24


def test_after_five_wrong_tries_one_waits_also_with_the_right_word_and_from_wherever(desks, wave):
    mine = choose_word(desks, come_in(desks, wave.letter))
    turn(desks, mine, AN_ANSWER)
    again = come_in(desks, wave.letter)

    tried = wrong_tries(desks, again, word.TRIES + 2)
    with pytest.raises(TooMany) as refused:
        give(desks, come_in(desks, wave.letter), WORD)

    assert tried == ["own_word_wrong"] * 5 + ["too_many_tries"] * 2
    assert refused.value.faults[0].fields == {"minutes": 15}
    assert answers(desks, mine) == AN_ANSWER
    start = desks.clock()
    desks.clock = lambda: start + word.WINDOW
    assert answers(desks, give(desks, again, WORD)) == AN_ANSWER


def test_a_neighbours_word_is_not_held_up_by_tries_at_another(desks, wave):
    mine, other = (come_in(desks, letter) for letter in wave.letters[:2])
    choose_word(desks, mine), choose_word(desks, other)
    wrong_tries(desks, come_in(desks, wave.letters[0]), word.TRIES + 1)

    assert answers(desks, give(desks, come_in(desks, wave.letters[1]), WORD)) == {}


def test_after_twenty_wrong_tries_over_days_the_word_opens_nothing_any_more(desks, wave):
    mine = choose_word(desks, come_in(desks, wave.letter))
    again, start = come_in(desks, wave.letter), desks.clock()

    for day in range(word.MOST_TRIES // word.TRIES):
        desks.clock = lambda day=day: start + datetime.timedelta(days=day)
        wrong_tries(desks, again, word.TRIES)
    desks.clock = lambda: start + datetime.timedelta(days=30)

    with pytest.raises(TooMany, match="own_word_closed"):
        give(desks, again, WORD)
    assert answers(desks, mine) == {}


def test_a_right_word_lets_the_tries_be_counted_from_nothing(desks, wave):
    choose_word(desks, come_in(desks, wave.letter))
    again = come_in(desks, wave.letter)

    tried = [code for _ in range(6) for code in wrong_tries(desks, again, 4) if give(desks, again, WORD)]

    assert tried == ["own_word_wrong"] * 24


def test_who_has_forgotten_the_word_begins_anew_and_nobody_sees_the_earlier_answers(desks, wave):
    mine = choose_word(desks, come_in(desks, wave.letter))
    turn(desks, mine, AN_ANSWER)

    anew = begin_anew(desks, come_in(desks, wave.letter))

    assert answers(desks, anew) == {}
    assert draft(desks, wave.letter) == {}
    with pytest.raises(NotThere):
        answers(desks, mine)
    with pytest.raises(NotThere):
        turn(desks, mine, AN_ANSWER)


def test_beginning_anew_takes_nothing_from_who_has_no_word_or_has_given_it(desks, wave):
    mine = come_in(desks, wave.letter)
    turn(desks, mine, AN_ANSWER)
    begin_anew(desks, mine)
    assert answers(desks, mine) == AN_ANSWER

    mine = choose_word(desks, mine)
    begin_anew(desks, mine)

    assert draft(desks, wave.letter) == AN_ANSWER


def test_after_sending_the_word_is_gone_and_the_receipt_stands_before_nobody(desks, wave):
    mine = choose_word(desks, come_in(desks, wave.letter))
    turn(desks, mine, AN_ANSWER)
    send(desks, mine)
    again = come_in(desks, wave.letter)

    with desks.desk() as desk:
        numbers = [answering.receipt(desk, entered).number for entered in (mine, again)]
        rows = desk.session.execute(text("SELECT * FROM own_word")).all()
    with pytest.raises(AlreadySent):
        begin_anew(desks, again)

    assert numbers == [wave.letter.receipt] * 2
    assert rows == []


def test_at_closing_every_word_is_gone(desks, wave):
    choose_word(desks, come_in(desks, wave.letter))

    with desks.desk(writing=True) as desk:
        wave_keeping.close(desk, wave.key)
    wave_keeping.sweep(desks)

    with desks.desk() as desk:
        assert desk.session.execute(text("SELECT * FROM own_word")).all() == []


def test_the_word_stands_nowhere_as_it_was_typed_and_in_no_journal(desks, wave):
    for letter in wave.letters[:2]:
        choose_word(desks, come_in(desks, letter))

    with desks.desk() as desk:
        kept = [tuple(row) for row in desk.session.execute(text("SELECT word_hash, mark FROM own_word"))]
        assert journal.entries(desk.session) == []
    assert all(hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for hashed, _mark in kept)
    assert len(set(kept)) == 2
