"""A resident comes in, turns pages, checks and sends."""

import datetime

import pytest

from surveyapp.domain import access_codes
from surveyapp.domain.answers import SKIPPED, Chosen, ChosenMany, Marked, Wrote
from surveyapp.domain.definition import parse
from surveyapp.domain.faults import NotThere, Refused, TooLate
from surveyapp.operations import answering
from surveyapp.operations.answering import AlreadySent, Entered
from surveyapp.store import journal, responses, tickets, waves
from surveyapp.store.desk import Desks
from tests.support.questionnaires import tiny, tiny_document
from tests.support.residents import AN_ANSWER, SIDE, accepted, answer_and_send, come_in, draft, send, turn
from tests.support.waves import an_open_wave, close


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


@pytest.mark.parametrize(
    "written",
    [
        access_codes.printed,
        str.lower,
        lambda code: "".join(chr(ord(character) + 0xFEE0) for character in code),
        lambda code: f"　{access_codes.printed(code).replace('-', 'ー')} ",
        lambda code: access_codes.printed(code).replace("-", "－"),
    ],
    ids=["as printed", "lower case", "full width", "spaces and long marks", "full-width hyphens"],
)
def test_a_code_opens_however_it_is_written(desks, written):
    letter = an_open_wave(desks).letter

    with desks.desk(writing=True) as desk:
        entered = answering.enter(desk, written(letter.code), SIDE)

    assert entered is not None
    assert entered.ticket == letter.ticket


def test_a_slip_in_a_code_is_noticed_before_the_database_is_asked(desks):
    code = an_open_wave(desks).letter.code
    slipped = code[:3] + ("A" if code[3] != "A" else "B") + code[4:]

    with desks.desk(writing=True) as desk, pytest.raises(Refused) as refused:
        answering.enter(desk, slipped, SIDE)

    assert codes_of(refused) == ["access_code_malformed"]


def test_the_code_of_no_letter_opens_nothing(desks):
    an_open_wave(desks)

    with desks.desk(writing=True) as desk:
        entered = answering.enter(desk, access_codes.new_code(), SIDE)

    assert entered is None


def test_a_replaced_letter_opens_nothing_and_the_new_one_opens_the_same_answers(desks):
    letter = an_open_wave(desks).letter
    before = come_in(desks, letter)
    turn(desks, before, AN_ANSWER)
    new_code = access_codes.new_code()
    with desks.desk(writing=True) as desk:
        ticket = tickets.by_id(desk.session, before.wave, letter.ticket)
        tickets.change_code(desk.session, ticket, access_codes.digest(new_code, desk.key))

    with desks.desk(writing=True) as desk:
        old = answering.enter(desk, letter.code, SIDE)
        new = answering.enter(desk, new_code, SIDE)
    with desks.desk() as desk, pytest.raises(NotThere):
        answering.standing(desk, before)

    assert old is None
    with desks.desk() as desk:
        assert answering.standing(desk, new).visit.answers == AN_ANSWER


def test_a_forged_entry_reaches_no_other_wave(desks):
    letter = an_open_wave(desks).letter
    an_open_wave(desks, tiny("other"))
    mark = come_in(desks, letter).mark

    with desks.desk() as desk, pytest.raises(NotThere):
        answering.standing(desk, Entered("other", letter.ticket, mark))


def test_what_was_answered_is_there_again_later(desks):
    entered = come_in(desks, an_open_wave(desks).letter)
    turn(desks, entered, {"family_doctor": Chosen("yes"), "free_text": Wrote("髙﨑𠮷 😀\n二行目")})

    with desks.desk() as desk:
        found = answering.standing(desk, entered).visit

    assert found.answers == {"family_doctor": Chosen("yes"), "free_text": Wrote("髙﨑𠮷 😀\n二行目")}
    assert found.answered == 2


def test_a_changed_mind_and_a_withdrawn_answer_leave_nothing_behind(desks):
    wave = an_open_wave(desks)
    entered = come_in(desks, wave.letter)
    turn(desks, entered, {"family_doctor": Chosen("yes"), "sex": Chosen("male")})

    turn(desks, entered, {"family_doctor": Chosen("no"), "sex": SKIPPED})

    assert draft(desks, wave.letter) == {"family_doctor": Chosen("no")}


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"family_doctor": Chosen("maybe")}, "unknown_option"),
        ({"family_doctor": Marked(("yes", "no"))}, "several_marks"),
        ({"info_sources": ChosenMany(("newsletter", "website", "friends"))}, "too_many_chosen"),
        ({"info_sources": ChosenMany(("newsletter", "radio"))}, "unknown_option"),
        ({"free_text": Wrote("あ" * 10_000)}, "text_too_long"),
        ({"free_text": Chosen("yes")}, "answer_of_another_kind"),
    ],
)
def test_a_wrong_answer_is_named_and_the_others_of_its_page_are_kept(desks, wrong, fault):
    wave = an_open_wave(desks)
    entered = come_in(desks, wave.letter)

    kept = turn(desks, entered, {"sex": Chosen("female"), **wrong})

    assert kept.faults[0].code == fault
    assert draft(desks, wave.letter) == {"sex": Chosen("female")}


