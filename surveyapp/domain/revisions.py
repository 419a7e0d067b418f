"""What may still be put right once a wave is open: translations and readings, never what is asked."""

from collections.abc import Mapping

from surveyapp.domain.definition import STRUCTURE_FILE
from surveyapp.domain.questionnaire import Questionnaire

#: Which languages are offered is no part of what is asked.
FREE = frozenset({"languages"})


def sealed_changes(sealed: Questionnaire, written: Questionnaire) -> tuple[str, ...]:
    """Where an author's copy differs from what was sealed in more than translations and readings."""
    before, after = _structure(sealed), _structure(written)
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    japanese = (sealed.words().said, written.words().said)
    said = [key for key in {**japanese[0], **japanese[1]} if japanese[0].get(key) != japanese[1].get(key)]
    return (*(f"{STRUCTURE_FILE}: {key}" for key in keys), *(f"texts.ja.toml: {key}" for key in said))


def _structure(questionnaire: Questionnaire) -> dict[str, object]:
    written = questionnaire.document.get("questionnaire")
    return {key: value for key, value in written.items() if key not in FREE} if isinstance(written, Mapping) else {}
