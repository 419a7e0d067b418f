"""The designs of R's rows as samples of the package."""

from functools import cache

import numpy as np

from analysis.calibration import calibrate, poststratify, rake
from analysis.faults import SampleFaults
from analysis.sample import Sample
from analysis.trimming import trim
from tests.analysis import city

WAVES = ("city1", "city2")


@cache
def sample_of(dataset: str, design: str) -> Sample:
    """The design of R's, as a sample."""
    if dataset == "city2" or design in ("fpc", "nofpc"):
        return city.sample(design, dataset)
    base, margins = city.base(), city.margins("district", "age", "sex")
    everyone = np.full(base.people, "all")
    return {
        "base_d": lambda: base,
        "post_agesex": lambda: poststratify(base, city.margins("age_sex")["age_sex"]),
        "rake": lambda: rake(base, margins),
        "rake_trim40": lambda: trim(rake(base, margins), 40.0).sample,
        "greg": lambda: calibrate(base, margins),
        "calrak": lambda: calibrate(base, margins, "raking"),
        "logit_0.5_2.5": lambda: calibrate(base, margins, "logit", (0.5, 2.5)),
        "linear_0.65_1.9": lambda: calibrate(base, margins, "linear", (0.65, 1.9)),
        "unweighted_srs": lambda: Sample(np.ones(base.people), everyone, {"all": float(base.people)}, fpc=False),
    }[design]()


@cache
def both_waves(design: str) -> Sample:
    """The waves stacked: wave x joined cell are the strata."""
    strata = np.concatenate([np.char.add(f"{wave} ", city.labels("wcell", wave)) for wave in WAVES])
    weights = np.concatenate([city.column("w", wave) for wave in WAVES])
    population = {f"{wave} {row['wcell']}": float(row["N_c"]) for wave in WAVES for row in city.rows(f"{wave}_resp")}
    return Sample(weights, strata, population, fpc=design == "fpc")


@cache
def panel(drawn: str) -> Sample:
    """The panel's rows: persons drawn once for both waves, or each wave for itself."""
    rows = city.rows("panel_long")
    weights, strata = [float(row["w"]) for row in rows], np.array([row["stratum"] for row in rows])
    if drawn == "person":
        return Sample(weights, strata, clusters=[row["id"] for row in rows])
    return Sample(weights, [f"{row['stratum']} {row['wave']}" for row in rows])


def panel_column(name: str) -> np.ndarray:
    """One column of the panel, nan where it is empty."""
    return np.array([float(row[name]) if row[name] else np.nan for row in city.rows("panel_long")])


@cache
def refused(dataset: str, design: str) -> bool:
    if dataset == "tiny_lonely":
        people = city.rows("tiny_lonely")
        stratum, inhabitants, weight = "h", "N", "w"
        weights = [float(one[weight]) for one in people]
    else:
        people = city.rows("city1_resp")
        stratum, inhabitants = "stratum", "N_h"
        weights = [float(one["N_h"]) / float(one["r_h"]) for one in people]
    strata = [one[stratum] for one in people]
    population = {one[stratum]: float(one[inhabitants]) for one in people}
    try:
        Sample(weights, strata, population, fpc=design == "fpc")
    except SampleFaults as faults:
        return {fault.code for fault in faults.faults} == {"lonely_stratum"}
    return False
