"""`surveyapp score publish`: two people put a run's figures into the plan."""

from tests.support import planning
from tests.support.console import surveyapp


def test_two_people_publish_a_run_and_one_alone_cannot(desks, settings):
    planning.an_office(desks)
    run = str(planning.a_run_for_the_plan(desks))

    alone = surveyapp(settings, "score", "publish", run, "--by", "analyst", "--approved-by", "analyst")
    stranger = surveyapp(settings, "score", "publish", run, "--by", "nobody", "--approved-by", "approver")
    together = surveyapp(settings, "score", "publish", run, "--by", "analyst", "--approved-by", "approver")

    assert (alone.code, stranger.code, together.code) == (2, 2, 0)
    assert together.said == "第2版として公表しました。\n"
    assert planning.current(desks, "medical_care") == planning.current(desks, "medical_care", 2)


def test_a_run_cannot_be_published_before_a_plan_is_there(desks, settings):
    refused = surveyapp(settings, "score", "publish", "1", "--by", "analyst", "--approved-by", "approver")

    assert refused.code == 2
    assert refused.complained.endswith("。\n")
