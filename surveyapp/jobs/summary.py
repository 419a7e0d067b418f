"""The main figures of a run as lines of text, for the command line and the log of a night's work."""

from analysis.figures import Unit, printed
from surveyapp.operations.scoring import RunOverview


def lines(overview: RunOverview) -> list[str]:
    """The overall figures of a run, one line each: weighted with interval, and unweighted beside it."""
    run = overview.run
    mark = "【合成データ】" if run.synthetic else ""
    interim = "（中間集計）" if run.interim else ""
    told = [f"{mark}{run.title} 第{run.number}回集計{interim}  run={run.id}  回答 {run.respondents:,} 件"]
    if run.source == "counts":
        told.append("集計値だけの調査のため、単純無作為抽出とみなした。")
    told.append("質問\tn\t重み付き\t信頼区間\t重みなし")
    for name, found in overview.means.items():
        weighted, plain = found["weighted"], found["unweighted"]
        if weighted.value is None or plain.value is None:
            told.append(f"{name}\t秘匿")
            continue
        told.append(
            f"{name}\t{weighted.n}\t{_points(weighted.value)}\t{_points(weighted.low)}～{_points(weighted.high)}"
            f"\t{_points(plain.value)}"
        )
    for name, shares in overview.shares.items():
        for one in shares:
            if one.weighting == "weighted" and one.value is not None:
                told.append(
                    f"{name} {one.option}\t{one.n}\t{_percent(one.value)}\t{_percent(one.low)}～{_percent(one.high)}"
                )
    return told


def _points(value: float | None) -> str:
    return "－" if value is None else printed(value, Unit.POINT)


def _percent(value: float | None) -> str:
    return "－" if value is None else f"{printed(value, Unit.PERCENT)}％"
