"""The written rule for one ticket that comes back twice: on the web and on paper, or on paper twice."""

from surveyapp.domain.questionnaire import DuplicateRule


def later_counts(rule: DuplicateRule, earlier: str, later: str) -> bool:
    """Whether a later answer takes the place of an earlier one; both are channels, `web` or `paper`.

    A rule that prefers a channel decides between channels only: of two from the same one, the first counts.
    """
    match rule:
        case DuplicateRule.FIRST:
            return False
        case DuplicateRule.LAST:
            return True
        case DuplicateRule.WEB | DuplicateRule.PAPER:
            return later == rule.value and earlier != rule.value
