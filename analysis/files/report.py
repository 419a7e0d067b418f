"""What is written: ``estimates.csv`` for programs, ``table.md`` to read, ``log.txt`` to answer for it. All of them, or none.

``estimates.csv`` has every figure at full precision, hidden ones too: it is the analyst's own, and its flag says what may be printed.
``table.md`` is rounded and hides what has to be hidden. ``log.txt`` tells which files were read (with their SHA-256), what the weights start
from, which strata were joined, how far margins were met, and what was silent; of the people it holds nothing but numbers.
"""

import csv
import errno
import io
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis.classes import EVERYONE
from analysis.disclosure import BY_NUMBER
from analysis.faults import Fault, SourceFaults, named
from analysis.figures import Mark, Unit, printed
from analysis.files.figures import Group, Statistic
from analysis.files.scoring import Scored
from analysis.weighting import ENOUGH, LARGEST_FACTOR

FLAGS: Mapping[Mark, str] = {Mark.NONE: "", Mark.REFERENCE_ONLY: "reference only", Mark.SUPPRESSED: "suppressed"}
ERROR_PLACES = 3


class Line(NamedTuple):
    """A row of ``estimates.csv``: one figure. Shares lie between 0 and 1; an empty cell is a number that there is not."""

    item: str
    statistic: str
    domain_variable: str
    domain: str
    n: int
    value: str
    standard_error: str
    ci_low: str
    ci_high: str
    degrees: str
    design_effect: str
    effective_size: str
    unit: str
    flag: str


def write(scored: Scored, folder: Path) -> tuple[Path, ...]:
    """Write the three files into ``folder``, which is made if it is not there. On a full disk what stood there before still does."""
    contents = {
        "estimates.csv": estimates_csv(scored),
        "table.md": table_md(scored),
        "log.txt": log_txt(scored),
    }
    _refuse_inputs(scored, [folder / name for name in contents])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            made = {name: _beside(stack, folder, name, content) for name, content in contents.items()}
            _put(stack, {path: folder / name for name, path in made.items()})
    except OSError as error:
        raise SourceFaults([Fault("out_not_written", {"path": str(folder), "reason": error.strerror or error})])
    return tuple(folder / name for name in contents)


def estimates_csv(scored: Scored) -> str:
    """Every figure, with a line of headings; UTF-8 without a mark at its beginning, which would become part of the first heading."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(Line._fields)
    for group in scored.groups:
        writer.writerows(lines_of(group))
    return text.getvalue()


def lines_of(group: Group) -> Iterator[Line]:
    """The rows of one group: item by item, statistic by statistic, domain by domain."""
    for item, name in enumerate(group.items):
        for each in group.statistics:
            for domain, (variable, label) in enumerate(group.domains):
                yield _line(each, name, variable, str(label), (item, domain))


def table_md(scored: Scored) -> str:
    """The figures of everyone, then the means (or first shares) of every domain, as Markdown."""
    definition = scored.definition
    parts = [f"# {definition.title or 'Estimates'}\n"]
    sample, level = scored.weights, f"{definition.level * 100:g} %"
    parts.append(f"{sample.sample.people:,} respondents; weights: {sample.base}. Intervals at {level}.\n")
    parts += [f"{note}\n" for note in _cautions(scored)]
    for group in scored.groups:
        parts += [_of_everyone(group, definition.titles, level), *_of_domains(group, definition.titles)]
    parts.append("参考値: few answers, not to be relied on. 秘匿: too few to be shown.\n")
    return "\n".join(parts)


def log_txt(scored: Scored) -> str:
    """What was done, line by line."""
    found = scored.weights
    lines = [f"read {each.path}: {each.read_as}, {each.size:,} bytes, SHA-256 {each.sha256}" for each in scored.files]
    lines.append(f"respondents {found.sample.people:,}; weights: {found.base}")
    lines.append(f"finite-population correction: {'yes' if found.sample.fpc else 'no'}")
    lines += [*_joined(scored), *_cautions(scored)]
    for margin in found.margins:
        lines.append(
            f"raked to {margin.name}: {len(margin.labels)} categories, {margin.unknown_share:.2%} of weight without one"
        )
    for scale in scored.scales:
        silent = ", ".join(f"{kind} {number:,}" for kind, number in scale.silent().items()) or "none declared"
        lines.append(f"scale of {len(scale.items)} items ({scale.items[0]} ...): silence {silent}")
        lines += _wide(scale.wide)
    lines += _wide(scored.domains.wide)
    return "\n".join(lines) + "\n"


def _line(each: Statistic, item: str, variable: str, label: str, place: tuple[int, int]) -> Line:
    one = each.figures.one(*place)
    low, high = each.interval
    numbers = (
        one.value,
        one.standard_error,
        low[place],
        high[place],
        one.degrees,
        one.design_effect,
        one.effective_size,
    )
    texts = ["" if np.isnan(number) else repr(float(number)) for number in numbers]
    flag = FLAGS[BY_NUMBER[int(each.marks[place])]]
    words = [_tame(text) for text in (item, each.name, variable, label)]
    return Line._make([*words, one.respondents, *texts, one.unit.value, flag])


def _tame(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _of_everyone(group: Group, titles: Mapping[str, str], level: str) -> str:
    lines = [f"| item | statistic | n | value | error | {level} interval | mark |", "|---|---|--:|--:|--:|---|---|"]
    for item, name in enumerate(group.items):
        for each in group.statistics:
            place = (item, 0)
            mark = BY_NUMBER[int(each.marks[place])]
            one, (low, high) = each.figures.one(*place), each.interval
            cells = [
                _named(name, titles),
                each.name,
                *_shown(one.value, one.standard_error, low[place], high[place], one.unit, mark),
            ]
            n = "" if mark is Mark.SUPPRESSED else f"{one.respondents:,}"
            lines.append(f"| {cells[0]} | {cells[1]} | {n} | {' | '.join(cells[2:])} | {mark.value} |")
    return "\n".join(lines) + "\n"


def _of_domains(group: Group, titles: Mapping[str, str]) -> Iterator[str]:
    first = group.statistics[0]
    for variable in dict.fromkeys(variable for variable, _ in group.domains if variable != EVERYONE):
        places = [place for place, (name, _) in enumerate(group.domains) if name == variable]
        head = [str(group.domains[place][1]) for place in places]
        lines = [
            f"### {first.name} by {variable}\n",
            f"| item | {' | '.join(map(_cell, head))} |",
            "|---|" + "--:|" * len(places),
        ]
        for item, name in enumerate(group.items):
            cells = [_value(first, (item, place)) for place in places]
            lines.append(f"| {_named(name, titles)} | {' | '.join(cells)} |")
        yield "\n".join(lines) + "\n"


def _value(each: Statistic, place: tuple[int, int]) -> str:
    mark, value = BY_NUMBER[int(each.marks[place])], float(each.figures.value[place])
    if mark is Mark.SUPPRESSED or np.isnan(value):
        return mark.value if mark is Mark.SUPPRESSED else ""
    return f"{printed(value, each.figures.unit)}{f' ({mark.value})' if mark is Mark.REFERENCE_ONLY else ''}"


def _shown(value: float, error: float, low: float, high: float, unit: Unit, mark: Mark) -> list[str]:
    """Value, error and interval as they are printed, in the figure's unit; empty where they are hidden or there are none."""
    if mark is Mark.SUPPRESSED or np.isnan(value):
        return ["", "", ""]
    sign = " %" if unit is Unit.PERCENT else ""
    interval = "" if np.isnan(low) else f"{printed(low, unit)} – {printed(high, unit)}{sign}"
    spread = "" if np.isnan(error) else printed(error, unit, ERROR_PLACES if unit.scale == 1 else unit.places)
    return [f"{printed(value, unit)}{sign}", spread, interval]


