r"""Statistics of a city survey: points, shares and their errors from weighted answers.

Pure: NumPy and scipy.special, no file of the program above. Start reading at ``sample`` (what a sample is, and the one
variance), then ``tally`` (all items and domains at once: what a scoring run uses) or ``estimates`` (from each person's answers).

Letters, the same everywhere
    i person; h stratum (cell of the register), :math:`N_h` inhabitants, :math:`n_h` respondents, :math:`f_h = n_h/N_h`;
    k class of persons with the same stratum, weight and domains; :math:`d` design weight, :math:`w` weight in use, x calibration row;
    y points or 1/0, m answered, :math:`\delta` in the domain; :math:`\hat W = \sum w m \delta`; V variance.

Kinds of weight
    *design* weight: inhabitants per invited person of the drawing stratum, :math:`N_h/n_h`;
    *cell* weight: inhabitants per respondent of a cell, :math:`N_c/r_c`;
    *calibrated* weight: the design weight moved as little as possible so that the weights add up to the register by age x sex and by
    district (post-stratification, raking, linear and logit calibration); its variance is that of residuals;
    *given* weight: a column of somebody else's file, taken as it is.

Books
    Särndal, Swensson & Wretman (1992) Model Assisted Survey Sampling; Lumley (2010) Complex Surveys;
    Korn & Graubard (1999) Analysis of Health Surveys; Deville & Särndal (1992) JASA 87:376; Kish (1965) Survey Sampling.

What goes in: codes as small whole numbers, 0 is silence; points nan for silence. What comes out: unrounded; ``figures.half_up`` rounds, once, at output.
"""

from analysis.calibration import calibrate, poststratify, rake
from analysis.estimates import change, difference, gap, gap_paired, mean, share, total
from analysis.faults import Fault, Faults, SampleFaults, SourceFaults, WeightingFaults
from analysis.figures import Estimate, Interval, Mark, Proportion, Unit, half_up, printed
from analysis.sample import Sample, variance
from analysis.tables import Figures, FigureTable
from analysis.tally import Tally, count, tabulate

__all__ = [
    "Estimate",
    "Fault",
    "Faults",
    "FigureTable",
    "Figures",
    "Interval",
    "Mark",
    "Proportion",
    "Sample",
    "SampleFaults",
    "SourceFaults",
    "Tally",
    "Unit",
    "WeightingFaults",
    "calibrate",
    "change",
    "count",
    "difference",
    "gap",
    "gap_paired",
    "half_up",
    "mean",
    "poststratify",
    "printed",
    "rake",
    "share",
    "tabulate",
    "total",
    "variance",
]
