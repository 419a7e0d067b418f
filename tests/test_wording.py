"""Every fault has its sentence, and the sentence uses exactly what the fault tells."""

import ast
import string
from dataclasses import dataclass

import pytest

from surveyapp.domain import stages
from surveyapp.domain.faults import Fault
from surveyapp.wording import SENTENCES, names, say
from tests.support.source import modules, within


@dataclass(frozen=True)
class Raised:
    """A place in the source where a fault is made: its code, the fields it tells, and whether it tells where it is."""

    place: str
    code: str
    fields: frozenset[str]


def raised_faults() -> list[Raised]:
    """Every `Fault("code", field=...)` in the program, and every fault that a reader of documents notes.

    A call with `**fields` tells more than can be read here, and is left to the tests of what it reads.
    """
    found = []
    for module in modules():
        if not within(module.name, "surveyapp"):
            continue
        for call in module.calls("Fault", "fault"):
            code = call.args[0] if call.args else None
            if isinstance(code, ast.Constant) and all(keyword.arg for keyword in call.keywords):
                fields = frozenset(keyword.arg or "" for keyword in call.keywords)
                found.append(Raised(f"{module}:{call.lineno}", str(code.value), fields))
    return found


def placeholders(sentence: str) -> set[str]:
    """The names in braces; each fault has a place, so {where} may always stand."""
    names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    return names - {"where"}


def test_every_fault_has_a_sentence():
    silent = [f"{fault.place}: {fault.code}" for fault in raised_faults() if fault.code not in SENTENCES]

    assert silent == [], "\n".join(silent)


def test_a_sentence_asks_for_nothing_that_its_fault_does_not_tell():
    wanting = [
        f"{fault.place}: {fault.code} does not tell {sorted(missing)}"
        for fault in raised_faults()
        if fault.code in SENTENCES and (missing := placeholders(SENTENCES[fault.code]) - (fault.fields - {"where"}))
    ]

    assert wanting == [], "\n".join(wanting)


def test_no_sentence_is_left_over_from_a_fault_that_is_gone():
    written = {
        node.value
        for module in modules()
        if within(module.name, "surveyapp") and not within(module.name, "surveyapp.wording")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    left_over = sorted(SENTENCES.keys() - written)
    assert left_over == [], "\n".join(left_over)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_is_a_whole_sentence(code):
    assert SENTENCES[code].rstrip("）").endswith("。")


def test_a_stage_and_a_step_are_told_as_the_office_calls_them():
    told = say(Fault("sheet_step_impossible", stage="keyed_once", step="settle"))

    assert told.startswith("この調査票はいま「2回目の入力待ち」なので、相違の判定はできません。")


def test_every_stage_and_step_of_a_wave_a_sheet_and_an_edition_has_its_name():
    steps = {step for moves in (stages.WAVE_STEPS, stages.SHEET_STEPS, stages.EDITION_STEPS) for _, step in moves}
    found = {stage.value for kind in (stages.WaveStage, stages.SheetStage, stages.EditionStage) for stage in kind}

    assert (names.STEPS.keys(), names.STAGES.keys()) == (steps, found)


def test_roles_are_told_as_the_office_calls_them():
    assert "役割（分析者、承認者）" in say(Fault("role_needed", roles="analyst、approver"))
