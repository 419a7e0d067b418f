r"""Statistics of a city survey: points, shares and their errors from weighted answers.

Pure: NumPy and scipy.special, no file of the program above. Start reading at ``sample`` (what a sample is, and the one
variance), then ``tally`` (all items and domains at once: what a scoring run uses) or ``estimates`` (from each person's answers).

Where things are
    *the sample*: ``inputs`` (what is handed in, as arrays), ``sample`` (its faults in ``sample_faults``), ``classes`` of people who count alike, ``counting`` and ``bitplanes`` from codes to
    counts, ``layout`` and ``moments`` from counts to variances, ``points``;
    *figures*: ``figures`` (one), ``tables`` (many), ``quantities`` (a number with its unit), ``estimates``, ``tally``, ``gaps``, ``intervals``;
    *weights*: ``weighting`` (what a city needs), ``collapse``, ``margins``, ``calibration``, ``nonresponse``, ``trimming``, ``legitimacy`` (may this class have
    a weight?), ``agreement`` (register against ticked face item);
    *other samples*: ``replication`` (bootstrap, jackknife), ``recalibration``, ``ranks``;
    *comparing*: ``families`` (many tests at once), ``crosstabs`` and ``independence``, ``trends``, ``modes`` (web against paper), ``indicators`` (verdicts of the plan);
    *priorities*: ``priorities`` (quadrants and indices), ``priority_tables`` (each with its error);
    *publishing*: ``disclosure`` (what may be shown), ``reliability`` (flags of the NCHS);
    *fieldwork*: ``response_rates``, ``fieldwork`` (sampling errors, needed sizes), ``allocation``, ``drawing``;
    *from files alone*: ``files`` and ``python -m analysis``.

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

from analysis.allocation import allocate
from analysis.calibration import calibrate, poststratify, rake
from analysis.crosstabs import crosstab
from analysis.disclosure import mark, marks
from analysis.drawing import draw, draw_systematically
from analysis.estimates import change, difference, gap, gap_paired, mean, share, total
from analysis.families import detectable, family_of
from analysis.faults import Fault, Faults, SampleFaults, SourceFaults, WeightingFaults
from analysis.fieldwork import sampling_error_table
from analysis.figures import Estimate, Interval, Mark, Proportion, Unit, half_up, printed
from analysis.independence import rao_scott, wald
from analysis.indicators import against_last, against_target
from analysis.legitimacy import judge_classes
from analysis.modes import mode_effect, mode_table
from analysis.priority_tables import Priority, prioritised
from analysis.ranks import ranks_of_means
from analysis.reliability import doubts
from analysis.replication import bootstrap, jackknife, replicated_correlations, replicated_means
from analysis.response_rates import Outcomes, Returns, by_margin
from analysis.sample import Sample, variance
from analysis.tables import Figures, FigureTable
from analysis.tally import Tally, count, tabulate
from analysis.trends import Wave, since_break, steps, trend
from analysis.trimming import trim, trim_and_rake

__all__ = [
    "Estimate",
    "Fault",
    "Faults",
    "FigureTable",
    "Figures",
    "Interval",
    "Mark",
    "Outcomes",
    "Priority",
    "Proportion",
    "Returns",
    "Sample",
    "SampleFaults",
    "SourceFaults",
    "Tally",
    "Unit",
    "Wave",
    "WeightingFaults",
    "against_last",
    "against_target",
    "allocate",
    "bootstrap",
    "by_margin",
    "calibrate",
    "change",
    "count",
    "crosstab",
    "detectable",
    "difference",
    "doubts",
    "draw",
    "draw_systematically",
    "family_of",
    "gap",
    "gap_paired",
    "half_up",
    "jackknife",
    "judge_classes",
    "mark",
    "marks",
    "mean",
    "mode_effect",
    "mode_table",
    "poststratify",
    "printed",
    "prioritised",
    "rake",
    "ranks_of_means",
    "rao_scott",
    "replicated_correlations",
    "replicated_means",
    "sampling_error_table",
    "share",
    "since_break",
    "steps",
    "tabulate",
    "total",
    "trend",
    "trim",
    "trim_and_rake",
    "variance",
    "wald",
]
