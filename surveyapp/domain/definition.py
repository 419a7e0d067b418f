"""Reading a questionnaire's definition: whole, or refused whole with every fault named.

The document is `{"questionnaire": {...}, "texts": {"ja": {...}, ...}}`: the files of a folder of `questionnaires/`, and
the same thing as JSON in the database once the wave is open. `questionnaires/README.md` describes every key.
"""

import hashlib
import json
import re
from collections.abc import Mapping

from surveyapp.domain.definition_entries import Shape, check_rotation, read_scales, read_sections
from surveyapp.domain.definition_texts import judge_languages, read_texts
from surveyapp.domain.document import Table
from surveyapp.domain.faults import DefinitionFaults, Fault
from surveyapp.domain.questionnaire import (
    Admission,
    DuplicateRule,
    EditRules,
    LinkMode,
    Questionnaire,
)

WAVE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
FORM = re.compile(r"[A-Za-z0-9]{1,8}")
STRUCTURE_FILE = "questionnaire.toml"


def parse(document: Mapping[str, object]) -> Questionnaire:
    """The questionnaire that a document defines.

    Raises `DefinitionFaults` with every fault, each with its file and key (`questionnaire.toml: sections[2].id`,
    counted from 1). Reading `Questionnaire.document` again, also after a round through JSON, gives an equal value.
    """
    faults: list[Fault] = []
    table = Table(document.get("questionnaire", {}), f"{STRUCTURE_FILE}: ", faults)
    wave = table.text("wave")
    if wave and not WAVE.fullmatch(wave):
        table.fault("wave_malformed", "wave", value=wave)
    fiscal_year = table.whole("fiscal_year", 1950, 2200)
    admission = Admission(table.choice("admission", tuple(Admission), default=Admission.LETTER))
    link, duplicates = _link_and_duplicates(table, admission)
    keyings = table.whole("keyings", 1, 2, default=2)
    synthetic = table.truth("synthetic")
    follows = table.text("follows", default="")
    if follows and not WAVE.fullmatch(follows):
        table.fault("wave_malformed", "follows", value=follows)
    shape = Shape(forms=_forms(table))
    edit_rules = _edit_rules(table.table("edit_rules"))
    shape.scales = read_scales(table.table("scales"))
    sections = read_sections(table, shape)
    listed = table.words("languages")
    check_rotation(table, sections)
    table.close()
    texts = read_texts(document.get("texts", {}), sections, shape.scales, faults)
    languages = judge_languages(listed, texts, synthetic, table)
    if faults:
        raise DefinitionFaults.of(faults)
    return Questionnaire(
        wave=wave,
        fiscal_year=fiscal_year,
        sections=sections,
        scales=shape.scales,
        texts=texts,
        languages=languages,
        admission=admission,
        link=link,
        duplicates=duplicates,
        keyings=keyings,
        forms=shape.forms,
        synthetic=synthetic,
        follows=follows,
        edit_rules=edit_rules,
        document=document,
        fingerprint=fingerprint(document),
    )


def fingerprint(document: Mapping[str, object]) -> str:
    """SHA-256 (hexadecimal) of the document in its canonical form: JSON, keys sorted, no blanks, UTF-8."""
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _link_and_duplicates(table: Table, admission: Admission) -> tuple[LinkMode, DuplicateRule]:
    link = LinkMode(table.choice("link", tuple(LinkMode), default=LinkMode.CUT_ON_ACCEPTANCE))
    duplicates = DuplicateRule(table.choice("duplicates", tuple(DuplicateRule), default=DuplicateRule.FIRST))
    if link is LinkMode.CUT_ON_ACCEPTANCE and duplicates is not DuplicateRule.FIRST:
        # Once the link is cut, the earlier response cannot be found again to take it back.
        table.fault(
            "link_and_duplicates",
            "duplicates",
            link=link.value,
            duplicates=duplicates.value,
        )
    if admission is Admission.OPEN and link is not LinkMode.CUT_ON_ACCEPTANCE:
        # Nobody holds a letter, so there is nothing that a later answer could be compared with.
        table.fault("open_wave_keeps_no_link", "link", link=link.value)
    return link, duplicates


def _forms(table: Table) -> tuple[str, ...]:
    forms = table.words("forms")
    for form in forms:
        if not FORM.fullmatch(form):
            table.fault("form_malformed", "forms", value=form)
    return forms


def _edit_rules(table: Table) -> EditRules:
    rules = EditRules(
        several_marks=table.choice("several_marks", ("invalid", "first"), default="invalid"),
        over_limit=table.choice("over_limit", ("lowest", "all", "invalid"), default="lowest"),
    )
    table.close()
    return rules
