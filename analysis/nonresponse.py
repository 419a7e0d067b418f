r"""Two steps to a weight: what non-response took is given back inside classes of the invited, then the weights are calibrated.

.. math:: w_i = d_i\,\frac{\sum_{s \cap g} d}{\sum_{r \cap g} d}

for a respondent of class g: s the invited, r those who answered, d the design weight. Classes: age x sex x district group, say, each with at
least 20 respondents; whatever the sampling frame tells of the invited may make one. Oh & Scheuren (1983) in Incomplete Data in Sample Surveys
2:143; Särndal & Lundström (2005), section 6.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from numpy.typing import ArrayLike

from analysis.margins import UNKNOWN, margins_of
from analysis.sample import Sample, sums_by
from analysis.weighting import WeightClass, weight_classes

CLASSES = "response class"


@dataclass(frozen=True, eq=False)
class Adjusted:
    """The sample with adjusted design weights, and its response classes with their factors."""

    sample: Sample
    classes: tuple[WeightClass, ...]

    @property
    def thin(self) -> tuple[WeightClass, ...]:
        """Classes with fewer than 20 respondents or a factor above three times the median: to be joined with a neighbour."""
        return tuple(each for each in self.classes if each.few or each.extreme)


def adjusted(sample: Sample, labels: ArrayLike, invited: Mapping[Hashable, float]) -> Adjusted:
    """Give the weight of the invited who are silent to those of their class who answered.

    ``labels`` (people,) the class of each respondent, ``invited`` {class: sum of the design weights of all its invited, silent or not}. Who has
    no class gets the factor of all together. What comes out are design weights: calibrate them next. The variance takes the factors as given
    and leaves out that classes explain answers, so it is on the large side until the calibration explains them.
    """
    margin = margins_of(sample, {CLASSES: (labels, invited)})[0]
    held = sums_by(margin.codes, sample.design_weights, len(margin.labels))
    found = sample.reweighted(sample.design_weights * (margin.totals / held)[margin.codes])
    factors = found.design_weights / sample.design_weights
    return Adjusted(found, tuple(each for each in weight_classes(factors, (margin,)) if each.label != UNKNOWN))
