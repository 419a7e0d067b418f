"""Which weights a run uses, and the words that explain them: by the default rule, by full cells, as given, or none."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.collapse import Cell, Joined, collapse
from analysis.margins import Given
from analysis.sample import Sample
from analysis.weighting import ENOUGH, Drawn, ThinClass, Weighted, cell_weights, default_weights, disagreement
from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.questionnaire import Face
from surveyapp.jobs.columns import Labels, labels_of
from surveyapp.operations.scoring import CellCount, Gathered, minimum_of

#: the stratum of those whose number was torn off and whose face items do not tell it either
UNKNOWN_STRATUM = "?"


@dataclass(frozen=True)
class Weighing:
    """The weighted and the unweighted sample of a run, and what is recorded about them."""

    weighted: Sample
    unweighted: Sample
    document: Mapping[str, object]


def weigh(gathered: Gathered, wanted: str) -> Weighing:
    """The samples of a run. `wanted` as asked for: `default`, `cells:N`, `none`.

    Weights that came with imported responses are taken as they are. Without register counts everybody counts alike,
    and the run says so.
    """
    if gathered.people < 2:
        raise Refused(Fault("too_few_to_score", people=gathered.people))
    plain = Sample.simple(gathered.people, gathered.population or None)
    minimum = minimum_of(wanted)
    if gathered.given_weights and wanted == "default":
        sample = Sample(gathered.given_weights)
        return Weighing(sample, plain, {"kind": "given", **_unevenness(sample)})
    if wanted == "none" or not gathered.strata:
        why = "asked" if wanted == "none" else "no_population"
        return Weighing(plain, plain, {"kind": "none", "why": why, **_unevenness(plain)})
    classes = _Classes(gathered)
    about = {"population": gathered.population, "source": gathered.population_source, **classes.disagreements()}
    if minimum is not None:
        sample, log = _full_cells(gathered, classes, minimum)
        return Weighing(sample, plain, {"kind": "cells", "minimum": minimum, **about, **_unevenness(sample), **log})
    found, joined = _by_default(gathered, classes)
    told = _told(found, joined if found.method == "raked" else ())
    return Weighing(found.sample, plain, {"kind": found.method, **about, **_unevenness(found.sample), **told})


class _Classes:
    """The register class of each person where the ticket's stratum tells it, and else the face item."""

    def __init__(self, gathered: Gathered) -> None:
        self.faces = {face: labels_of(gathered, face) for face in Face}
        self.register = {face: _register_labels(gathered, face) for face in Face}

    def of(self, face: Face) -> Labels:
        """(people,) labels; empty for who has no class."""
        register = self.register[face]
        found: Labels = np.where(register == "", self.faces[face], register)
        return found

    def crossed(self, *faces: Face) -> Labels:
        """(people,) labels of several attributes joined by a bar; empty where one of them is unknown."""
        parts = [self.of(face) for face in faces]
        known = np.all([part != "" for part in parts], axis=0)
        joined = np.array(["|".join(labels) for labels in zip(*(part.tolist() for part in parts), strict=True)])
        labels: Labels = np.where(known, joined, "")
        return labels

    def disagreements(self) -> dict[str, object]:
        """The share of people whose face item says another class than the register, for each attribute known twice."""
        return {
            "disagreement": {
                face.value: disagreement(self.register[face], self.faces[face])
                for face in Face
                if ((self.register[face] != "") & (self.faces[face] != "")).any()
            }
        }


def _register_labels(gathered: Gathered, face: Face) -> Labels:
    names = [str(getattr(stratum, face.value)) for stratum in gathered.strata]
    # strata_of is -1 for who has none: the empty name at the end
    labels: Labels = np.array([*names, ""], dtype=np.str_)[np.array(gathered.strata_of, dtype=np.int64)]
    return labels


def _by_default(gathered: Gathered, classes: _Classes) -> tuple[Weighted, tuple[Joined, ...]]:
    """The weighted sample, and the weight classes that were put together because too few answered in one."""
    strata = _strata(gathered, classes)
    register = {
        stratum.key: Drawn(stratum.population, stratum.invited or max(1, stratum.population))
        for stratum in gathered.strata
    }
    lost = int((strata == UNKNOWN_STRATUM).sum())
    if lost:
        register |= _register_of_the_lost(gathered, lost)
    margins = {
        name: margin
        for name, faces in (("age_sex", (Face.AGE, Face.SEX)), ("district", (Face.DISTRICT,)))
        if (margin := _margin(gathered, classes, faces)) is not None
    }
    full = _given(gathered, classes, (Face.DISTRICT, Face.AGE, Face.SEX)) if gathered.cells else None
    weighted = default_weights(strata, register, {name: margin.given for name, margin in margins.items()}, full)
    return weighted, tuple(line for margin in margins.values() for line in margin.joined)


def _strata(gathered: Gathered, classes: _Classes) -> Labels:
    """(people,) the drawing stratum; of a sheet without its number the one that its face items point to."""
    keys = np.array([*(stratum.key for stratum in gathered.strata), UNKNOWN_STRATUM], dtype=np.str_)
    strata: Labels = keys[np.array(gathered.strata_of, dtype=np.int64)]
    lost = np.flatnonzero(strata == UNKNOWN_STRATUM)
    if lost.size:
        by_cell = {_name(cell, tuple(Face)): gathered.strata[cell.stratum].key for cell in gathered.cells}
        crossed = classes.crossed(*Face)
        strata = strata.astype(object)
        strata[lost] = [by_cell.get(crossed[person], UNKNOWN_STRATUM) for person in lost]
        strata = strata.astype(np.str_)
    return strata


