"""The whole way from files to figures; what is wrong in any of them is told at once, before anything is computed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from analysis.files.definition import ScoringFile, read_scoring_file, unpaired
from analysis.files.figures import (
    Group,
    ReadDomains,
    ReadScale,
    figures_of,
    read_domains,
    read_pairs,
    read_scales,
)
from analysis.files.findings import Findings
from analysis.files.sources import Columns, Provenance, read_table
from analysis.files.weights import FileSample, weighted


@dataclass(frozen=True, eq=False)
class Scored:
    """What came out: the definition as it was used, the files read, the sample, the answers, and every figure."""

    definition: ScoringFile
    files: tuple[Provenance, ...]
    weights: FileSample
    scales: tuple[ReadScale, ...]
    domains: ReadDomains
    pairs: tuple[tuple[ReadScale, list[tuple[str, str]]], ...]
    unpaired: tuple[str, ...]

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The figures, scale by scale and then the gaps."""
        return tuple(figures_of(self.definition, self.weights.sample, self.scales, self.pairs, self.domains))


def score(
    responses: str | Path,
    definition: str | Path,
    population: str | Path | None = None,
    weights: str = "",
    sheet: str | None = None,
) -> Scored:
    """Read the files; ``population`` and ``weights`` stand above what the definition says. ``SourceFaults`` names all that is wrong."""
    wanted = read_scoring_file(definition)
    if weights:
        wanted = replace(wanted, weights=weights)
    findings = Findings()
    answers = findings.attempt(partial(read_table, responses, sheet=sheet))
    register = _population(wanted, population, findings)
    totals = dict(_totals(wanted, register, findings))
    if answers is None:
        findings.refuse()
        raise AssertionError("a file that was not read has faults")
    scales = read_scales(wanted, answers, findings)
    pairs = read_pairs(wanted, answers, scales, findings)
    domains = read_domains(wanted, answers, findings)
    sample = weighted(wanted, answers, register, totals, findings)
    findings.refuse()
    if sample is None:
        raise AssertionError("a sample that was not made has faults")
    alone = tuple(dict.fromkeys(name for pair in wanted.pairs for name in unpaired(pair, answers.names)))
    read = tuple(_read(wanted, answers, register, totals))
    return Scored(wanted, read, sample, scales, domains, tuple(pairs), alone)


def _population(wanted: ScoringFile, given: str | Path | None, findings: Findings) -> Columns | None:
    path = given or (wanted.beside(wanted.population.file) if wanted.population.file else None)
    return None if path is None else findings.attempt(partial(read_table, path))


def _totals(wanted: ScoringFile, register: Columns | None, findings: Findings) -> Iterator[tuple[str, Columns]]:
    """The file of the totals of each margin: its own, else the population."""
    for margin in wanted.margins:
        own = findings.attempt(partial(read_table, wanted.beside(margin.file))) if margin.file else register
        if own is not None:
            yield margin.name, own
        elif not margin.file and not findings.any:
            findings.add("no_totals", margin=margin.name)


def _read(
    wanted: ScoringFile, answers: Columns, register: Columns | None, totals: Mapping[str, Columns]
) -> Iterator[Provenance]:
    """Every file once, the definition first."""
    tables = [answers, *([] if register is None else [register]), *totals.values()]
    yield from {each.path: each for each in (wanted.provenance, *(table.provenance for table in tables))}.values()
