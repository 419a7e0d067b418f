"""A city's citizen satisfaction survey, from the questionnaire file to the plan's current values.

Nothing is imported here, so that `surveyapp.domain` can be used without Flask.
"""
