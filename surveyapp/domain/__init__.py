"""The rules of a questionnaire, its answers and the plan: pure, knows neither database nor web."""
