"""What the pages of a resident weigh on the line; no clock is needed, and every run says the same."""

from surveyapp.app import create_app
from surveyapp.runtime import open_desks
from surveyapp.store import definitions
from tests.benchmarks.measuring import Row
from tests.benchmarks.places import place
from tests.support.waves import an_open_wave
from tests.support.weights import weigh

DEFINITION = "komagane-2021-model"


def measure() -> list[Row]:
    """Every page of the model questionnaire as a first visit, and every page after the door, in kilobytes."""
    with place("SQLite") as somewhere:
        desks = open_desks(somewhere.settings)
        wave = an_open_wave(desks, definitions.load(somewhere.settings.questionnaires / DEFINITION))
        desks.engine.dispose()
        app = create_app(somewhere.settings)
        found = weigh(app.test_client(), wave)
        app.extensions["surveyapp"].desks.engine.dispose()
    first = tuple(weight / 1000 for weight in found.first.values())
    after = tuple(weight / 1000 for page, weight in found.after.items() if page != "door")
    return [Row("page, first visit", "KB gzip", first, 40), Row("page, after the door", "KB gzip", after, 12)]
