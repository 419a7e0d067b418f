"""The doors of the house, all on one page."""

from surveyapp.pages import analyst, clerk, health, plan, plan_desk, preview, resident, sign_in, taps

ALL = (resident.bp, taps.bp, clerk.bp, analyst.bp, plan.bp, plan_desk.bp, preview.bp, sign_in.bp, health.bp)
