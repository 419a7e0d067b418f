"""A questionnaire in which everything depends on something: forms, conditions over several pages, fields that change places."""

from collections.abc import Mapping
from typing import Any

from surveyapp.domain.definition import parse
from surveyapp.domain.questionnaire import Questionnaire

FIELDS = ("bus", "tools", "visits")
FORMS = ("A", "B")


def routed_document(wave: str = "routed") -> dict[str, Any]:
    """The document of `routed`."""
    sections = [
        _section("first", _choice("bus_use", "weekly", "never"), _many("tools_used", "phone", "pc", "none")),
        _section(
            "bus",
            {"item": "bus_stops", "rated": ["satisfaction"], "forms": ["A"]},
            _choice("bus_enough", "yes", "no", only_if={"bus_use": ["weekly"]}),
            _choice("bus_why", "late", "dear", only_if={"bus_enough": ["no"]}),
            rotated=True,
        ),
        _section(
            "tools",
            _choice("phone_old", "yes", "no", only_if={"tools_used": ["phone", "pc"]}),
            {"question": "phone_text", "kind": "text", "only_if": {"phone_old": ["yes"]}},
            rotated=True,
        ),
        _section("visits", {"item": "library", "rated": ["satisfaction"]}, _choice("goes", "a", "b"), rotated=True),
        _section(
            "last",
            _choice("both", "x", "y", only_if={"bus_why": ["late"], "goes": ["a"]}),
            _choice("after_both", "x", "y", only_if={"both": ["x"]}, forms=["B"]),
            _choice("sex", "male", "female"),
        ),
    ]
    return {
        "questionnaire": {
            "wave": wave,
            "fiscal_year": 2026,
            "forms": list(FORMS),
            "scales": {"satisfaction": {"options": [{"code": str(code), "points": code} for code in (5, 3, 1)]}},
            "sections": sections,
        },
        "texts": {"ja": _texts(sections)},
    }


def routed(wave: str = "routed") -> Questionnaire:
    """Five pages: `first`, the fields `bus`, `tools` and `visits` in any order, and `last`; forms A and B."""
    return parse(routed_document(wave))


def _section(name: str, *entries: dict[str, Any], rotated: bool = False) -> dict[str, Any]:
    return {"id": name, "rotated": rotated, "entries": list(entries)}


def _choice(name: str, *codes: str, **more: object) -> dict[str, Any]:
    return {"question": name, "kind": "single", "options": [{"code": code} for code in codes], **more}


def _many(name: str, *codes: str) -> dict[str, Any]:
    return _choice(name, *codes) | {"kind": "multiple"}


def _texts(sections: list[dict[str, Any]]) -> Mapping[str, Any]:
    entries = [entry for section in sections for entry in section["entries"]]
    questions = [entry for entry in entries if "question" in entry]
    return {
        "title": "枝分かれの多い調査",
        **dict.fromkeys(("organisation", "contact", "purpose", "kept"), "見本"),
        "sections": {section["id"]: f"分野{section['id']}" for section in sections},
        "items": {entry["item"]: f"{entry['item']}がよい" for entry in entries if "item" in entry},
        "scales": {
            "satisfaction": {"name": "満足度", "prompt": "現在の満足度", "5": "満足", "3": "ふつう", "1": "不満"}
        },
        "questions": {entry["question"]: f"{entry['question']}は" for entry in questions},
        "options": {
            entry["question"]: {option["code"]: f"答え{option['code']}" for option in entry["options"]}
            for entry in questions
            if "options" in entry
        },
    }
