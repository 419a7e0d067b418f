"""Numbers that know their unit by type: a percent is no percentage point, and the difference of two means is no mean.

A type checker refuses to mix them, and so do they themselves. Kept as figures keep them, shares between 0 and 1; ``read`` takes the digits
that stand in a table, ``printed`` gives them back, rounded half up, once.

    Percent.read(71.5) - Percent.read(73.9)   ->   PercentagePoints(-0.024)
    Percent.read(71.5) - Points(3.2)          ->   refused
"""

from dataclasses import dataclass
from typing import ClassVar, Self, TypeAlias, TypeVar

from analysis.faults import Fault, Faults
from analysis.figures import Estimate, Unit, printed

#: what adding and subtracting shares may leave beyond 0 and 1
HAIR = 1e-12


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a unit; only the kinds below are made."""

    value: float
    unit: ClassVar[Unit]

    def __post_init__(self) -> None:
        if self.unit is Unit.PERCENT and (self.value < -HAIR or self.value > 1 + HAIR):
            raise Faults([Fault("share_wrong", {"found": self.value})])

    @classmethod
    def read(cls, number: float) -> Self:
        """From the number as it is printed: 71.5 in percent is 0.715."""
        return cls(number / cls.unit.scale)

    def printed(self, places: int | None = None) -> str:
        """The digits as they stand in a table, without the word for the unit."""
        return printed(self.value, self.unit, places)

    def __lt__(self, other: Self) -> bool:
        return self.value < _alike(self, other).value

    def __le__(self, other: Self) -> bool:
        return self.value <= _alike(self, other).value

    def __gt__(self, other: Self) -> bool:
        return self.value > _alike(self, other).value

    def __ge__(self, other: Self) -> bool:
        return self.value >= _alike(self, other).value


class _Difference(Quantity):
    """Differences add up among themselves."""

    __slots__ = ()

    def __add__(self, other: Self) -> Self:
        return type(self)(self.value + _alike(self, other).value)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.value - _alike(self, other).value)


class PointDifference(_Difference):
    """The difference of two means, in points of the scale."""

    __slots__ = ()
    unit = Unit.POINT_DIFFERENCE


class PercentagePoints(_Difference):
    """The difference of two shares, kept between -1 and 1."""

    __slots__ = ()
    unit = Unit.PERCENTAGE_POINT


class Points(Quantity):
    """A mean, in points of the scale."""

    __slots__ = ()
    unit = Unit.POINT

    def __sub__(self, other: "Points") -> PointDifference:
        return PointDifference(self.value - _alike(self, other).value)

    def __add__(self, other: PointDifference) -> "Points":
        return Points(self.value + _of(PointDifference, other).value)


class Percent(Quantity):
    """A share, kept between 0 and 1 and printed in percent; 80 for 80 % is refused."""

    __slots__ = ()
    unit = Unit.PERCENT

    def __sub__(self, other: "Percent") -> PercentagePoints:
        return PercentagePoints(self.value - _alike(self, other).value)

    def __add__(self, other: PercentagePoints) -> "Percent":
        return Percent(self.value + _of(PercentagePoints, other).value)


Kind = TypeVar("Kind", bound=Quantity)
AnyQuantity: TypeAlias = Points | Percent | PointDifference | PercentagePoints


def quantity(figure: Estimate) -> AnyQuantity:
    """The value of a figure as a number that knows its unit; numbers of people have none."""
    for kind in (Points, Percent, PointDifference, PercentagePoints):
        if kind.unit is figure.unit:
            return kind(figure.value)
    raise Faults([Fault("units_differ", {"first": figure.unit.value, "second": "points or percent"})])


def _alike(one: Kind, other: Kind) -> Kind:
    return _of(type(one), other)


def _of(kind: type[Kind], other: Kind) -> Kind:
    if not isinstance(other, kind):
        told = other.unit.value if isinstance(other, Quantity) else "a bare number"
        raise Faults([Fault("units_differ", {"first": kind.unit.value, "second": told})])
    return other
