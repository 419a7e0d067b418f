"""`surveyapp score`: run the scoring of a wave, show its main figures, publish a run in the plan."""

import time

import click

from surveyapp import runtime
from surveyapp.domain.faults import Fault, Refused
from surveyapp.domain.stages import JobStage
from surveyapp.jobs import summary, worker
from surveyapp.operations import accounts, planning, scoring
from surveyapp.operations.scoring import Progress
from surveyapp.wording.console import spoken as _

SECONDS_BETWEEN_LOOKS = 1.0


@click.group()
def score() -> None:
    """集計（重み付き推定）と、総合計画への公表。"""


@score.command()
@click.argument("wave")
@click.option("--weights", default="default", show_default=True, help="default、cells:N（N は2以上）、none。")
@click.option("--level", type=float, default=0.95, show_default=True, help="信頼水準。")
@click.option("--quadrant", "labels", nargs=2, multiple=True, help="象限の呼び名。例: --quadrant improve 重点課題領域")
def run(wave: str, weights: str, level: float, labels: tuple[tuple[str, str], ...]) -> None:
    """集計を1回行い、主な結果を表示します。結果はあとから変わりません。"""
    with runtime.desk(writing=True) as desk:
        job = scoring.ask(desk, wave, None, level=level, weights=weights, labels=dict(labels)).id
    worker.do_next(runtime.house().desks, worker.new_mark(), job, tell=_tell)
    progress = _finished(wave, job)
    if progress.run is None:
        raise Refused(*progress.faults)
    with runtime.desk() as desk:
        overview = scoring.run_overview(desk, progress.run)
    for line in summary.lines(overview, _):
        click.echo(line)


@score.command()
@click.argument("run", type=int)
@click.option("--by", required=True, help="公表を提案する職員。")
@click.option("--approved-by", required=True, help="承認する職員（提案者とは別の人）。")
@click.option("--plan", default=None, help="総合計画。登録が一つだけなら省けます。")
def publish(run: int, by: str, approved_by: str, plan: str | None) -> None:
    """集計の値を、総合計画の指標の現状値として公表します（二人で行います）。"""
    with runtime.desk(writing=True) as desk:
        number = planning.publish_run(
            desk,
            plan or _only_plan([line.plan.key for line in planning.plans(desk)]),
            run,
            accounts.named(desk, by).id,
            accounts.named(desk, approved_by).id,
        )
    click.echo(_("第{number}版として公表しました。", number=number))


def _only_plan(plans: list[str]) -> str:
    if not plans:
        raise Refused(Fault("no_plan_yet"))
    if len(plans) > 1:
        raise Refused(Fault("plan_to_be_named", plans="、".join(plans)))
    return plans[0]


def _tell(done: int, total: int) -> None:
    click.echo(_("集計中 {done}/{total}", done=done, total=total), err=True)


def _finished(wave: str, job: int) -> Progress:
    """How the job ended; another worker may have taken it first, and is waited for."""
    while True:
        with runtime.desk() as desk:
            progress = scoring.progress(desk, wave, job)
        if progress.stage in (JobStage.DONE, JobStage.FAILED):
            return progress
        _tell(progress.done, progress.total)
        time.sleep(SECONDS_BETWEEN_LOOKS)
