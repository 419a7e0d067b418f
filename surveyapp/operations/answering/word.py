"""A resident's own word: four digits, chosen or not, asked for when the letter is opened again.

The code stands in a letter, and a letter lies about: whoever lives in the same home, or finds it, can open it. Without a
word they read what was answered so far; with one they do not. The word guards what was said, and not the right to
answer, which is the letter's: whoever holds that can fill in the paper all the same.

So whoever has forgotten the word is not asked who they are, which nobody here could check, and is shown nothing either:
they may begin anew, and the earlier answers are gone before the first page is shown; or they answer on paper. No clerk
can see, set or lift a word, and a new letter does not lift it, since it goes to the same home. Entries that knew the
old word open nothing after that, so that nobody writes into the answers of another.

Five wrong tries in a row and one waits; after twenty since the word was last right it opens nothing any more. Twenty of
ten thousand is one in five hundred, where the ones that everybody tries first cannot be chosen. The tries are counted
by letter and not by address: wherever somebody tries from, it is this one word that is guessed.

As with the passwords of the staff, checking takes some 20 ms and is never done while a writing transaction is open:
`knock` counts the try, `given` checks it (reading), `let_in` takes the count back.
"""

import datetime
import secrets
from dataclasses import replace

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from surveyapp.domain import own_word
from surveyapp.domain.faults import Fault, Refused, TooMany
from surveyapp.operations.answering.door import draw_order
from surveyapp.operations.answering.places import Entered, locked_place, open_place
from surveyapp.store import responses, throttle, words
from surveyapp.store.desk import Desk

DOOR = "own_word"
TRIES = 5
WINDOW = datetime.timedelta(minutes=15)
MOST_TRIES = 20

# The cost of the staff's passwords.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def sealed_word(desk: Desk, entered: Entered, typed: str) -> str:
    """A chosen word as it is kept; Refused when it is not four digits, or the first that anybody would try."""
    word = own_word.normalised(typed)
    if faults := own_word.faults(word):
        raise Refused.of(faults)
    return _HASHER.hash(_keyed(desk, entered, word))


def keep_word(desk: Desk, entered: Entered, sealed: str) -> Entered:
    """Put a word before the answers, or another one; the entry that goes on. Every other entry is asked for it."""
    place = open_place(desk, entered, hold=True)
    mark = secrets.token_urlsafe(9)
    words.keep(desk.session, place.ticket, sealed, mark)
    return replace(entered, word=mark)


def drop_word(desk: Desk, entered: Entered) -> Entered:
    """Ask for no word any more; the entry that goes on."""
    place = open_place(desk, entered, hold=True)
    words.forget(desk.session, place.ticket)
    return replace(entered, word="")


def has_word(desk: Desk, entered: Entered) -> bool:
    """Whether a word stands before the answers of this entry, given or not."""
    return bool(locked_place(desk, entered).word)


def knock(desk: Desk, entered: Entered) -> None:
    """Count a try before it is checked, so that a hundred at once count as a hundred. TooMany stops it."""
    place = locked_place(desk, entered, hold=True)
    side = _side(desk, entered)
    if throttle.miss(desk.session, desk.now, DOOR, side, within=WINDOW) > TRIES:
        throttle.admit(desk.session, desk.now, DOOR, side, most=TRIES, within=WINDOW)
    if words.missed(desk.session, place.ticket) > MOST_TRIES:
        raise TooMany(Fault("own_word_closed"))


def given(desk: Desk, entered: Entered, typed: str) -> Entered:
    """The entry with its word, where that is right; Refused otherwise."""
    place = locked_place(desk, entered)
    kept = words.of(desk.session, place.ticket)
    if kept is None:
        return replace(entered, word="")
    try:
        _HASHER.verify(kept.word_hash, _keyed(desk, entered, own_word.normalised(typed)))
    except (VerificationError, InvalidHashError):
        raise Refused(Fault("own_word_wrong", "word")) from None
    return replace(entered, word=kept.mark)


def let_in(desk: Desk, entered: Entered) -> None:
    """The word was right: tries are counted from nothing again."""
    words.was_right(desk.session, entered.ticket)
    throttle.clear(desk.session, DOOR, _side(desk, entered))


def begin_anew(desk: Desk, entered: Entered) -> Entered:
    """The word is forgotten: discard it and the answers behind it; the entry to a questionnaire without any."""
    place = locked_place(desk, entered, hold=True)
    if place.word and place.word != entered.word:
        responses.forget_draft(desk.session, place.ticket)
        throttle.clear(desk.session, DOOR, _side(desk, entered))
        draw_order(desk, entered)
    return replace(entered, word="")


def _side(desk: Desk, entered: Entered) -> str:
    return desk.seal(DOOR, f"{entered.wave}:{entered.ticket}")


def _keyed(desk: Desk, entered: Entered, word: str) -> str:
    return desk.seal(DOOR, f"{entered.wave}:{entered.ticket}:{word}")
