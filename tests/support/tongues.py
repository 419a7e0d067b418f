"""A tiny questionnaire in several languages: English as far as it goes, readings above some Japanese characters."""

from surveyapp.domain.definition import parse
from surveyapp.domain.questionnaire import Questionnaire
from tests.support.questionnaires import tiny_document

ENGLISH = {
    "title": "A small survey",
    "sections": {"life": "Everyday life"},
    "items": {"medical_care": "Hospitals and medical care are at hand"},
    "scales": {
        "importance": {
            "name": "Importance",
            "prompt": "How important is this to you?",
            "5": "Important",
            "4": "Rather important",
            "3": "Neither",
            "2": "Rather unimportant",
            "1": "Unimportant",
        }
    },
    "options": {"info_sources": {"newsletter": "City newsletter", "friends": "Friends"}},
}


def tiny_in_languages(*languages: str) -> Questionnaire:
    """`tiny` with made-up data, offered in Japanese and these languages; all but English have no words of their own."""
    document = tiny_document(synthetic=True)
    document["questionnaire"]["languages"] = ["ja", *languages]
    document["texts"] |= {language: ENGLISH if language == "en" else {} for language in languages}
    document["texts"]["ja"]["items"]["medical_care"] = (
        "{病院|びょういん}などの{地域|ちいき}{医療|いりょう}体制が整っている"
    )
    return parse(document)