def test_a_question_that_is_not_on_the_page_is_not_answered_there(desks):
    wave = an_open_wave(desks)
    entered = come_in(desks, wave.letter)

    kept = turn(desks, entered, {"somebody_elses": Chosen("5"), "sex": Chosen("female")})

    assert kept.faults == ()
    assert draft(desks, wave.letter) == {"sex": Chosen("female")}


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_is_not_there_keeps_nothing(desks, page):
    wave = an_open_wave(desks)
    entered = come_in(desks, wave.letter)

    with pytest.raises(NotThere):
        turn(desks, entered, AN_ANSWER, page)

    assert draft(desks, wave.letter) == {}


def test_sending_makes_one_response_and_leaves_no_draft(desks):
    wave = an_open_wave(desks)
    given = {
        "medical_care.importance": Chosen("5"),
        "medical_care.satisfaction": Chosen("2"),
        "info_sources": ChosenMany(("newsletter", "friends")),
        "free_text": Wrote("バスを増やしてほしい"),
    }

    answer_and_send(desks, wave.letter, given)

    (response,) = accepted(desks, wave.key)
    assert (response.channel, response.stratum_id, response.language) == ("web", wave.strata["all"], "ja")
    assert response.answers == {
        "medical_care.importance": "5",
        "medical_care.satisfaction": "2",
        "info_sources": ["newsletter", "friends"],
        "free_text": {"wrote": "バスを増やしてほしい"},
    }
    assert draft(desks, wave.letter) == {}


def test_the_order_of_answering_is_not_kept(desks):
    wave = an_open_wave(desks)
    entered = come_in(desks, wave.letter)
    for name, code in (("district", "k01"), ("sex", "male"), ("medical_care.importance", "5")):
        turn(desks, entered, {name: Chosen(code)})

    send(desks, entered)

    assert list(accepted(desks, wave.key)[0].answers) == ["medical_care.importance", "sex", "district"]


def test_returns_are_counted_by_the_day_in_japan(settings, desks):
    wave = an_open_wave(desks)
    # 23:30 in London on the 9th is the morning of the 10th in Komagane.
    late = Desks(desks.engine, settings.secret_key.encode(), settings.questionnaires)
    late.clock = lambda: datetime.datetime(2026, 11, 9, 23, 30, tzinfo=datetime.UTC)

    for letter in wave.letters[:3]:
        answer_and_send(late, letter)

    with desks.desk() as desk:
        (count,) = waves.daily_counts(desk.session, wave.key)
    assert (count.day, count.channel, count.returns) == (datetime.date(2026, 11, 10), "web", 3)


def test_sending_twice_is_sending_once(desks):
    wave = an_open_wave(desks)
    entered = answer_and_send(desks, wave.letter)

    send(desks, entered)

    assert len(accepted(desks, wave.key)) == 1
    with desks.desk() as desk:
        assert answering.receipt(desk, entered).number == wave.letter.receipt


def test_a_response_without_any_answer_is_refused_and_the_letter_stays_good(desks):
    wave = an_open_wave(desks)
    entered = come_in(desks, wave.letter)

    with pytest.raises(Refused) as refused:
        send(desks, entered)

    assert codes_of(refused) == ["nothing_answered"]
    turn(desks, entered, AN_ANSWER)
    send(desks, entered)
    assert len(accepted(desks, wave.key)) == 1


def test_a_question_that_must_be_answered_is_asked_for_when_sending(desks):
    document = tiny_document()
    for entry in document["questionnaire"]["sections"][0]["entries"]:
        if entry.get("question") == "age":
            entry["required"] = True
    wave = an_open_wave(desks, parse(document))
    entered = come_in(desks, wave.letter)
    turn(desks, entered, AN_ANSWER)

    with pytest.raises(Refused) as refused:
        send(desks, entered)

    assert [(fault.code, fault.where) for fault in refused.value.faults] == [("answer_required", "age")]
    turn(desks, entered, {"age": Chosen("70+")})
    send(desks, entered)
    assert len(accepted(desks, wave.key)) == 1


