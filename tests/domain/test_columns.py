"""A file of responses is read by a written list: which column is which question, and what its values mean."""

from typing import Any

import pytest

from surveyapp.domain.columns import parse_columns
from surveyapp.domain.faults import DefinitionFaults
from tests.support.questionnaires import tiny


def reading(**changes: Any) -> dict[str, Any]:
    return {
        "missing": ["", "99"],
        "weight": "w",
        "stratum": "cell",
        "channel": "mode",
        "channels": {"郵送": "paper", "WEB": "web"},
        "columns": {"imp1": "medical_care.importance", "doctor": "family_doctor", "comment": "free_text"},
        "codes": {"family_doctor": {"1": "yes", "2": "no"}},
        **changes,
    }


def test_columns_tell_the_question_and_the_meaning_of_each_cell():
    columns = parse_columns(reading(), tiny())

    assert columns.questions == {"imp1": "medical_care.importance", "doctor": "family_doctor", "comment": "free_text"}
    assert columns.given("family_doctor", " 2 ") == "no"
    assert columns.given("medical_care.importance", "4") == "4"
    assert [columns.given("family_doctor", cell) for cell in ("", " ", "99")] == ["", "", ""]
    assert columns.channels == {"郵送": "paper", "WEB": "web"}


def test_a_file_must_have_every_column_that_is_named():
    assert parse_columns(reading(), tiny()).needed == ("imp1", "doctor", "comment", "w", "cell", "mode")
    assert parse_columns({"columns": {"doctor": "family_doctor"}}, tiny()).needed == ("doctor",)


def test_every_fault_of_a_list_of_columns_is_named():
    document = reading(
        columns={"a": "family_doctor", "b": "family_doctor", "c": "income", "d": "info_sources"},
        codes={"family_doctor": {"1": "perhaps"}, "income": {"1": "high"}},
        channels={"FAX": "fax"},
        wieght="w",
    )

    with pytest.raises(DefinitionFaults) as refused:
        parse_columns(document, tiny())

    assert {(fault.code, fault.where) for fault in refused.value.faults} == {
        ("question_in_two_columns", "columns.toml: columns.b"),
        ("question_unknown", "columns.toml: columns.c"),
        ("column_of_a_multiple_answer", "columns.toml: columns.d"),
        ("option_unknown", "columns.toml: codes.family_doctor.1"),
        ("question_unknown", "columns.toml: codes.income"),
        ("word_not_allowed", "columns.toml: channels.FAX"),
        ("key_unknown", "columns.toml: wieght"),
    }
