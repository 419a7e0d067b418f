"""The main figures of a run as lines of text, for the command line and the log of a night's work."""

from collections.abc import Callable, Mapping

from analysis.figures import Unit, printed
from surveyapp.operations.scoring import Found, RunOverview


def lines(overview: RunOverview, _: Callable[..., str]) -> list[str]:
    """The overall figures of a run, one line each: weighted with interval, and unweighted beside it.

    `_` says a sentence of the catalogue in the reader's language.
    """
    run = overview.run
    mark = "【" + _("合成データ") + "】" if run.synthetic else ""
    interim = "（" + _("中間集計") + "）" if run.interim else ""
    number = _("第{number}回集計", number=run.number)
    respondents = _("回答 {n} 件", n=f"{run.respondents:,}")
    told = [f"{mark}{run.title} {number}{interim}  run={run.id}  {respondents}"]
    if run.source == "counts":
        told.append(_("公表された集計値だけの調査なので、重みはありません。単純無作為抽出とみなした誤差です。"))
    told.append("\t".join((_("質問"), "n", _("重み付き"), _("信頼区間"), _("重み付けなし"))))
    for name, pair in overview.means.items():
        told.append(_line(name, pair, _points, _))
    for name, shares in overview.shares.items():
        options: dict[str, dict[str, Found]] = {}
        for one in shares:
            options.setdefault(one.option, {})[one.weighting] = one
        told += [_line(f"{name} {option}", pair, _percent, _) for option, pair in options.items()]
    return told


def _line(name: str, pair: Mapping[str, Found], digits: Callable[[float | None], str], _: Callable[..., str]) -> str:
    weighted, plain = pair["weighted"], pair["unweighted"]
    if weighted.value is None or plain.value is None:
        return f"{name}\t{_('秘匿')}"
    interval = f"{digits(weighted.low)}～{digits(weighted.high)}"
    return f"{name}\t{weighted.n}\t{digits(weighted.value)}\t{interval}\t{digits(plain.value)}"


def _points(value: float | None) -> str:
    return "－" if value is None else printed(value, Unit.POINT)


def _percent(value: float | None) -> str:
    return "－" if value is None else f"{printed(value, Unit.PERCENT)}％"
