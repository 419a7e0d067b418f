"""A tiny plan for tests: one policy with one indicator of the survey and one of the office's records."""

import copy
from collections.abc import Sequence
from typing import Any

from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.plan import Plan, parse

_DOCUMENT: dict[str, Any] = {
    "format": 1,
    "key": "tiny-plan",
    "title": "小さな計画",
    "city": "試験市",
    "period": {"first": 2019, "last": 2023},
    "printed": {"source": "計画の表", "dated": "2019-03-01"},
    "columns": [
        {"key": "baseline", "label": "当初", "year": 2012, "kind": "value"},
        {"key": "current", "label": "現状", "year": 2017, "kind": "value"},
        {"key": "target", "label": "目標値", "year": 2023, "kind": "target"},
    ],
    "notes": [{"key": "survey", "mark": "注1", "term": "調査", "text": "2年に1度の調査"}],
    "basic_policies": [{"number": "1-1", "name": "健やかなまち"}],
    "policies": [
        {
            "number": "1-1-1",
            "basic_policy": "1-1",
            "name": "医療の充実",
            "visions": ["安心して暮らせる"],
            "issues": ["医師が足りない"],
            "notes": ["survey"],
            "directions": [{"text": "連携を強める", "projects": ["連携事業"]}],
            "roles": [{"group": "行政", "who": "市", "duties": ["知らせる"]}],
            "indicators": [
                {
                    "id": "family_doctor",
                    "name": "かかりつけ医がいますか。",
                    "unit": "percent",
                    "source": "survey",
                    "survey": {
                        "question": "family_doctor",
                        "statistic": "share",
                        "options": ["yes"],
                        "base": "unknown",
                    },
                    "values": {
                        "baseline": {"number": 73.9, "text": "73.9％", "year": 2011},
                        "current": {"number": 71.5, "text": "71.5％"},
                    },
                    "target": {"form": "rise", "number": 80.0, "text": "80.0％"},
                },
                {
                    "id": "meters",
                    "name": "活動量計購入者数",
                    "unit": "people",
                    "source": "administrative",
                    "values": {"baseline": {"text": "＿"}, "current": {"number": 1400, "text": "1,400人"}},
                    "target": {"form": "rise", "number": 2000, "text": "2,000人"},
                },
            ],
        }
    ],
}


def tiny_plan_document() -> dict[str, Any]:
    """The document of the tiny plan, free to be changed: every call makes a new one."""
    return copy.deepcopy(_DOCUMENT)


def tiny_plan() -> Plan:
    """The tiny plan, read."""
    return parse(tiny_plan_document(), "tiny-plan.toml")


def indicator_with(**changes: object) -> dict[str, Any]:
    """The tiny plan's document with its first indicator changed; a value of None takes the key away."""
    document = tiny_plan_document()
    indicator = document["policies"][0]["indicators"][0]
    for key, value in changes.items():
        if value is None:
            del indicator[key]
        else:
            indicator[key] = value
    return document


def faults_in(document: object) -> Sequence[Fault]:
    """The faults for which a plan's document is refused; none if it is read."""
    try:
        parse(document, "tiny-plan.toml")  # type: ignore[arg-type]  # what is no document is refused too
    except Refused as refused:
        return refused.faults
    return ()


def codes_in(document: object) -> list[str]:
    """The codes of those faults."""
    return [fault.code for fault in faults_in(document)]
