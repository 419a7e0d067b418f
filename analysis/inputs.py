"""What is handed in, read as arrays: numbers, masks and labels of people, as they come from NumPy, lists or another program's tables."""

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.faults import Fault, Faults

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]


def numbers_of(given: ArrayLike, name: str = "answers") -> Floats:
    """Floats; nan where a table of another program has its place masked. Words are refused by ``name``."""
    try:
        if isinstance(given, np.ma.MaskedArray):
            return np.asarray(np.ma.filled(given.astype(np.float64), np.nan))
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as refused:
        raise Faults([Fault("answers_not_numeric", {"name": name, "reason": str(refused)})]) from None


def mask_of(given: ArrayLike | None, people: int) -> Mask:
    """(people,) who is in a domain: everyone if None. Numbers and words are refused: as truth they would take in who is not meant."""
    if given is None:
        return np.ones(people, dtype=np.bool_)
    mask = np.asarray(np.ma.filled(given, False) if isinstance(given, np.ma.MaskedArray) else given)
    if mask.dtype.kind != "b":
        raise Faults([Fault("within_not_a_mask", {"found": mask.dtype.name})])
    if mask.shape != (people,):
        raise Faults([Fault("length_differs", {"name": "within", "found": mask.shape, "expected": people})])
    return mask


def labels_of(given: ArrayLike) -> NDArray[Any]:
    """Labels that stay what they are: of ["a", nan] NumPy alone would make the word nan, of ["a", 1] the word 1."""
    if isinstance(given, list | tuple) and {isinstance(label, str) for label in given} == {True, False}:
        labels = np.empty(len(given), dtype=object)
        labels[:] = given
        return labels
    return np.asarray(given)


def codes_of(given: ArrayLike) -> NDArray[np.integer]:
    """Codes as whole numbers from 0 up; floats that are whole are taken, as other programs keep them."""
    codes = np.asarray(given)
    if codes.dtype.kind == "f" and np.isfinite(codes).all() and (codes == np.rint(codes)).all():
        codes = codes.astype(np.int64)
    if codes.dtype.kind not in "iu":
        raise Faults([Fault("codes_not_whole")])
    return codes


def kinds_of(labels: NDArray[Any]) -> list[str]:
    """The names of the kinds of labels that no order holds together, words and numbers say; none where there is an order."""
    if labels.dtype.kind != "O":
        return []
    kinds = {type(label) for label in labels.tolist() if not blank(label)}
    if len(kinds) < 2 or all(issubclass(kind, int | float | np.number) for kind in kinds):
        return []
    return sorted(kind.__name__ for kind in kinds)


def blank(label: object) -> bool:
    """Is a label None, no number or no time, as tables of other programs have it where nothing was said?"""
    if isinstance(label, np.datetime64 | np.timedelta64):
        return bool(np.isnat(label))
    return label is None or (isinstance(label, float) and math.isnan(label))


def number(given: object) -> float:
    """The number that was given for a class of people; nan for what is none."""
    return float(given) if isinstance(given, int | float | np.number) else math.nan
