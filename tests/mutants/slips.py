"""Slips made by hand, to try the harness itself: ten that the tests must notice, and one that changes nothing."""

import ast
from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """One piece of a module's text, which stands there once, and what was written in its place."""

    module: str
    before: str
    after: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names it, as ``changes.Mutant`` has it."""
        return self.module, "", self.before, self.after

    @property
    def line(self) -> int:
        """Not known."""
        return 0

    def tree(self, source: str) -> ast.Module:
        """The tree of the module with the slip in it."""
        if source.count(self.before) != 1:
            raise ValueError(f"{self.before!r} does not stand once in {self.module}; write another slip.")
        return ast.parse(source.replace(self.before, self.after))

    def __str__(self) -> str:
        return f"{self.module}\n    - {self.before}\n    + {self.after}"


HARMLESS = Slip("analysis.sample", "left = 1 - self.fractions", "left = 1.0 - self.fractions  # what is left")
SLIPS = (
    HARMLESS,
    Slip("analysis.sample", "np.maximum(self.sizes - 1, 1)", "self.sizes"),  # n instead of n - 1
    Slip("analysis.sample", "left = 1 - self.fractions", "left = 1"),  # no finite-population correction
    Slip("analysis.sample", "squares = (drawn - centre[strata]) ** 2", "squares = drawn**2"),  # not around the stratum
    Slip("analysis.estimates", "math.hypot(earlier.standard_error, later.standard_error)", "later.standard_error"),
    Slip("analysis.estimates", "first[1] & second[1]", "first[1] | second[1]"),
    Slip("analysis.intervals", "(1 + level) / 2", "level"),  # one-sided
    Slip(
        "analysis.intervals", "betaincinv(n * inner + 1,", "betaincinv(n * inner,"
    ),  # Clopper-Pearson at its upper end
    Slip("analysis.calibration", "weights = scaled.design_weights * (fitted / mass)[index]", "weights = fitted[index]"),
    Slip("analysis.weighting", "/ held\n", "/ held.mean()\n"),  # the same weight in every cell
    Slip("analysis.collapse", "held >= self.minimum and", "held > self.minimum and"),
)