def test_after_sending_nothing_can_be_added_and_the_receipt_stays(desks):
    wave = an_open_wave(desks)
    entered = answer_and_send(desks, wave.letter)

    with pytest.raises(AlreadySent):
        turn(desks, entered, {"sex": Chosen("male")})
    with desks.desk() as desk, pytest.raises(AlreadySent):
        answering.standing(desk, entered)

    close(desks, wave)
    with desks.desk() as desk:
        assert answering.receipt(desk, entered).number == wave.letter.receipt
    assert draft(desks, wave.letter) == {}


def test_a_closed_wave_takes_neither_answers_nor_sendings(desks):
    wave = an_open_wave(desks)
    entered = come_in(desks, wave.letter)
    turn(desks, entered, AN_ANSWER)
    close(desks, wave)

    with pytest.raises(TooLate) as kept:
        turn(desks, entered, {"sex": Chosen("male")})
    with pytest.raises(TooLate) as sent:
        send(desks, entered)

    assert codes_of(kept) == codes_of(sent) == ["wave_not_open"]
    assert accepted(desks, wave.key) == []
    with desks.desk() as desk:
        assert answering.receipt(desk, entered) is None


def test_answers_left_behind_by_a_changed_mind_are_not_sent(desks):
    document = tiny_document()
    entries = document["questionnaire"]["sections"][0]["entries"]
    next(entry for entry in entries if entry.get("question") == "info_sources")["only_if"] = {"family_doctor": ["yes"]}
    wave = an_open_wave(desks, parse(document))
    entered = come_in(desks, wave.letter)
    opened = turn(desks, entered, {"family_doctor": Chosen("yes")}).opened
    turn(desks, entered, {"info_sources": ChosenMany(("website",))})

    turn(desks, entered, {"family_doctor": Chosen("no")})
    send(desks, entered)

    assert opened == ("info_sources",)
    assert accepted(desks, wave.key)[0].answers == {"family_doctor": "no"}


def test_a_split_form_asks_its_own_questions_only(desks):
    wave = an_open_wave(desks, tiny(forms=("A", "B")))
    letter = next(letter for letter in wave.letters if letter.form == "A")
    both = {"medical_care.importance": Chosen("5"), "health_promotion.importance": Chosen("5")}

    answer_and_send(desks, letter, both)

    (response,) = accepted(desks, wave.key)
    assert (response.form, response.answers) == ("A", {"medical_care.importance": "5"})


@pytest.mark.parametrize(("link", "kept"), [("cut_on_acceptance", False), ("cut_at_close", True)])
def test_a_link_is_kept_only_where_the_wave_says_so(desks, link, kept):
    wave = an_open_wave(desks, tiny(link=link))

    answer_and_send(desks, wave.letter)

    with desks.desk() as desk:
        assert (responses.linked(desk.session, wave.letter.ticket) is not None) is kept


def test_the_journal_tells_nothing_of_a_resident(desks):
    wave = an_open_wave(desks)

    answer_and_send(desks, wave.letter)

    with desks.desk() as desk:
        assert journal.entries(desk.session) == []


def test_the_check_reads_everything_back_by_field(desks):
    entered = come_in(desks, an_open_wave(desks).letter)
    turn(desks, entered, {"medical_care.satisfaction": Chosen("4"), "info_sources": ChosenMany(("website", "friends"))})

    with desks.desk() as desk:
        summary = answering.summary(desk, entered)

    (field,) = summary.fields
    by_number = {line.number: line for line in field.lines}
    words = summary.standing.visit.questionnaire.words("ja")
    said = [(words.say(each.scale), [words.say(key) for key in each.labels]) for each in by_number[1].said]
    assert said == [("重要度", []), ("満足度", ["やや満足"])]
    assert [words.say(key) for key in by_number[4].said[0].labels] == ["ホームページ", "知人"]
    assert summary.skipped == 8


def test_a_nul_character_is_dropped_and_nothing_else_of_a_text(desks):
    wave = an_open_wave(desks)
    text = "か\u3099 ﾊﾞｽ\u0000 ㍻ e\u0301 👨‍👩‍👧 \u202eabc"

    answer_and_send(desks, wave.letter, {"free_text": Wrote(text)})

    assert accepted(desks, wave.key)[0].answers == {"free_text": {"wrote": text.replace("\u0000", "")}}
