"""The doors of the house, all on one page."""

from surveyapp.pages import (
    accessibility,
    analyst,
    clerk,
    coming_back,
    feedback,
    health,
    plan,
    plan_desk,
    preview,
    resident,
    shared_door,
    sign_in,
    taps,
    telephone,
)

ALL = (
    resident.bp,
    shared_door.bp,
    taps.bp,
    coming_back.bp,
    feedback.bp,
    accessibility.bp,
    clerk.bp,
    telephone.bp,
    analyst.bp,
    plan.bp,
    plan_desk.bp,
    preview.bp,
    sign_in.bp,
    health.bp,
)
