"""The public plan: to the letter what the plan prints, and below each new figure how sure it is."""

import html
import re

import pytest
from flask.testing import FlaskClient

from surveyapp.operations import planning
from surveyapp.store.desk import Desks
from tests.support.planning import KEY, a_run_for_the_plan, an_entry, an_office, published_run
from tests.support.plans import tiny_plan

# The tables of 達成目標 in the 後期基本計画 (施策5-1-1 to 5-2-3), read from the plan by eye: name, 当初, 現状, 目標値, 備考.
PRINTED = [
    ("いざというときに相談ができる、かかりつけ医がいますか。", "73.9％（2011）", "71.5％", "80.0％", "市民満足度調査のアンケートより"),
    ("病院などの地域医療体制が整っている。", "2.89ポイント（2011）", "3.15ポイント", "3.45ポイント", "市民満足度調査の満足度（ポイント）"),
    ("特定健康診査受診率", "38.6％", "38.3％", "65.0％",
     "特定健康診査受診率の向上により、早期発見を目指し、生活習慣病などによる医療費の抑制につなげます。"),
    ("特定保健指導実施率", "＿", "71.6％", "85％以上", "重症化予防のため、個々に応じた生活習慣改善の助言を行います。"),
    ("要介護認定者出現率（認定者数÷65歳以上人口）", "15％", "14.6％", "16.0％",
     "要介護認定者を増加させない取組を実施し、その成果を要介護認定者出現率で確認します。"),
    ("健康づくりに対する取組が充実している。", "3.14ポイント（2011）", "3.20ポイント", "3.38ポイント", "市民満足度調査の満足度（ポイント）"),
    ("主な生活習慣病を死因とする死亡者の割合", "55.9％（2010）", "53.4％（2015）", "50.0％",
     "生活習慣病への取組により指標は過去10年間で5％下がった。引き続き10年間で5％下げることを目標とする。（資料提供：保健福祉事務所）"),
    ("こまがね健康ステーション用活動量計購入者数", "＿", "1,400人", "2,000人",
     "毎年度100人増加させることを目標とし、最終目標は2,000人とする。"),
    ("通いの場へ参加している高齢者数", "＿", "2,200人", "3,000人",
     "現状の数値は、平成30年4月末の数値。開催頻度が月1回以上の場への参加者数としています。"),
    ("通いの場拠点が設置されている区の数", "＿", "0", "16区", "平成30年4月に6つの区に通いの場拠点が設置されています"),
    ("新規要介護認定者に占める75歳未満の者の割合", "18.1％", "14.7％", "13.0％",
     "75歳未満の新規要介護認定者の減少をめざします。（健康寿命の延伸）"),
    ("介護保険新規申請時の平均年齢", "＿", "82.28", "82.28",
     "介護予防・生活支援サービスの充実により介護保険の利用開始年齢の引き上げを目指します。"),
    ("互いにささえあい、助け合う人間関係が地域に築かれている。", "3.21ポイント（2011）", "3.25ポイント", "3.43ポイント",
     "市民満足度調査の満足度（ポイント）"),
    ("支え合う組織の仕組みができている地域（区等）の割合", "0％", "100％", "100％", "市内全区でできた支え合う仕組みを維持します。"),
    ("障がい者の雇用割合", "1.62％", "2.04％", "2.20％", "障がい者の就労支援の取組状況を雇用率で表します。"),
    ("生活保護受給者の就労支援", "4人", "3人", "3人",
     "生活保護受給者のうち、自立支援プログラムを活用して、就労を働きかけ世帯の自立をめざします。"),
]  # fmt: skip


def rows(page: str) -> list[tuple[str, ...]]:
    """The rows of every table of 達成目標 on a page as a reader sees them: without what is told below them."""
    found = []
    for row in re.findall(r'<tr role="row" id=.*?</tr>', page, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        found.append(tuple(text(cell) for cell in cells))
    return found


def text(markup: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup))).strip()


def read_aloud(markup: str) -> str:
    """The words of a page with a space between any two elements, but not where a line may break within a figure."""
    return text(re.sub(r"<(?!wbr)[^>]+>", " ", markup))


def test_the_printed_table_stands_on_the_page_to_the_letter(client: FlaskClient, desks: Desks):
    an_office(desks)

    page = client.get(f"/plan/{KEY}/")

    assert page.status_code == 200
    assert rows(page.text) == PRINTED
    headings = re.findall(r'<th role="columnheader"[^>]*>(.*?)</th>', page.text)
    assert headings == ["指標名", "当初（2012）", "現状（2017）", "目標値（2023）", "備考"] * 7


def test_everybody_finds_the_plans_from_the_list(client: FlaskClient, desks: Desks):
    an_office(desks)
    with desks.desk(writing=True) as desk:
        planning.import_plan(desk, tiny_plan())

    page = client.get("/plan/").text

    assert f'href="/plan/{KEY}/"' in page
    assert 'href="/plan/tiny-plan/"' in page