def _register_of_the_lost(gathered: Gathered, lost: int) -> dict[str, Drawn]:
    """A stratum for those who cannot be placed: as many inhabitants and invited per answer as the others have together."""
    invited = sum(stratum.invited for stratum in gathered.strata)
    placed = gathered.people - lost
    share = lost / placed if placed else 1.0
    return {UNKNOWN_STRATUM: Drawn(gathered.population * share, max(1, round(invited * share)))}


@dataclass(frozen=True)
class _Margin:
    """Labels and register totals of one margin, and the classes that were put together in it."""

    given: Given
    joined: tuple[Joined, ...]


def _margin(gathered: Gathered, classes: _Classes, faces: tuple[Face, ...]) -> _Margin | None:
    """One margin whose classes each hold enough people for a weight of their own; None where nothing is known.

    A thin class goes with its neighbour, an age band with the next older one of its sex: the weights of a few people
    would else be extreme, and the margins of an early run could not be met at all.
    """
    labels, totals = _given(gathered, classes, faces)
    answered = Counter(label for label in labels.tolist() if label)
    if not answered:
        return None
    cells = {
        _name(cell, faces): Cell("", cell.sex if Face.SEX in faces else "", getattr(cell, faces[0].value), 0.0, 0)
        for cell in _in_order(gathered, faces)
    }
    counted = [replace(cell, population=totals[name], respondents=answered[name]) for name, cell in cells.items()]
    found = collapse(counted, minimum=min(ENOUGH, answered.total()), ratio=None)
    joined = {name: found.label_of[cell.district, cell.sex, cell.age] for name, cell in cells.items()}
    return _Margin((np.array([joined.get(label, "") for label in labels.tolist()]), found.population), found.log)


def _given(gathered: Gathered, classes: _Classes, faces: tuple[Face, ...]) -> tuple[Labels, dict[Hashable, float]]:
    totals: dict[Hashable, float] = {}
    for cell in _in_order(gathered, faces):
        totals[_name(cell, faces)] = totals.get(_name(cell, faces), 0.0) + cell.persons
    labels = classes.crossed(*faces)
    return np.where(np.isin(labels, np.array(list(totals), dtype=np.str_)), labels, ""), totals


def _in_order(gathered: Gathered, faces: tuple[Face, ...]) -> list[CellCount]:
    """Register cells so that neighbours stand beside each other: by the last attribute first, ages from young to old."""
    places = {
        face: {option.code: place for place, option in enumerate(question.options)}
        for face, question in gathered.questionnaire.faces.items()
    }
    return sorted(
        gathered.cells,
        key=lambda cell: [places.get(face, {}).get(getattr(cell, face.value), 0) for face in reversed(faces)],
    )


def _name(cell: CellCount, faces: Sequence[Face]) -> str:
    return "|".join(getattr(cell, face.value) for face in faces)


def _full_cells(gathered: Gathered, classes: _Classes, minimum: int) -> tuple[Sample, dict[str, object]]:
    """Weights N/r of the full cells of the register, joined until `minimum` people answered in each."""
    labels = classes.crossed(Face.DISTRICT, Face.SEX, Face.AGE)
    lost = int((labels == "").sum())
    if lost:
        raise Refused(Fault("cells_need_every_class", people=lost))
    found, held = np.unique(labels, return_counts=True)
    answered = dict(zip(found.tolist(), held.tolist(), strict=True))
    alone = {
        stratum: sum(cell.stratum == stratum for cell in gathered.cells) == 1 for stratum in range(len(gathered.strata))
    }
    cells = [
        Cell(
            cell.district,
            cell.sex,
            cell.age,
            cell.persons,
            answered.get(f"{cell.district}|{cell.sex}|{cell.age}", 0),
            gathered.strata[cell.stratum].invited if alone[cell.stratum] else None,
        )
        for cell in _in_order(gathered, (Face.AGE, Face.SEX, Face.DISTRICT))
    ]
    joined = collapse(cells, minimum=minimum, ratio=None)
    of_label = {"|".join(place): label for place, label in joined.label_of.items()}
    strange = sorted(set(answered) - set(of_label))
    if strange:
        raise Refused(*(Fault("cell_not_in_register", cell=cell) for cell in strange))
    sample = cell_weights([of_label[label] for label in labels.tolist()], joined.population)
    return sample, {"joined": [_line(line) for line in joined.log], "largest_rate_ratio": joined.largest_rate_ratio}


def _unevenness(sample: Sample) -> dict[str, object]:
    """What unequal weights cost: Kish's design effect and effective size; the largest weight in medians."""
    w = sample.weights
    return {
        "design_effect": float(w.size * (w @ w) / w.sum() ** 2),
        "effective_n": float(w.sum() ** 2 / (w @ w)),
        "largest_weight": float(w.max() / np.median(w)),
    }


def _told(found: Weighted, classes: Sequence[Joined]) -> dict[str, object]:
    return {
        "joined": [_line(line) for line in found.joined],
        "joined_classes": [_line(line) for line in classes],
        "largest_rate_ratio": max((line.rate_ratio for line in (*found.joined, *classes)), default=1.0),
        "thin": [_thin(one) for one in found.thin],
        "unknown": dict(found.unknown),
    }


def _thin(one: ThinClass) -> dict[str, object]:
    return {"margin": one.margin, "label": str(one.label), "respondents": one.respondents, "factor": one.factor}


def _line(line: Joined) -> dict[str, object]:
    return {
        "label": line.label.strip("|"),
        "cells": ["|".join(part for part in (cell.district, cell.sex, cell.age) if part) for cell in line.cells],
        "rate_ratio": line.rate_ratio,
        "empty": line.empty,
    }
