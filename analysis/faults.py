"""What can be wrong with figures handed in, named all at once.

A fault is a code and its fields, so that a program above this package can say it in its own language.
``str()`` gives the English sentence with what to do, for an analyst at the console.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "no_respondents": "There is no respondent. Check the file and the filter that made it.",
        "length_differs": "{name} has {found} entries, the weights have {expected}. Give one entry per respondent.",
        "weights_not_numbers": "{count} weights are missing or not finite (first at row {row}). Give every respondent a weight.",
        "weights_not_positive": "{count} weights are zero or negative (first at row {row}). Leave such people out or weight them.",
        "cluster_missing": "{count} rows have no cluster (first at row {row}). Give each the person or unit that was drawn.",
        "clusters_not_counted": "Counts cannot tell which rows belong to one cluster. Estimate from the answers of each person instead.",
        "stratum_missing": "{count} respondents have no stratum (first at row {row}). Give each the stratum it was drawn from.",
        "stratum_without_population": "No population size is given for the strata {strata}. Add them to the population counts.",
        "stratum_without_respondents": "Nobody answered in the strata {strata}. Join them to a neighbour (collapse.collapse; in a scoring file the table [collapse]).",
        "population_not_positive": "The population of the strata {strata} is not a positive number. Correct the population counts.",
        "population_below_respondents": "More people answered than live in the strata {strata}. Check strata and population counts.",
        "lonely_respondent": "Only one person answered, which leaves no spread to measure. Give all the answers there are.",
        "lonely_stratum": "Only one person (or cluster) answered in the strata {strata}, which leaves no spread to measure. "
        "Join each to a neighbour before estimating (collapse.collapse; in a scoring file the table [collapse]).",
        "answers_not_numbers": "{count} answers are infinite. Give silence nan, and every answer its points.",
        "chosen_out_of_range": "A share is of 1 (chosen), 0 (not chosen) and nan (silence), not of {found}. Make it by points.chosen.",
        "answers_above_respondents": "Item {item} has {answers} answers on {respondents} sheets. Correct one of the two.",
        "code_without_points": "The codes {codes} stand on no scale. Declare them as silence or give them points.",
        "code_too_large": "A code is {found}, but codes run from 0 to {largest}. Raise n_codes or correct the file.",
        "code_negative": "A code is {found}, but codes run from 0 to {largest}. Give silence the code 0 or correct the file.",
        "code_not_whole": "Codes are whole numbers from 0 (silence) up, not {found}. Turn answers into codes first.",
        "cell_not_whole": "Cells are whole numbers from 0 up, not {found}. Number the cells first (tally.classes).",
        "cell_too_large": "A cell is {found}, but cells run from 0 to {largest}. Raise n_cells or correct the cells.",
        "cell_negative": "A cell is {found}, but cells run from 0 to {largest}. Number the cells from 0.",
        "cells_not_sorted": "The starts of the cells do not begin at 0, fall, or pass the {people} people. "
        "Sort the people by cell first (counting.sorted_by_cell).",
        "category_without_total": "The margin {margin} has no register total for {categories}. Add the totals or mark the people unknown.",
        "category_without_respondents": "Nobody answered in the categories {categories} of the margin {margin}. Join them to a neighbour.",
        "category_total_not_positive": "The register total of {categories} in the margin {margin} is not a positive number.",
        "totals_disagree": "The margin {margin} adds up to {found}, the first margin to {expected}. Take all margins from one register.",
        "no_margins": "There is no margin to weight by. Give at least one, or use the weights as they are.",
        "margin_without_inhabitants": "The margin {margin} holds no inhabitants. Give the register totals of its categories.",
        "margins_infeasible": "No weights fit all margins: after {rounds} rounds the worst categories are {worst}. "
        "Join categories that exclude one another.",
        "bounds_infeasible": "No weights within {low} to {high} times the base weight reach the totals; worst: {worst}. Widen the bounds.",
        "bounds_exclude_one": "The bounds {low} to {high} do not contain 1. Give a lower bound below 1 and an upper bound above 1.",
        "class_of_other_register": "The totals of {margin} come from {found}, the sample from {frame}. Take both from one register.",
        "class_measured_differently": "{margin} is not measured alike in register and sample. Use the ticket's class, or leave it out.",
        "class_fixed_late": "{margin} was decided on {fixed}, answers were seen from {answer} on. Weight by what was fixed before.",
        "class_too_thin": "{margin} {label} holds {found} respondents, a weight of its own needs {least}. Join it or rake.",
        "class_factor_too_large": "{margin} {label} needs {times} times the median factor, at most {most} is allowed. Join it or rake.",
        "cap_too_low": "No weight above {cap} lets the weights add up to {total:.6g}: their mean is {mean:.6g}. Raise the cap.",
        "cap_infeasible": "No weights up to {cap:.6g} meet all margins; the categories with the largest mean weights are {worst}. "
        "Raise the cap or join those categories to a neighbour.",
        "stratum_not_in_register": "The strata {strata} of the respondents are not in the register counts. Check their names.",
        "answers_not_invited": "People answered in the strata {strata}, where nobody was invited. Correct the number of invited persons.",
        "cells_too_thin": "The cells cannot be joined to hold {minimum} respondents: only {found} answered in all.",
        "answers_not_positive": "A sampling error needs at least one answer, {found} are given. Leave that row out.",
        "error_not_positive": "The half width {found} is not above nought. Give it as a share, 0.03 for 3 percentage points.",
        "share_wrong": "A share lies between 0 and 1, {found} does not. Give 0.5 for 50 %.",
        "response_rate_wrong": "The expected response rate of {strata} is not above 0 and at most 1. Give it as a share, 0.42 for 42 %.",
        "spread_missing": "No standard deviation of nought or more is given for the strata {strata}. Take that of the last wave.",
        "stratum_not_invited": "People live in the strata {strata} and none of them was invited. Join them to a neighbour.",
        "returns_impossible": "Sent {sent}, returned {returned}, valid {valid}, undelivered {undelivered} cannot all be true. "
        "Valid sheets are part of those returned, and what was not delivered cannot return.",
        "outcomes_not_counts": "The outcomes {outcomes} are not numbers of nought or more. Correct the table of outcomes.",
        "more_answered_than_asked": "{answered} items were answered of {applicable} that applied. Count only items that were asked.",
        "sample_too_large": "{wanted} people are to be drawn where {available} live ({stratum}). Lower the sample size.",
        "minimum_too_large": "{strata} strata with at least {minimum} each need {needed} people, the sample has {size}.",
        "file_missing": "There is no file {path}. Check the name.",
        "file_not_opened": "{path} cannot be opened: {reason}. Close it elsewhere, or copy it to a folder that you may read.",
        "not_a_table": "{path} is {kind}, not a table. Give a CSV file or an Excel workbook (.xlsx).",
        "sheet_missing": "{path} has no sheet {sheet}. Name one of these: {sheets}.",
        "no_sheets": "{path} is no workbook, so that it has no sheet {sheet}. Leave the sheet out.",
        "separator_differs": "{path}, line {line}: the values are parted by {separator}. Save the file with commas (CSV).",
        "quotes_wrong": "{path}, line {line}: a quotation mark is missing or stands alone ({reason}). Save it again as CSV.",
        "headings_short": "{path}: most rows hold more values than line {line} has headings ({expected}). Take out what stands above the headings.",
        "workbook_not_read": "{path} cannot be read as a workbook ({reason}). Replace formulas by their values in Excel and save it, or save it as CSV.",
        "cell_shows_error": "{path}, sheet {sheet}, cell {cell}: an error stands there ({value}). Correct it, or empty the cell.",
        "cell_without_value": "{path}, sheet {sheet}, cell {cell}: a formula without its value. Open the file in Excel and save it again.",
        "stratum_is_a_total": "{path} has rows that are totals of others ({strata}). Take them out, or everybody counts twice.",
        "file_not_readable": "{path} is neither UTF-8 nor Shift_JIS (CP932) text. Save it again as CSV.",
        "file_empty": "{path} holds no rows. Check what was exported.",
        "column_missing": "{path} has no column {column}. Correct the name, or take one of these: {columns}.",
        "column_twice": "{path} has the column {column} twice. Rename one of them.",
        "row_too_long": "{path}, line {line}: {found} values under {expected} headings. Correct that line.",
        "value_off_scale": "{path}, line {line}, column {column}: {value} is not on the scale. Correct it or declare it as silence.",
        "not_a_number": "{path}, line {line}, column {column}: {value} is not a number. Write digits alone, 3000 and 0.5.",
        "weight_not_positive": "{path}, line {line}, column {column}: the weight {value} is not above nought. Leave that row out or weight it.",
        "number_negative": "{path}, line {line}, column {column}: {value} is below nought. Correct it.",
        "stratum_empty": "{path}, line {line}, column {column}: {value} stands where the stratum should. Correct it.",
        "class_unknown": "{path}, line {line}, column {column}: {value} is neither labelled nor declared unknown. Do one of the two.",
        "further_places": "There are {count:,} more such places; the first {listed} are listed.",
        "stratum_repeated": "{path} has the strata {strata} in several rows. Correct it, or say in the definition what that means (repeated).",
        "invited_below_respondents": "More people answered than were invited in the strata {strata}. Correct the number of invited persons.",
        "no_totals": "The margin {margin} has no totals: no population file is given and the definition names none. Give one of the two.",
        "not_toml": "{path} is not TOML: {reason}. Correct that place.",
        "key_wrong": "{path}: {key} must be {wanted}.",
        "key_unknown": "{path}: {key} is not known here. Known are: {known}.",
        "item_twice": "The item {item} stands on the scales {first} and {second}. Leave it on one of them.",
        "pair_without_scale": "The columns of {importance} beside {satisfaction} do not share a scale of at most {largest} values with points. "
        "Put both on one scale.",
        "out_not_written": "Nothing was written to {path}: {reason}. Make room there, or choose another folder; what stood there still does.",
        "out_is_input": "{path} is one of the files that are read, and would be overwritten. Choose another folder.",
        "no_item": "{path} has no column that fits {patterns}. Correct the items in the definition.",
        "too_few_replicates": "{number} replicates leave no spread to measure. Take 1000.",
        "replicates_too_large": "{number} replicates of {people} people do not fit in memory. Take fewer replicates, or for means and shares "
        "the standard errors of estimates.",
        "replicates_infeasible": "{failed} of {number} replicates cannot meet the margins of the sample. Join its thinnest categories.",
        "replicates_differ": "The statistics come from different replicates. Replicate all of them from one draw.",
        "bootstrap_needed": "{what} needs replicates that are drawn at random. Take replication.bootstrap instead of the jackknife.",
        "not_a_share": "An importance-satisfaction rating takes shares between 0 and 1. Give the share of 4 and 5, not the mean.",
        "index_unknown": "There is no index {index}. There are: {known}.",
        "codes_not_whole": "The codes are not whole numbers from 0 up. Give 0 for silence and the number of the option from 1 up.",
        "too_few_waves": "{figures} figures and {years} years were given. A trend needs as many years as figures, and at least {fewest}; "
        "of two waves give their change.",
        "year_twice": "The year {years} stands there twice. Give each wave a year of its own.",
        "year_missing": "A wave has no year. Give each wave a year of its own.",
        "covariances_differ": "The covariances are {found} for {waves} waves. Give one row and one column for each wave.",
        "bases_differ": "A figure of one base ({first}) cannot be compared with one of another ({second}). Make both of the same base.",
        "correction_in_trend": "A figure holds a finite-population correction, which is of one year's inhabitants and not of a trend. "
        "Take it from sample.without_fpc().",
        "tally_has_its_domains": "A tally counts its own answers in its own domains. Give answers and domains to count, and read the table.",
        "base_unknown": "There is no base {base}. There are answered (who said something) and everyone.",
        "codes_not_a_set": "A share of a tally is of a set of codes, not of {found!r}. Give {{4, 5}}, or {{4}} for one.",
        "silence_not_chosen": "Silence (code 0) is no choice of those who answered. Leave it out, or take the base everyone.",
        "within_not_a_mask": "within holds {found}, not True or False for each respondent. Give a comparison, such as age == '70+'.",
        "answers_not_numeric": "The {name} are not numbers ({reason}). Give points, and nan for silence.",
        "items_differ": "Importance has the shape {first}, satisfaction {second}. Give both for the same people and items.",
        "labels_of_several_kinds": "The labels of {name} are of several kinds ({kinds}). Give all as text, or all as numbers.",
        "method_unknown": "There is no distance {method}. There are: {known}.",
        "bounds_not_kept": "Raking has no bounds. Take the logit or the linear distance, or trim the weights (trimming.trim).",
        "target_not_a_number": "The target is not a number. Leave it out where none is stated.",
        "units_differ": "A figure in {first} cannot be compared with a figure in {second}.",
    }
)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: a code, and the fields its sentence needs."""

    code: str
    fields: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return SENTENCES[self.code].format(**self.fields)


class Faults(ValueError):
    """Everything that is wrong with one input, together."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class SampleFaults(Faults):
    """A sample that cannot be estimated from."""


class WeightingFaults(Faults):
    """Margins or cells that no weights can meet."""


class SourceFaults(Faults):
    """A file that cannot be read as it stands."""


def named(labels: Iterable[object], most: int = 8) -> str:
    """A short list of labels for a sentence; says how many were left out."""
    every = [str(label) for label in labels]
    rest = len(every) - most
    return ", ".join(every[:most]) + (f" and {rest} more" if rest > 0 else "")
