"""Which answer counts when one ticket comes back twice."""

import pytest

from surveyapp.domain.duplicates import later_counts
from surveyapp.domain.questionnaire import DuplicateRule

FIRST, LAST, WEB, PAPER = DuplicateRule.FIRST, DuplicateRule.LAST, DuplicateRule.WEB, DuplicateRule.PAPER


@pytest.mark.parametrize(
    ("rule", "standing", "later", "counts"),
    [
        (FIRST, "web", "paper", False),
        (FIRST, "paper", "paper", False),
        (FIRST, "paper", "web", False),
        (LAST, "web", "paper", True),
        (LAST, "paper", "paper", True),
        (LAST, "paper", "web", True),
        (PAPER, "web", "paper", True),
        (PAPER, "paper", "paper", False),
        (PAPER, "paper", "web", False),
        (WEB, "web", "paper", False),
        (WEB, "paper", "paper", False),
        (WEB, "paper", "web", True),
    ],
)
def test_the_written_rule_says_whether_what_comes_later_counts(rule, standing, later, counts):
    assert later_counts(rule, standing, later) is counts
