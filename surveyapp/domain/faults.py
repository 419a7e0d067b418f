"""What can go wrong, in the words of the office.

A fault is a code and its fields; the sentence a person reads stands in `surveyapp.wording`, so that pages, commands
and reports say the same thing in the reader's language.
"""

from collections.abc import Iterable


class Fault:
    """One thing that is wrong: its code, where it is (file, key, line), and the fields of its sentence."""

    __slots__ = ("code", "fields", "where")

    def __init__(self, code: str, /, where: str = "", **fields: object) -> None:
        self.code = code
        self.where = where
        self.fields = fields

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.fields.items())
        return f"Fault({self.code!r}, where={self.where!r}{', ' if said else ''}{said})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fault) and (self.code, self.where, self.fields) == (
            other.code,
            other.where,
            other.fields,
        )

    def __hash__(self) -> int:
        return hash(
            (
                self.code,
                self.where,
                tuple(sorted((name, str(value)) for name, value in self.fields.items())),
            )
        )


class Refused(Exception):
    """The office cannot do what was asked; every reason is named at once."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*(fault.code for fault in faults))
        self.faults: tuple[Fault, ...] = faults

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> "Refused":
        """The same refusal from any collection of faults."""
        return cls(*faults)


class NotThere(Refused):
    """What was asked for does not exist here (in this wave, for this person)."""


class TooLate(Refused):
    """Somebody or something came first: the code is used, the sheet is claimed, the wave is closed."""


class TooMany(Refused):
    """Too many wrong tries; wait and try again."""


class NotAllowed(Refused):
    """This person may not do this."""


class DefinitionFaults(Refused):
    """A definition file with faults: read whole or refused whole."""
