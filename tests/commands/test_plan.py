"""`surveyapp plan`: check, import, show."""

from pathlib import Path

import pytest

from surveyapp.settings import ROOT, Settings
from surveyapp.store.desk import Desks
from tests.support.console import surveyapp
from tests.support.planning import KEY, a_run_for_the_plan, an_office, published_run


def test_the_shipped_plan_is_checked_by_name_and_by_path(settings: Settings):
    path = ROOT / "questionnaires" / "plans" / f"{KEY}.toml"

    by_name, by_path = (surveyapp(settings, "plan", "check", what) for what in (KEY, str(path)))

    assert by_name.said == by_path.said
    assert "誤りはありません。（施策 7、指標 16、うち調査による指標 4" in by_name.said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"this is not = = TOML", "TOML"),
        ('題 = "計画"'.encode("cp932"), "UTF-8"),
        (b"format = 1\nkey = 'a'\nnonsense = 2\n", "nonsense"),
    ],
)
def test_a_file_that_is_no_plan_says_why_and_ends_with_2(settings: Settings, tmp_path: Path, content: bytes, says: str):
    (tmp_path / "a.toml").write_bytes(content)

    done = surveyapp(settings, "plan", "check", str(tmp_path / "a.toml"))

    assert done.code == 2
    assert "a.toml" in done.complained
    assert says in done.complained


@pytest.mark.parametrize("name", ["no-such-plan", "nowhere/no.toml"])
def test_a_plan_that_is_not_there_is_told(settings: Settings, name: str):
    done = surveyapp(settings, "plan", "import", name)

    assert done.code == 2
    assert done.complained


def test_an_imported_plan_is_shown_to_the_letter(settings: Settings):
    assert surveyapp(settings, "plan", "import", KEY).said == "「第4次総合計画 後期基本計画」を取り込みました。\n"
    again = surveyapp(settings, "plan", "import", KEY)

    shown = surveyapp(settings, "plan", "show", KEY).said

    assert "変わりはありません" in again.said
    for printed in (
        "73.9％（2011）",
        "15％",
        "14.6％",
        "85％以上",
        "＿",
        "82.28",
        "1,400人",
        "当初（2012）",
        "目標値（2023）",
    ):
        assert printed in shown


def test_an_earlier_edition_is_shown_by_its_number(settings: Settings, desks: Desks):
    office = an_office(desks)
    published_run(desks, office, a_run_for_the_plan(desks, synthetic=True, interim=True))

    latest, first, none = (
        surveyapp(settings, "plan", "show", KEY, *more) for more in ((), ("--edition", "1"), ("--edition", "9"))
    )

    assert "3.21ポイント（2021） [3.15～3.27; n=1200; 合成データ; 中間集計]" in latest.said
    assert "3.21ポイント（2021）" not in first.said
    assert (none.code, "版の一覧" in none.complained) == (2, True)
