"""Access codes of residents and numbers of sheets: what people type from paper, with a check against slips.

A code has 12 characters in fours, without 0 O 1 I L, which are mistaken for one another on paper. There are 31 such
characters, a prime: the last one makes the weighted sum of all twelve divisible by 31, so that any single wrong
character and any exchange of two is noticed before the database is asked (ISO 7064 uses the same idea with 37).
"""

import hashlib
import hmac
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
_MODULUS = len(ALPHABET)


def new_code() -> str:
    """A fresh access code, 54 random bits and a check character, without hyphens."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check_character(body)


def code_from(key: bytes, seed: str) -> str:
    """The code that belongs to a seed, always the same one; without the key as good as drawn at random."""
    number = int.from_bytes(hmac.new(key, b"code of:" + seed.encode(), hashlib.sha256).digest())
    body = "".join(ALPHABET[number // _MODULUS**place % _MODULUS] for place in range(LENGTH - 1))
    return body + _check_character(body)


def normalised(typed: str) -> str:
    """What was typed in the one form that is compared: half width, upper case, no hyphens or spaces."""
    flat = unicodedata.normalize("NFKC", typed).upper()
    # The long vowel sign is what the hyphen key writes in a Japanese input method.
    return "".join(character for character in flat if character.isalnum() and character != "ー")


def is_well_formed(code: str) -> bool:
    """Whether a normalised code has the right length, only known characters and the right check character."""
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        return False
    return code[-1] == _check_character(code[:-1])


def printed(code: str) -> str:
    """The code as the letter prints it: `ABCD-EFGH-JKMN`."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def digest(code: str, key: bytes) -> str:
    """The keyed hash under which a ticket is kept: with the database alone no code can be tried out."""
    return hmac.new(key, b"access code:" + code.encode(), hashlib.sha256).hexdigest()


def sheet_number(serial: int) -> str:
    """The number of a printed sheet: five digits and a check digit (Luhn), for example `000018`."""
    body = f"{serial:05d}"
    return body + _luhn_digit(body)


def is_sheet_number(number: str) -> bool:
    """Whether a typed number (half-width digits) carries its right check digit."""
    return len(number) >= 6 and number.isascii() and number.isdigit() and number[-1] == _luhn_digit(number[:-1])


def _check_character(body: str) -> str:
    # Weights 2..12 for the body and 1 for the check character: all different and none a multiple of 31.
    total = sum(
        weight * ALPHABET.index(character) for weight, character in zip(range(LENGTH, 1, -1), body, strict=True)
    )
    return ALPHABET[-total % _MODULUS]


def _luhn_digit(body: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