def _named(item: str, titles: Mapping[str, str]) -> str:
    return _cell(f"{item} {titles[item]}" if item in titles else item)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _cautions(scored: Scored) -> Iterator[str]:
    """What whoever reads the figures has to know of the weights and the items."""
    found = scored.weights
    if found.register is not None:
        whole = sum(stratum.inhabitants for stratum in found.register.values())
        yield f"Register: {whole:,.0f} inhabitants in {len(found.register):,} strata."
    if found.unanswered:
        yield f"Nobody answered in {named(found.unanswered)}; joined to a neighbour."
    if found.thin:
        yield (
            f"Thin strata, with fewer than {ENOUGH} answers or a weight above {LARGEST_FACTOR:g} times the median: {named(found.thin)}. "
            "Join them ([collapse]) or rake to margins."
        )
    if scored.unpaired:
        yield f"No gap for {named(scored.unpaired)}: the other column of the pair is not there."


def _joined(scored: Scored) -> Iterator[str]:
    joined = scored.weights.joined
    if joined is None:
        return
    yield f"strata joined: {len(joined.log)}; largest ratio of response rates joined: {joined.largest_rate_ratio:.2f}"
    for line in joined.log:
        cells = ", ".join(f"{cell.district} {cell.sex} {cell.age}".strip() for cell in line.cells)
        yield f"  {line.label}: {cells} (ratio {line.rate_ratio:.2f}, {line.empty} without an answer)"


def _wide(wide: Mapping[str, int]) -> Iterator[str]:
    for column, number in wide.items():
        if number:
            yield f"column {column}: {number:,} full-width digits read as digits"


def _refuse_inputs(scored: Scored, targets: list[Path]) -> None:
    read = {Path(each.path).resolve() for each in scored.files}
    if taken := [path for path in targets if path.resolve() in read]:
        raise SourceFaults([Fault("out_is_input", {"path": str(path)}) for path in taken])


def _put(stack: ExitStack, places: Mapping[Path, Path]) -> None:
    """Every file into its place, or none: where one cannot go there, what stood in the places of the others comes back."""
    for target in places.values():
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{target.name} is a folder")
    with ExitStack() as undo:
        for made, target in places.items():
            if target.exists():
                kept = made.with_name(f"{made.name}.before")
                target.replace(kept)
                undo.callback(kept.replace, target)
                stack.callback(kept.unlink, missing_ok=True)
            else:
                undo.callback(target.unlink, missing_ok=True)
            made.replace(target)
        undo.pop_all()


def _beside(stack: ExitStack, folder: Path, name: str, content: str) -> Path:
    """The content in a file beside the place where it will stand; taken away again if it does not get there."""
    handle, made = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    stack.callback(Path(made).unlink, missing_ok=True)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(made).chmod(0o644)
    return Path(made)
