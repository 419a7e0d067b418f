"""Tiny questionnaires for every test: one section, two rated items, one question of each other kind, the face items."""

import copy
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from surveyapp.domain.definition import parse
from surveyapp.domain.faults import DefinitionFaults, Fault
from surveyapp.domain.questionnaire import Questionnaire

AGES = ["18-29", "30-39", "40-49", "50-59", "60-69", "70+"]


def tiny_document(
    wave: str = "tiny",
    link: str = "cut_on_acceptance",
    duplicates: str = "first",
    keyings: int = 2,
    forms: Sequence[str] = (),
    synthetic: bool = False,
) -> dict[str, Any]:
    """The document of `tiny`, free to be changed: every call makes a new one."""
    document = copy.deepcopy(_DOCUMENT)
    document["questionnaire"] |= {
        "wave": wave,
        "link": link,
        "duplicates": duplicates,
        "keyings": keyings,
        "synthetic": synthetic,
    }
    if forms:
        document["questionnaire"]["forms"] = list(forms)
        first, second = document["questionnaire"]["sections"][0]["entries"][:2]
        first["forms"], second["forms"] = list(forms[:1]), list(forms[1:] or forms)
    return document


def tiny(
    wave: str = "tiny",
    link: str = "cut_on_acceptance",
    duplicates: str = "first",
    keyings: int = 2,
    forms: Sequence[str] = (),
    synthetic: bool = False,
) -> Questionnaire:
    """A questionnaire of one page (`life`).

    Items `medical_care` and `health_promotion`, each rated `importance` then `satisfaction` (codes 5 to 1); then
    `family_doctor` (yes, no), `info_sources` (multiple: newsletter, website, friends; at most 2), `free_text` (2,000
    characters), and the faces `sex` (male, female, withheld), `age` (`AGES`) and `district` (k01, k02). With `forms`
    the first form asks for `medical_care`, the others for `health_promotion`.
    """
    return parse(tiny_document(wave, link, duplicates, keyings, forms, synthetic))


def faults_of(document: Mapping[str, object]) -> tuple[Fault, ...]:
    """Every fault for which a document is refused; none where it is not."""
    try:
        parse(document)
    except DefinitionFaults as refused:
        return refused.faults
    return ()


def document_with_ten_faults(wave: str = "tiny") -> dict[str, Any]:
    """The document of `tiny` with ten faults in it; eleven are told, since the label of a lost option is left over."""
    document = tiny_document(wave)
    structure, texts = document["questionnaire"], document["texts"]["ja"]
    section = structure["sections"][0]
    entries = {row.get("item") or row["question"]: row for row in section["entries"]}
    structure["seed"] = 7
    structure["keyings"] = 3
    structure["duplicates"] = "last"
    del structure["scales"]["satisfaction"]["options"][2]["points"]
    section["title"] = "暮らし"
    entries["medical_care"]["rated"] = ["importance", "urgency"]
    entries["family_doctor"]["options"][1]["code"] = "yes"
    entries["info_sources"]["limit"] = 9
    entries["free_text"]["only_if"] = {"bus_use": ["weekly"]}
    del texts["items"]["health_promotion"]
    return document


def write_folder(path: Path, questionnaire: Questionnaire | Mapping[str, Any]) -> Path:
    """Write a questionnaire (or its document) as the files its author would keep; returns the folder."""
    document: Mapping[str, Any] = questionnaire.document if isinstance(questionnaire, Questionnaire) else questionnaire
    path.mkdir(parents=True, exist_ok=True)
    files: dict[str, Any] = {"questionnaire.toml": document["questionnaire"]}
    files |= {f"texts.{language}.toml": said for language, said in document["texts"].items()}
    for name, table in files.items():
        lines = [f"{_key(key)} = {_value(value)}" for key, value in table.items()]
        (path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def _five_points() -> list[dict[str, Any]]:
    return [{"code": str(points), "points": points} for points in (5, 4, 3, 2, 1)]


_DOCUMENT: dict[str, Any] = {
    "questionnaire": {
        "wave": "tiny",
        "fiscal_year": 2021,
        "edit_rules": {"several_marks": "invalid", "over_limit": "lowest"},
        "scales": {"importance": {"options": _five_points()}, "satisfaction": {"options": _five_points()}},
        "sections": [
            {
                "id": "life",
                "entries": [
                    {"item": "medical_care", "rated": ["importance", "satisfaction"]},
                    {"item": "health_promotion", "rated": ["importance", "satisfaction"]},
                    {"question": "family_doctor", "kind": "single", "options": [{"code": "yes"}, {"code": "no"}]},
                    {
                        "question": "info_sources",
                        "kind": "multiple",
                        "limit": 2,
                        "options": [{"code": "newsletter"}, {"code": "website"}, {"code": "friends"}],
                    },
                    {"question": "free_text", "kind": "text", "most": 2000},
                    {
                        "question": "sex",
                        "kind": "single",
                        "face": "sex",
                        "options": [{"code": "male"}, {"code": "female"}, {"code": "withheld", "withheld": True}],
                    },
                    {
                        "question": "age",
                        "kind": "single",
                        "face": "age",
                        "options": [{"code": code} for code in AGES],
                    },
                    {
                        "question": "district",
                        "kind": "single",
                        "face": "district",
                        "options": [{"code": "k01"}, {"code": "k02"}],
                    },
                ],
            }
        ],
    },
    "texts": {
        "ja": {
            "title": "小さな調査",
            "organisation": "駒ヶ根市",
            "contact": "企画振興課",
            "purpose": "まちづくりの指標とするため",
            "kept": "回答は5年間保存します",
            "sections": {"life": "暮らし"},
            "items": {
                "medical_care": "病院などの地域医療体制が整っている",
                "health_promotion": "健康づくりに対する取組が充実している",
            },
            "scales": {
                "importance": {
                    "name": "重要度",
                    "prompt": "あなたにとっての重要度",
                    "5": "重要",
                    "4": "やや重要",
                    "3": "どちらともいえない",
                    "2": "あまり重要でない",
                    "1": "重要でない",
                },
                "satisfaction": {
                    "name": "満足度",
                    "prompt": "現在の満足度",
                    "5": "満足",
                    "4": "やや満足",
                    "3": "どちらともいえない",
                    "2": "やや不満",
                    "1": "不満",
                },
            },
            "questions": {
                "family_doctor": "いざというときに相談ができる、かかりつけ医がいますか",
                "info_sources": "市の情報を何から得ていますか",
                "free_text": "ご意見をお書きください",
                "sex": "性別",
                "age": "年齢",
                "district": "お住まいの区",
            },
            "options": {
                "family_doctor": {"yes": "いる", "no": "いない"},
                "info_sources": {"newsletter": "市報", "website": "ホームページ", "friends": "知人"},
                "sex": {"male": "男性", "female": "女性", "withheld": "答えたくない"},
                "age": {
                    "18-29": "18～29歳",
                    "30-39": "30～39歳",
                    "40-49": "40～49歳",
                    "50-59": "50～59歳",
                    "60-69": "60～69歳",
                    "70+": "70歳以上",
                },
                "district": {"k01": "南割区", "k02": "中割区"},
            },
        }
    },
}