def test_without_a_plan_the_list_says_so(client: FlaskClient):
    assert "公表している計画は、まだありません。" in client.get("/plan/").text


def test_a_figure_of_a_run_shows_interval_respondents_wave_and_both_verdicts(client: FlaskClient, desks: Desks):
    office = an_office(desks)
    published_run(desks, office, a_run_for_the_plan(desks))

    page = read_aloud(client.get(f"/plan/{KEY}/").text)

    assert "3.21ポイント（2021）" in page
    assert "小さな調査（第1回集計） 95％信頼区間 3.15～3.27 回答者数 1,200人 重み付けをしない値 3.19ポイント" in page
    assert "目標と比べて 目標値（3.45ポイント）に達していません。" in page
    assert "前回と比べて 前回（3.15ポイント、2017年）との差＋0.06ポイントは、誤差の範囲内です" in page


def test_both_bases_are_shown_with_their_names_while_the_plan_does_not_state_one(client: FlaskClient, desks: Desks):
    office = an_office(desks)
    published_run(desks, office, a_run_for_the_plan(desks))

    page = client.get(f"/plan/{KEY}/").text

    assert rows(page)[0][2] == "73.8％（2021） 無回答を除いた割合 70.8％（2021） 無回答を含めた割合"
    assert "両方の値を載せています" in page


@pytest.mark.parametrize(("mark", "says"), [("synthetic", "合成データ"), ("interim", "中間集計")])
def test_made_up_data_and_interim_figures_are_marked_in_the_cell_and_in_the_list(
    client: FlaskClient, desks: Desks, mark: str, says: str
):
    office = an_office(desks)
    published_run(desks, office, a_run_for_the_plan(desks, **{mark: True}))

    page = client.get(f"/plan/{KEY}/").text

    assert says in rows(page)[1][2]
    assert says in page[page.index('id="editions"') :]
    assert says not in client.get(f"/plan/{KEY}/editions/1").text.split('id="editions"', maxsplit=1)[0]


def test_a_counted_figure_shows_its_day_source_and_note(client: FlaskClient, desks: Desks):
    office = an_office(desks)
    with desks.desk(writing=True) as desk:
        waiting = planning.record_administrative(desk, KEY, an_entry(note="速報値です"), office.analyst).id
        planning.approve(desk, KEY, waiting, office.approver)

    page = read_aloud(client.get(f"/plan/{KEY}/").text)

    assert "基準日 2019年3月31日 出典 国保事業年報 備考 速報値です" in page
    assert "前回（38.3％、2017年）との差は＋3.0％ポイントです。" in page


def test_an_earlier_edition_stays_readable_and_points_to_the_latest(client: FlaskClient, desks: Desks):
    office = an_office(desks)
    published_run(desks, office, a_run_for_the_plan(desks))

    first = client.get(f"/plan/{KEY}/editions/1").text

    assert rows(first) == PRINTED
    assert "これは過去の版です。" in first
    assert "最新の第2版を見る" in first
    assert rows(client.get(f"/plan/{KEY}/editions/2").text) == rows(client.get(f"/plan/{KEY}/").text)


def test_a_corrected_figure_stays_readable_with_its_reason(client: FlaskClient, desks: Desks):
    office = an_office(desks)
    correction = planning.Correction("care_need_rate", "current", 14.9, "分母の人口を取り違えていたため <b>")
    with desks.desk(writing=True) as desk:
        planning.approve(desk, KEY, planning.correct(desk, KEY, correction, office.analyst).id, office.approver)

    page = client.get(f"/plan/{KEY}/").text

    assert rows(page)[4][2] == "14.9％ 訂正前：14.6％"
    assert "第1版の「14.6％」を改めました。理由：分母の人口を取り違えていたため &lt;b&gt;" in page


def test_a_policy_tells_its_aims_projects_and_terms(client: FlaskClient, desks: Desks):
    an_office(desks)

    page = read_aloud(client.get(f"/plan/{KEY}/").text)

    for told in (
        "めざす姿",
        "在宅医療・救急医療連携事業",
        "注1）市民満足度調査",
        "通いの場拠点",
        "定義の変更（2018年5月10日）",
    ):
        assert told in page


@pytest.mark.parametrize(
    "address",
    ["/plan/no-plan/", f"/plan/{KEY}/editions/2", f"/plan/{KEY}/editions/0", f"/plan/{KEY}/editions/x", "/plan/%00/"],
)
def test_what_is_not_there_is_told_with_a_way_on(client: FlaskClient, desks: Desks, address: str):
    an_office(desks)

    answer = client.get(address)

    assert answer.status_code == 404
    assert 'href="/plan/"' in answer.text
