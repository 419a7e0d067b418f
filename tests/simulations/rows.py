"""What has no road through counts: raked weights, ranks and bootstrapped indices, sample by sample from the rows.

A made city: districts of unequal size, six ages, two sexes. As many people are invited in every district, the old answer more often than
the young, and what they say goes with age and district; so that unraked means are off.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import mean, share
from analysis.faults import WeightingFaults
from analysis.priorities import INDICES
from analysis.ranks import ranks_of_means
from analysis.replication import bootstrap, combined, replicated_means
from analysis.sample import Sample
from analysis.weighting import Drawn, default_weights

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

AGES, DISTRICTS = 6, 8
ANSWERING = np.array([0.25, 0.30, 0.38, 0.45, 0.55, 0.60])
#: a rare share, two shares, and the means of a middling and of a skewed item
ITEMS = ("2 % share", "10 % share", "40 % share", "middling mean", "skewed mean")


@dataclass(frozen=True, eq=False)
class City:
    """Everybody (inhabitants,): district, age, sex, a group that cuts across all of them, and the answers (inhabitants, items)."""

    district: Ints
    age: Ints
    sex: Ints
    grouped: NDArray[np.bool_]
    answers: Floats

    @classmethod
    def made(cls, inhabitants: int, seed: int = 1) -> "City":
        """A city from the dice of ``seed``."""
        chance = np.random.default_rng(seed)
        sizes = np.arange(1, DISTRICTS + 1) / np.arange(1, DISTRICTS + 1).sum()
        district = np.sort(chance.choice(DISTRICTS, inhabitants, p=sizes))
        age, sex = chance.integers(0, AGES, inhabitants), chance.integers(0, 2, inhabitants)
        push = (age - 2.5) / 2.5 * 0.5 + (district - 3.5) / 3.5 * 0.25
        shares = [chance.random(inhabitants) < p * np.exp(push) / np.exp(push).mean() for p in (0.02, 0.1, 0.4)]
        middling = np.clip(np.round(3 + 0.4 * push + chance.normal(0, 1, inhabitants)), 1, 5)
        skewed = np.clip(np.round(4.6 + 0.3 * push + chance.normal(0, 0.9, inhabitants)), 1, 5)
        answers = np.stack([*shares, middling, skewed], axis=1).astype(np.float64)
        return cls(district, age, sex, chance.random(inhabitants) < 0.3, answers)

    def answered(self, invited: int, chance: np.random.Generator) -> Ints:
        """Who answers of ``invited`` people of each district, drawn without replacement."""
        order = np.lexsort((chance.random(self.district.size), self.district))
        starts = np.searchsorted(self.district, np.arange(DISTRICTS))
        drawn = order[(starts[:, None] + np.arange(invited)).ravel()]
        return drawn[chance.random(drawn.size) < ANSWERING[self.age[drawn]]]

    def weighted(self, people: Ints, invited: int) -> Sample:
        """Their weights by the default rule: design weights raked to age x sex and to district."""
        names = np.array([f"D{k}" for k in range(DISTRICTS)])
        held = np.bincount(self.district)
        register = {name: Drawn(float(held[k]), invited) for k, name in enumerate(names.tolist())}
        cells = np.char.add(self.age.astype(str), np.where(self.sex == 0, "f", "m"))
        labels, totals = np.unique(cells, return_counts=True)
        margins = {
            "age_sex": (cells[people], dict(zip(labels.tolist(), totals.astype(float).tolist(), strict=True))),
            "district": (
                names[self.district[people]],
                dict(zip(names.tolist(), held.astype(float).tolist(), strict=True)),
            ),
        }
        return default_weights(names[self.district[people]], register, margins).sample


@dataclass(frozen=True, slots=True)
class Held:
    """How often an interval of one kind held the truth, in ``samples``; ``refused`` samples had margins that no weights could meet."""

    name: str
    coverage: float
    samples: int
    refused: int = 0

    @property
    def error(self) -> float:
        """Monte Carlo standard error of a coverage of 95 %."""
        return float(np.sqrt(0.95 * 0.05 / self.samples))


def raked(city: City, invited: int, number: int, seed: int = 1) -> list[Held]:
    """Shares and means with raked weights, of everyone and of the group that cuts across."""
    held, used = np.zeros((2, len(ITEMS))), 0
    for people, sample in _samples(city, invited, number, seed):
        used += 1
        y = city.answers[people]
        for row, (told, mask) in enumerate(((city.answers, None), (city.answers[city.grouped], city.grouped[people]))):
            truth = told.mean(axis=0)
            ends = share(sample, y[:, :3], mask).interval(), mean(sample, y[:, 3:], mask).interval()
            low, high = (np.concatenate([pair[end] for pair in ends]) for end in (0, 1))
            held[row] += (low <= truth) & (truth <= high)
    where = ("everyone", "a group of 30 %")
    return [
        Held(f"{item}, {where[row]}", float(held[row, k] / used), used, number - used)
        for row in range(2)
        for k, item in enumerate(ITEMS)
    ]


def ranks(city: City, invited: int, number: int, seed: int = 2) -> Held:
    """The ranges of the ranks of twelve means, near ties among them: all of them at once."""
    mixed = _mixed(city)
    truth = 1 + (mixed.mean(axis=0)[:, None] < mixed.mean(axis=0)).sum(axis=1)
    found = [ranks_of_means(sample, mixed[people]) for people, sample in _samples(city, invited, number, seed)]
    held = [bool(((each.best <= truth) & (truth <= each.worst)).all()) for each in found]
    return Held("all ranks of twelve means", float(np.mean(held)), len(held), number - len(held))


def indices(city: City, invited: int, number: int, replicates: int, seed: int = 3) -> list[Held]:
    """The bootstrap's percentile interval of each index of points, over six items."""
    importance, satisfaction = np.split(_mixed(city), 2, axis=1)
    held: dict[str, list[float]] = {name: [] for name, index in INDICES.items() if not index.of_shares}
    for turn, (people, sample) in enumerate(_samples(city, invited, number, seed)):
        again = bootstrap(sample, replicates, seed=turn)
        parts = replicated_means(again, importance[people]), replicated_means(again, satisfaction[people])
        for name, kept in held.items():
            truth = INDICES[name].of(importance.mean(axis=0), satisfaction.mean(axis=0))
            low, high = combined(INDICES[name].of, *parts).interval()
            kept.append(float(((low <= truth) & (truth <= high)).mean()))
    return [
        Held(f"index {name}, percentile interval", float(np.mean(kept)), len(kept), number - len(kept))
        for name, kept in held.items()
    ]


def _samples(city: City, invited: int, number: int, seed: int) -> Iterator[tuple[Ints, Sample]]:
    chance = np.random.Generator(np.random.PCG64(seed))
    for _ in range(number):
        people = city.answered(invited, chance)
        try:
            yield people, city.weighted(people, invited)
        except WeightingFaults:
            continue


def _mixed(city: City) -> Floats:
    """(inhabitants, 12) five-point items whose means lie near each other; some pairs are nearly tied."""
    chance = np.random.default_rng(7)
    middling = city.answers[:, 3]
    places = np.array([3.0, 3.01, 3.05, 3.1, 3.2, 3.21, 3.3, 3.45, 3.46, 3.6, 3.8, 4.0])
    noise = chance.normal(0, 0.8, (middling.size, places.size))
    return np.clip(np.round(places + 0.5 * (middling[:, None] - 3) + noise), 1, 5)
